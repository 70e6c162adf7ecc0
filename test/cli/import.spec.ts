import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freshDatabase } from '../postgres.js';
import { root, tiendoOver } from './tiendo.js';

const plan = 'seeds/plans/267-KH-UBND.txt';
const folder = mkdtempSync(join(tmpdir(), 'tiendo-cli-'));
let database: Awaited<ReturnType<typeof freshDatabase>>;
let tiendo: ReturnType<typeof tiendoOver>;

beforeAll(async () => {
  database = await freshDatabase();
  tiendo = tiendoOver({ DATABASE_URL: database.url, TIENDO_DATA: folder });
}, 120_000);
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await database.drop();
});

interface Report {
  readonly counts: { readonly findings: Readonly<Record<string, number>> } & Readonly<Record<string, unknown>>;
  readonly tasks: number;
  readonly findings: readonly { code: string; line: number; item: string | null; vi: string }[];
  readonly eventsWritten: number;
  readonly unchanged: boolean;
}
const reportOf = (out: string) => JSON.parse(out) as Report;
const file = (name: string, bytes: string | Uint8Array) => {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
};
const original = readFileSync(join(root, plan), 'utf8');

describe('tiendo import', () => {
  let announced = 0;

  it('reads the plan without writing: 33 items, 28 targets, 24 results, 29 projects, and its findings', async () => {
    const { status, out } = await tiendo('import', plan, '--dry-run', '--json');
    expect(status).toBe(0);
    const report = reportOf(out);
    expect(report.counts).toMatchObject({ items: 33, targets: 28, results: 24, projects: 29 });
    expect(report.findings.length).toBe(Object.values(report.counts.findings).reduce((sum, it) => sum + it, 0));
    expect(report.findings.map(({ item }) => item)).toEqual(expect.arrayContaining(['IV.VI.3', 'IV.II.3', 'III.I.10']));
    expect(report.eventsWritten).toBeGreaterThan(report.tasks);
    announced = report.eventsWritten;
    expect(reportOf((await tiendo('import', plan, '--dry-run', '--json')).out).eventsWritten).toBe(announced);
  }, 120_000);

  it('writes it and prints the counts and the findings for people', async () => {
    const { status, out } = await tiendo('import', plan);
    expect(status).toBe(0);
    for (const line of ['33  mục nhiệm vụ', '28  mục tiêu', '24  kết quả', '29  dự án', 'điểm cần làm rõ'])
      expect(out).toContain(line);
    expect(out).toContain('in 8.530, các dòng cộng lại là 8.350');
    expect(out).toContain(`Đã ghi ${announced} sự kiện.`);
  }, 120_000);

  it('writes no event when the same file comes again', async () => {
    const before = (await tiendo('export')).out;
    const { status, out } = await tiendo('import', plan);
    expect(status).toBe(0);
    expect(out).toContain('0 sự kiện');
    expect((await tiendo('export')).out).toBe(before);
  }, 120_000);

  it('shows what a changed file would change, and writes it only when that is confirmed', async () => {
    const changed = file('changed.txt', original.replace('Quí III/2025', 'Quí IV/2025'));
    const refused = await tiendo('import', changed);
    expect(refused.status).toBe(1);
    expect(refused.err).toContain('--confirm');
    expect(refused.err).toContain('Quí IV/2025');
    const confirmed = await tiendo('import', changed, '--confirm', '--json');
    // The administrator may change the plan's words, not a task's deadline: that is said, and it is no success.
    expect(confirmed.status).toBe(1);
    expect(confirmed.out).toContain('267-2025/IV.I.2/so-thong-tin-va-truyen-thong');
    expect(reportOf(confirmed.out).eventsWritten).toBeGreaterThan(0);
    expect(reportOf((await tiendo('import', changed, '--json')).out).eventsWritten).toBe(0);
  }, 180_000);

  it.each<[string, () => string, number, RegExp]>([
    ['a file that is not a plan', () => file('letter.txt', 'Kính gửi các đồng chí.\n'), 1, /không phải một kế hoạch/],
    ['an empty file', () => file('empty.txt', ''), 1, /trống/],
    ['a file of another kind', () => file('scan.pdf', '%PDF-1.7\n'), 1, /docx/],
    ['a file in another encoding', () => file('utf16.txt', Buffer.from(original, 'utf16le')), 1, /UTF-8/],
    ['a file that is not there', () => join(folder, 'nowhere.txt'), 2, /Không có tệp/],
    ['a folder', () => folder, 2, /thư mục/],
  ])(
    'says what is wrong with %s, and loads nothing of it',
    async (_, make, exit, words) => {
      const before = (await tiendo('export')).out;
      const { status, out, err } = await tiendo('import', make());
      expect({ status, out }).toEqual({ status: exit, out: '' });
      expect(err).toMatch(words);
      expect((await tiendo('export')).out).toBe(before);
    },
    60_000,
  );
});
