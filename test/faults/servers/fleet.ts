import type { ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '#postgres';
import { buildServer, NotStarted, type ServerProcess, startServerProcess } from './server-process.js';

export const places = ['api 1', 'api 2', 'worker 1', 'worker 2'] as const;
export type Place = (typeof places)[number];
export type Victim = Place | 'postgres';

/** Milliseconds: after a kill PostgreSQL brings all its files to the disk before it answers, 27 s of them where others use the disk too. */
const patience = 90_000;

const roleOf = (place: Place) => (place.startsWith('api') ? 'api' : 'worker');

/** Two servers that people talk to and two that project, over one PostgreSQL with fsync on; whoever is killed is started again. */
export class Fleet {
  private readonly servers = new Map<Place, ServerProcess>();
  private readonly starting = new Map<Place, Promise<void>>();
  /** Whose start is under way: it goes on until somebody serves there. */
  private readonly begun = new Set<Place>();
  /** The newest process of a place, from its first moment on. */
  private readonly children = new Map<Place, ChildProcess>();
  private killed = 0;
  private closed = false;
  /** The administrator's, as the first start said it. */
  password = '';

  private constructor(
    private readonly dataDir: string,
    readonly postgres: EmbeddedPostgres,
  ) {}

  static async found(): Promise<Fleet> {
    buildServer();
    const dataDir = await mkdtemp(join(tmpdir(), 'tiendo-fleet-'));
    const it = new Fleet(dataDir, await startEmbeddedPostgres({ dataDir }));
    // A worker makes the tables and loads the plan.
    await it.start('worker 1');
    it.password = /quantri +(\S+)/.exec(it.servers.get('worker 1')?.said() ?? '')?.[1] ?? '';
    await Promise.all(places.filter((place) => place !== 'worker 1').map((place) => it.start(place)));
    return it;
  }

  /** Where a server that people talk to listens; null while it is being started again. */
  urlOf(place: 'api 1' | 'api 2'): string | null {
    const server = this.servers.get(place);
    return server?.alive() ? server.url : null;
  }

  /** Kills with SIGKILL; a server that is only just starting is killed as it starts. */
  async kill(victim: Victim): Promise<void> {
    if (victim !== 'postgres') {
      this.children.get(victim)?.kill('SIGKILL');
      // A start under way takes the kill for one more that failed, and tries again: a second one would put two on one place.
      if (!this.begun.has(victim)) this.starting.set(victim, this.start(victim));
      return;
    }
    // Killed already, and not yet started again: there is nobody to kill.
    while (this.postgres.pid === this.killed) await sleep(10);
    this.killed = this.postgres.pid;
    process.kill(this.killed, 'SIGKILL');
  }

  /** Waits until everybody is there again. Throws what kept one from starting, and names one that ended by itself. */
  async whole(): Promise<void> {
    await Promise.all(this.starting.values());
    for (const [place, server] of this.servers)
      if (!server.alive()) throw new Error(`${place} ended by itself: ${server.said()}`);
  }

  private async start(place: Place): Promise<void> {
    const until = performance.now() + patience;
    this.begun.add(place);
    for (;;)
      try {
        const to = { databaseUrl: this.postgres.url, dataDir: this.dataDir };
        this.servers.set(place, await startServerProcess(roleOf(place), to, (child) => this.children.set(place, child)));
        this.begun.delete(place);
        return;
      } catch (error) {
        // PostgreSQL was killed while it started: whoever runs it starts it again.
        if (!(error instanceof NotStarted) || this.closed || performance.now() > until) throw error;
        await sleep(100);
      }
  }

  async close(): Promise<void> {
    this.closed = true;
    for (const it of this.children.values()) it.kill('SIGKILL');
    await Promise.allSettled(this.starting.values());
    for (const it of this.children.values()) it.kill('SIGKILL');
    await this.postgres.stop();
    await rm(this.dataDir, { recursive: true, force: true, maxRetries: 10 });
  }
}
