import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addDays, shown, systemClock, todayOf } from '#language';
import { freshDatabase } from '../postgres.js';
import { tiendoOver } from './tiendo.js';

/** What the standing agency, an officer and the committee do at a terminal, on the day it is. */
describe('tiendo round, meeting, obstacle and reminder', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tiendo-committee-'));
  let database: Awaited<ReturnType<typeof freshDatabase>>;
  let tiendo: ReturnType<typeof tiendoOver>;
  const today = todayOf(systemClock);
  const year = today.slice(0, 4);
  const json = async <T>(...args: string[]): Promise<T> => {
    const { status, out, err } = await tiendo(...args, '--json');
    expect({ status, err }).toEqual({ status: 0, err: '' });
    return JSON.parse(out) as T;
  };
  const refused = async (...args: string[]) => {
    const { status, err } = await tiendo(...args);
    expect(status).toBe(1);
    return err;
  };
  const account = async (name: string, role: string, agency?: string) => {
    const of = agency === undefined ? [] : ['--agency', agency];
    expect((await tiendo('user', 'add', name, '--name', name, '--role', role, ...of)).status).toBe(0);
  };
  beforeAll(async () => {
    database = await freshDatabase();
    tiendo = tiendoOver({ DATABASE_URL: database.url, TIENDO_DATA: folder });
    expect((await tiendo('import', 'seeds/plans/267-KH-UBND.txt')).status).toBe(0);
    await account('thuong-truc', 'standing', 'so-khoa-hoc-va-cong-nghe');
    await account('chuyen-vien-syt', 'officer', 'so-y-te');
    await account('giam-doc-syt', 'head', 'so-y-te');
    await account('ban-chi-dao', 'committee');
  }, 180_000);
  afterAll(async () => {
    rmSync(folder, { recursive: true });
    await database.drop();
  });

  it('calls an ad hoc round, gives one agency more time, and puts what was signed together', async () => {
    const window = ['--from', addDays(today, -20), '--cut-off', addDays(today, -6), '--closes', today];
    expect(await refused('round', 'open', '267-2025', '--title', 'Đột xuất', '--as', 'thuong-truc')).toContain('--cut-off');
    const opened = await json<{ round: string; kind: string }>(
      ...['round', 'open', '267-2025', '--title', 'Đột xuất', ...window, '--as', 'thuong-truc'],
    );
    expect(opened.kind).toBe('ad-hoc');
    const round = ['267-2025', opened.round];
    const until = addDays(today, 7);
    const more = ['round', 'extend', ...round, 'so-tu-phap', '--reason', 'Đang bàn giao', '--as', 'thuong-truc'];
    expect(await refused(...more, '--until', addDays(today, -1))).not.toBe('');
    expect((await tiendo(...more, '--until', until)).out).toContain(shown(until));

    const { owed } = await json<{ owed: { item: string }[] }>('round', 'report', ...round, 'so-y-te');
    const item = owed[0]?.item ?? 'none';
    const prepare = ['round', 'prepare', ...round, 'so-y-te', '--as', 'chuyen-vien-syt'];
    expect(await refused(...prepare, '--say', 'IV.IX.9=zero')).toContain('IV.IX.9');
    await json(...prepare, '--summary', 'Báo cáo nhanh', '--say', `${item}=reported@40:Đã làm xong bước một`);
    expect((await tiendo('round', 'sign', ...round, 'so-y-te', '--as', 'giam-doc-syt')).status).toBe(0);
    expect((await tiendo('round', 'synthesis', ...round)).out).toContain('Sở Y tế: Đã làm xong bước một');
    expect((await tiendo('round', 'matrix', '267-2025')).out).toMatch(/so-y-te +đúng hạn/);
    expect(await refused('round', 'close', ...round, '--as', 'thuong-truc')).toContain(shown(until));
    const late = [
      'round',
      'supplement',
      ...round,
      'so-y-te',
      item,
      '--text',
      'Thêm',
      '--reason',
      'Sót',
      '--as',
      'chuyen-vien-syt',
    ];
    expect(await refused(...late)).toContain('chưa chốt');
    expect((await tiendo('round', 'silent', '267-2025')).status).toBe(0);
    expect((await tiendo('reminder', 'list')).out).toContain('Chưa nhắc ai.');
  }, 240_000);

  it('says which periods the calendar has, cut from the 15th or by months', async () => {
    const from = async (...how: string[]) => {
      const { rows } = await json<{ rows: { round: string; from: string }[] }>('round', 'periods', '267-2025', year, ...how);
      return rows.find((it) => it.round === `${year}-Q2`)?.from;
    };
    expect([await from(), await from('--strategy', 'calendar')]).toEqual([`${year}-03-15`, `${year}-04-01`]);
    expect((await tiendo('round', 'periods', '267-2025', year, '--strategy', 'lunar')).status).toBe(2);
  }, 120_000);

  it('raises an obstacle, takes it before the committee, whose directive and new task come of a meeting', async () => {
    const { lines } = await json<{ lines: { task: string }[] }>('meeting', 'agenda', '267-2025');
    const task = lines.find((it) => it.task.endsWith('/so-y-te'))?.task ?? 'none';
    const raised = await json<{ id: string }>(
      ...[
        'obstacle',
        'raise',
        task,
        '--title',
        'Chờ kinh phí',
        '--text',
        'Đã trình',
        '--waits',
        'decision',
        '--as',
        'chuyen-vien-syt',
      ],
    );
    await json('obstacle', 'escalate', raised.id, 'committee', '--reason', 'Vượt thẩm quyền', '--as', 'chuyen-vien-syt');
    expect(await refused('obstacle', 'answer', raised.id, '--text', 'Bố trí', '--as', 'thuong-truc')).toContain('Ban Chỉ đạo');
    expect((await tiendo('obstacle', 'list')).out).toContain('Chờ kinh phí');

    const by = ['--document', '15/TB-BCĐ', '--as', 'ban-chi-dao'];
    const convene = ['meeting', 'convene', '267-2025', '1', '--title', 'Phiên họp', '--on', today, '--as', 'thuong-truc'];
    expect((await tiendo(...convene)).status).toBe(0);
    expect((await tiendo('meeting', 'freeze', '267-2025', '1', '--as', 'thuong-truc')).out).toContain(task);
    const conclude = ['meeting', 'conclude', '267-2025', '1'];
    await json(
      ...conclude,
      'directive',
      '--obstacle',
      raised.id,
      '--text',
      'Sở Tài chính bố trí',
      '--next',
      'so-tai-chinh',
      ...by,
    );
    const made = ['--agency', 'so-y-te', '--title', 'Báo cáo kết quả bố trí', '--due', addDays(today, 30)];
    expect((await tiendo(...conclude, 'new-task', ...made, '--text', 'Giao Sở Y tế', ...by)).out).toContain('KL-1.2');
    expect(await refused(...conclude, 'extension', '--text', 'Gia hạn', ...by)).toContain('becomes.task');
    expect((await tiendo('obstacle', 'show', raised.id)).out).toContain('Sở Tài chính bố trí');
    expect((await tiendo('obstacle', 'resolve', raised.id, '--text', 'Đã cấp', '--as', 'chuyen-vien-syt')).status).toBe(0);

    const next = ['meeting', 'convene', '267-2025', '2', '--title', 'Phiên sau', '--on', today, '--as', 'thuong-truc'];
    expect((await tiendo(...next)).status).toBe(0);
    expect((await tiendo('meeting', 'changes', '267-2025', '2')).out).toContain('Sở Tài chính bố trí');
    const followed = await tiendo('meeting', 'follow-up', '267-2025', '2', '1.1', 'done', '--as', 'thuong-truc');
    expect(followed.out).toContain('đã xong');
    expect(await refused('meeting', 'follow-up', '267-2025', '2', 'một', 'done', '--as', 'thuong-truc')).toContain('1.2');
  }, 240_000);

  it('gives an example with every command', async () => {
    const commands = [
      ...['open', 'periods', 'matrix', 'silent', 'extend', 'reopen', 'report', 'prepare', 'supplement', 'synthesis'].map(
        (it) => `round ${it}`,
      ),
      ...['freeze', 'show', 'changes', 'conclude', 'follow-up'].map((it) => `meeting ${it}`),
      ...['list', 'show', 'raise', 'escalate', 'answer', 'resolve'].map((it) => `obstacle ${it}`),
      'reminder list',
    ];
    for (const command of commands) {
      const { out } = await tiendo(...command.split(' '), '--help');
      expect(out).toMatch(new RegExp(`Ví dụ:\\s+tiendo ${command}`));
    }
  });
});
