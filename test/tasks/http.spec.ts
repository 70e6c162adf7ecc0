import { instant } from '#language';
import { type Answer, type Client, startTestServer, type TestServer } from '../server.js';

/** The main job over HTTP: report, return, extension, completion, correction, boards, both clocks. */
describe('tasks over HTTP', () => {
  let server: TestServer;
  let officer: Client;
  let standing: Client;
  let committee: Client;
  let address: string;
  let agency: string;

  const posted = (answer: Answer) => {
    expect([answer.status, answer.text.slice(0, 300)]).toEqual([201, expect.any(String)]);
    return answer.body as { position: string; version: number; events: string[] };
  };
  const report = (over: object = {}) => ({
    progress: 40,
    narrative: 'Đã mở hai lớp tập huấn',
    evidence: [],
    occurredOn: '2025-03-10',
    ...over,
  });

  const signIn = async () => {
    officer = await server.as('officer', agency);
    standing = await server.as('standing', 'so-thong-tin-va-truyen-thong');
    committee = await server.as('committee');
  };

  beforeAll(async () => {
    server = await startTestServer({ now: '2025-03-10T09:00:00+07:00' });
    const reader = await server.as('auditor');
    const { body } = await reader.get('/tasks?sort=item&size=200');
    const row = body.rows.find(
      (it: { agency: { id: string }; due: { kind: string } }) => it.agency.id === 'so-y-te' && it.due.kind === 'date',
    );
    address = `/tasks/${row.id}`;
    agency = row.agency.id;
    await signIn();
  }, 120_000);
  afterAll(() => server.close());

  it('the register lists the plan, overdue first, with the counts of every status', async () => {
    const { body } = await officer.get('/tasks?size=200');
    expect(body.total).toBe(body.rows.length);
    expect(body.total).toBeGreaterThan(33);
    expect(Object.values<number>(body.counts).reduce((a, b) => a + b)).toBe(body.total);
    expect(body.rows[0].status).toBe('overdue');
    expect(body.freshness).toMatchObject({ projection: 'task-board', state: 'running' });
  });

  it('is searched with and without marks, whole marks first', async () => {
    const marked = await officer.get(`/tasks?size=200&q=${encodeURIComponent('chuyển đổi số')}`);
    const bare = await officer.get('/tasks?size=200&q=chuyen%20doi%20so');
    expect(marked.body.total).toBeGreaterThan(0);
    expect(bare.body.total).toBe(marked.body.total);
    expect((await officer.get('/tasks?q=%25_%5C')).body.total).toBe(0);
  });

  it('is searched while the last word is typed, by words and not by pieces of them', async () => {
    const of = async (q: string) => (await officer.get(`/tasks?size=200&q=${encodeURIComponent(q)}`)).body.total;
    expect(await of('chuyển đổi s')).toBeGreaterThanOrEqual(await of('chuyển đổi số'));
    expect(await of('chuy đổi số')).toBe(0);
    expect(await of('huyển đổi số')).toBe(0);
  });

  it('sorts agencies by name as Vietnamese does', async () => {
    const { body } = await officer.get('/tasks?sort=agency&size=200');
    const names = body.rows.map((row: { agency: { name: string } }) => row.agency.name);
    expect(names).toEqual([...names].sort(new Intl.Collator('vi').compare));
  });

  it('refuses a filter that is not one, naming the field', async () => {
    expect((await officer.get('/tasks?status=late')).body).toMatchObject({
      status: 400,
      field: expect.stringContaining('status'),
    });
    expect((await officer.get('/tasks?asOf=2025-02-30')).body).toMatchObject({ code: 'not-a-date', field: 'asOf' });
    expect((await officer.get('/tasks?size=201')).status).toBe(400);
  });

  it('an officer reports a milestone and reads it at once on the page and in the register', async () => {
    const answer = await officer.post(`${address}/milestones`, report());
    expect(answer.headers.get('etag')).toBe(`"${answer.body.version}"`);
    const { position, events } = posted(answer);
    expect(events).toEqual(['milestone-reported']);
    const { body } = await officer.get(`/tasks?agency=${agency}&size=200&after=${position}`);
    expect(body.rows.find((row: { id: string }) => address.endsWith(row.id))).toMatchObject({
      progress: 40,
      status: 'on-track',
      reportAgeDays: 0,
    });
    const page = await officer.get(address);
    expect(page.body.reports[0]).toMatchObject({ progress: 40, state: 'submitted', backdatedDays: 0 });
    expect(page.headers.get('etag')).toBe(`"${page.body.version}"`);
    expect(page.body.actions).toContain('report-milestone');
  });

  it('the same key again writes nothing and answers 200', async () => {
    const key = { 'idempotency-key': 'lan-bam-thu-hai-0001' };
    const first = await officer.post(`${address}/milestones`, report({ progress: 45 }), key);
    const again = await officer.post(`${address}/milestones`, report({ progress: 45 }), key);
    expect([first.status, again.status, again.body.repeated]).toEqual([201, 200, true]);
    expect(again.body.version).toBe(first.body.version);
  });

  it('06.12: a report dated in the future is refused in the reader’s language, with what would be right', async () => {
    const vi = await officer.post(`${address}/milestones`, report({ occurredOn: '2025-03-11' }));
    expect(vi.status).toBe(422);
    expect(vi.body).toMatchObject({
      code: 'dated-in-the-future',
      field: 'occurredOn',
      figures: { given: '2025-03-11', latest: '2025-03-10' },
    });
    expect(vi.body.detail).toContain('11/03/2025');
    const en = await officer.post(`${address}/milestones`, report({ occurredOn: '2025-03-11' }), { 'accept-language': 'en' });
    expect(en.body.detail).toContain('today is 10/03/2025');
  });

  it('an agency’s people act for that agency only, and are told whose task it is', async () => {
    const other = await server.as('officer', 'so-tai-chinh');
    const answer = await other.post(`${address}/milestones`, report());
    expect([answer.status, answer.body.code, answer.body.figures.accountable]).toEqual([
      403,
      'not-the-accountable-agency',
      agency,
    ]);
  });

  it('a stale version is refused with 412', async () => {
    const answer = await officer.post(`${address}/milestones`, report({ progress: 50 }), { 'if-match': '"1"' });
    expect([answer.status, answer.body.code]).toEqual([412, 'version-conflict']);
  });

  it('refuses bodies past their limits', async () => {
    expect((await officer.post(`${address}/milestones`, report({ progress: 101 }))).status).toBe(400);
    expect((await officer.post(`${address}/milestones`, report({ progress: 12.34 }))).status).toBe(400);
    expect((await officer.post(`${address}/milestones`, report({ narrative: 'x'.repeat(10_001) }))).status).toBe(400);
    expect((await officer.post(`${address}/milestones`, report({ surprise: 1 }))).status).toBe(400);
    expect((await officer.post(`${address}/milestones`, { ...report(), evidence: [{ sha256: 'zz' }] })).status).toBe(400);
  });

  it('06.14: the report is returned by the standing agency, corrected by its own, and each sees why', async () => {
    const page = await officer.get(address);
    const [{ report: id }] = page.body.reports;
    const { position } = posted(await standing.post(`${address}/reports/${id}/return`, { reason: 'Thiếu danh sách lớp' }));
    const mine = await officer.get(`/my-tasks?after=${position}`);
    expect(mine.body.urgent[0]).toMatchObject({ reason: 'returned' });
    posted(await officer.post(`${address}/corrections`, { entry: id, changes: { progress: 42 }, reason: 'Gõ nhầm' }));
    const after = await officer.get(address);
    expect(after.body.reports[0]).toMatchObject({
      progress: 42,
      state: 'returned',
      reason: 'Thiếu danh sách lớp',
      corrected: true,
    });
  });

  it('06.3: an extension is asked, granted by the committee, and the first deadline stays', async () => {
    const before = (await officer.get(address)).body;
    const asked = await officer.post(`${address}/extensions`, { until: '2026-01-31', reason: 'Chờ kinh phí', evidence: [] });
    const waiting = async ({ position }: { position: string }) =>
      (await committee.get(`/extensions-to-decide?plan=267-2025&after=${position}`)).body;
    const { rows, total } = await waiting(posted(asked));
    const [{ request }] = (await officer.get(address)).body.extensions;
    expect([total, rows.length]).toEqual([1, 1]);
    expect(rows[0]).toMatchObject({
      request,
      until: '2026-01-31',
      reason: 'Chờ kinh phí',
      askedOn: '2025-03-10',
      askedDaysAgo: 0,
      askedBy: { id: agency },
      task: { agency: { id: agency } },
    });
    expect((await committee.get('/extensions-to-decide?plan=1-2024')).body).toMatchObject({ rows: [], total: 0, next: null });
    for (const wrong of ['size=201', 'behind=2025-03-10', 'behind=2025-02-30%20a%20b'])
      expect((await committee.get(`/extensions-to-decide?${wrong}`)).status).toBe(400);
    expect((await standing.post(`${address}/extensions/${request}/grant`, {})).status).toBe(403);
    const granted = await committee.post(`${address}/extensions/${request}/grant`, { document: { number: '45/TB-BCĐ' } });
    expect(await waiting(posted(granted))).toMatchObject({ rows: [], total: 0 });
    const after = (await officer.get(address)).body;
    expect(after).toMatchObject({ firstDue: before.dueOn, dueOn: '2026-01-31' });
    expect(after.dueHistory.at(-1)).toMatchObject({
      how: 'extended',
      reason: 'Chờ kinh phí',
      document: { number: '45/TB-BCĐ' },
      event: { type: 'extension-granted' },
    });
  });

  it('completion is claimed, accepted by another agency, and the day before still reads as it was', async () => {
    server.clock.set(instant('2025-04-02T09:00:00+07:00'));
    // Three weeks later everybody signs in again.
    await signIn();
    posted(await officer.post(`${address}/completion`, report({ occurredOn: '2025-04-01', progress: undefined })));
    const page = (await standing.get(address)).body;
    expect(page).toMatchObject({ status: 'awaiting-acceptance', withoutEvidence: true });
    const { position } = posted(await standing.post(`${address}/completion/${page.claims[0].claim}/acceptance`, {}));
    const done = (await officer.get(`/tasks?agency=${agency}&size=200&after=${position}`)).body.rows.find((row: { id: string }) =>
      address.endsWith(row.id),
    );
    expect(done).toMatchObject({ status: 'completed-on-time', progress: 100 });
    const yesterday = (await officer.get(`${address}?asOf=2025-04-01`)).body;
    expect(yesterday).toMatchObject({ status: 'on-track', asOf: '2025-04-01' });
    const known = (await officer.get(`${address}?asOf=2025-04-02&knownOn=2025-03-31`)).body;
    expect(known.claims).toEqual([]);
  });

  it('06.16: the history is sentences, in order, with who and when', async () => {
    const { body } = await officer.get(`${address}/history`);
    expect(body.rows.map((row: { version: number }) => row.version)).toEqual(body.rows.map((_: unknown, i: number) => i + 1));
    expect(body.rows.at(-1)).toMatchObject({
      type: 'completion-accepted',
      vi: 'Xác nhận hoàn thành.',
      actor: { role: 'standing', name: expect.any(String) },
    });
  });

  it('06.6: the committee’s board gives the four numbers, rates with both figures, and the tasks behind them', async () => {
    const { body } = await committee.get('/overdue?plan=267-2025&asOf=2025-04-02');
    const four = (it: Record<string, number>) =>
      (it.onTime ?? 0) + (it.late ?? 0) + (it.openInTime ?? 0) + (it.overdue ?? 0) + (it.suspended ?? 0) + (it.cancelled ?? 0);
    const { total } = (await committee.get('/tasks?plan=267-2025&asOf=2025-04-02&size=1')).body;
    expect(four(body.totals)).toBe(total);
    expect(body.rates.onTime).toEqual({ numerator: 1, denominator: 1, percent: 100 });
    for (const row of body.rows) {
      expect(row.tasks.length).toBe(row.four.overdue);
      if (row.rates.onTime.denominator === 0) expect(row.rates.onTime.percent).toBeNull();
    }
    expect(body.undated.length).toBeGreaterThan(0);
  });

  it('the board of one agency is its line of the board of all, with its own lists', async () => {
    const all = (await committee.get('/overdue')).body;
    const line = all.rows.find((it: { agency: { id: string } }) => it.agency.id === agency);
    const own = (await committee.get(`/overdue?agency=${agency}`)).body;
    expect(own.rows).toEqual([line]);
    expect(own.totals).toEqual(line.four);
    const ofAgency = (it: { agency: { id: string } }) => it.agency.id === agency;
    expect(own.undated).toEqual(all.undated.filter(ofAgency));
  });

  it('a task is not passed to a body that nobody registered', async () => {
    const { rows } = (await committee.get('/tasks?agency=so-tai-chinh&size=1')).body;
    const answer = await committee.post(`/tasks/${rows[0].id}/reassignment`, {
      to: 'so-khong-co',
      reason: 'Sắp xếp',
      document: { number: '1/QĐ' },
    });
    expect([answer.status, answer.body.code]).toEqual([422, 'unknown-agency']);
  });

  it('an unknown task is not found, and a malformed address is refused', async () => {
    expect((await officer.get('/tasks/267-2025/IV.I.99/so-y-te')).status).toBe(404);
    expect((await officer.get('/tasks/267-2025/iv.1/so-y-te')).body.code).toBe('malformed-id');
  });
});
