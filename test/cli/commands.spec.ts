import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freshDatabase } from '../postgres.js';
import { spawned, tiendoOver } from './tiendo.js';

const folder = mkdtempSync(join(tmpdir(), 'tiendo-cli-'));
const task = '267-2025/IV.IV.1/so-y-te';
let database: Awaited<ReturnType<typeof freshDatabase>>;
let tiendo: ReturnType<typeof tiendoOver>;

beforeAll(async () => {
  database = await freshDatabase();
  tiendo = tiendoOver({ DATABASE_URL: database.url, TIENDO_DATA: folder });
  expect((await tiendo('import', 'seeds/plans/267-KH-UBND.txt')).status).toBe(0);
  for (const [username, role, agency] of [
    ['lan', 'officer', 'so-y-te'],
    ['minh', 'officer', 'so-xay-dung'],
  ] as const)
    expect((await tiendo('user', 'add', username, '--name', 'Nguyễn Văn Một', '--role', role, '--agency', agency)).status).toBe(
      0,
    );
}, 180_000);
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await database.drop();
});

describe('tiendo', () => {
  it('reports progress with a file of evidence, and shows it on the task', async () => {
    const evidence = join(folder, 'bao-cao.pdf');
    writeFileSync(evidence, '%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n');
    const words = ['--progress', '40', '--text', 'Đã số hóa 40% hồ sơ', '--evidence', evidence, '--key', 'first-report'];
    const reported = await tiendo('report', task, '--as', 'lan', ...words, '--json');
    expect(reported).toMatchObject({ status: 0, err: '' });
    expect(JSON.parse(reported.out)).toMatchObject({
      stream: `task-${task}`,
      version: 2,
      repeated: false,
      events: ['milestone-reported'],
    });
    const shown = JSON.parse((await tiendo('task', 'show', task, '--json')).out) as { progress: number; evidence: number };
    expect(shown).toMatchObject({ progress: 40, evidence: 1 });
    expect((await tiendo('task', 'show', task)).out).toContain('Đã số hóa 40% hồ sơ');
    const again = await tiendo('report', task, '--as', 'lan', ...words, '--json');
    expect(JSON.parse(again.out)).toMatchObject({ version: 2, repeated: true });
  }, 120_000);

  it('refuses an officer of another agency with exit code 1 and a sentence, in the language asked for', async () => {
    const words = ['report', task, '--as', 'minh', '--progress', '10', '--text', 'x'];
    expect(await tiendo(...words)).toMatchObject({ status: 1, out: '', err: expect.stringContaining('cơ quan chủ trì') });
    expect(await tiendo(...words, '--lang', 'en')).toMatchObject({
      status: 1,
      err: expect.stringContaining('accountable agency'),
    });
    const { error } = JSON.parse((await tiendo(...words, '--json')).err) as { error: { code: string } };
    expect(error.code).toBe('not-the-accountable-agency');
  }, 120_000);

  it('refuses a report dated in the future (06.12)', async () => {
    const words = ['report', task, '--as', 'lan', '--progress', '50', '--text', 'x', '--on', '31/12/2199'];
    expect(await tiendo(...words)).toMatchObject({ status: 1, err: expect.stringContaining('tương lai') });
  }, 60_000);

  it('shows a task as it was on a day, and says when it had not been given yet', async () => {
    const { out } = await tiendo('task', 'show', task, '--as-of', '30/06/2025');
    expect(out).toContain('Tại ngày         30/06/2025');
    const why = (out.split('Vì sao\n')[1]?.split('\n\n')[0] ?? '').split('\n');
    expect(why.length).toBeGreaterThan(1);
    expect(why).toEqual([...new Set(why)]);
    expect(await tiendo('task', 'show', task, '--as-of', '2024-12-01')).toMatchObject({
      status: 1,
      err: expect.stringContaining('01/12/2024'),
    });
  }, 60_000);

  it('records what is overdue once, however often it looks', async () => {
    const first = JSON.parse((await tiendo('watch', '--json')).out) as { found: number; recorded: number };
    expect(first.recorded).toBeGreaterThan(100);
    expect(JSON.parse((await tiendo('watch', '--json')).out)).toMatchObject({ found: 0, recorded: 0 });
  }, 120_000);

  it('replays a task to any version and to any moment', async () => {
    const whole = JSON.parse((await tiendo('replay', task, '--json')).out) as {
      version: number;
      events: { type: string; recordedAt: string }[];
    };
    expect(whole.events.map(({ type }) => type)).toEqual(['assigned', 'milestone-reported', 'delayed']);
    const at = async (when: string) =>
      (JSON.parse((await tiendo('replay', `task-${task}`, '--at', when, '--json')).out) as typeof whole).version;
    expect(await at('1')).toBe(1);
    expect(await at(whole.events[1]?.recordedAt ?? '')).toBe(2);
    expect((await tiendo('replay', task)).out).toContain('Giao cho Sở Y tế chủ trì');
    expect(await tiendo('replay', task, '--at', '9')).toMatchObject({
      status: 1,
      err: expect.stringContaining('không có bản 9'),
    });
    expect(await tiendo('replay', task, '--at', '2020-01-01')).toMatchObject({
      status: 1,
      err: expect.stringContaining('chưa có gì'),
    });
  }, 120_000);

  it('rebuilds every projection to the same rows', async () => {
    const reports = JSON.parse((await tiendo('rebuild', '--json')).out) as { name: string; same: boolean | null }[];
    expect(reports.map(({ name }) => name)).toEqual(expect.arrayContaining(['task-board', 'plans', 'history']));
    expect(reports.filter(({ same }) => same !== true)).toEqual([]);
    expect(await tiendo('rebuild', 'nonsense')).toMatchObject({ status: 1, err: expect.stringContaining('task-board') });
  }, 120_000);

  it('exports the whole log, one event a line, in order and whole', async () => {
    const path = join(folder, 'log.ndjson');
    expect((await tiendo('export', path)).status).toBe(0);
    const events = readFileSync(path, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { position: string; type: string });
    expect(events.map(({ position }) => Number(position))).toEqual(events.map((_, i) => i + 1));
    expect(events.filter(({ type }) => type === 'assigned')).toHaveLength(141);
    expect(readdirSync(folder).filter((name) => name.endsWith('.partial'))).toEqual([]);
  }, 60_000);

  it('replays a plan to what it adds up to', async () => {
    const { state } = JSON.parse((await tiendo('replay', 'plan-267-2025', '--json')).out) as { state: { id: string } | null };
    expect(state).toMatchObject({ id: '267-2025' });
  }, 60_000);

  it('refuses to leave events out of the log, whatever day or plan is named', async () => {
    const path = join(folder, 'part.ndjson');
    expect(await tiendo('export', path, '--as-of', '30/06/2025')).toMatchObject({
      status: 2,
      err: expect.stringContaining('--format csv'),
    });
    expect(existsSync(path)).toBe(false);
  }, 60_000);

  it('exports the register for a spreadsheet: marked as UTF-8, a line a task, no cell that would run', async () => {
    const path = join(folder, 'register.csv');
    const words = ['report', task, '--as', 'lan', '--progress', '41', '--text', '=1+1'];
    expect((await tiendo(...words)).status).toBe(0);
    expect((await tiendo('export', path)).out).toContain('141');
    const table = readFileSync(path, 'utf8');
    expect(table.startsWith('\ufeffMã nhiệm vụ,')).toBe(true);
    expect(table.match(/^267-2025\//gm)).toHaveLength(141);
    expect(table).not.toMatch(/(^|,)"?[=+@]/m);
  }, 60_000);

  it('gives a new password and never the old one', async () => {
    const password = (out: string) => (JSON.parse(out) as { password: string }).password;
    const first = password((await tiendo('user', 'reset', 'lan', '--json')).out);
    expect(password((await tiendo('user', 'reset', 'lan', '--json')).out)).not.toBe(first);
    expect((await tiendo('user', 'list')).out).not.toContain(first);
    expect((await tiendo('user', 'reset', 'nobody')).status).toBe(1);
  }, 60_000);
});

describe('tiendo, asked in a wrong way,', () => {
  it.each<[string, string[], RegExp]>([
    ['an unknown command', ['reprot'], /Không có lệnh “reprot”/],
    ['an unknown option', ['watch', '--day', '1'], /Không có tùy chọn “--day”/],
    ['a missing argument', ['import'], /Thiếu tham số “file”/],
    ['a missing option', ['report', task, '--progress', '1', '--text', 'x'], /--as/],
    ['a day that does not exist', ['watch', '--on', '31/02/2025'], /không phải là một ngày/],
    ['a malformed task id', ['task', 'show', 'IV.1'], /267-2025\/IV\.VI\.3\/so-y-te/],
    ['a progress of 140', ['report', task, '--progress', '140', '--text', 'x', '--as', 'lan'], /từ 0 đến 100/],
  ])('ends with 2 and says so: %s', async (_, args, words) => {
    const { status, out, err } = await tiendo(...args);
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(err).toMatch(words);
  });

  it('speaks English where the locale does', async () => {
    const english = tiendoOver({ DATABASE_URL: database.url, LANG: 'en_GB.UTF-8' });
    expect(await english('watch', '--on', 'yesterday')).toMatchObject({
      status: 2,
      err: expect.stringContaining('is not a day'),
    });
    expect((await english('--help')).out).toContain('Usage:');
  });
});

describe('tiendo, when the machine is at fault,', () => {
  it('ends with 3 when the database does not answer, without telling its password', async () => {
    const lost = tiendoOver({ DATABASE_URL: 'postgresql://tiendo:secret-word@127.0.0.1:1/tiendo' });
    const { status, out, err } = await lost('watch');
    expect({ status, out }).toEqual({ status: 3, out: '' });
    expect(err).not.toContain('secret-word');
  }, 60_000);

  it('ends with 3 when a setting cannot be used', async () =>
    expect(await tiendoOver({ DATABASE_URL: 'mysql://x' })('watch')).toMatchObject({
      status: 3,
      err: expect.stringContaining('DATABASE_URL'),
    }));
});

describe('tiendo --help', () => {
  it('teaches every command with an example, without a database', async () => {
    const nowhere = tiendoOver({ DATABASE_URL: 'postgresql://127.0.0.1:1/none' });
    const { status, out } = await nowhere('--help');
    expect(status).toBe(0);
    for (const command of ['import', 'task', 'report', 'watch', 'replay', 'rebuild', 'export', 'backup', 'restore'])
      expect(out).toContain(`  ${command}`);
    expect(out).toContain('Mã thoát');
    for (const command of [
      ['import'],
      ['task', 'show'],
      ['report'],
      ['watch'],
      ['replay'],
      ['rebuild'],
      ['export'],
      ['backup'],
      ['restore'],
    ])
      expect((await nowhere(...command, '--help')).out).toMatch(/Ví dụ:\n {2}tiendo /);
  }, 60_000);
});

describe('the built command', () => {
  it('works alone on a data folder of its own, with no server, no colour codes and no bars, and leaves nothing running', () => {
    const data = join(folder, 'alone');
    const first = spawned({ TIENDO_DATA: data }, 'import', 'seeds/plans/267-KH-UBND.txt');
    expect(first).toMatchObject({ status: 0, out: expect.stringContaining('33  mục nhiệm vụ') });
    expect(first.out + first.err).not.toContain('\u001b');
    expect(first.err).not.toContain('Warning');
    expect(spawned({ TIENDO_DATA: data }, 'import', 'seeds/plans/267-KH-UBND.txt').out).toContain('0 sự kiện');
    expect(existsSync(join(data, 'postgres', 'cluster', 'postmaster.pid'))).toBe(false);
  }, 180_000);
});
