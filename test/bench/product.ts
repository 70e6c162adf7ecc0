import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** The product as people run it: its own process, built, with its usual settings and the plan loaded. */
export interface Product {
  readonly url: string;
  /** Milliseconds from the start of the process until /api/health said ready. The plan is loaded before that. */
  readonly readyAfter: number;
  readonly pid: number;
  /** Everything it said; the first start says the administrator's password. */
  said(): string;
  kill(): Promise<void>;
  stop(): Promise<void>;
}

/** Longest wait for a start, milliseconds. */
const patience = 60_000;

export async function startProduct(env: Readonly<Record<string, string>>): Promise<Product> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const from = performance.now();
  const child = spawn(process.execPath, ['dist/run/server.js'], {
    env: { ...process.env, TIENDO_SAMPLE: 'none', TIENDO_RATE: '1000000', PORT: String(port), ...env },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk;
  });
  for (;;) {
    const ready = await fetch(`${url}/api/health`).then(
      (it) => it.status === 200,
      () => false,
    );
    if (ready) break;
    if (child.exitCode !== null || performance.now() - from > patience) throw new Error(`the server did not start: ${text}`);
    await sleep(10);
  }
  const ends = (signal: NodeJS.Signals) => ended(child, signal);
  return {
    url,
    readyAfter: performance.now() - from,
    pid: child.pid ?? 0,
    said: () => text,
    kill: () => ends('SIGKILL'),
    stop: () => ends('SIGTERM'),
  };
}

export async function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const over = new Promise((resolve) => child.once('exit', resolve));
  child.kill(signal);
  await over;
}

export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });

/** Resident memory of a process, MB. Linux. */
export const residentOf = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? Number.NaN) / 1_024;
