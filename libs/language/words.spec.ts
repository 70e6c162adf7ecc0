import { Refusal } from './refusal.js';
import { words } from './words.js';

const refusal = (text: string, most: number, least?: number): Refusal | null => {
  try {
    words(text, 'note', most, least);
    return null;
  } catch (error) {
    return error as Refusal;
  }
};

describe('words that somebody gave', () => {
  it('are kept without blanks at their ends and composed, however the keyboard wrote their marks', () => {
    expect(words('  Sở Y tế \n', 'note', 20)).toBe('Sở Y tế');
    expect(words('Sở Y tế'.normalize('NFD'), 'note', 20)).toBe('Sở Y tế'.normalize('NFC'));
  });
  it('are counted by what people take for a letter: a mark apart or a letter of two units counts once', () => {
    expect(refusal('ế'.normalize('NFD').repeat(5), 5)).toBeNull();
    expect(refusal('𠀀'.repeat(5), 5)).toBeNull();
  });
  it('are refused when there are none and when there are too many, each with the figures', () => {
    expect(refusal('   ', 5)).toMatchObject({ code: 'words-missing', field: 'note', figures: { length: 0, least: 1, most: 5 } });
    expect(refusal('sáu từ', 5)).toMatchObject({ code: 'words-too-long', field: 'note', figures: { length: 6, most: 5 } });
    expect(refusal('', 5, 0)).toBeNull();
  });
  it('are none when nobody sees them', () => {
    for (const text of ['', '  ', '\n\t', '\u200b', '\u2060\u200d \u00ad', '\u3000\ufeff'])
      expect([text, refusal(text, 100)?.code]).toEqual([text, 'words-missing']);
  });
  it('may not hold what a terminal obeys or what turns letters round, which is named by its number', () => {
    for (const [text, code] of [
      ['Đã làm \u001b[2J', 'U+001B'],
      ['\u009b31m đỏ', 'U+009B'],
      ['báo cáo \u202egnp.exe', 'U+202E'],
      ['\u2066ẩn', 'U+2066'],
      ['a\u0007b', 'U+0007'],
    ] as const) {
      const no = refusal(text, 100);
      expect([no?.code, no?.field, no?.figures.character]).toEqual(['misleading-character', 'note', code]);
      expect(no?.vi).toContain(code);
      expect(no?.en).toContain(code);
    }
  });
  it('keep their lines, whatever a word processor ended them with, and every letter', () =>
    expect(words('Một\vhai\u2028ba\r\nbốn\tnăm 👩‍👩‍👧 ﷽ a\u0301', 'reason', 100)).toBe('Một\nhai\nba\r\nbốn\tnăm 👩‍👩‍👧 ﷽ á'));
});
