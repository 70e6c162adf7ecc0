import { type ChildProcess, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { interleaved, type Round } from '../measuring.js';
import { ended, freePort, type Product, startProduct } from '../product.js';
import type { Bench, Section, SectionReport } from '../section.js';

interface Asking {
  readonly method?: 'GET' | 'POST';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}
interface Result {
  readonly requests: { readonly average: number };
  readonly latency: { readonly p50: number; readonly p99: number };
  readonly non2xx: number;
  readonly errors: number;
}
type Autocannon = (options: object) => Promise<Result>;
const autocannon = createRequire(import.meta.url)('autocannon') as Autocannon;

const concurrent = 32;

/** Somebody signed in, as headers. */
async function signedIn(url: string, username: string, password: string): Promise<Record<string, string>> {
  const answer = await fetch(`${url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username, password }),
  });
  if (!answer.ok) throw new Error(`could not sign in as ${username}: ${await answer.text()}`);
  const { csrf } = (await answer.json()) as { csrf: string };
  const cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? '';
  return { cookie, 'x-csrf-token': csrf, 'content-type': 'application/json' };
}

interface Row {
  readonly id: string;
  readonly agency: { readonly id: string };
  readonly status: string;
}

/** An officer for each of the agencies with open tasks, and the reports that they will send, one a task in turn. */
async function reportsOf({ url, said }: Product): Promise<{ admin: Record<string, string>; asks: Asking[]; task: string }> {
  const password = /quantri\s+(\S+)/.exec(said())?.[1] ?? '';
  const admin = await signedIn(url, 'quantri', password);
  const list = (await (await fetch(`${url}/api/tasks?size=200`, { headers: admin })).json()) as { rows: Row[] };
  const open = list.rows.filter(
    ({ status }) => !['cancelled', 'suspended', 'completed-late', 'completed-on-time'].includes(status),
  );
  const officers = new Map<string, Record<string, string>>();
  for (const { agency } of open) {
    if (officers.has(agency.id)) continue;
    const username = `bench.${officers.size}`;
    const body = JSON.stringify({ username, name: 'Người đo', role: 'officer', agency: agency.id });
    const added = await fetch(`${url}/api/users`, { method: 'POST', headers: admin, body });
    const account = (await added.json()) as { password?: string };
    if (!account.password) throw new Error(`no account for ${agency.id}: ${JSON.stringify(account)}`);
    officers.set(agency.id, await signedIn(url, username, account.password));
  }
  const today = new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10);
  const body = JSON.stringify({
    progress: 45,
    narrative: 'Đã hoàn thành khảo sát tại các đơn vị, tổng hợp nhu cầu và lấy ý kiến về dự thảo hồ sơ.',
    evidence: [],
    document: { number: '12/BC-SYT', on: today },
    occurredOn: today,
  });
  const path = (id: string) => `/api/tasks/${id.split('/').map(encodeURIComponent).join('/')}`;
  const asks = open.map(
    ({ id, agency }): Asking => ({
      method: 'POST',
      path: `${path(id)}/milestones`,
      headers: officers.get(agency.id) ?? {},
      body,
    }),
  );
  const [first] = open;
  if (!first) throw new Error('no open task');
  return { admin, asks, task: path(first.id) };
}

export const section: Section = {
  name: 'http',
  async run(bench) {
    const product = await startProduct({ DATABASE_URL: await bench.database(), TIENDO_DATA: bench.folder() });
    const started: { bare?: ChildProcess } = {};
    try {
      return await measure(bench, product, started);
    } finally {
      await product.stop();
      if (started.bare) await ended(started.bare, 'SIGTERM');
    }
  },
};

/** The row that the product writes, without its positions and its rules. */
async function makeBareTable(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(`create table bare (position bigserial primary key, stream text not null, version int not null, id uuid not null unique,
    type text not null, data jsonb not null, meta jsonb not null, recorded_at timestamptz not null, unique (stream, version))`);
  await client.end();
}

async function measure(bench: Bench, product: Product, started: { bare?: ChildProcess }): Promise<SectionReport> {
  const { admin, asks, task } = await reportsOf(product);
  const folder = bench.folder();
  const kept = async (name: string, path: string) => {
    const body = await (await fetch(`${product.url}${path}`, { headers: admin })).text();
    writeFileSync(join(folder, name), body);
    return body.length;
  };
  const sizes = { task: await kept('task.json', task), board: await kept('board.json', '/api/overdue') };

  const bareDatabase = await bench.database();
  await makeBareTable(bareDatabase);
  const port = await freePort();
  const env = {
    DATABASE_URL: bareDatabase,
    PORT: String(port),
    TASK: join(folder, 'task.json'),
    BOARD: join(folder, 'board.json'),
  };
  started.bare = spawn(process.execPath, ['dist/test/bench/bare.js'], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const bareUrl = `http://127.0.0.1:${port}`;
  for (let tries = 0; tries < 200; tries++) {
    if (
      await fetch(`${bareUrl}/task`).then(
        () => true,
        () => false,
      )
    )
      break;
    await sleep(25);
  }

  const failures = new Map<string, number>();
  const round = async (name: string, url: string, requests: readonly Asking[]): Promise<Round> => {
    let client = 0;
    const {
      requests: rate,
      latency,
      non2xx,
      errors,
    } = await autocannon({
      url,
      connections: concurrent,
      duration: bench.milliseconds / 1_000,
      // Each client begins with another task, so that they meet on one as rarely as people do.
      setupClient: (it: { setRequests(all: readonly Asking[]): void }) => {
        const at = (client++ * 7) % requests.length;
        it.setRequests([...requests.slice(at), ...requests.slice(0, at)]);
      },
    });
    if (non2xx + errors > 0) failures.set(name, (failures.get(name) ?? 0) + non2xx + errors);
    return { perSecond: rate.average, p50: latency.p50, p99: latency.p99 };
  };
  const pairs = [
    [
      'POST of a milestone',
      asks,
      { method: 'POST', path: '/', headers: { 'content-type': 'application/json' }, body: asks[0]?.body ?? '' },
      1.5,
    ],
    [`GET of a task (${sizes.task} bytes)`, [{ path: task, headers: admin }], { path: '/task' }, 0.85],
    [`GET of the board (${sizes.board} bytes)`, [{ path: '/api/overdue', headers: admin }], { path: '/board' }, 0.85],
  ] as const;
  const tables = [];
  const goals = [];
  for (const [what, ours, theirs, least] of pairs) {
    bench.log(what);
    const contenders = [
      { name: 'Tiến Độ', run: () => round(what, product.url, ours) },
      { name: 'bare Fastify', run: () => round(`${what}, bare`, bareUrl, [theirs]) },
    ];
    const measured = await interleaved(bench, contenders, (it) => it.run());
    const [own, other] = contenders.map(({ name }) => measured.get(name));
    const ratio = own && other ? own.perSecond / other.perSecond : null;
    tables.push({
      title: what,
      columns: ['server', 'requests/s', 'p50 ms', 'p99 ms'],
      rows: contenders.map(({ name }) => {
        const it = measured.get(name);
        return [name, it?.perSecond ?? Number.NaN, it?.p50 ?? Number.NaN, it?.p99 ?? Number.NaN];
      }),
    });
    goals.push({ what: `${what}, against bare Fastify`, measured: ratio, unit: '×', atLeast: least });
  }
  return {
    title: 'HTTP',
    about: `${concurrent} closed-loop connections of autocannon in the bench's process; each server is a process of its own on the same PostgreSQL. The product answers whole: session, anti-forgery token, policy, validation, decision, append; a GET reads its rows each time. The bare script INSERTs the row it is sent, or sends a body it holds in memory.`,
    tables,
    goals,
    notes: [...failures].map(
      ([what, count]) => `${what}: ${count} answers were not 2xx or did not come; they count as answers above.`,
    ),
  };
}
