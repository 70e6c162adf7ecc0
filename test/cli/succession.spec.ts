import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freshDatabase } from '../postgres.js';
import { tiendoOver } from './tiendo.js';

describe('tiendo succession', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tiendo-succession-'));
  const id = 'so-giao-thong-van-tai-vao-so-xay-dung';
  let database: Awaited<ReturnType<typeof freshDatabase>>;
  let tiendo: ReturnType<typeof tiendoOver>;
  beforeAll(async () => {
    database = await freshDatabase();
    tiendo = tiendoOver({ DATABASE_URL: database.url, TIENDO_DATA: folder });
    expect((await tiendo('import', 'seeds/plans/267-KH-UBND.txt')).status).toBe(0);
  }, 180_000);
  afterAll(async () => {
    rmSync(folder, { recursive: true });
    await database.drop();
  });

  it('opens the acts of a folder, shows what is open, refuses an orphan, directs, concludes and carries out', async () => {
    const opened = await tiendo('succession', 'open', 'seeds/reorganisation-2025', '--json');
    expect(opened).toMatchObject({ status: 0, err: '' });
    expect(JSON.parse(opened.out)).toHaveLength(8);
    expect((await tiendo('succession', 'list')).out).toContain('chưa xác nhận');
    expect((await tiendo('succession', 'conclude', id)).err).toContain('chưa có cơ quan kế thừa');
    const shown = JSON.parse((await tiendo('succession', 'show', id, '--json')).out) as { duties: { id: string }[] };
    const [first] = shown.duties;
    const parked = await tiendo('succession', 'park', id, '--reason', 'Chờ phân công', '--duty', first?.id ?? '');
    expect(parked.out).toContain('tạm để: Chờ phân công');
    expect((await tiendo('succession', 'direct', id)).out).toContain('→ Sở Xây dựng');
    const concluded = await tiendo('succession', 'conclude', id, '--json');
    expect(concluded.err).toBe('');
    expect(JSON.parse(concluded.out)).toMatchObject({ phase: 'carried', parked: 1, directed: shown.duties.length - 1 });
    expect(await tiendo('succession', 'carry', '--json')).toMatchObject({ status: 0, out: expect.stringContaining('[]') });
  }, 180_000);

  it('writes the plan as Excel, which imported again says nothing new', async () => {
    const file = join(folder, 'ke-hoach.xlsx');
    expect((await tiendo('plan', 'export', '267-2025', file)).status).toBe(0);
    const again = JSON.parse((await tiendo('import', file, '--json')).out) as { eventsWritten: number; unchanged: boolean };
    expect(again).toMatchObject({ eventsWritten: 0, unchanged: true });
  }, 60_000);

  it('refuses to tie a plan to itself, and one that nobody imported', async () => {
    expect((await tiendo('plan', 'link', '267-2025', '267-2025', '--accept')).err).toContain('không thể nối với chính nó');
    const unknown = await tiendo('plan', 'carry-over', '9-2026', '267-2025', '--document', '9/KH-UBND');
    expect(unknown).toMatchObject({ status: 1, err: expect.stringContaining('9-2026') });
  }, 60_000);
});
