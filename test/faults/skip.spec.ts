import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { EventStore } from '#event-store';
import { beginning, type Position } from '#language';
import { postgresEngine } from '../event-store/postgres-engine.js';
import { events, metaOf, newStream } from '../event-store/sample.js';

/** How long the writers write, milliseconds. */
const duration = Number(process.env.SKIP_MS ?? 2_000);
const writers = 8;

/** Twelve hands that write slowly, some of which give up at the end; a reader that asks for what comes after the last it saw. */
describe('a reader that goes by position', () => {
  let engine: Awaited<ReturnType<typeof postgresEngine>>;
  let pool: pg.Pool;
  beforeAll(async () => {
    engine = await postgresEngine();
    pool = new pg.Pool({ connectionString: engine.url, max: writers + 2 });
    pool.on('error', () => undefined);
  });
  afterAll(async () => {
    await pool.end();
    await engine.close();
  });

  /** Runs `write` in transactions that dawdle and sometimes roll back, while `read` follows. Gives what was committed and what was seen. */
  async function race(write: (sql: pg.PoolClient) => Promise<string[]>, read: () => Promise<string[]>) {
    const committed: string[] = [];
    const seen: string[] = [];
    const end = Date.now() + duration;
    let writing = true;
    const reader = (async () => {
      while (writing) {
        seen.push(...(await read()));
        await sleep(1);
      }
    })();
    await Promise.all(
      Array.from({ length: writers }, async (_, n) => {
        const sql = await pool.connect();
        for (let i = 0; Date.now() < end; i++) {
          await sql.query('begin');
          const written = await write(sql);
          if ((i + n) % 3 === 0) await sleep(5);
          if ((i + n) % 5 === 0) await sql.query('rollback');
          else {
            await sql.query('commit');
            committed.push(...written);
          }
        }
        sql.release();
      }),
    );
    writing = false;
    await reader;
    for (let more = await read(); more.length > 0; more = await read()) seen.push(...more);
    return { committed, seen };
  }

  it('over a bare sequence loses events: the control that shows that this test can fail', async () => {
    await pool.query('create table naive (position bigserial primary key, id uuid not null default gen_random_uuid())');
    let last = '0';
    const { committed, seen } = await race(
      async (sql) => (await sql.query<{ id: string }>('insert into naive default values returning id')).rows.map((it) => it.id),
      async () => {
        const { rows } = await pool.query<{ position: string; id: string }>(
          'select * from naive where position > $1 order by position',
          [last],
        );
        last = rows.at(-1)?.position ?? last;
        return rows.map((it) => it.id);
      },
    );
    const found = new Set(seen);
    const lost = committed.filter((id) => !found.has(id));
    expect(committed.length).toBeGreaterThan(50);
    expect(lost.length).toBeGreaterThan(0);
  });

  it('over the log sees every event, once, in order, beside slow and abandoned transactions of other processes', async () => {
    const stores = [engine.open(), engine.open()];
    const follower: EventStore = engine.open();
    let last: Position = beginning;
    const positions: bigint[] = [];
    let writing = true;
    const own: string[] = [];
    const grouped = stores.map(async (store, n) => {
      while (writing) {
        const batch = Array.from({ length: 5 + n }, () => ({ stream: newStream('skip'), written: events(2) }));
        await Promise.all(batch.map((it) => store.append(it.stream, 0, it.written)));
        own.push(...batch.flatMap((it) => it.written.map((event) => event.id)));
      }
    });
    const { committed, seen } = await race(
      async (sql) => {
        const [event] = events(1);
        if (!event) return [];
        await sql.query('select * from append_events($1, $2, $3, $4, $5, $6, $7, $8, now())', [
          [newStream('slow')],
          [0],
          [1],
          [1],
          [event.id],
          [event.type],
          [JSON.stringify(event.data)],
          [JSON.stringify(metaOf(event.meta.commandId, ''))],
        ]);
        return [event.id];
      },
      async () => {
        const page = await follower.readLog({ after: last, limit: 1_000 });
        last = page.at(-1)?.position ?? last;
        positions.push(...page.map((it) => it.position));
        return page.map((it) => it.id);
      },
    );
    writing = false;
    await Promise.all(grouped);
    for (let page = await follower.readLog({ after: last, limit: 1_000 }); page.length > 0; ) {
      last = page.at(-1)?.position ?? last;
      positions.push(...page.map((it) => it.position));
      seen.push(...page.map((it) => it.id));
      page = await follower.readLog({ after: last, limit: 1_000 });
    }
    expect(committed.length).toBeGreaterThan(20);
    expect([...seen].sort()).toEqual([...committed, ...own].sort());
    // Abandoned transactions leave no gap, and the reader saw no later event before an earlier one.
    expect(positions.map(Number)).toEqual(positions.map((_, i) => i + 1));
    for (const it of [...stores, follower]) await it.close();
  });
});
