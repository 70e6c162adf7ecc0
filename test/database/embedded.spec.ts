import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '#postgres';
import { accountFor } from '../../libs/postgres/account.js';
import { findBinaries } from '../../libs/postgres/binaries.js';
import { build } from '../build.js';

const root = process.getuid?.() === 0;
const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean();
});

/** A data folder below one that only its owner may enter, as a root home is. */
async function closedFolder(): Promise<string> {
  const parent = await mkdtemp(join(tmpdir(), 'tiendo-embedded-'));
  await chmod(parent, 0o700);
  cleanups.push(() => rm(parent, { recursive: true, force: true, maxRetries: 10 }));
  return join(parent, 'dữ liệu', 'data');
}

async function started(dataDir: string, port?: number): Promise<EmbeddedPostgres> {
  const postgres = await startEmbeddedPostgres({ dataDir, ...(port ? { port } : {}) });
  cleanups.push(() => postgres.stop());
  return postgres;
}

async function ask(url: string, sql: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rows } = await client.query({ text: sql, rowMode: 'array' });
    return rows[0]?.[0];
  } finally {
    await client.end();
  }
}

/** Postmaster and children of this cluster that still run, read from the machine and not from our own code. */
async function leftOf(dataDir: string): Promise<number[]> {
  const { mark } = JSON.parse(await readFile(join(dataDir, 'postgres', 'embedded.json'), 'utf8')) as { mark: string };
  const left: number[] = [];
  for (const pid of await readdir('/proc')) {
    if (!/^\d+$/.test(pid)) continue;
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    if (command.includes(mark)) left.push(Number(pid));
  }
  return left;
}

/** Milliseconds that PostgreSQL's own initdb takes on this machine just now. */
async function bareInitdb(): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'tiendo-bare-'));
  cleanups.push(() => rm(folder, { recursive: true, force: true }));
  const account = await accountFor(folder);
  const { initdb } = await findBinaries(account);
  if (account) await chown(folder, account.uid, account.gid);
  const before = Date.now();
  execFileSync(initdb, ['-D', join(folder, 'cluster'), '--username=bare', '--auth=reject'], {
    cwd: '/',
    ...(account ? { uid: account.uid, gid: account.gid } : {}),
  });
  return Date.now() - before;
}

/** A node of its own that starts PostgreSQL on the folder, says its url and lives until it is killed. */
async function otherProcess(
  dataDir: string,
  prefix: readonly string[] = [],
): Promise<{ child: ChildProcess; said: Promise<string> }> {
  const program = await build(new URL('./start-embedded.ts', import.meta.url));
  const [command = '', ...rest] = [...prefix, process.execPath, program, dataDir];
  const child = spawn(command, rest, { stdio: ['ignore', 'pipe', 'inherit'] });
  cleanups.push(async () => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
  });
  let text = '';
  const said = new Promise<string>((resolve, reject) => {
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk;
      if (text.includes('\n')) resolve(text.split('\n')[0] ?? '');
    });
    child.on('exit', (code) => reject(new Error(`ended with ${code} before it said anything`)));
  });
  return { child, said };
}

