import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openDatabase } from '#database';
import { eventStoreMigrations } from '#event-store';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '#postgres';
import { build } from '../../build.js';

export interface Acknowledged {
  readonly stream: string;
  readonly version: number;
  readonly position: string;
  readonly id: string;
}

export type Victim = 'writer' | 'worker' | 'postgres';

/** PostgreSQL with its data on disk and fsync on, a process that writes and one that projects; whoever is killed is started again. */
export class Household {
  private writer: ChildProcess | undefined;
  private worker: ChildProcess | undefined;
  private files: string[] = [];
  private readonly read = new Map<string, number>();
  private runs = 0;
  private killed = 0;

  private constructor(
    private readonly dataDir: string,
    readonly postgres: EmbeddedPostgres,
    private readonly programs: { readonly writing: string; readonly projecting: string },
  ) {}

  static async found(): Promise<Household> {
    const dataDir = await mkdtemp(join(tmpdir(), 'tiendo-kill-'));
    const [writing, projecting] = [
      await build(new URL('./writing.ts', import.meta.url)),
      await build(new URL('./projecting.ts', import.meta.url)),
    ];
    const postgres = await startEmbeddedPostgres({ dataDir });
    await (await openDatabase({ url: postgres.url, migrations: eventStoreMigrations })).destroy();
    const it = new Household(dataDir, postgres, { writing, projecting });
    await it.startWriter();
    it.startWorker();
    return it;
  }

  async kill(victim: Victim): Promise<void> {
    if (victim === 'postgres') {
      // Killed already, and not yet started again: there is nobody to kill.
      while (this.postgres.pid === this.killed) await sleep(10);
      this.killed = this.postgres.pid;
      process.kill(this.killed, 'SIGKILL');
      return;
    }
    const child = victim === 'writer' ? this.writer : this.worker;
    if (child?.exitCode !== null || child.signalCode !== null) throw new Error(`the ${victim} ended by itself`);
    child.kill('SIGKILL');
    if (victim === 'writer') await this.startWriter();
    else this.startWorker();
  }

  /** What was acknowledged since the last time. A line that the kill cut short is no acknowledgement that anybody heard. */
  async heard(): Promise<Acknowledged[]> {
    const all: Acknowledged[] = [];
    for (const file of this.files) {
      const text = await readFile(file, 'utf8');
      const lines = text.slice(this.read.get(file) ?? 0, text.lastIndexOf('\n') + 1);
      this.read.set(file, text.lastIndexOf('\n') + 1);
      for (const line of lines.split('\n').slice(0, -1)) {
        const [stream = '', version, position = '', id = ''] = line.split(' ');
        all.push({ stream, version: Number(version), position, id });
      }
    }
    // Those of writers that are gone are read to their end.
    this.files = this.files.slice(-2);
    return all;
  }

  /** The writer stops, so that the log stands still. */
  async silence(): Promise<void> {
    const { writer } = this;
    if (!writer || writer.exitCode !== null || writer.signalCode !== null) return;
    const gone = once(writer, 'exit');
    writer.kill('SIGKILL');
    await gone;
  }

  async close(): Promise<void> {
    this.writer?.kill('SIGKILL');
    this.worker?.kill('SIGKILL');
    await this.postgres.stop();
    await rm(this.dataDir, { recursive: true, force: true, maxRetries: 10 });
  }

  async startWriter(): Promise<void> {
    const run = String(++this.runs);
    const file = join(this.dataDir, `heard-${run}`);
    await writeFile(file, '');
    this.files.push(file);
    this.writer = spawn(process.execPath, [this.programs.writing, this.postgres.url, run, file], { stdio: 'inherit' });
  }

  private startWorker(): void {
    this.worker = spawn(process.execPath, [this.programs.projecting, this.postgres.url], { stdio: 'inherit' });
  }
}
