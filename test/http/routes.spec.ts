import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { DataSource } from 'typeorm';
import { type DecidedRoute, DecidedRoutes, permissionsOf } from '#identity';
import { type Role, roles } from '#language';
import { startTestServer, type TestServer } from '../server.js';

const agencyOf: Partial<Record<Role, string>> = { officer: 'so-y-te', head: 'so-y-te', standing: 'so-thong-tin-va-truyen-thong' };

/** An address for a route as written. */
const filled = (path: string) =>
  path.replace(/:(\w+)/g, (_, name: string) => ({ plan: '267-2025', item: 'IV.I.1', agency: 'so-y-te' })[name] ?? 'x');

describe('every route', () => {
  let server: TestServer;
  let routes: readonly DecidedRoute[];
  beforeAll(async () => {
    server = await startTestServer();
    routes = server.running.app.get(DecidedRoutes, { strict: false }).all();
  });
  afterAll(() => server.close());

  it('says who may use it, and only these need no session', () => {
    expect(routes.length).toBeGreaterThan(40);
    expect(
      routes
        .filter(({ needs }) => needs === null)
        .map(({ method, path }) => `${method} ${path}`)
        .sort(),
    ).toEqual(['GET /health', 'GET /health/live', 'GET /metrics', 'GET /openapi.json', 'POST /session']);
  });

  it('answers 401 without a session, whatever is sent', async () => {
    const client = server.client();
    for (const { method, path, needs } of routes) {
      if (needs === null) continue;
      const answer = await client.send(method, filled(path), method === 'GET' ? {} : { body: {} });
      expect([method, path, answer.status]).toEqual([method, path, 401]);
    }
  });

  it.each(roles.filter((role) => role !== 'system'))('lets %s do what the policy says and nothing else', async (role) => {
    const client = await server.as(role, agencyOf[role]);
    for (const { method, path, needs } of routes) {
      if (needs === null || path.startsWith('/session')) continue;
      const may = needs.length === 0 || needs.some((it) => permissionsOf(role).includes(it));
      if (may && path.startsWith('/projections')) continue;
      const answer = await client.send(method, filled(path), method === 'GET' ? {} : { body: {} });
      const refused = answer.status === 403 && answer.body?.code === 'not-allowed';
      expect([role, method, path, refused]).toEqual([role, method, path, !may]);
      // What nobody foresaw would show as a fault of the program.
      expect([path, answer.status]).not.toEqual([path, 500]);
    }
  });

  it('cannot be reached past the guard by another spelling of its address', async () => {
    const port = Number(new URL(server.url).port);
    const status = (path: string) =>
      new Promise<number>((resolve, reject) => {
        request({ port, path, host: '127.0.0.1' }, (answer) => {
          answer.resume();
          resolve(answer.statusCode ?? 0);
        })
          .on('error', reject)
          .end();
      });
    for (const path of [
      '/api/users/',
      '/api//users',
      '//api/users',
      '/api/USERS',
      '/API/users',
      '/api/%75sers',
      '/api/users;x=1',
      '/api/./users',
      '/api/x/../users',
      '/api/users%2f',
      '/api/users?x=/api/health',
      '/api/health/../users',
    ])
      expect([path, [400, 401, 404].includes(await status(path))]).toEqual([path, true]);
  });
});

