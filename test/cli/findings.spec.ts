import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freshDatabase } from '../postgres.js';
import { tiendoOver } from './tiendo.js';

interface Finding {
  readonly id: string;
  readonly code: string;
  readonly severity: string;
  readonly item: string | null;
  readonly printed: string;
  readonly proposed: string | null;
  readonly settled: {
    readonly by: string;
    readonly choice: string;
    readonly value: string | null;
    readonly note: string | null;
  } | null;
}

describe('tiendo plan findings and plan settle', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tiendo-findings-'));
  let database: Awaited<ReturnType<typeof freshDatabase>>;
  let tiendo: ReturnType<typeof tiendoOver>;
  const list = async (...filter: string[]): Promise<readonly Finding[]> => {
    const { status, out, err } = await tiendo('plan', 'findings', '267-2025', ...filter, '--json');
    expect({ status, err }).toEqual({ status: 0, err: '' });
    return JSON.parse(out);
  };
  const settle = (...args: string[]) => tiendo('plan', 'settle', '267-2025', ...args, '--as', 'thuong-truc');
  const written = async () => (await tiendo('export')).out.split('\n').filter((it) => it.includes('"finding-settled"')).length;

  beforeAll(async () => {
    database = await freshDatabase();
    tiendo = tiendoOver({ DATABASE_URL: database.url, TIENDO_DATA: folder });
    expect((await tiendo('import', 'seeds/plans/267-KH-UBND.txt')).status).toBe(0);
    const people = [
      ['thuong-truc', 'standing', 'so-thong-tin-va-truyen-thong'],
      ['y-te', 'officer', 'so-y-te'],
    ] as const;
    for (const [name, role, agency] of people)
      expect((await tiendo('user', 'add', name, '--name', name, '--role', role, '--agency', agency)).status).toBe(0);
  }, 180_000);
  afterAll(async () => {
    rmSync(folder, { recursive: true });
    await database.drop();
  });

  it('lists what is open by code, severity and row, with what is proposed', async () => {
    const all = await list('--open');
    expect(all).toHaveLength(97);
    expect((await list('--severity', 'decision')).map((it) => it.severity)).toEqual(Array(37).fill('decision'));
    expect((await list('--code', 'names-merged')).map((it) => it.code)).toEqual(Array(5).fill('names-merged'));
    expect((await list('--item', 'IV.VI.3')).map((it) => it.item)).toContain('IV.VI.3');
    expect((await tiendo('plan', 'findings', '267-2025', '--code', 'names-merged')).out).toContain('lưu ý');
  }, 120_000);

  it('shows what it would settle and writes nothing; without a filter or a choice it does not begin', async () => {
    const dry = await settle('--code', 'names-merged', '--accept', '--dry-run');
    expect([dry.status, dry.out]).toEqual([0, expect.stringContaining('5 điểm, chưa ghi gì')]);
    expect(await settle('--accept')).toMatchObject({ status: 2, err: expect.stringContaining('--all') });
    expect(await settle('--code', 'names-merged')).toMatchObject({ status: 2, err: expect.stringContaining('--accept') });
    expect(await settle('--code', 'names-merged', '--keep', '--accept')).toMatchObject({ status: 2 });
    expect(await settle('khong-co', '--code', 'names-merged', '--keep')).toMatchObject({ status: 2 });
    expect(await settle('--severity', 'huge', '--keep')).toMatchObject({ status: 2 });
    expect(await tiendo('plan', 'settle', '267-2025', '--all', '--keep')).toMatchObject({
      status: 2,
      err: expect.stringContaining('as'),
    });
    expect(await written()).toBe(0);
  }, 120_000);

  it('accepts every proposal of a code, each an event with its author; again it writes nothing', async () => {
    const before = (await list('--code', 'names-merged')).map(({ id, printed }) => [id, printed]);
    const done = await settle('--code', 'names-merged', '--accept', '--note', 'Đúng tên');
    expect([done.status, done.out]).toEqual([0, expect.stringContaining('5 điểm đã quyết định')]);
    const after = await list('--code', 'names-merged');
    expect(after.map(({ id, printed }) => [id, printed])).toEqual(before);
    for (const { settled, proposed } of after)
      expect(settled).toMatchObject({ choice: 'accept', value: proposed, note: 'Đúng tên', by: expect.stringMatching(/^u_/) });
    expect(await written()).toBe(5);
    expect((await settle('--code', 'names-merged', '--accept')).out).toContain('0 điểm đã quyết định');
    expect(await written()).toBe(5);
  }, 120_000);

  it('changes one by its id, and the tasks of its row have the day; what cannot be read is named and is no success', async () => {
    const [blank] = await list('--code', 'deadline-blank');
    const id = blank?.id ?? '';
    const wrong = await settle(id, 'khong-co', '--change', 'sang năm');
    expect(wrong.status).toBe(1);
    expect(wrong.out).toContain('0 điểm đã quyết định');
    expect(wrong.out).toContain('sang năm');
    expect(await written()).toBe(5);
    const done = await settle(id, '--change', '30/06/2025', '--note', 'Công văn 12/UBND');
    expect([done.status, done.err]).toEqual([0, '']);
    const shown = await tiendo('task', 'show', '267-2025/IV.VI.3/so-thong-tin-va-truyen-thong');
    expect(shown.out).toContain('30/06/2025');
  }, 120_000);

  it('keeps the print of all that is left of a severity with a note, and refuses whoever may not settle', async () => {
    const open = (await list('--open', '--severity', 'notice')).length;
    const stranger = await tiendo('plan', 'settle', '267-2025', '--severity', 'notice', '--keep', '--as', 'y-te');
    expect([stranger.status, stranger.err]).toEqual([1, expect.stringContaining('cơ quan thường trực')]);
    const done = await settle('--severity', 'notice', '--keep', '--note', 'Theo bản in');
    expect([done.status, done.out]).toEqual([0, expect.stringContaining(`${open} điểm đã quyết định`)]);
    expect(await list('--open', '--severity', 'notice')).toEqual([]);
    const kept = (await list('--severity', 'notice')).filter((it) => it.settled?.choice === 'keep');
    expect(kept).toHaveLength(open);
    for (const { settled } of kept) expect(settled).toMatchObject({ value: null, note: 'Theo bản in' });
  }, 180_000);
});
