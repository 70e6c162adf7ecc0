import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freshDatabase } from '../postgres.js';
import { tiendoOver } from './tiendo.js';

describe('tiendo target, project, round and meeting', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tiendo-registers-'));
  let database: Awaited<ReturnType<typeof freshDatabase>>;
  let tiendo: ReturnType<typeof tiendoOver>;
  const json = async <T>(...args: string[]): Promise<T> => {
    const { status, out, err } = await tiendo(...args, '--json');
    expect({ status, err }).toEqual({ status: 0, err: '' });
    return JSON.parse(out) as T;
  };
  beforeAll(async () => {
    database = await freshDatabase();
    tiendo = tiendoOver({ DATABASE_URL: database.url, TIENDO_DATA: folder });
    expect((await tiendo('import', 'seeds/plans/267-KH-UBND.txt')).status).toBe(0);
    const account = ['--name', 'Thường trực', '--role', 'standing', '--agency', 'so-khoa-hoc-va-cong-nghe'];
    expect((await tiendo('user', 'add', 'thuong-truc', ...account)).status).toBe(0);
  }, 180_000);
  afterAll(async () => {
    rmSync(folder, { recursive: true });
    await database.drop();
  });

  interface Target {
    readonly id: string;
    readonly components: readonly { readonly kind: string; readonly figure: { readonly value: string } | null }[];
    readonly figures: readonly { readonly value: string; readonly basis: string }[];
  }

  it('lists targets, and a figure given under an account is there; one that cannot be is refused', async () => {
    const { rows, rate } = await json<{ rows: Target[]; rate: object }>('target', 'list', '--plan', '267-2025');
    expect(rate).toMatchObject({ numerator: 0, denominator: rows.length, unjudged: rows.length });
    const id = rows.find((it) => it.components.length === 1 && it.components[0]?.kind === 'percent')?.id ?? 'none';
    const figure = ['target', 'measure', id, '--as', 'thuong-truc', '--source', 'Sổ theo dõi', '--from', '01/01/2025'];
    const until = ['--to', '31/03/2025'];
    const measured = await json<Target>(...figure, ...until, '--numerator', '3', '--denominator', '4', '--estimated');
    expect(measured.figures).toMatchObject([{ value: '75', basis: 'estimated' }]);
    expect((await tiendo('target', 'show', id)).out).toContain('75');
    expect(await tiendo(...figure, ...until, '--numerator', '3', '--denominator', '0')).toMatchObject({ status: 1 });
    expect(await tiendo(...figure, '--value', '1.200')).toMatchObject({ status: 2, err: expect.stringContaining('1.200') });
    expect((await tiendo('target', 'show', '267-2025/III.IX.9')).status).toBe(1);
    expect((await tiendo('target', 'list', '--lang', 'en')).out).toContain('targets met');
  }, 180_000);

  it('lists projects and shows one with its money', async () => {
    const { rows } = await json<{ rows: { id: string; title: string }[] }>('project', 'list');
    expect(rows.length).toBeGreaterThan(10);
    const { id = '', title = '' } = rows[0] ?? {};
    const shown = await tiendo('project', 'show', id);
    expect(shown).toMatchObject({ status: 0, out: expect.stringContaining(title) });
    expect(shown.out).toContain('đã giải ngân 0');
  }, 60_000);

  it('opens a round once, shows who owes a report, and closes it', async () => {
    expect((await tiendo('round', 'list')).out).toContain('Chưa mở kỳ báo cáo nào.');
    const round = ['267-2025', '2025-Q4'];
    const opened = await json<{ agencies: { standing: string }[]; closed: boolean }>(
      'round',
      'open',
      ...round,
      '--as',
      'thuong-truc',
    );
    expect(opened.closed).toBe(false);
    expect(new Set(opened.agencies.map((it) => it.standing))).toEqual(new Set(['missing']));
    const closed = await json<{ closed: boolean; closing: { figures: { missing: number } } }>(
      'round',
      'close',
      ...round,
      '--as',
      'thuong-truc',
    );
    expect(closed).toMatchObject({ closed: true, closing: { figures: { missing: opened.agencies.length } } });
    expect((await tiendo('round', 'list', '--plan', '267-2025')).out).toContain('đã đóng');
    expect((await tiendo('round', 'show', '267-2025', '2025-Q4')).out).toContain('chưa gửi');
    expect((await tiendo('round', 'open', ...round)).status).toBe(2);
  }, 120_000);

  it('proposes an agenda while there is no meeting, and knows no meeting that nobody convened', async () => {
    expect((await tiendo('meeting', 'list', '267-2025')).out).toContain('Chưa có phiên họp nào.');
    const agenda = await json<{ frozen: boolean; lines: { concern: string }[] }>('meeting', 'agenda', '267-2025');
    expect(agenda.frozen).toBe(false);
    expect(agenda.lines.map((it) => it.concern)).toContain('overdue');
    expect(await tiendo('meeting', 'agenda', '267-2025', '1')).toMatchObject({ status: 1, err: expect.stringContaining('số 1') });
  }, 60_000);

  const account = async (name: string, role: string, agency?: string) => {
    const of = agency === undefined ? [] : ['--agency', agency];
    expect((await tiendo('user', 'add', name, '--name', name, '--role', role, ...of)).status).toBe(0);
  };

  it('judges a target under an account of the monitoring body, and under no other', async () => {
    await account('giam-doc-sct', 'head', 'so-cong-thuong');
    const judge = ['target', 'judge', '267-2025/III.II.4', 'not-measurable', '--reason', 'Chưa có hướng dẫn cách đo'];
    expect(await tiendo(...judge, '--as', 'thuong-truc')).toMatchObject({
      status: 1,
      err: expect.stringContaining('so-cong-thuong'),
    });
    expect(await json<{ status: string }>(...judge, '--as', 'giam-doc-sct')).toMatchObject({ status: 'not-measurable' });
    expect((await tiendo('target', 'judge', '267-2025/III.II.4', 'good', '--as', 'giam-doc-sct')).status).toBe(2);
  }, 120_000);

  it('disburses to the đồng under the owner’s account, and accepts under the committee’s', async () => {
    const { rows } = await json<{ rows: { id: string; owner: { id: string } | null }[] }>('project', 'list');
    const id = rows.find((it) => it.owner?.id === 'so-y-te')?.id ?? 'none';
    await account('ke-toan-syt', 'officer', 'so-y-te');
    await account('ban-chi-dao', 'committee');
    const paid = ['project', 'disburse', id, '12,000001', '--on', '31/03/2025'];
    expect((await tiendo(...paid, '--as', 'ban-chi-dao')).status).toBe(1);
    expect(await json<{ disbursed: string }>(...paid, '--as', 'ke-toan-syt')).toMatchObject({ disbursed: '12.000001' });
    const accept = ['project', 'accept', id, '--document', '12/BB-NT', '--on', '20/12/2025'];
    expect((await tiendo(...accept, '--as', 'ke-toan-syt')).status).toBe(1);
    const accepted = await json<{ status: string; acceptedOn: string }>(...accept, '--as', 'ban-chi-dao');
    expect(accepted).toMatchObject({ status: 'accepted', acceptedOn: '2025-12-20' });
  }, 120_000);

  it('exempts an agency from a round, and signs or returns no report that is not there', async () => {
    const round = ['267-2025', '2025-Q3'];
    expect((await tiendo('round', 'open', ...round, '--as', 'thuong-truc')).status).toBe(0);
    const exempted = await json<{ agencies: { agency: { id: string }; standing: string }[] }>(
      ...['round', 'exempt', ...round, 'so-cong-thuong', '--reason', 'Đang sắp xếp tổ chức', '--as', 'thuong-truc'],
    );
    expect(exempted.agencies.find((it) => it.agency.id === 'so-cong-thuong')?.standing).toBe('exempt');
    expect((await tiendo('round', 'sign', ...round, 'so-cong-thuong', '--as', 'giam-doc-sct')).status).toBe(1);
    const back = ['round', 'return', ...round, 'so-y-te', '--reason', 'Thiếu số liệu', '--as', 'thuong-truc'];
    expect((await tiendo(...back)).status).toBe(1);
  }, 120_000);

  it('convenes a meeting, which then is listed', async () => {
    const convene = ['meeting', 'convene', '267-2025', '1', '--title', 'Phiên họp thứ nhất', '--on', '20/12/2030'];
    expect((await tiendo(...convene, '--as', 'ban-chi-dao')).out).toContain('Phiên họp thứ nhất');
    expect((await tiendo('meeting', 'list', '267-2025')).out).toContain('20/12/2030');
  }, 120_000);

  it('gives an example with every command', async () => {
    const commands = [
      'target list',
      'target show',
      'target measure',
      'target judge',
      'project list',
      'project show',
      'project disburse',
      'project accept',
      'round open',
      'round exempt',
      'round sign',
      'round return',
      'meeting convene',
      'meeting agenda',
    ];
    for (const command of commands) {
      const { out } = await tiendo(...command.split(' '), '--help');
      expect(out).toMatch(new RegExp(`Ví dụ:\\s+tiendo ${command}`));
    }
  });
});
