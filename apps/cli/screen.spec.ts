import { harmless, screen, toJson } from './screen.js';

/** Sets the window's title, clears the screen, and shows what follows backwards. */
const evil = 'Đã làm \u001b]0;x\u0007\u001b[2J\u009b31m\u202egnp';

describe('what people wrote, on a terminal', () => {
  const shown = (json: boolean) => {
    let text = '';
    const stream = { isTTY: true, write: (it: string) => (text += it) } as unknown as NodeJS.WriteStream;
    const it = screen({ language: 'vi', json, env: {}, out: stream, err: stream });
    it.note(evil);
    it.answer({ evil }, [it.bold('tên'), evil]);
    return text;
  };
  it('shows its control characters and obeys none, while our own styles stay', () => {
    const text = shown(false);
    expect(text).toContain('\u001b[1mtên\u001b[0m\nĐã làm <001B>]0;x<0007><001B>[2J<009B>31m<202E>gnp\n');
    expect(harmless(text)).toBe(text);
  });
  it('is the same text for machines, with nothing in it that a terminal obeys', () => {
    expect(shown(true)).not.toMatch(/(?!\n)\p{Cc}|\u202e/u);
    expect(JSON.parse(toJson({ evil }))).toEqual({ evil });
  });
});
