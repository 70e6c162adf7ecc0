import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

export interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

/** Every process whose command line carries `mark`. PostgreSQL puts its cluster_name in the title of each of its children. */
export async function processesMarked(mark: string): Promise<Process[]> {
  const all = process.platform === 'linux' ? await fromProc() : await fromPs();
  return all.filter((it) => it.pid !== process.pid && it.command.includes(mark) && /postgres/.test(it.command));
}

/** Whether this process is one of those, without looking at all the others where the machine can tell. */
export async function isMarked(pid: number, mark: string): Promise<boolean> {
  if (process.platform !== 'linux') return (await processesMarked(mark)).some((it) => it.pid === pid);
  const command = (await processAt(String(pid)))?.command ?? '';
  return command.includes(mark) && command.includes('postgres');
}

async function fromProc(): Promise<Process[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(pids.map(processAt));
  return found.filter((it) => it !== null);
}

async function processAt(pid: string): Promise<Process | null> {
  try {
    const [command, status] = await Promise.all([
      readFile(`/proc/${pid}/cmdline`, 'utf8'),
      readFile(`/proc/${pid}/stat`, 'utf8'),
    ]);
    const [state, parent] = status.slice(status.lastIndexOf(')') + 2).split(' ');
    // A zombie holds nothing any more; it only waits for whoever started it.
    return state === 'Z' ? null : { pid: Number(pid), parent: Number(parent), command: command.replaceAll('\0', ' ') };
  } catch {
    return null;
  }
}

async function fromPs(): Promise<Process[]> {
  const { stdout } = await promisify(execFile)('ps', ['-axo', 'pid=,ppid=,command='], { maxBuffer: 1 << 24 });
  return stdout
    .split('\n')
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line))
    .filter((it) => it !== null)
    .map(([, pid, parent, command]) => ({ pid: Number(pid), parent: Number(parent), command: command ?? '' }));
}

export function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It ended by itself meanwhile.
  }
}

/** True when no process with this mark is left within `ms` milliseconds. */
export async function goneWithin(ms: number, mark: string): Promise<boolean> {
  const end = Date.now() + ms;
  for (;;) {
    if ((await processesMarked(mark)).length === 0) return true;
    if (Date.now() >= end) return false;
    await sleep(20);
  }
}
