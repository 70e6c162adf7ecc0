import { instant } from '#language';
import { type Answer, type Client, startTestServer, type TestServer } from '../server.js';

/** An obstacle over HTTP, and the time its task spent waiting on others. */
describe('obstacles over HTTP', () => {
  let server: TestServer;
  let officer: Client;
  let standing: Client;
  let committee: Client;
  let task: string;
  let id: string;
  const posted = (answer: Answer) => {
    expect(answer.status === 201 ? '' : `${answer.status} ${answer.text.slice(0, 400)}`).toBe('');
    return answer.body as { stream: string; position: string };
  };
  const on = async (day: string) => {
    server.clock.set(instant(`${day}T09:00:00+07:00`));
    officer = await server.as('officer', 'so-y-te');
    standing = await server.as('standing', 'so-thong-tin-va-truyen-thong');
    committee = await server.as('committee');
  };
  beforeAll(async () => {
    server = await startTestServer({ now: '2025-12-22T09:00:00+07:00' });
    await on('2025-12-22');
    const { body } = await officer.get('/tasks?agency=so-y-te&sort=item&size=50');
    task = body.rows.find((it: { dueOn: string }) => it.dueOn === '2025-12-31').id;
  }, 120_000);
  afterAll(() => server.close());

  it('is raised by the accountable agency, who says whom it waits for', async () => {
    const body = {
      task,
      title: 'Chưa có quyết định phê duyệt',
      description: 'Đã trình từ đầu tháng.',
      waits: 'body',
      waitsFor: 'so-tai-chinh',
      since: '2025-12-15',
    };
    expect((await standing.post('/obstacles', body)).body.code).toBe('not-the-accountable-agency');
    expect((await officer.post('/obstacles', { ...body, waitsFor: 'so-khong-co' })).body.code).toBe('unknown-agency');
    expect((await officer.post('/obstacles', { ...body, task: '267-2025/IV.IX.9/so-y-te' })).body.code).toBe('unknown-task');
    const { stream, position } = posted(await officer.post('/obstacles', body));
    id = stream.slice('obstacle-'.length);
    const { rows } = (await standing.get(`/obstacles?plan=267-2025&state=open&after=${position}`)).body;
    expect(rows).toMatchObject([{ id, state: 'raised', now: { for: 'body', whom: { name: 'Sở Tài chính' } } }]);
  });

  it('goes up to the committee, is answered with a directive, and resolved', async () => {
    await on('2025-12-29');
    posted(await officer.post(`/obstacles/${id}/escalation`, { to: 'committee', reason: 'Quá thẩm quyền của Sở Tài chính' }));
    await on('2026-01-12');
    const directive = { directive: 'Sở Tài chính thẩm định trong 05 ngày', next: 'so-tai-chinh', dueOn: '2026-01-19' };
    expect((await standing.post(`/obstacles/${id}/directive`, directive)).body.code).toBe('may-not-direct');
    posted(await committee.post(`/obstacles/${id}/directive`, directive));
    await on('2026-01-20');
    const { position } = posted(await officer.post(`/obstacles/${id}/resolution`, { how: 'Đã có quyết định phê duyệt' }));
    const { body } = await committee.get(`/obstacles/${id}?after=${position}`);
    expect(body).toMatchObject({
      state: 'resolved',
      now: null,
      // 22–28/12 and 12–19/1 on the body; 29/12–11/1 on the decision, 1 January off.
      waited: { body: { calendar: 15, working: 11 }, decision: { calendar: 14, working: 9 } },
    });
    const states = await Promise.all(
      ['2025-12-22', '2025-12-29', '2026-01-12', '2026-01-20'].map(
        async (day) => (await committee.get(`/obstacles/${id}?asOf=${day}`)).body.state,
      ),
    );
    expect(states).toEqual(['raised', 'escalated', 'answered', 'resolved']);
  });

  it('shows the events behind its days: each wait with the one that began and the one that ended it', async () => {
    const { body } = await committee.get(`/obstacles/${id}`);
    expect(body.events.map((it: { version: number; type: string }) => [it.version, it.type])).toEqual([
      [1, 'obstacle-raised'],
      [2, 'obstacle-escalated'],
      [3, 'obstacle-answered'],
      [4, 'obstacle-resolved'],
    ]);
    expect(body.events[0]).toMatchObject({
      by: { role: 'officer', agency: 'Sở Y tế' },
      vi: expect.stringContaining('Sở Tài chính'),
    });
    expect(body.spans).toMatchObject([
      {
        for: 'body',
        whom: { name: 'Sở Tài chính' },
        from: '2025-12-22',
        to: '2025-12-29',
        days: { calendar: 7 },
        began: 1,
        ended: 2,
      },
      { for: 'decision', whom: null, days: { calendar: 14 }, began: 2, ended: 3 },
      { for: 'body', days: { calendar: 8 }, began: 3, ended: 4 },
    ]);
    const then = (await committee.get(`/obstacles/${id}?asOf=2026-01-05`)).body;
    expect(then.events).toHaveLength(2);
    expect(then.spans.at(-1)).toMatchObject({ for: 'decision', days: { calendar: 8 }, ended: null });
  });

  it('lists by the body waited for now, and counts by state', async () => {
    const waiting = async (day: string, whom: string) =>
      (await officer.get(`/obstacles?plan=267-2025&asOf=${day}&waitingFor=${whom}&size=1`)).body;
    expect(await waiting('2026-01-13', 'so-tai-chinh')).toMatchObject({ total: 1, counts: { answered: 1, raised: 0 } });
    expect(await waiting('2026-01-13', 'so-tu-phap')).toMatchObject({ total: 0, counts: { answered: 0 } });
    // While a decision is awaited, nobody in particular is.
    expect(await waiting('2026-01-05', 'so-tai-chinh')).toMatchObject({ total: 0 });
    expect((await officer.get('/obstacles?size=0')).status).toBe(400);
  });

  it('the days waited stand beside the lateness, and the lateness stays what it is', async () => {
    const { body } = await officer.get(`/tasks/${task}/waiting`);
    expect(body).toMatchObject({ lateDays: 20, all: { calendar: 29, working: 20 }, whileLate: { calendar: 19 } });
    expect((await officer.get(`/tasks/${task}`)).body.lateDays).toBe(20);
  });

  it('of a task that passed to another body is resolved by that body, which sees it on the task', async () => {
    const item = (task.split('/') as [string, string])[1];
    const passed = `267-2025/${item}/so-tu-phap`;
    const former = await server.as('officer', 'so-tu-phap');
    const raised = { task: passed, title: 'Chờ số liệu', description: 'Chưa có.', waits: 'none', since: '2026-01-10' };
    const { stream, position } = posted(await former.post('/obstacles', raised));
    const address = `/obstacles/${stream.slice('obstacle-'.length)}`;
    const document = { number: '20/QĐ-UBND' };
    posted(await standing.post(`/tasks/${passed}/reassignment`, { to: 'so-noi-vu', reason: 'Sắp xếp', document }));
    expect((await former.post(`${address}/resolution`, { how: 'Xong' })).body.code).toBe('not-the-accountable-agency');
    const heir = await server.as('officer', 'so-noi-vu');
    expect((await heir.get(`/tasks/${passed}/waiting?after=${position}`)).body.obstacles).toMatchObject([
      { title: 'Chờ số liệu', state: 'raised' },
    ]);
    posted(await heir.post(`${address}/escalation`, { to: 'standing', reason: 'Cần ý kiến' }));
    posted(await heir.post(`${address}/resolution`, { how: 'Đã có số liệu' }));
    expect((await heir.post('/obstacles/khong-co/resolution', { how: 'Xong' })).body).toMatchObject({
      status: 404,
      code: 'unknown-obstacle',
    });
  });

  it('is told in sentences in both languages', async () => {
    const auditor = await server.as('auditor');
    const { rows } = (await auditor.get(`/history?stream=obstacle-${id}&limit=10`)).body;
    expect(rows.map((it: { vi: string }) => it.vi).join(' ')).toContain('đang chờ Sở Tài chính');
    expect(rows.map((it: { en: string }) => it.en).join(' ')).toContain('Passed to the committee');
  });
});
