import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from './root.js';

const guides = readdirSync(join(root, 'docs', 'guide')).map((name) => `docs/guide/${name}`);
const pages = ['README.md', 'CONTRIBUTING.md', 'docs/architecture.md', ...guides];
const programs = readdirSync(join(root, 'apps', 'cli'))
  .filter((name) => /(^|\.)program\.ts$/.test(name))
  .map((name) => `apps/cli/${name}`);
const text = (file: string) => readFileSync(join(root, file), 'utf8');
const manifest = JSON.parse(text('package.json')) as { scripts: Record<string, string>; bin: Record<string, string> };

describe.each(pages)('%s', (page) => {
  it('leads only to what is there', () => {
    const links = [...text(page).matchAll(/\]\(([^)#]+)[^)]*\)/g)]
      .map(([, link]) => link ?? '')
      .filter((link) => !/^https?:/.test(link));
    expect(links.filter((link) => !existsSync(join(root, dirname(page), link)))).toEqual([]);
  });

  it('names only commands, files and settings that there are', () => {
    const words = text(page);
    const scripts = [...words.matchAll(/npm run ([\w:-]+)/g)].map(([, name]) => name ?? '');
    expect(scripts.filter((name) => !manifest.scripts[name])).toEqual([]);
    const paths = [...words.matchAll(/`((?:test|libs|seeds|docs|apps)\/[\w./-]+)`/g)].map(([, path]) => path ?? '');
    expect(paths.filter((path) => !path.includes('NNNN') && !existsSync(join(root, path)))).toEqual([]);
    const settings = [...words.matchAll(/\b(TIENDO_[A-Z_]+|DATABASE_URL|EVENT_STORE)\b/g)].map(([, name]) => name ?? '');
    const configuration = text('apps/server/configuration.ts');
    expect(settings.filter((name) => !configuration.includes(`'${name}'`))).toEqual([]);
  });

  it('asks of the command only what it can do', () => {
    const program = programs.map(text).join('\n');
    const commands = [...text(page).matchAll(/^ +(?:npx )?tiendo (.+)$/gm)].map(
      ([, rest]) => (rest ?? '').split(/ {2,}#/)[0] ?? '',
    );
    for (const command of commands) {
      expect(program).toContain(`.command('${command.split(' ')[0]}')`);
      for (const [option] of command.matchAll(/--[a-z-]+/g)) expect(program).toContain(option);
    }
  });
});

describe('the guides', () => {
  it('are one for each group of users, and the README leads to every one', () => {
    expect(guides.length).toBe(6);
    expect(guides.filter((guide) => !text('README.md').includes(guide))).toEqual([]);
  });
});

describe('the speed that the README tells', () => {
  it('is what the benchmark printed: every target that is not met, and all others but questions that are quick enough', () => {
    const rows = (file: string, heading: string) =>
      (text(file).split(`## ${heading}`)[1]?.split(/\n## /)[0] ?? '')
        .split('\n')
        .filter((line) => /^\| *[^-\s|]/.test(line))
        .map((line) => line.replaceAll(/ +/g, ' '));
    const told = rows('README.md', 'How fast it is');
    expect(told.length).toBeGreaterThan(10);
    expect(told).toEqual(rows('docs/benchmarks.md', 'All targets').filter((row) => !row.endsWith('≤ 50 ms | met |')));
  });
});
