import { spawn } from 'node:child_process';
import { open, readFile, rename, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Refusal } from '#language';
import type { Account } from './account.js';
import type { Binaries } from './binaries.js';
import { alive, type Cluster, pathAsChild, readPidFile } from './cluster.js';
import { explain, portWasTaken } from './failures.js';
import { goneWithin, isMarked, processesMarked, send } from './processes.js';
import { settingsOf } from './settings.js';

export interface Launch {
  readonly cluster: Cluster;
  readonly binaries: () => Promise<Binaries>;
  readonly account: Account | null;
  readonly settings: Readonly<Record<string, string>>;
  readonly log: (line: string) => void;
  readonly whileWaiting: () => void;
}

export interface Running {
  readonly pid: number;
  readonly port: number;
}

/** Longest wait for crash recovery, milliseconds. */
const patience = 60_000;

/** The PostgreSQL of this cluster: the one that runs already, or a new one after clearing what a killed one left. */
export async function start(launch: Launch, wanted: number | undefined): Promise<Running> {
  const { cluster, log } = launch;
  const end = Date.now() + patience;
  let port = wanted;
  for (let ports = 0; ; ) {
    const present = await adoptable(cluster, end);
    if (present) {
      log(`PostgreSQL ${present.pid} runs already on port ${present.port}; adopting it`);
      return present;
    }
    await clearOrphans(launch);
    const at = await freePort(port);
    const started = await spawnPostgres(launch, at, end);
    if (started.running) return started.running;
    // Two processes started at once: PostgreSQL's own lock let one in, which the next round adopts.
    if (/lock file "postmaster.pid" already exists|pre-existing shared memory block/.test(started.log) && Date.now() < end) {
      await sleep(50);
      continue;
    }
    if (portWasTaken(started.log) && ++ports < 5) {
      port = undefined;
      continue;
    }
    throw explain(started.log, cluster.home);
  }
}

/** The running one when it is ours and ready; waits while it is starting or stopping. */
async function adoptable(cluster: Cluster, end: number): Promise<Running | null> {
  for (;;) {
    const file = await readPidFile(cluster);
    if (!file || !(await isMarked(file.pid, cluster.mark))) return null;
    if (file.ready) return { pid: file.pid, port: file.port };
    if (Date.now() > end)
      throw new Refusal('postgres-did-not-start', {
        kind: 'unavailable',
        vi: `PostgreSQL (tiến trình ${file.pid}) đang khởi động hoặc đang dừng quá lâu.`,
        en: `PostgreSQL (process ${file.pid}) has been starting or stopping for too long.`,
        figures: { pid: file.pid },
      });
    await sleep(25);
  }
}

/**
 * After a kill -9 of PostgreSQL its children may live on for a moment, and postmaster.pid stays. Children go first: a
 * second PostgreSQL beside them would damage the data. The pid file is removed only when its number has gone to a stranger,
 * which PostgreSQL itself could not know.
 */
async function clearOrphans({ cluster, log }: Launch): Promise<void> {
  const file = await readPidFile(cluster);
  const left = await processesMarked(cluster.mark);
  const master = left.find((it) => it.command.includes(' -D '));
  if (left.length > 0 && !master) {
    log(`clearing ${left.length} process(es) of a PostgreSQL that was killed`);
    if (!(await goneWithin(1_000, cluster.mark))) {
      for (const it of await processesMarked(cluster.mark)) send(it.pid, 'SIGKILL');
      await goneWithin(5_000, cluster.mark);
    }
  }
  if (file && alive(file.pid) && !(await processesMarked(cluster.mark)).some((it) => it.pid === file.pid))
    await rm(join(cluster.folder, 'postmaster.pid'), { force: true });
}

async function spawnPostgres(launch: Launch, port: number, end: number): Promise<{ running?: Running; log: string }> {
  const { cluster, account, settings } = launch;
  const { postgres } = await launch.binaries();
  const logFile = join(cluster.home, 'postgres.log');
  const size = (await stat(logFile).catch(() => null))?.size ?? 0;
  if (size > 10_000_000) await rename(logFile, `${logFile}.1`);
  const output = await open(logFile, 'a', 0o600);
  const from = (await output.stat()).size;
  const all = { ...settingsOf(cluster, port), ...settings };
  const child = spawn(
    postgres,
    ['-D', pathAsChild(cluster.folder, account), ...Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    {
      cwd: cluster.folder,
      stdio: ['ignore', output.fd, output.fd],
      // Its own group: Ctrl-C must reach us first, so that we stop in order.
      detached: true,
      env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' },
      ...(account ? { uid: account.uid, gid: account.gid } : {}),
    },
  );
  let ended: string | null = null;
  child.on('exit', (code, signal) => {
    ended = `postgres ended with ${code ?? signal}`;
  });
  child.on('error', (error) => {
    ended = `could not run postgres: ${error.message}`;
  });
  child.unref();
  launch.whileWaiting();
  await output.close();
  const said = async () => (await readFile(logFile)).subarray(from).toString('utf8');
  while (!ended) {
    const file = await readPidFile(cluster);
    if (file && file.pid === child.pid && file.ready) {
      launch.log(`PostgreSQL ${file.pid} started on port ${file.port}`);
      return { running: { pid: file.pid, port: file.port }, log: '' };
    }
    if (Date.now() > end) {
      if (child.pid) send(child.pid, 'SIGQUIT');
      return { log: `${await said()}\ncould not become ready in ${patience / 1_000} s` };
    }
    await sleep(15);
  }
  return { log: `${await said()}\n${ended}` };
}

/** Fast shutdown, then immediate, then kill: all of this cluster's processes are gone afterwards. */
export async function stopAll(cluster: Cluster): Promise<void> {
  for (const [signal, ms] of [
    ['SIGINT', 20_000],
    ['SIGQUIT', 5_000],
    ['SIGKILL', 5_000],
  ] as const) {
    const left = await processesMarked(cluster.mark);
    if (left.length === 0) return;
    const master = left.find((it) => it.command.includes(' -D '));
    for (const it of master && signal !== 'SIGKILL' ? [master] : left) send(it.pid, signal);
    if (await goneWithin(ms, cluster.mark)) return;
  }
}

/** `wanted` when nothing listens there, else a free one. */
export async function freePort(wanted: number | undefined): Promise<number> {
  const probe = (port: number) =>
    new Promise<number | null>((resolve) => {
      const server = createServer();
      server.once('error', () => resolve(null));
      server.listen(port, '127.0.0.1', () => {
        const address = server.address();
        server.close(() => resolve(address && typeof address === 'object' ? address.port : null));
      });
    });
  const port = (wanted ? await probe(wanted) : null) ?? (await probe(0));
  if (port) return port;
  throw new Refusal('no-free-port', {
    kind: 'unavailable',
    vi: 'Không còn cổng mạng nào trống trên 127.0.0.1.',
    en: 'No free port is left on 127.0.0.1.',
  });
}
