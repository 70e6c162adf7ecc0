import { randomUUID } from 'node:crypto';
import { instant } from '#language';
import { type Client, startTestServer, type TestServer } from '../server.js';

const standingAgency = 'so-thong-tin-va-truyen-thong';

describe('the main job over HTTP', () => {
  let server: TestServer;
  let officer: Client;
  let other: Client;
  let standing: Client;
  let committee: Client;
  let interior: Client;
  let auditor: Client;
  /** A task of Sở Y tế with a date, as a path. */
  let task: string;
  let id: string;

  const everybodySignsIn = async () => {
    officer = await server.as('officer', 'so-y-te');
    other = await server.as('officer', 'so-noi-vu');
    standing = await server.as('standing', standingAgency);
    committee = await server.as('committee', 'ban-chi-dao-chuyen-doi-so-tinh');
    interior = await server.as('interior', 'so-noi-vu');
    auditor = await server.as('auditor');
  };
  beforeAll(async () => {
    server = await startTestServer();
    await everybodySignsIn();
    const { rows } = (await officer.get('/tasks?agency=so-y-te&sort=due')).body;
    id = rows.find((row: { due: { kind: string } }) => row.due.kind === 'date').id;
    task = `/tasks/${id.split('/').map(encodeURIComponent).join('/')}`;
  });
  afterAll(() => server.close());

  const report = (over: object = {}) => ({
    progress: 40,
    narrative: 'Đã kết nối dữ liệu khám chữa bệnh của 101 trạm.',
    evidence: [],
    occurredOn: '2025-03-07',
    ...over,
  });

  it('begins with the plan loaded: 33 items, and one accountable agency for each task', async () => {
    const [plan] = (await officer.get('/plans')).body.rows;
    expect(plan.counts).toMatchObject({ items: 33, targets: 28, results: 24, projects: 29 });
    const { total, counts } = (await officer.get('/tasks?size=1')).body;
    expect(total).toBe(plan.counts.tasks);
    expect(Object.values(counts as Record<string, number>).reduce((sum, n) => sum + n, 0)).toBe(total);
  });

  it('shows a report at once in the register, on the timeline and in the history', async () => {
    const before = (await officer.get(task)).body;
    const answer = await officer.post(`${task}/milestones`, report(), { 'if-match': `"${before.version}"` });
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({ version: before.version + 1, repeated: false, events: ['milestone-reported'] });
    expect(answer.headers.get('etag')).toBe(`"${before.version + 1}"`);
    const at = `after=${answer.body.position}`;
    const { rows } = (await officer.get(`/tasks?agency=so-y-te&${at}`)).body;
    expect(rows.find((row: { id: string }) => row.id === id)).toMatchObject({
      progress: 40,
      reportedOn: '2025-03-07',
      reports: 1,
    });
    const view = await officer.get(`${task}?${at}`);
    expect(view.headers.get('etag')).toBe(`"${before.version + 1}"`);
    expect(view.body.reports).toHaveLength(1);
    const history = (await officer.get(`${task}/history?${at}`)).body.rows;
    expect(history.at(-1)).toMatchObject({
      type: 'milestone-reported',
      on: '2025-03-07',
      actor: { agency: 'so-y-te', role: 'officer' },
    });
    expect(history.at(-1).actor.name).toMatch(/^Người thử/);
    expect(JSON.stringify(history.at(-1).data)).not.toContain('Người thử');
    const audited = (await auditor.get(`/history?task=${encodeURIComponent(id)}&${at}`)).body.rows;
    expect(audited.map((row: { type: string }) => row.type)).toContain('milestone-reported');
  });

  it('writes a report once when it is sent twice under one key, and refuses another content under it', async () => {
    const key = { 'idempotency-key': `report-${randomUUID()}` };
    const first = await officer.post(`${task}/milestones`, report({ progress: 45 }), key);
    const again = await officer.post(`${task}/milestones`, report({ progress: 45 }), key);
    expect([first.status, again.status]).toEqual([201, 200]);
    expect(again.body).toEqual({ ...first.body, repeated: true });
    const changed = await officer.post(`${task}/milestones`, report({ progress: 50 }), key);
    expect(changed.status).toBe(409);
    expect(changed.body.code).toBe('duplicate-with-other-content');
  });

  it('writes one of twenty that are sent at once under one key', async () => {
    const key = { 'idempotency-key': `burst-${randomUUID()}` };
    const { version } = (await officer.get(task)).body;
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => officer.post(`${task}/milestones`, report({ progress: 46 }), key)),
    );
    for (const answer of answers) expect([200, 201]).toContain(answer.status);
    expect(new Set(answers.map(({ body }) => body.version)).size).toBe(1);
    const position = answers[0]?.body.position;
    expect((await officer.get(`${task}?after=${position}`)).body.version).toBe(version + 1);
  });

  it.each(['short', 'with space in it', 'dấu tiếng Việt', 'x'.repeat(129)])('refuses the key “%s”', async (key) => {
    const answer = await officer.post(`${task}/milestones`, report(), {
      'idempotency-key': encodeURI(key) === key ? key : 'a b c d e',
    });
    expect(answer.body).toMatchObject({ status: 400, code: 'malformed-idempotency-key' });
  });

  it('refuses a report written on an old version (412), and a tag that is not one', async () => {
    const answer = await officer.post(`${task}/milestones`, report({ progress: 60 }), { 'if-match': '"1"' });
    expect(answer.status).toBe(412);
    expect(answer.body).toMatchObject({ code: 'version-conflict', figures: { expected: 1 } });
    const malformed = await officer.post(`${task}/milestones`, report(), { 'if-match': 'W/"1"' });
    expect(malformed.body).toMatchObject({ status: 400, code: 'malformed-if-match' });
  });

  it('is refused to another agency, in words that name the accountable one', async () => {
    const vi = await other.post(`${task}/milestones`, report());
    expect(vi.status).toBe(403);
    expect(vi.body).toMatchObject({
      code: 'not-the-accountable-agency',
      figures: { accountable: 'so-y-te', yours: 'so-noi-vu' },
    });
    expect(vi.body.detail).toContain('so-y-te');
    const en = await other.post(`${task}/milestones`, report(), { 'accept-language': 'en' });
    expect(en.body.detail).toMatch(/^Only an officer or the head of the accountable agency/);
  });

  it('takes no actor, agency or day from the body but the day of the work', async () => {
    const answer = await officer.post(`${task}/milestones`, report({ by: 'u_other', recordedAt: '2025-01-01T00:00:00Z' }));
    expect(answer.body.errors.map(({ field }: { field: string }) => field)).toEqual(['by', 'recordedAt']);
  });

  it.each([
    ['progress', { progress: 101 }],
    ['progress', { progress: '40' }],
    ['narrative', { narrative: '' }],
    ['narrative', { narrative: 'x'.repeat(20_001) }],
    ['occurredOn', { occurredOn: '2025-02-30' }],
    ['occurredOn', { occurredOn: '2025-03-11' }],
    ['evidence.0.sha256', { evidence: [{ sha256: 'abc', name: 'a.pdf', size: 1, type: 'application/pdf' }] }],
  ])('names the field %s when it is wrong: %j', async (field, over) => {
    const answer = await officer.post(`${task}/milestones`, report(over));
    expect([400, 422]).toContain(answer.status);
    const fields = [answer.body.field, ...(answer.body.errors ?? []).map((it: { field: string }) => it.field)];
    expect(fields).toContain(field);
  });

  it('ends in the scorecard: claimed by the agency, accepted by somebody else, counted on time, opened to its events', async () => {
    const claim = await officer.post(`${task}/completion`, {
      narrative: 'Hoàn thành.',
      evidence: [],
      document: { number: '45/BC-SYT' },
      occurredOn: '2025-03-10',
    });
    expect(claim.body.events).toEqual(['completed']);
    const waiting = (await standing.get(`${task}?after=${claim.body.position}`)).body;
    expect(waiting.status).toBe('awaiting-acceptance');
    expect(waiting.actions).toContain('accept-completion');
    const claimId = encodeURIComponent(waiting.claims.at(-1).claim);
    expect((await officer.post(`${task}/completion/${claimId}/acceptance`)).status).toBe(403);
    server.clock.set(instant('2025-03-12T09:00:00+07:00'));
    // Two days later every session has ended.
    expect((await standing.get('/session')).status).toBe(401);
    await everybodySignsIn();
    const accepted = await standing.post(`${task}/completion/${claimId}/acceptance`, {});
    expect(accepted.status).toBe(201);
    const at = `after=${accepted.body.position}`;
    expect((await interior.get(`${task}?${at}`)).body.status).toBe('completed-on-time');
    const card = (await interior.get(`/scorecards/so-y-te?${at}`)).body;
    const onTime = card.figures.find(({ key }: { key: string }) => key === 'onTime');
    expect(onTime.value).toBe(1);
    const types = onTime.tasks.find((it: { id: string }) => it.id === id).events.map(({ type }: { type: string }) => type);
    expect(types).toEqual(expect.arrayContaining(['assigned', 'completed', 'completion-accepted']));
    const board = (await committee.get(`/overdue?${at}`)).body;
    expect(board.totals.onTime).toBe(1);
  });

  it('can be asked about a past day as it was known then', async () => {
    const then = (await auditor.get(`${task}?asOf=2025-03-10&knownOn=${encodeURIComponent('2025-03-10T09:00:00+07:00')}`)).body;
    expect(then.status).not.toBe('completed-on-time');
    expect((await auditor.get(`${task}?asOf=2025-03-10`)).status).toBe(200);
  });

  it('is replayed by the auditor to any version, and by nobody else', async () => {
    const path = `/streams/${encodeURIComponent(`task-${id}`)}/replay?version=2`;
    const replay = (await auditor.get(path)).body;
    expect(replay.version).toBe(2);
    expect(replay.events).toHaveLength(2);
    expect((await officer.get(path)).body.code).toBe('not-allowed');
  });
});
