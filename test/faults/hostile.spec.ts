import { DataSource } from 'typeorm';
import { ProjectionRunner } from '#event-store';
import { Accounts, DecidedRoutes, permissionsOf } from '#identity';
import { type Role, roles } from '#language';
import { startTestServer, type TestServer } from '../server.js';
import { exchange } from './hostile/exchange.js';
import { complaints } from './hostile/judging.js';
import { type Hostile, hostileRequest, type Known } from './hostile/requests.js';
import { reported, rounds, seed } from './seed.js';

/** REQUESTS of them; SEED=… to replay a run, REQUEST=… for one of it. */
const requests = rounds('REQUESTS', 10_000);
const only = process.env.REQUEST === undefined ? undefined : Number(process.env.REQUEST);
const handsAtOnce = 8;

/** Refused before a header could be read: in Vietnamese, whatever was asked. */
const wordless = ['malformed-request', 'headers-too-large', 'too-slow'];

const agencyOf: Partial<Record<Role, string>> = { officer: 'so-y-te', head: 'so-y-te', standing: 'so-thong-tin-va-truyen-thong' };

describe('malformed and hostile requests', () => {
  let server: TestServer;
  let known: Known;
  let before: string;

  beforeAll(async () => {
    server = await startTestServer();
    const sessions = new Map<Role, { cookie: string; csrf: string }>();
    for (const role of roles)
      if (role !== 'system') {
        const { cookie, csrf } = await server.as(role, agencyOf[role]);
        sessions.set(role, { cookie, csrf });
      }
    const scapegoat = await server.running.app
      .get(Accounts, { strict: false })
      .add({ username: 'de.thu', name: 'Để thử', role: 'auditor', agency: null });
    const admin = await server.as('admin');
    const rows = (await admin.get('/tasks?size=200')).body.rows as { id: string }[];
    const tasks = rows
      .map(({ id }) => id.split('/'))
      .filter((parts) => Object.values(agencyOf).includes(parts[2] ?? ''))
      .map(([plan = '', item = '', agency = '']) => ({ plan, item, agency }));
    const finding = (await admin.get(`/plans/${tasks[0]?.plan}/findings`)).body.rows[0].id as string;
    const decided = routes();
    known = {
      sessions,
      tasks,
      mayUse({ method, path }) {
        const written = path.replace(/^\/api/, '').replace(/\{(\w+)\}/g, ':$1');
        const needs = decided.find((it) => it.method === method && it.path === written)?.needs ?? [];
        return roles.find((role) => needs.some((it) => permissionsOf(role).includes(it))) ?? null;
      },
      parameters: {
        plan: [tasks[0]?.plan ?? ''],
        agency: ['so-y-te', 'so-thong-tin-va-truyen-thong'],
        finding: [finding],
        user: [scapegoat.account.id],
        name: ['nothing', 'task-board'],
        stream: [`task-${rows[0]?.id}`],
      },
    };
    before = await head();
  }, 120_000);
  afterAll(() => server.close());

  const head = async () => (await server.client().get('/health')).body.store.head as string;
  const routes = () => server.running.app.get(DecidedRoutes, { strict: false }).all();

  it(
    'are each answered with a no that people understand: no fault, no leak, nobody let in who may not',
    async () => {
      const port = Number(new URL(server.url).port);
      const { pathname } = new URL(server.databaseUrl);
      const hidden = [process.cwd(), server.dataDir, pathname.slice(1)];
      const decided = routes();
      const wrong: { request: Hostile; found: string[] }[] = [];
      const statuses = new Map<number, number>();
      const refusals = new Map<string, Hostile>();
      let next = only ?? 0;
      const end = only === undefined ? requests : only + 1;
      await Promise.all(
        Array.from({ length: handsAtOnce }, async () => {
          while (next < end && wrong.length < 20) {
            const request = hostileRequest(seed, next++, known);
            const said = await exchange(port, request.bytes);
            if (only !== undefined) console.log(request.bytes.toString('latin1').slice(0, 4_000), said);
            statuses.set(said?.status ?? 0, (statuses.get(said?.status ?? 0) ?? 0) + 1);
            const code = said && said.status >= 400 && /"code":"([\w-]+)"/.exec(said.text)?.[1];
            if (code && !wordless.includes(code)) refusals.set(code, request);
            const found = complaints(request, said, decided, hidden);
            if (found.length > 0) wrong.push({ request, found });
          }
        }),
      );
      reported('hostile requests', { sent: next - (only ?? 0), wrong: wrong.length, statuses: Object.fromEntries(statuses) });
      for (const [code, { number }] of refusals) {
        const [vi, en] = await Promise.all(
          (['vi', 'en'] as const).map(
            async (it) => (await exchange(port, hostileRequest(seed, number, known, it).bytes))?.text ?? '',
          ),
        );
        if (!vi?.includes(`"${code}"`) || !en?.includes(`"${code}"`)) continue;
        expect([code, JSON.parse(vi).title]).not.toEqual([code, JSON.parse(en).title]);
        expect([code, JSON.parse(vi).detail]).not.toEqual([code, JSON.parse(en).detail]);
      }
      expect(wrong.map(({ request, found }) => told(request, found))).toEqual([]);
    },
    60_000 + requests * 50,
  );

  it('leave the figures whole: no projection stopped, each as a rebuild makes it', async () => {
    const runner = server.running.app.get(ProjectionRunner, { strict: false });
    const source = server.running.app.get(DataSource, { strict: false });
    const [{ position }] = await source.query('select position from log_head');
    expect(BigInt(position) >= BigInt(before)).toBe(true);
    for (const { name, state } of await runner.health()) {
      expect([name, state]).toEqual([name, 'running']);
      await runner.waitFor(name, position, 20_000);
      expect([name, (await runner.rebuild(name)).same]).toEqual([name, true]);
    }
  }, 120_000);
});

const told = ({ number, role, method, target }: Hostile, found: readonly string[]) =>
  `SEED=${seed} REQUEST=${number} npx jest test/faults/hostile — ${role ?? 'nobody'} ${method} ${target.slice(0, 200)}: ${found.join('; ')}`;