describe('the embedded PostgreSQL', () => {
  it('starts for the first time in under 5 seconds below a folder that others cannot enter, in UTF-8 and with a password', async () => {
    const dataDir = await closedFolder();
    const before = Date.now();
    const postgres = await started(dataDir);
    const took = Date.now() - before;
    // Where other suites keep the machine busy, five seconds are stretched as far as PostgreSQL's own initdb is.
    if (took >= 5_000) expect(took).toBeLessThan(2.5 * (await bareInitdb()));
    expect(await ask(postgres.url, 'show server_encoding')).toBe('UTF8');
    expect(await ask(postgres.url, "select lower('ĐỒNG THÁP')")).toBe('đồng tháp');
    expect(await ask(postgres.url, `select 'ẩ' < 'b' collate "vi-x-icu"`)).toBe(true);
    expect(await ask(postgres.url, 'show listen_addresses')).toBe('127.0.0.1');
    expect(await ask(postgres.url, 'show fsync')).toBe('on');
    expect(await ask(postgres.url, 'show synchronous_commit')).toBe('on');
    for (const wrong of ['password', 'postgres', 'tiendo', '']) {
      const url = new URL(postgres.url);
      url.password = wrong;
      await expect(ask(url.href, 'select 1')).rejects.toThrow(/password/);
    }
    expect((await stat(join(dataDir, 'postgres', 'embedded.json'))).mode & 0o077).toBe(0);
    const owner = (await stat(`/proc/${postgres.pid}`)).uid;
    expect(owner === 0).toBe(false);
    if (!root) expect(owner).toBe(process.getuid?.());
  }, 120_000);

  it('keeps what was committed over a stop, and leaves no process behind', async () => {
    const dataDir = await closedFolder();
    const first = await started(dataDir);
    await ask(first.url, 'create table kept as select 42 as n');
    await first.stop();
    expect(await leftOf(dataDir)).toEqual([]);
    const second = await started(dataDir);
    expect(await ask(second.url, 'select n from kept')).toBe(42);
  }, 120_000);

  it('that a killed server left running is adopted by the next start', async () => {
    const dataDir = await closedFolder();
    const { child, said } = await otherProcess(dataDir);
    const url = await said;
    await ask(url, 'create table kept as select 42 as n');
    child.kill('SIGKILL');
    await once(child, 'exit');
    const pid = Number((await readFile(join(dataDir, 'postgres', 'cluster', 'postmaster.pid'), 'utf8')).split('\n')[0]);
    const next = await started(dataDir);
    expect(next.pid).toBe(pid);
    expect(await ask(next.url, 'select n from kept')).toBe(42);
    await next.stop();
    expect(await leftOf(dataDir)).toEqual([]);
  }, 120_000);

  it('that was itself killed, with its server, starts again beside a stale pid file and orphans', async () => {
    const dataDir = await closedFolder();
    const { child, said } = await otherProcess(dataDir);
    const url = await said;
    await ask(url, 'create table kept as select 42 as n');
    const busy = new pg.Client({ connectionString: url });
    busy.on('error', () => undefined);
    await busy.connect();
    const never = busy.query('select pg_sleep(600)').catch(() => undefined);
    await sleep(100);
    child.kill('SIGKILL');
    await once(child, 'exit');
    const pid = Number((await readFile(join(dataDir, 'postgres', 'cluster', 'postmaster.pid'), 'utf8')).split('\n')[0]);
    process.kill(pid, 'SIGKILL');
    const next = await started(dataDir);
    expect(next.pid).not.toBe(pid);
    expect(await ask(next.url, 'select n from kept')).toBe(42);
    await never;
    await busy.end().catch(() => undefined);
  }, 120_000);

  it('that is killed under a living server comes back on the same address by itself', async () => {
    const dataDir = await closedFolder();
    const postgres = await started(dataDir);
    await ask(postgres.url, 'create table kept as select 42 as n');
    const killed = postgres.pid;
    process.kill(killed, 'SIGKILL');
    for (let answer: unknown; answer !== 42; await sleep(50))
      answer = await ask(postgres.url, 'select n from kept').catch(() => null);
    for (let tries = 0; postgres.pid === killed && tries < 1_000; tries++) await sleep(20);
    expect(postgres.pid).not.toBe(killed);
  }, 120_000);

  it('does not mistake a stranger who got the old process number for itself', async () => {
    const dataDir = await closedFolder();
    const first = await started(dataDir);
    await ask(first.url, 'create table kept as select 42 as n');
    const file = join(dataDir, 'postgres', 'cluster', 'postmaster.pid');
    const text = await readFile(file, 'utf8');
    await first.stop();
    const stranger = spawn('sleep', ['600'], root ? { uid: (await stat(join(dataDir, 'postgres', 'cluster'))).uid } : {});
    cleanups.push(async () => stranger.kill('SIGKILL'));
    await writeFile(file, text.replace(/^\d+/, String(stranger.pid)));
    const next = await started(dataDir);
    expect(await ask(next.url, 'select n from kept')).toBe(42);
    expect(stranger.exitCode).toBeNull();
  }, 120_000);

  it('is shared when two processes start at once on one empty folder, and the last to leave stops it', async () => {
    const dataDir = await closedFolder();
    const [a, b, c] = await Promise.all([otherProcess(dataDir), otherProcess(dataDir), started(dataDir)]);
    const [first, second] = await Promise.all([a.said, b.said]);
    expect(second).toBe(first);
    expect(c.url).toBe(first);
    await c.stop();
    expect(await ask(first, 'select 1')).toBe(1);
    a.child.kill('SIGTERM');
    await once(a.child, 'exit');
    expect(await ask(first, 'select 1')).toBe(1);
    b.child.kill('SIGINT');
    await once(b.child, 'exit');
    expect(await leftOf(dataDir)).toEqual([]);
    expect((await readdir(dataDir)).filter((name) => name.startsWith('postgres.new'))).toEqual([]);
  }, 120_000);

  it('takes the port it is told, and a free one when that is taken', async () => {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    cleanups.push(async () => server.close());
    const address = server.address();
    const taken = address && typeof address === 'object' ? address.port : 0;
    const postgres = await started(await closedFolder(), taken);
    expect(postgres.port).not.toBe(taken);
    expect(await ask(postgres.url, 'select 1')).toBe(1);
  }, 120_000);

  it('refuses in words when the disk has no room, leaves nothing half made, and starts once there is room', async () => {
    const dataDir = await closedFolder();
    // A limit on the size of a file, in blocks of 1,024 bytes, stands for the full disk: PostgreSQL gets the same answer from write().
    const { said } = await otherProcess(dataDir, ['bash', '-c', 'ulimit -f 2000; exec "$@"', '-']);
    expect(await said).toContain('disk-full');
    expect((await readdir(dataDir)).filter((name) => name.startsWith('postgres'))).toEqual([]);
    const postgres = await started(dataDir);
    expect(await ask(postgres.url, 'select 1')).toBe(1);
  }, 120_000);

  it('clears what a start that was killed in the middle of making the cluster left', async () => {
    const dataDir = await closedFolder();
    const dead = spawn('true');
    await once(dead, 'exit');
    await mkdir(join(dataDir, `postgres.new-${dead.pid}-abcd`, 'cluster'), { recursive: true });
    await started(dataDir);
    expect((await readdir(dataDir)).filter((name) => name.startsWith('postgres.new'))).toEqual([]);
  }, 120_000);

  it('explains data that another version made', async () => {
    const dataDir = await closedFolder();
    const first = await started(dataDir);
    await first.stop();
    await writeFile(join(dataDir, 'postgres', 'cluster', 'PG_VERSION'), '9\n');
    await expect(startEmbeddedPostgres({ dataDir })).rejects.toMatchObject({ code: 'other-postgres-version' });
  }, 120_000);
});
