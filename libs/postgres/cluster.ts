import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chown, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Refusal } from '#language';
import type { Account } from './account.js';
import type { Binaries } from './binaries.js';
import { explain, mustHaveRoom } from './failures.js';

/** A cluster on disk: `<data>/postgres/cluster`, with its secret beside it in a file that only its owner reads. */
export interface Cluster {
  readonly home: string;
  readonly folder: string;
  /** In the title of every process of this cluster, so that ours are told from others. */
  readonly mark: string;
  readonly user: string;
  readonly secret: string;
}

export const clusterFolder = (dataDir: string): string => join(dataDir, 'postgres', 'cluster');

/**
 * PostgreSQL is started inside the cluster's folder and told to find it there, so that as root the data may lie below a
 * folder which the unprivileged account cannot enter (/root): the way in was walked before the account was changed.
 */
export const pathAsChild = (cluster: string, account: Account | null): string =>
  account && process.platform === 'linux' ? '/proc/self/cwd' : cluster;

/** The cluster in this data folder, made when there is none. Several processes may do this at once: one wins, all use it. */
export async function openCluster(
  dataDir: string,
  binaries: () => Promise<Binaries>,
  account: Account | null,
  whileWaiting: () => void,
): Promise<Cluster> {
  const home = join(dataDir, 'postgres');
  const present = await readCluster(home);
  if (present) return present;
  await mkdir(dataDir, { recursive: true });
  await mustHaveRoom(dataDir);
  await clearAbandoned(dataDir);
  const work = join(dataDir, `postgres.new-${process.pid}-${randomBytes(4).toString('hex')}`);
  try {
    await make(work, await binaries(), account, whileWaiting);
    await rename(work, home);
  } catch (error) {
    const other = await readCluster(home);
    if (!other) throw error;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  const made = await readCluster(home);
  if (!made) throw explain(`could not read ${home}`, dataDir);
  return made;
}

async function readCluster(home: string): Promise<Cluster | null> {
  let text: string;
  try {
    text = await readFile(join(home, 'embedded.json'), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new Refusal('data-not-readable', {
      kind: 'unavailable',
      vi: `Tài khoản hiện tại không đọc được ${home}; dữ liệu này do một tài khoản khác tạo ra.`,
      en: `The present account cannot read ${home}; another account made this data.`,
      figures: { folder: home },
    });
  }
  const { mark, user, secret } = JSON.parse(text) as Cluster;
  return { home, folder: join(home, 'cluster'), mark, user, secret };
}

async function make(work: string, binaries: Binaries, account: Account | null, whileWaiting: () => void): Promise<void> {
  const folder = join(work, 'cluster');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const secret = randomBytes(24).toString('base64url');
  const record = { mark: `tiendo-${randomBytes(6).toString('hex')}`, user: 'tiendo', secret };
  await writeFile(join(work, 'embedded.json'), `${JSON.stringify(record, null, 2)}\n`, { mode: 0o600 });
  // initdb reads the secret as the unprivileged account, which may not be able to come here.
  const handover = await mkdtemp(join(tmpdir(), 'tiendo-initdb-'));
  const passwords = join(handover, 'secret');
  try {
    await writeFile(passwords, `${secret}\n`, { mode: 0o600 });
    if (account) for (const path of [folder, handover, passwords]) await chown(path, account.uid, account.gid);
    // The built-in C.UTF-8 needs nothing of the machine; elsewhere than on Linux there may be no such locale for the rest.
    const locale = process.platform === 'linux' ? 'C.UTF-8' : 'C';
    const made = initdb(binaries.initdb, folder, account, [
      '--encoding=UTF8',
      `--locale=${locale}`,
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--username=tiendo',
      '--auth=scram-sha-256',
      `--pwfile=${passwords}`,
      '--no-instructions',
    ]);
    whileWaiting();
    await made;
  } finally {
    await rm(handover, { recursive: true, force: true });
  }
}

function initdb(program: string, folder: string, account: Account | null, options: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, ['-D', pathAsChild(folder, account), ...options], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' },
      ...(account ? { uid: account.uid, gid: account.gid } : {}),
    });
    let log = '';
    child.stdout.on('data', (chunk: Buffer) => {
      log += chunk;
    });
    child.stderr.on('data', (chunk: Buffer) => {
      log += chunk;
    });
    child.on('error', (error) => reject(explain(`could not run initdb: ${error.message}`, folder)));
    child.on('close', (code) => (code === 0 ? resolve() : reject(explain(log, folder))));
  });
}

/** Removes what a killed first start left half made. */
async function clearAbandoned(dataDir: string): Promise<void> {
  for (const name of await readdir(dataDir)) {
    const pid = /^postgres\.new-(\d+)-/.exec(name)?.[1];
    if (pid && !alive(Number(pid))) await rm(join(dataDir, name), { recursive: true, force: true });
  }
}

export function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** What postmaster.pid says: the process and its port; null when there is none or it is torn. */
export async function readPidFile(cluster: Cluster): Promise<{ pid: number; port: number; ready: boolean } | null> {
  const lines = (await readFile(join(cluster.folder, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n');
  const [pid, port] = [Number(lines[0]), Number(lines[3])];
  return Number.isInteger(pid) && pid > 0 && Number.isInteger(port) && port > 0
    ? { pid, port, ready: lines[7]?.trim() === 'ready' }
    : null;
}
