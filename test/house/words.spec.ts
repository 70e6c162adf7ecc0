import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rooms } from '../../apps/web/src/history/kinds.js';
import { events as english } from '../../apps/web/src/language/en/events.js';
import { events as vietnamese } from '../../apps/web/src/language/vi/events.js';
import { root } from './root.js';

const text = (file: string) => readFileSync(join(root, file), 'utf8');

describe('the words of the page', () => {
  const happening = [...text('docs/events.md').matchAll(/^### `([a-z-]+)`/gm)].map(([, type = '']) => type).sort();

  it('has a name in both languages for everything that can happen, so that the history shows no code', () => {
    expect(happening.length).toBeGreaterThan(90);
    expect(Object.values(rooms).flat().sort()).toEqual(happening);
    expect(Object.keys(vietnamese.types).sort()).toEqual(happening);
    expect(Object.keys(english.types).sort()).toEqual(happening);
  });
});

describe('what users of such systems ask for (06)', () => {
  it('has a test named after each of its sixteen lines', () => {
    const files = execFileSync('git', ['ls-files', '*.spec.ts'], { cwd: root, encoding: 'utf8' }).trim().split('\n');
    const names = files.flatMap((file) =>
      [...text(file).matchAll(/(?:it|describe)\(\s*['"`](.*?)['"`],/g)].map(([, name = '']) => name),
    );
    const lines = Array.from({ length: 16 }, (_, n) => `06.${n + 1}`);
    expect(lines.filter((line) => !names.some((name) => new RegExp(`${line.replace('.', '\\.')}(?!\\d)`).test(name)))).toEqual(
      [],
    );
  });
});
