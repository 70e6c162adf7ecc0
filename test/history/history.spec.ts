import { ProjectionRunner } from '#event-store';
import { type Client, startTestServer, type TestServer } from '../server.js';

interface Line {
  readonly id: string;
  readonly stream: string;
  readonly version: number;
  readonly position: string;
  readonly type: string;
  readonly recordedAt: string;
  readonly on: string;
  readonly vi: string;
  readonly en: string;
  readonly actor: { readonly user: string; readonly name: string | null; readonly agency: string | null; readonly role: string };
}

const task = '267-2025/IV.VIII.3/so-y-te';
const path = (action = '') => `/tasks/267-2025/IV.VIII.3/so-y-te${action}`;

describe('the history of the whole record', () => {
  let server: TestServer;
  let officer: Client;
  let standing: Client;
  let auditor: Client;
  let last: string;

  /** Rows found, after the projection has seen the last thing that this suite wrote. */
  const found = async (query: Readonly<Record<string, string>>, client = auditor): Promise<readonly Line[]> => {
    const answer = await client.get(`/history?${new URLSearchParams({ ...query, after: last })}`);
    expect([answer.status, answer.body?.code]).toEqual([200, undefined]);
    return answer.body.rows;
  };
  const act = async (client: Client, action: string, body: object) => {
    const answer = await client.post(path(action), body);
    expect([action, answer.status, answer.text]).toEqual([action, 201, answer.text]);
    last = answer.body.position;
    return answer.body;
  };

  beforeAll(async () => {
    server = await startTestServer();
    officer = await server.as('officer', 'so-y-te');
    standing = await server.as('standing', 'so-thong-tin-va-truyen-thong');
    auditor = await server.as('auditor');
    await act(officer, '/milestones', {
      progress: 30,
      narrative: 'Đã lập 120.000 hồ sơ sức khỏe điện tử tại Đầm Dơi.',
      evidence: [],
      occurredOn: '2025-03-07',
    });
    await act(officer, '/delays', {
      cause: 'procurement',
      explanation: 'Gói thầu phần mềm phải mời lại.',
      expectedOn: '2026-02-15',
    });
    await act(officer, '/planned-milestones', { title: 'Liên thông VNeID', on: '2025-09-30' });
  }, 120_000);
  afterAll(() => server.close());

  it('06.16 is found by task, in sentences, newest first', async () => {
    const rows = await found({ task });
    expect(rows.map((it) => it.type)).toEqual(['milestone-planned', 'delayed', 'milestone-reported', 'assigned']);
    expect(rows[2]?.vi).toContain('120.000 hồ sơ sức khỏe điện tử');
    expect(rows[3]?.vi).toContain('Giao cho Sở Y tế chủ trì');
    expect(rows[3]?.en).toContain('Assigned to Sở Y tế');
    for (const row of rows) expect([row.vi, row.en]).not.toContain('');
  });

  it('06.16 is found by agency, person, day and kind', async () => {
    const [report] = await found({ task, type: 'milestone-reported' });
    expect((await found({ agency: 'so-y-te', type: 'delayed' })).map((it) => it.stream)).toEqual([`task-${task}`]);
    const person = report?.actor.user ?? '';
    expect((await found({ user: person })).map((it) => it.type)).toEqual(['milestone-planned', 'delayed', 'milestone-reported']);
    expect(report?.actor.name).toMatch(/^Người thử/);
    expect((await found({ task, from: '2025-03-07', to: '2025-03-07' })).map((it) => it.type)).toEqual(['milestone-reported']);
    expect((await found({ task, from: '2025-09-30', to: '2025-09-30' })).length).toBe(0);
  });

  it('06.16 some days are what the whole record has of them, newest first, page by page', async () => {
    const all: Line[] = [];
    for (let before: string | undefined; ; ) {
      const rows = await found({ limit: '200', ...(before && { beforePosition: before }) });
      all.push(...rows);
      before = rows.at(-1)?.position;
      if (rows.length < 200) break;
    }
    const days = [...new Set(all.map((it) => it.on))].sort();
    expect(days.length).toBeGreaterThan(1);
    for (const [from, to] of [
      [days[0], days[0]],
      [days[0], days.at(-1)],
      [days[1], days.at(-1)],
    ]) {
      const own = all.filter((it) => it.on >= (from ?? '') && it.on <= (to ?? ''));
      const span = { from: from ?? '', to: to ?? '', limit: '3' };
      const first = await found(span);
      expect(first.map((it) => it.position)).toEqual(own.slice(0, 3).map((it) => it.position));
      const next = await found({ ...span, beforePosition: first.at(-1)?.position ?? '0' });
      expect(next.map((it) => it.position)).toEqual(own.slice(3, 6).map((it) => it.position));
    }
  });

  it('06.16 is found by words without their marks, and % and _ are only characters', async () => {
    expect((await found({ q: 'goi thau phan mem' })).map((it) => it.type)).toEqual(['delayed']);
    expect((await found({ q: 'ĐẦM DƠI', task })).map((it) => it.type)).toEqual(['milestone-reported']);
    expect(await found({ q: 'goi_thau' })).toEqual([]);
    expect(await found({ q: '%%%', task })).toEqual([]);
  });

  it('is found by all words that were asked, the last by its beginning, and by what stands in a word after a sign', async () => {
    for (const q of ['120.0', 'dien tu dam', 'Đầm Dơi 120', 'VIII.3 Đầm', 'so-y-te 120', 'y-te 120'])
      expect([q, (await found({ q, task })).map((it) => it.type)]).toEqual([q, ['milestone-reported']]);
    for (const q of ['am doi', 'Đầm Dơi 121', 'thau 120', 'die tu dam']) expect([q, await found({ q, task })]).toEqual([q, []]);
  });

  it('tells of plans, agencies and groups too, and no kind of event is without words', async () => {
    const types = new Set<string>();
    let beforePosition: string | undefined;
    do {
      const query = new URLSearchParams({ limit: '200', ...(beforePosition && { beforePosition }) });
      const { body } = await auditor.get(`/history?${query}`);
      for (const row of body.rows as Line[]) {
        types.add(row.type);
        expect([row.type, row.vi.startsWith('Sự kiện “')]).toEqual([row.type, false]);
      }
      beforePosition = body.next;
    } while (beforePosition);
    for (const type of ['plan-imported', 'rows-read', 'findings-raised', 'agency-registered', 'member-joined', 'assigned'])
      expect([...types]).toContain(type);
  });

  it('comes in pages that leave nothing out and repeat nothing', async () => {
    const whole: string[] = [];
    for (let before: string | null = ''; before !== null; ) {
      const { body } = await auditor.get(
        `/history?${new URLSearchParams({ agency: 'so-y-te', limit: '3', ...(before && { beforePosition: before }) })}`,
      );
      whole.push(...body.rows.map((it: Line) => it.position));
      before = body.next;
    }
    const once = (await found({ agency: 'so-y-te', limit: '200' })).map((it) => it.position);
    expect(whole).toEqual(once);
    expect(new Set(whole).size).toBe(whole.length);
  });

  it('replays a task to any version', async () => {
    const replay = (version: string) => auditor.get(`/streams/${encodeURIComponent(`task-${task}`)}/replay?version=${version}`);
    const [first, second] = [await replay('1'), await replay('2')];
    expect(first.body).toMatchObject({ version: 1, lastVersion: 4, state: { reports: [] } });
    expect(first.body.events).toHaveLength(1);
    expect(second.body.state.reports).toHaveLength(1);
    expect((await replay('5')).body).toMatchObject({ status: 404, code: 'no-such-version', figures: { lastVersion: 4 } });
    expect((await auditor.get(`/streams/${encodeURIComponent('task-x')}/replay`)).status).toBe(404);
  });

  it('06.15 replayed and rebuilt writes nothing, and says the same', async () => {
    const before = await found({ agency: 'so-y-te', limit: '200' });
    const head = (await auditor.get('/history?limit=1')).body.freshness.head;
    await server.running.app.get(ProjectionRunner, { strict: false }).rebuild('history');
    await auditor.get(`/streams/${encodeURIComponent(`task-${task}`)}/replay`);
    expect(await found({ agency: 'so-y-te', limit: '200' })).toEqual(before);
    expect((await auditor.get('/history?limit=1')).body.freshness.head).toBe(head);
  });

  it('is read whole by reviewers, and by an agency’s people only where it is about their agency', async () => {
    for (const role of ['committee', 'interior', 'admin'] as const)
      expect((await (await server.as(role)).get('/history?limit=1')).status).toBe(200);
    expect((await standing.get('/history?limit=1')).status).toBe(200);
    const own = await found({ limit: '200' }, officer);
    expect(own).toEqual(await found({ agency: 'so-y-te', limit: '200' }));
    expect((await officer.get('/history?agency=so-tai-chinh')).body).toMatchObject({ status: 403, code: 'not-your-history' });
    expect((await officer.get(`/streams/${encodeURIComponent(`task-${task}`)}/replay`)).status).toBe(403);
  });
});
