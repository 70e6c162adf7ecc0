import { type ChildProcess, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { countryOfTasks, fillCountry } from '../country.js';
import { interleaved, type Round } from '../measuring.js';
import { ended, freePort, type Product, startProduct } from '../product.js';
import type { Bench, Section, SectionReport } from '../section.js';

interface Asking {
  readonly method?: 'GET' | 'POST';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Called before each sending. */
  readonly setupRequest?: (asking: Asking) => Asking;
}
interface Result {
  readonly duration: number;
  readonly latency: { readonly p50: number; readonly p99: number };
  readonly '2xx': number;
  readonly non2xx: number;
  readonly errors: number;
}
type Autocannon = (options: object) => Promise<Result>;
const autocannon = createRequire(import.meta.url)('autocannon') as Autocannon;

const concurrent = 32;
/** So many that no stream grows beyond what a task of a year has, however fast the server is. */
const tasks = { full: 20_000, quick: 2_000 };

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

/** Reminders begin a minute after the start, milliseconds (libs/reminders/reminder.watch.ts). */
const reminding = 60_000;

/**
 * The days since the country's year were watched over, reminded of and projected: nothing is written any more. What looks quiet before
 * the reminders have begun is not: thousands of them were then written while answers were measured.
 */
async function quiet(url: string): Promise<void> {
  let [head, since] = ['', performance.now()];
  for (const from = since; performance.now() - from < 600_000; await sleep(500)) {
    const { projections } = (await (await fetch(`${url}/api/health`)).json()) as { projections: object[] };
    const now = JSON.stringify(projections.map((it) => ({ ...it, lag: undefined, updatedAt: undefined })));
    if (now !== head) [head, since] = [now, performance.now()];
    else if (performance.now() - since > 4_000 && performance.now() - from > reminding + 5_000) return;
  }
}

const path = (id: string) => `/api/tasks/${id.split('/').map(encodeURIComponent).join('/')}`;

/** No two reports say the same: the second would rightly be refused. */
let said = 0;
function report(today: string): string {
  said++;
  return JSON.stringify({
    progress: 45,
    narrative: `Đã hoàn thành khảo sát tại ${said} đơn vị, tổng hợp nhu cầu và lấy ý kiến về dự thảo hồ sơ.`,
    evidence: [],
    document: { number: `${said}/BC-SYT`, on: today },
    occurredOn: today,
  });
}

/** For each client an officer of an agency of its own, and the reports that they send on their open tasks, one a task in turn. */
async function reportsOf(url: string, admin: Record<string, string>, today: string): Promise<{ asks: Asking[][]; task: string }> {
  const tallies = (await (await fetch(`${url}/api/overdue`, { headers: admin })).json()) as {
    rows: { agency: { id: string }; four: { overdue: number; openInTime: number } }[];
  };
  const open = ({ four }: (typeof tallies.rows)[number]) => four.overdue + four.openInTime;
  const agencies = tallies.rows.sort((a, b) => open(b) - open(a)).slice(0, concurrent);
  const asks: Asking[][] = [];
  for (const { agency } of agencies) {
    const list = `${url}/api/tasks?size=200&agency=${agency.id}&status=overdue&status=on-track&status=due-soon`;
    const found = (await (await fetch(list, { headers: admin })).json()) as { rows?: Row[] };
    if (!found.rows) throw new Error(JSON.stringify(found));
    const username = `bench.${asks.length}`;
    const body = JSON.stringify({ username, name: 'Người đo', role: 'officer', agency: agency.id });
    const added = await fetch(`${url}/api/users`, { method: 'POST', headers: admin, body });
    const account = (await added.json()) as { password?: string };
    if (!account.password) throw new Error(`no account for ${agency.id}: ${JSON.stringify(account)}`);
    const headers = await signedIn(url, username, account.password);
    asks.push(
      found.rows.map(({ id }) => ({
        method: 'POST',
        path: `${path(id)}/milestones`,
        headers,
        setupRequest: (it) => ({ ...it, body: report(today) }),
      })),
    );
  }
  const [first] = asks[0] ?? [];
  if (!first || asks.length < concurrent) throw new Error(`only ${asks.length} agencies with open tasks`);
  return { asks, task: first.path.replace(/\/milestones$/, '') };
}

export const section: Section = {
  name: 'http',
  async run(bench) {
    const database = await bench.database();
    await fillCountry(database, countryOfTasks(bench.quick ? tasks.quick : tasks.full));
    const product = await startProduct({ DATABASE_URL: database, TIENDO_DATA: bench.folder() });
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

async function startBare(bench: Bench, files: { TASK: string; BOARD: string }): Promise<{ process: ChildProcess; url: string }> {
  const DATABASE_URL = await bench.database();
  await makeBareTable(DATABASE_URL);
  const PORT = String(await freePort());
  const env = { ...process.env, DATABASE_URL, PORT, ...files };
  const bare = spawn(process.execPath, ['dist/test/bench/bare.js'], { env, stdio: ['ignore', 'ignore', 'inherit'] });
  const url = `http://127.0.0.1:${PORT}`;
  for (let tries = 0; tries < 200; tries++) {
    const answers = await fetch(`${url}/task`).then(
      () => true,
      () => false,
    );
    if (answers) break;
    await sleep(25);
  }
  return { process: bare, url };
}

async function measure(bench: Bench, product: Product, started: { bare?: ChildProcess }): Promise<SectionReport> {
  const { url } = product;
  const today = new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10);
  const admin = await signedIn(url, 'quantri', /quantri\s+(\S+)/.exec(product.said())?.[1] ?? '');
  bench.log('waiting until the country is quiet');
  await quiet(url);
  const { asks, task } = await reportsOf(url, admin, today);
  const folder = bench.folder();
  const kept = async (name: string, from: string) => {
    const body = Buffer.from(await (await fetch(`${url}${from}`, { headers: admin })).arrayBuffer());
    writeFileSync(join(folder, name), body);
    return body.length;
  };
  const sizes = { task: await kept('task.json', task), board: await kept('board.json', '/api/overdue') };
  const bare = await startBare(bench, { TASK: join(folder, 'task.json'), BOARD: join(folder, 'board.json') });
  started.bare = bare.process;

  const failures = new Map<string, number>();
  const round = async (name: string, at: string, askedBy: (client: number) => readonly Asking[]): Promise<Round> => {
    let client = 0;
    const result = await autocannon({
      url: at,
      connections: concurrent,
      duration: bench.milliseconds / 1_000,
      setupClient: (it: { setRequests(all: readonly Asking[]): void }) => {
        const all = askedBy(client++);
        // Each round goes on at other tasks.
        const from = (said * 7) % all.length;
        it.setRequests([...all.slice(from), ...all.slice(0, from)]);
      },
    });
    const { latency, duration, non2xx, errors } = result;
    if (non2xx + errors > 0) failures.set(name, (failures.get(name) ?? 0) + non2xx + errors);
    return { perSecond: result['2xx'] / duration, p50: latency.p50, p99: latency.p99 };
  };
  const json = { 'content-type': 'application/json' };
  const post: Asking = { method: 'POST', path: '/', headers: json, setupRequest: (it) => ({ ...it, body: report(today) }) };
  const get = (from: string) => [{ path: from, headers: admin }];
  const pairs = [
    [`GET of a task (${sizes.task} bytes)`, () => get(task), [{ path: '/task' }], 0.85],
    [`GET of the board (${sizes.board} bytes)`, () => get('/api/overdue'), [{ path: '/board' }], 0.85],
    ['POST of a milestone', (client: number) => asks[client] ?? [], [post], 1.5],
  ] as const;
  const tables = [];
  const goals = [];
  for (const [what, ours, theirs, least] of pairs) {
    bench.log(what);
    const contenders = [
      { name: 'Tiến Độ', run: () => round(what, url, ours) },
      { name: 'bare Fastify', run: () => round(`${what}, bare`, bare.url, () => theirs) },
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
    about: `${concurrent} closed-loop connections of autocannon in the bench's process; each server is a process of its own on the same PostgreSQL. The product runs whole over a country of ${bench.quick ? tasks.quick : tasks.full} tasks, projections and watches in the same process: session, anti-forgery token, policy, validation, decision, append. Each client reports as an officer of an agency of its own, on one open task after another, and no two reports say the same. A GET is answered after a look at whether session, log and rows are what they were; nothing is written meanwhile. The bare script INSERTs the row it is sent, or sends a body it holds in memory. Only 2xx answers count.`,
    tables,
    goals,
    notes: [...failures].map(([what, count]) => `${what}: ${count} answers were not 2xx or did not come; they are not counted.`),
  };
}
