import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { PostgresEventStore } from '#event-store';
import { startEmbeddedPostgres } from '#postgres';
import { build } from '../build.js';
import { events, newStream } from '../event-store/sample.js';

/** Rounds of each kind, each over data of its own; kill-loop.spec.ts has the many rounds over one set. */
const rounds = Number(process.env.KILL_ROUNDS ?? 1);

interface Acknowledged {
  readonly stream: string;
  readonly version: number;
  readonly position: number;
  readonly id: string;
}

describe('a thousand concurrent appends', () => {
  let dataDir: string;
  let program: string;
  let children: ChildProcess[] = [];
  let acknowledged: Acknowledged[] = [];
  beforeAll(async () => {
    program = await build(new URL('./appending.ts', import.meta.url));
  });
  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'tiendo-kill-'));
    acknowledged = [];
  });
  afterEach(async () => {
    for (const it of children) it.kill('SIGKILL');
    children = [];
    const left = await startEmbeddedPostgres({ dataDir });
    await left.stop();
    await rm(dataDir, { recursive: true, force: true, maxRetries: 10 });
  });

  /** Starts the appending process, and waits for what it has had acknowledged. */
  async function appending(run: string) {
    const file = join(dataDir, `heard-${run}`);
    await writeFile(file, '');
    const child = spawn(process.execPath, [program, dataDir, run, file], { stdio: ['ignore', 'inherit', 'inherit'] });
    children.push(child);
    const exited = once(child, 'exit');
    // A last line that the kill cut short is no acknowledgement that anybody heard.
    const heard = async () => (await readFile(file, 'utf8')).split('\n').slice(0, -1);
    return {
      heard,
      async until(n: number) {
        for (let lines = await heard(); lines.length <= n; lines = await heard()) {
          if (child.exitCode !== null) throw new Error('the appending process ended by itself');
          await sleep(20);
        }
      },
      async postgres() {
        return Number((await heard())[0]?.split(' ')[1]);
      },
      async kill() {
        child.kill('SIGKILL');
        await exited;
        for (const line of (await heard()).slice(1)) {
          const [stream = '', version, position, id = ''] = line.split(' ');
          acknowledged.push({ stream, version: Number(version), position: Number(position), id });
        }
      },
    };
  }

  /** What a user was told is there, where it was told, once; nothing is twice; no gap. */
  async function nothingIsLost() {
    const postgres = await startEmbeddedPostgres({ dataDir });
    try {
      const client = new pg.Client({ connectionString: postgres.url });
      await client.connect();
      const { rows } = await client.query<{ stream: string; version: number; position: string; id: string }>(
        'select stream, version, position, id from event order by position',
      );
      await client.end();
      expect(rows.map((it) => Number(it.position))).toEqual(rows.map((_, i) => i + 1));
      expect(new Set(rows.map((it) => it.id)).size).toBe(rows.length);
      const last = new Map<string, number>();
      for (const it of rows) {
        expect(it.version).toBe((last.get(it.stream) ?? 0) + 1);
        last.set(it.stream, it.version);
      }
      const there = new Set(rows.map((it) => `${it.stream} ${it.version} ${it.position} ${it.id}`));
      expect(acknowledged.filter((it) => !there.has(`${it.stream} ${it.version} ${it.position} ${it.id}`))).toEqual([]);
      expect(acknowledged.length).toBeGreaterThan(0);
      const store = new PostgresEventStore({ url: postgres.url });
      expect(await store.append(newStream('after'), 0, events(2))).toMatchObject({ version: 2, repeated: false });
      await store.close();
    } finally {
      await postgres.stop();
    }
  }

  it(
    'lose nothing that was acknowledged when the server is killed',
    async () => {
      for (let round = 1; round <= rounds; round++) {
        const it = await appending(`a${round}`);
        await it.until(1_500 + Math.floor(Math.random() * 1_000));
        await it.kill();
        await nothingIsLost();
      }
    },
    60_000 * rounds,
  );

  it(
    'lose nothing when PostgreSQL is killed and then the server',
    async () => {
      for (let round = 1; round <= rounds; round++) {
        const it = await appending(`b${round}`);
        await it.until(1_500 + Math.floor(Math.random() * 1_000));
        process.kill(await it.postgres(), 'SIGKILL');
        await it.kill();
        await nothingIsLost();
      }
    },
    60_000 * rounds,
  );

  it(
    'go on, and lose nothing, when PostgreSQL is killed under a living server',
    async () => {
      for (let round = 1; round <= rounds; round++) {
        const it = await appending(`c${round}`);
        await it.until(1_500);
        process.kill(await it.postgres(), 'SIGKILL');
        // Whatever was on its way then has been answered when as many again have come.
        await it.until((await it.heard()).length + 3_000);
        await it.kill();
        await nothingIsLost();
      }
    },
    60_000 * rounds,
  );
});
