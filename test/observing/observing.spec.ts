import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DataSource } from 'typeorm';
import { mayRead } from '../../apps/server/metrics.controller.js';
import { EventStoreDouble } from '../event-store-double/server.js';
import { type Client, startTestServer, type TestServer } from '../server.js';

const task = '267-2025/IV.IV.1/so-y-te';
const path = `/tasks/${task.split('/').map(encodeURIComponent).join('/')}`;
const report = { progress: 20, narrative: 'Đã làm.', evidence: [], occurredOn: '2025-03-07' };
const token = 'a-token-of-the-test-0123';

interface Span {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
}

/** A collector as OpenTelemetry's own: takes spans as JSON over HTTP. */
async function collector(): Promise<{ url: string; spans: Span[]; close(): Promise<void> }> {
  const spans: Span[] = [];
  const server: Server = createServer((request, answer) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk;
    });
    request.on('end', () => {
      const { resourceSpans = [] } = JSON.parse(body) as { resourceSpans?: { scopeSpans: { spans: Span[] }[] }[] };
      if (request.url === '/v1/traces')
        spans.push(...resourceSpans.flatMap((it) => it.scopeSpans.flatMap((scope) => scope.spans)));
      answer.setHeader('content-type', 'application/json').end('{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, spans, close: () => new Promise((resolve) => server.close(() => resolve())) };
}

describe('one request', () => {
  let server: TestServer;
  let officer: Client;
  let open: Awaited<ReturnType<typeof collector>>;
  let position = '';
  const lines: Record<string, unknown>[] = [];
  const correlationId = 'the-request-0001';
  const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
  const figures = async () => (await server.client().get('/metrics', { headers: { authorization: `Bearer ${token}` } })).text;

  beforeAll(async () => {
    open = await collector();
    server = await startTestServer({
      log: { write: (line: string) => lines.push(JSON.parse(line)) },
      over: { otlpEndpoint: open.url, metricsToken: token },
    });
    await server.watched();
    officer = await server.as('officer', 'so-y-te');
    const answer = await officer.post(`${path}/milestones`, report, { 'x-correlation-id': correlationId, traceparent });
    expect(answer.status).toBe(201);
    position = answer.body.position;
    // The rows are there a moment before whoever wrote them says so.
    while (!lines.some((it) => it.projection === 'task-board' && it.position === position))
      await new Promise((resolve) => setTimeout(resolve, 20));
  });
  afterAll(async () => {
    await server.close();
    await open.close();
  });

  it('is found under its id in the lines of the request, the command, the append and the projections, and in the event', async () => {
    const own = lines.filter((line) => line.correlationId === correlationId);
    expect(own.map(({ msg }) => msg)).toEqual(expect.arrayContaining(['command', 'appended', 'answered', 'projected']));
    expect(own.find(({ msg }) => msg === 'command')).toMatchObject({ command: 'ReportMilestone' });
    expect(own.find(({ msg }) => msg === 'appended')).toMatchObject({ stream: `task-${task}`, position });
    expect(own).toContainEqual(expect.objectContaining({ msg: 'projected', projection: 'task-board', position }));
    const source = server.running.app.get(DataSource, { strict: false });
    const [event] = await source.query<{ id: string }[]>(`select meta ->> 'correlationId' as id from event where position = $1`, [
      position,
    ]);
    expect(event?.id).toBe(correlationId);
  });

  it('never writes what a person typed, a password or a cookie into the log', async () => {
    const [secret, words] = ['toi-go-nham-mat-khau', 'nguyenthikin'];
    expect((await server.client().signIn(secret, 'x')).status).toBe(401);
    expect((await officer.get(`/tasks?q=${words}`)).status).toBe(200);
    expect((await officer.get(`/users?q=${words}`)).status).toBe(403);
    // A number that the database does not take: its error is logged.
    expect((await officer.get(`/history?q=${words}&beforePosition=9999999999999999999`)).status).toBe(400);
    await new Promise((resolve) => setImmediate(resolve));
    const text = JSON.stringify(lines);
    expect(text).toContain('wrong-sign-in');
    expect(text).toContain('QueryFailedError');
    expect(text).not.toContain(secret);
    expect(text).not.toContain(words);
    expect(text).not.toContain(report.narrative);
    expect(text).not.toMatch(/argon2|__Host-|csrf.{0,5}[\w-]{20}/i);
  });

  it('is counted by its route as written, never by its address', async () => {
    await server.client().get('/nowhere/at-all-4711');
    await officer.post(`${path}/milestones`, report, { 'if-match': '"1"' });
    const text = await figures();
    expect(text).toMatch(
      /tiendo_http_request_seconds_count\{method="POST",route="\/api\/tasks\/:plan\/:item\/:agency\/milestones",status="201"\} 1/,
    );
    expect(text).not.toMatch(/4711|so-y-te|267-2025/);
    expect(text).toMatch(/tiendo_append_seconds_count\{outcome="appended"\} \d+/);
    expect(text).toMatch(/tiendo_append_conflicts_total\{kind="version"\} \d/);
    expect(text).toMatch(/tiendo_append_batch_count \d+/);
    expect(text).toMatch(/tiendo_projection_lag_events\{projection="task-board"\} 0/);
    expect(text).toMatch(/tiendo_sessions 1\b/);
    expect(text).toMatch(/process_resident_memory_bytes \d+/);
    expect(text).toMatch(/tiendo_ready 1/);
  });

  it('shows in health how far a projection is behind, in events and in time', async () => {
    await server.settled();
    const source = server.running.app.get(DataSource, { strict: false });
    await source.query(`update projection_status set state = 'stopped', error = '{}' where name = 'history'`);
    const before = (await server.client().get('/health')).body.projections;
    expect(before.find(({ name }: { name: string }) => name === 'history').lag).toEqual({ events: 0, ms: 0 });
    const { position: next } = (await officer.post(`${path}/milestones`, { ...report, progress: 30 })).body;
    await source.query(`update projection_status set state = 'stopped', error = '{}', position = $1 where name = 'history'`, [
      Number(next) - 2,
    ]);
    server.clock.set('2025-03-10T03:00:00.000Z' as never);
    const health = (await server.client().get('/health')).body;
    expect(health).toMatchObject({ status: 'degraded', ready: true });
    const { state, lag } = health.projections.find(({ name }: { name: string }) => name === 'history');
    expect({ state, lag }).toEqual({ state: 'stopped', lag: { events: 2, ms: 3_600_000 } });
    expect(await figures()).toMatch(/tiendo_projection_running\{projection="history"\} 0/);
  });

  it('says that it is live without asking the database', async () =>
    expect((await server.client().get('/health/live')).body).toEqual({ live: true }));

  it('lets nobody read the metrics without the token when there is one', async () => {
    expect((await server.client().get('/metrics')).status).toBe(403);
    expect((await server.client().get('/metrics', { headers: { authorization: 'Bearer wrong' } })).status).toBe(403);
  });

  it('is sent to the collector as spans of request, command and append, one below the other', async () => {
    await server.close();
    const own = open.spans.filter(({ traceId }) => traceId === '0af7651916cd43dd8448eb211c80319c');
    const named = (name: string) => own.find((it) => it.name === name);
    const request = named('POST /api/tasks/:plan/:item/:agency/milestones');
    expect(request?.parentSpanId).toBe('b7ad6b7169203331');
    expect(named('command ReportMilestone')?.parentSpanId).toBe(request?.spanId);
    expect(named('append')?.parentSpanId).toBe(named('command ReportMilestone')?.spanId);
  });
});

describe('a server whose log is gone', () => {
  it('says so soon, in health and in the metrics, and that it lives; and is ready again when the log is back', async () => {
    const double = await EventStoreDouble.start();
    const server = await startTestServer({ sample: 'empty', over: { eventStore: double.url, metricsToken: token } });
    double.wire.unplug();
    const asked = performance.now();
    const [health, live, metrics] = await Promise.all([
      server.client().get('/health'),
      server.client().get('/health/live'),
      server.client().get('/metrics', { headers: { authorization: `Bearer ${token}` } }),
    ]);
    expect(performance.now() - asked).toBeLessThan(7_500);
    expect([health.status, health.body]).toEqual([
      503,
      {
        status: 'down',
        live: true,
        ready: false,
        projections: [],
        store: { engine: 'eventstoredb', answers: false, head: null },
      },
    ]);
    expect(live.status).toBe(200);
    expect(metrics.text).toMatch(/tiendo_ready 0/);
    double.wire.plugIn();
    let again = await server.client().get('/health');
    for (let tries = 0; again.status !== 200 && tries < 100; tries++) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      again = await server.client().get('/health');
    }
    expect(again.body).toMatchObject({ status: 'ok', ready: true, store: { answers: true } });
    await server.close();
    await double.close();
  }, 120_000);
});

describe('metrics without a token', () => {
  const from = (remoteAddress: string, headers: Record<string, string> = {}) =>
    mayRead({ headers, socket: { remoteAddress } }, null);

  it('are for programs on this machine', () => {
    expect(['127.0.0.1', '::1', '::ffff:127.0.0.1'].map((it) => from(it))).toEqual([true, true, true]);
    expect(['10.0.0.7', '::ffff:192.0.2.1', '128.0.0.1', ''].map((it) => from(it))).toEqual([false, false, false, false]);
  });

  it('are not for whom a proxy on this machine forwards', () =>
    expect(from('127.0.0.1', { 'x-forwarded-for': '192.0.2.1' })).toBe(false));
});
