import { ProjectionRunner } from '#event-store';
import { Accounts } from '#identity';
import { agencyId, instant, userId } from '#language';
import { configurationFrom } from '../../apps/server/configuration.js';
import { type RunningServer, startServer } from '../../apps/server/server.js';
import { type Answer, Client, startTestServer, type TestServer } from '../server.js';

/** Two servers over one database: what one keeps must never hide what the other did. */
describe('an answer that is given again', () => {
  let server: TestServer;
  let other: RunningServer;
  let task: string;
  const reporting = { progress: 10, evidence: [], document: null, occurredOn: '2025-03-10' };

  beforeAll(async () => {
    server = await startTestServer();
    const { databaseUrl, dataDir, clock } = server;
    const settings = { ...configurationFrom({ PORT: '0', TIENDO_LOG: 'silent' }), databaseUrl, dataDir, role: 'api' as const };
    const telling = { say: () => undefined, progress: () => undefined, signIns: () => undefined };
    other = await startServer({ ...settings, sample: 'none', rate: 1_000_000 }, telling, clock);
    await server.watched();
    const admin = await server.as('committee');
    const { rows } = (await admin.get('/tasks?agency=so-y-te&size=1')).body;
    task = `/tasks/${rows[0].id}`;
  });
  afterAll(async () => {
    await other.close();
    await server.close();
  });
  beforeEach(() => server.clock.set(instant('2025-03-10T09:00:00+07:00')));

  const given = async (): Promise<number> => {
    const { text } = await server.client().get('/metrics');
    return Number(/^tiendo_kept_answers_total (\d+)$/m.exec(text)?.[1]);
  };
  /** Asks until what the answer tells of itself no longer moves: the watch may still be writing. */
  async function settled(client: Client, path: string): Promise<Answer> {
    for (let before = await given(); ; before = await given()) {
      const answer = await client.get(path);
      if ((await given()) > before) return answer;
    }
  }
  /** The same session, at the other server. */
  const elsewhere = (client: Client): Client =>
    Object.assign(new Client(other.url), { cookie: client.cookie, csrf: client.csrf });

  it('is the same to the byte, with its headers, for whoever may have it', async () => {
    const client = await server.as('committee');
    for (const path of [task, '/overdue', '/tasks?size=5', '/scorecards', '/agencies']) {
      const kept = await settled(client, path);
      const made = await elsewhere(client).get(path);
      expect(kept.text).toBe(made.text);
      for (const name of ['content-type', 'etag', 'cache-control', 'content-security-policy', 'strict-transport-security'])
        expect([name, kept.headers.get(name)]).toEqual([name, made.headers.get(name)]);
    }
    expect((await settled(client, task)).headers.get('etag')).toMatch(/^"\d+"$/);
  });

  it('is made once and given again, also to thirty-two who ask for the whole board at the same time', async () => {
    const client = await server.as('committee');
    await settled(client, '/overdue');
    const before = await given();
    const texts = new Set<string>();
    for (let n = 0; n < 3; n++) texts.add((await client.get('/overdue')).text);
    expect(await given()).toBe(before + 3);
    const officer = await server.as('officer', 'so-y-te');
    for (let n = 1; n <= 3; n++) {
      const body = { ...reporting, narrative: `Đã họp với ${n} đơn vị để thống nhất số liệu.` };
      const written = await elsewhere(officer).post(`${task}/milestones`, body);
      // The rows are there, those of the other projections too, and nobody has asked since.
      await client.get(`/overdue?after=${written.body.position}`);
      await server.settled();
      const known = await given();
      const all = await Promise.all(Array.from({ length: 32 }, () => client.get('/overdue')));
      expect(new Set(all.map((it) => it.text)).size).toBe(1);
      expect(new Set(all.map((it) => it.headers.get('x-correlation-id'))).size).toBe(32);
      expect(await given()).toBe(known + 31);
      expect(BigInt(all[0]?.body.freshness.position)).toBeGreaterThanOrEqual(BigInt(written.body.position));
    }
  });

  it('is made anew after another process wrote, at once', async () => {
    const client = await server.as('officer', 'so-y-te');
    for (let n = 1; n <= 5; n++) {
      const before = await settled(client, task);
      const body = { ...reporting, narrative: `Đã khảo sát ${n} đơn vị trong tỉnh.` };
      const written = await elsewhere(client).post(`${task}/milestones`, body);
      expect(written.status).toBe(201);
      const after = await client.get(task);
      expect(after.body.version).toBe(before.body.version + 1);
      const list = await client.get(`/overdue?after=${written.body.position}`);
      expect(BigInt(list.body.freshness.position)).toBeGreaterThanOrEqual(BigInt(written.body.position));
    }
  });

  it('is not waited for by whoever may not have it', async () => {
    const auditor = await server.as('auditor');
    const officer = await server.as('officer', 'so-y-te');
    await settled(auditor, '/scorecards');
    const body = { ...reporting, narrative: 'Đã gửi công văn lấy ý kiến các sở.' };
    const written = await officer.post(`${task}/milestones`, body);
    await auditor.get(`/overdue?after=${written.body.position}`);
    const asked = Array.from({ length: 16 }, (_, n) => (n % 2 ? officer : auditor).get('/scorecards'));
    expect((await Promise.all(asked)).map((it) => it.status)).toEqual(asked.map((_, n) => (n % 2 ? 403 : 200)));
  });

  it('is given to nobody without a session, nor to one that ended at another server', async () => {
    const client = await server.as('committee');
    await settled(client, '/overdue');
    expect((await server.client().get('/overdue')).status).toBe(401);
    expect((await elsewhere(client).send('DELETE', '/session')).status).toBe(204);
    expect((await client.get('/overdue')).status).toBe(401);
  });

  it('is given to nobody whose role may not have it, from the moment the role changes', async () => {
    const client = await server.as('auditor');
    const { user } = (await client.get('/session')).body;
    await settled(client, '/scorecards');
    const to = { role: 'officer' as const, agency: agencyId('so-y-te') };
    await other.app.get(Accounts, { strict: false }).change(user, to, userId('somebody-else'));
    expect((await client.get('/scorecards')).status).toBe(403);
    await other.app.get(Accounts, { strict: false }).disable(user, userId('somebody-else'));
    expect((await client.get('/overdue')).status).toBe(401);
  });

  it('shows to each who asks what that person may do', async () => {
    const officer = await server.as('officer', 'so-y-te');
    const stranger = await server.as('officer', 'so-tai-chinh');
    expect((await settled(officer, task)).body.actions).toContain('report-milestone');
    expect((await settled(stranger, task)).body.actions).not.toContain('report-milestone');
    expect((await settled(officer, task)).body.actions).toContain('report-milestone');
  });

  it('leaves a session alive that is only given what is kept, and ends one that asks for nothing', async () => {
    const client = await server.as('committee');
    for (let hour = 9; hour <= 13; hour++) {
      server.clock.set(instant(`2025-03-10T${String(hour).padStart(2, '0')}:30:00+07:00`));
      await settled(client, '/overdue');
      await settled(client, '/overdue');
    }
    server.clock.set(instant('2025-03-10T15:31:00+07:00'));
    expect((await client.get('/overdue')).status).toBe(401);
  });

  it('tells that a rebuild is over, though its end leaves nothing in what is committed', async () => {
    const client = await server.as('committee');
    const runner = server.running.app.get(ProjectionRunner, { strict: false });
    const states = new Set<string>();
    const rebuilt = runner.rebuild('task-board').then(() => states.add('over'));
    while (!states.has('over')) states.add((await client.get('/overdue')).body.freshness.state);
    await rebuilt;
    expect([...states]).toContain('rebuilding');
    expect((await client.get('/overdue')).body.freshness.state).toBe('running');
    expect((await settled(client, '/overdue')).body.freshness.state).toBe('running');
  });

  it('is of today, and no longer given when the day is over', async () => {
    const client = await server.as('committee');
    expect((await settled(client, '/overdue')).body.asOf).toBe('2025-03-10');
    server.clock.set(instant('2025-03-10T10:30:00+07:00'));
    await settled(client, '/overdue');
    server.clock.set(instant('2025-03-11T00:00:00+07:00'));
    expect((await new Client(server.url).get('/overdue')).status).toBe(401);
    const next = await server.as('committee');
    expect((await next.get('/overdue')).body.asOf).toBe('2025-03-11');
  });
});
