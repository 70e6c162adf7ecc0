import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { root } from './root.js';

/** Every file of the project: known to git, or new and not ignored. */
const files = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\0')
  .filter((file) => file !== '' && existsSync(join(root, file)));
const text = (file: string) => readFileSync(join(root, file), 'utf8');
const sources = files.filter((file) => /\.(ts|tsx|mjs|cjs|css)$/.test(file) && !/schema\.d\.ts$/.test(file));
const rooms = readdirSync(join(root, 'libs')).sort();

describe('the layout', () => {
  it('has files to speak of', () => expect(sources.length).toBeGreaterThan(100));

  it('has no folder or file named after nothing', () => {
    const empty = /^(common|shared|utils?|helpers?|misc|core|base|managers?)$/i;
    expect(sources.filter((file) => file.split('/').some((part) => empty.test(part.split('.')[0] ?? '')))).toEqual([]);
  });

  it('has no file of more than 400 lines', () => {
    const lengths = sources.map((file) => ({ file, lines: text(file).split('\n').length - 1 }));
    expect(lengths.filter(({ lines }) => lines > 400)).toEqual([]);
  });

  it('has one door to every room', () =>
    expect(rooms.filter((room) => !existsSync(join(root, 'libs', room, 'index.ts')))).toEqual([]));

  it('is what docs/architecture.md says, in its table and in its picture', () => {
    const words = text('docs/architecture.md');
    const listed = [...words.matchAll(/^\| `libs\/([a-z-]+)` \|/gm)].map(([, room]) => room).sort();
    expect(listed).toEqual(rooms);
    const picture = /```mermaid\n(.*?)```/s.exec(words)?.[1] ?? '';
    expect(rooms.filter((room) => !new RegExp(`(^|[^a-z-])${room}([^a-z-]|$)`, 'm').test(picture))).toEqual([]);
    const applications = [...words.matchAll(/^\| `apps\/([a-z-]+)` \|/gm)].map(([, name]) => name).sort();
    const folders = readdirSync(join(root, 'apps'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(applications).toEqual(folders.map(({ name }) => name).sort());
  });

  it('draws an arrow between two rooms of the domain where one imports the other, and nowhere else', () => {
    const inner = /subgraph rooms\[.*?\]\n(.*?)\n {2}end/s.exec(text('docs/architecture.md'))?.[1] ?? '';
    const arrows = [...inner.matchAll(/^ +([a-z-]+ --> [a-z-]+)$/gm)].map(([, arrow]) => arrow);
    // What all or most rooms know is said in a sentence below the picture.
    const domain = rooms.filter((room) => !['language', 'event-store', 'database', 'postgres', 'identity'].includes(room));
    const imported = domain.flatMap((from) => {
      const own = sources.filter((file) => file.startsWith(`libs/${from}/`) && !file.endsWith('.spec.ts')).map(text);
      return domain
        .filter((to) => to !== from && own.some((it) => it.includes(`from '#${to}'`)))
        .map((to) => `${from} --> ${to}`);
    });
    expect(imported.length).toBeGreaterThan(30);
    expect(arrows.sort()).toEqual(imported.sort());
  });

  it('skips no test and keeps no note to self', () => {
    const skipped = /\b(describe|it|test)\.(skip|only|todo)\b|\b(xit|xdescribe|fit|fdescribe)\(/;
    const note = /\b(TODO|FIXME|XXX|HACK)\b/;
    const here = basename(import.meta.url);
    const guilty = sources.filter((file) => basename(file) !== here && (skipped.test(text(file)) || note.test(text(file))));
    expect(guilty).toEqual([]);
  });

  it('knows no plan, province or year: those are data', () => {
    const code = sources.filter((file) => /^(libs|apps)\//.test(file) && !/\.spec\.tsx?$|^apps\/web\/src\/language\//.test(file));
    const withoutComments = (file: string) => text(file).replace(/\/\*.*?\*\/|(^|\s)\/\/[^\n]*/gs, '');
    expect(code.filter((file) => /267\/KH-UBND|Cà Mau/.test(withoutComments(file)))).toEqual([]);
  });

  it('is in Vietnamese of one form (NFC), so that a search finds what it looks for', () =>
    expect(
      files
        .filter((file) => /\.(ts|tsx|json|md|txt|css)$/.test(file))
        .filter((file) => text(file) !== text(file).normalize('NFC')),
    ).toEqual([]));
});

describe('the decisions', () => {
  const folder = join(root, 'docs', 'decisions');
  const names = readdirSync(folder).sort();

  it('are numbered 1, 2, 3…', () => {
    expect(names.map((name) => Number(/^(\d{4})-[a-z0-9-]+\.md$/.exec(name)?.[1]))).toEqual(names.map((_, i) => i + 1));
  });

  it('each say what, why, what else and what it costs', () => {
    const lacking = names.filter((name) => {
      const words = readFileSync(join(folder, name), 'utf8');
      return !['**What.**', '**Why.**', '**What else.**', '**What it costs.**'].every((it) => words.includes(it));
    });
    expect(lacking).toEqual([]);
  });
});
