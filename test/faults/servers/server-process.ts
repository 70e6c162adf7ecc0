import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Configuration } from '../../../apps/server/configuration.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));

export interface ServerProcess {
  readonly url: string;
  readonly said: () => string;
  /** True until it was killed or has ended by itself. */
  alive(): boolean;
  kill(signal: NodeJS.Signals): void;
  /** The exit code, null when a signal ended it. */
  readonly ended: Promise<number | null>;
}

/** It ended before it served anything. */
export class NotStarted extends Error {}

/** Builds the server as it is run; once before processes are started. */
export function buildServer(): void {
  const { status, stderr } = spawnSync(process.execPath, ['apps/prepare.mjs', '--no-page'], { cwd: root, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
}

/** The built server as a process of its own on a free port; resolves when it serves. `begun` hears of the process at once. */
export async function startServerProcess(
  role: Configuration['role'],
  { databaseUrl, dataDir }: { readonly databaseUrl: string; readonly dataDir: string },
  begun: (child: ChildProcess) => void,
): Promise<ServerProcess> {
  const child = spawn(process.execPath, ['dist/apps/server/main.js'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env.PATH,
      DATABASE_URL: databaseUrl,
      TIENDO_DATA: dataDir,
      TIENDO_ROLE: role,
      TIENDO_SAMPLE: 'none',
      TIENDO_LOG: 'silent',
      TIENDO_RATE: '1000000',
      PORT: '0',
    },
  });
  begun(child);
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
  const ended = once(child, 'exit').then(([code]) => code as number | null);
  const alive = () => child.exitCode === null && child.signalCode === null && !child.killed;
  for (;;) {
    if (!alive()) throw new NotStarted(`a process of the role ${role} ended: ${said}`);
    const url = /Tiến Độ: (http\S+)/.exec(said)?.[1];
    if (url) return { url, said: () => said, alive, ended, kill: (signal) => child.kill(signal) };
    await sleep(20);
  }
}