describe('a request that cannot be served', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer({ rate: 400 });
  });
  afterAll(() => server.close());

  it('is answered as a problem document in Vietnamese, or English when asked', async () => {
    const client = await server.as('admin');
    const vi = await client.post('/users', { username: '', role: 'boss' });
    expect(vi.status).toBe(400);
    expect(vi.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(vi.body).toMatchObject({ code: 'invalid-shape', title: 'Dữ liệu không hợp lệ', instance: '/api/users' });
    expect(vi.body.errors).toContainEqual({
      field: 'role',
      value: 'boss',
      message: '“role” phải là một trong: officer, head, standing, committee, interior, auditor, admin (đang là “boss”).',
    });
    const en = await client.post('/users', { username: '', role: 'boss' }, { 'accept-language': 'en-GB,en;q=0.8' });
    expect(en.headers.get('content-language')).toBe('en');
    expect(en.body.errors).toContainEqual({
      field: 'username',
      value: '',
      message: '“username” must not be empty.',
    });
    expect(en.body.errors).toContainEqual({ field: 'name', message: '“name” is needed.' });
    expect(en.body.errors).toHaveLength(3);
  });

  it('names a field that nobody knows, so that a misspelt one is not lost', async () => {
    const client = await server.as('admin');
    const answer = await client.post('/users', { username: 'x', name: 'X', role: 'auditor', agancy: 'so-y-te' });
    expect(answer.body.errors).toEqual([
      { field: 'agancy', value: 'so-y-te', message: '“agancy” là trường không có trong yêu cầu này (đang là “so-y-te”).' },
    ]);
  });

  it('tells malformed JSON, a wrong kind of body, a wrong method, an unknown address and a body too large apart', async () => {
    const client = await server.as('admin');
    const json = { 'content-type': 'application/json' };
    const send = async (method: string, path: string, raw?: string, headers: Record<string, string> = json) => {
      const { status, body } = await client.send(method, path, { ...(raw === undefined ? {} : { raw }), headers });
      return [status, body?.code];
    };
    expect(await send('POST', '/users', '{"username":')).toEqual([400, 'malformed-request']);
    expect(await send('POST', '/users', '[]')).toEqual([400, 'invalid-shape']);
    expect(await send('POST', '/users', '{"__proto__":{"role":"admin"}}')).toEqual([400, 'malformed-request']);
    expect(await send('POST', '/users', 'a=1', { 'content-type': 'text/plain' })).toEqual([415, 'content-type']);
    expect(await send('POST', '/users', '<a/>', { 'content-type': 'application/xml' })).toEqual([415, 'content-type']);
    expect(await send('PUT', '/users', '{}')).toEqual([405, 'method-not-allowed']);
    expect(await send('GET', '/nothing-here', undefined, {})).toEqual([404, 'no-such-route']);
    expect(await send('POST', '/users', JSON.stringify({ name: 'x'.repeat(300_000) }))).toEqual([413, 'body-too-large']);
  });

  it('names the field that holds a character which no database keeps', async () => {
    const client = await server.as('admin');
    const user = { username: 'a', name: 'A\0', role: 'auditor' };
    expect((await client.post('/users', user)).body).toMatchObject({ status: 400, code: 'invalid-shape', field: 'name' });
    expect((await client.send('PATCH', '/users/u_%00', { body: {} })).body).toMatchObject({ status: 400, field: 'user' });
    expect((await client.get('/agencies?on=%00')).body).toMatchObject({ status: 400, field: 'on' });
    const signIn = await server.client().signIn('a\0', 'b');
    expect(signIn.body).toMatchObject({ status: 400, field: 'username' });
  });

  it('makes no account without a name that can be seen, or for a body that nobody knows, and changes none to that', async () => {
    const client = await server.as('admin');
    const user = { username: 'lan.nguyen', name: 'Nguyễn Thị Lan', role: 'officer', agency: 'so-y-te' };
    for (const [wrong, refusal] of [
      [{ name: '   ' }, { status: 400, code: 'words-missing', field: 'name' }],
      [{ name: '\u200b' }, { status: 400, code: 'words-missing', field: 'name' }],
      [{ name: 'Lan\u202e' }, { status: 400, code: 'misleading-character', field: 'name' }],
      [{ agency: 'so-y-tee' }, { status: 422, code: 'unknown-agency', field: 'agency' }],
    ] as const)
      expect((await client.post('/users', { ...user, ...wrong })).body).toMatchObject(refusal);
    const { id } = (await client.post('/users', user)).body.user;
    const change = async (body: object) => (await client.send('PATCH', `/users/${id}`, { body })).body;
    expect(await change({ name: ' \u200b' })).toMatchObject({ code: 'words-missing' });
    expect(await change({ agency: 'so-y-tee' })).toMatchObject({ code: 'unknown-agency' });
    expect(await change({ name: ' Lan ' })).toMatchObject({ name: 'Lan', agency: 'so-y-te' });
  });

  it('says to the administrator alone what stopped a projection', async () => {
    const source = server.running.app.get(DataSource, { strict: false });
    const error = { message: 'at 10.1.2.3', position: '1', eventId: 'e', tries: 3 };
    await source.query(`update projection_status set state = 'stopped', error = $1 where name = 'task-board'`, [error]);
    const health = await server.client().get('/health');
    expect(health.body).toMatchObject({ status: 'degraded', ready: true });
    expect(health.text).not.toMatch(/10\.1\.2\.3|"error"/);
    const { rows } = (await (await server.as('admin')).get('/projections')).body;
    expect(rows).toContainEqual(expect.objectContaining({ name: 'task-board', state: 'stopped', error }));
    await source.query(`update projection_status set state = 'running', error = null where name = 'task-board'`);
  });

  it('says that rows are being made anew where an upgrade has not made them yet, and a fault where none is under way', async () => {
    const source = server.running.app.get(DataSource, { strict: false });
    const committee = await server.as('committee');
    const [status] = await source.query<{ version: number }[]>(`select version from projection_status where name = 'task-board'`);
    const as = (version: number | undefined) =>
      source.query(`update projection_status set version = $1 where name = 'task-board'`, [version]);
    await source.query('alter table task_extension_asked rename to of_the_next_release');
    expect((await committee.get('/extensions-to-decide')).body).toMatchObject({ status: 500, code: 'fault' });
    await as(0);
    expect((await committee.get('/extensions-to-decide')).body).toMatchObject({
      status: 503,
      code: 'rows-being-made',
      figures: { projections: ['task-board'] },
    });
    await as(status?.version);
    await source.query('alter table of_the_next_release rename to task_extension_asked');
    expect((await committee.get('/extensions-to-decide')).status).toBe(200);
  });

  it('does not make anybody wait for what was not written yet', async () => {
    const client = await server.as('auditor');
    const began = Date.now();
    const answers = await Promise.all(Array.from({ length: 20 }, () => client.get('/plans?after=9999999999999999999')));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    expect(Date.now() - began).toBeLessThan(4_000);
  });

  it('shows nothing of the inside when the program fails', async () => {
    const answer = await server.client().get(`/users/${'%00'.repeat(3)}`);
    expect(answer.text).not.toMatch(/node_modules|at .*\.ts|select |postgres/i);
  });

  it('keeps the correlation id of the caller, and makes one of what cannot stand in a log', async () => {
    const client = server.client();
    const kept = await client.get('/session', { headers: { 'x-correlation-id': 'abc-12345' } });
    expect(kept.headers.get('x-correlation-id')).toBe('abc-12345');
    expect(kept.body.correlationId).toBe('abc-12345');
    const made = await client.get('/session', { headers: { 'x-correlation-id': 'a b {}' } });
    expect(made.body.correlationId).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('comes with headers that let a page load nothing foreign', async () => {
    const { headers } = await server.client().get('/health');
    expect(headers.get('content-security-policy')).toMatch(/default-src 'none';.*script-src 'self'/);
    expect(headers.get('content-security-policy')).not.toMatch(/unsafe/);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('cache-control')).toBe('no-store');
  });

  it('is turned away when an address asks too often', async () => {
    const client = server.client();
    let last = await client.get('/health');
    for (let n = 0; n < 450 && last.status === 200; n++) last = await client.get('/health');
    expect(last.status).toBe(429);
    expect(last.body.code).toBe('too-many-requests');
  });
});

describe('the description of the API', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer();
  });
  afterAll(() => server.close());

  it('is the one that the page was made from (npm run openapi)', async () => {
    const checkedIn: unknown = JSON.parse(readFileSync('apps/web/src/api/openapi.json', 'utf8'));
    expect((await server.client().get('/openapi.json')).body).toEqual(checkedIn);
  });

  it('describes every route', async () => {
    const { paths } = (await server.client().get('/openapi.json')).body;
    for (const { method, path } of server.running.app.get(DecidedRoutes, { strict: false }).all()) {
      if (path === '/openapi.json') continue;
      const described = paths[`/api${path.replace(/:(\w+)/g, '{$1}')}`]?.[method.toLowerCase()];
      expect([method, path, described !== undefined]).toEqual([method, path, true]);
    }
  });
});
