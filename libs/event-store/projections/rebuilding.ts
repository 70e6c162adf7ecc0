import pg from 'pg';
import type { Position } from '#language';
import type { EventStore } from '../event-store.js';
import { isOutage, wasRolledBack } from '../postgres/link.js';
import type { Projection } from '../projection.js';
import { inTransaction, writeBatch } from './applying.js';
import { fill, type RebuildProgress } from './filling.js';
import type { Making } from './making.js';
import { firstStatus, locks } from './status.js';
import { type Switched, switchAll, underWay } from './switching.js';
import { dropping, indexing, keying, making, quoted, tableName } from './tables.js';
import type { Sql } from './writing.js';

export interface RebuildReport extends Switched {
  readonly seconds: number;
}

export interface Rebuilt {
  readonly reports: readonly RebuildReport[];
  /** Projections that could not be made, with what stopped them; their live tables are as they were. */
  readonly failures: readonly { readonly name: string; readonly error: unknown }[];
}

interface Places {
  readonly pool: pg.Pool;
  readonly store: EventStore;
  readonly url: string;
}

/**
 * Makes projections anew in one pass over the whole log, beside their live tables, catches up, compares, and switches all in one
 * transaction. The live tables are read, and written, until then, and kept until the next rebuild (see goBack). One that fails
 * does not hold up the others. Refuses: rebuild-under-way, of any of them.
 */
export async function rebuildTogether(
  places: Places,
  projections: readonly Projection[],
  onProgress: (progress: RebuildProgress) => void = () => undefined,
): Promise<Rebuilt> {
  const { pool, store, url } = places;
  const started = Date.now();
  const guard = new pg.Client({ connectionString: url, application_name: 'tiendo rebuild' });
  guard.on('error', () => undefined);
  const indexes = new Indexes(pool);
  await guard.connect();
  try {
    for (const { name } of projections) {
      const asked = await guard.query<{ taken: boolean }>('select pg_try_advisory_lock($1, hashtext($2)) as taken', [
        locks.rebuild,
        name,
      ]);
      if (!asked.rows[0]?.taken) throw underWay(name);
    }
    const makings: Making[] = [];
    for (const it of projections) makings.push(await inTransaction(pool, (sql) => prepare(sql, it)));
    const filled = await fill(places, makings, onProgress, (it) => indexes.make(it));
    const reached = new Map<Making, Position>();
    for (const [i, it] of makings.entries()) {
      onProgress({ step: 'indexing', done: i, of: makings.length });
      await indexes.made(it);
      await attempt(it, async () => {
        reached.set(it, await catchUp(pool, store, it, filled));
      });
    }
    onProgress({ step: 'switching', done: 0, of: makings.length });
    const switched = await switchAll(pool, store, makings, reached);
    const seconds = (Date.now() - started) / 1_000;
    const failures = makings.flatMap((it) => (it.failed === null ? [] : [{ name: it.projection.name, error: it.failed }]));
    return { reports: switched.map((it) => ({ ...it, seconds })), failures };
  } finally {
    await indexes.idle();
    await guard.end();
  }
}

/** What the machine does fails all; anything else fails this projection alone. */
async function attempt(making: Making, work: () => Promise<void>): Promise<void> {
  if (making.failed !== null) return;
  try {
    await work();
  } catch (error) {
    if (isOutage(error) || wasRolledBack(error)) throw error;
    making.failed = error;
  }
}

/** Empty tables beside the live ones, without the indexes that would slow their filling, and a build number that nobody had. */
async function prepare(sql: Sql, projection: Projection): Promise<Making> {
  await firstStatus(sql, projection);
  const { rows } = await sql.query(
    `select greatest((select greatest(build, (before ->> 'build')::int) from projection_status where name = $1),
                     (select coalesce(max(build), 0) from projection_state where projection = $1)) + 1 as build`,
    [projection.name],
  );
  for (const statement of [...dropping(projection, 'next'), ...making(projection, 'next')]) await sql.query(statement);
  return { projection, build: Number(rows[0]?.build), events: 0, failed: null };
}

/** Projections whose indexes are made at one time: PostgreSQL makes parts of one with several processes, and others with one alone. */
const atOnce = 2;

/** Makes the indexes of tables that are filled, while others are still being filled. */
class Indexes {
  private readonly all = new Map<Making, Promise<void>>();
  private readonly waiting: (() => void)[] = [];
  private busy = 0;

  constructor(private readonly pool: pg.Pool) {}

  make(it: Making): void {
    const made = this.inTurn(it);
    this.all.set(it, made);
    // It is waited for below, where a failure is heard of; until then an unhandled rejection would end the process.
    made.catch(() => undefined);
  }

  private async inTurn(it: Making): Promise<void> {
    if (this.busy < atOnce) this.busy++;
    else await new Promise<void>((resolve) => this.waiting.push(resolve));
    try {
      await attempt(it, () => inTransaction(this.pool, (sql) => index(sql, it.projection)));
    } finally {
      const next = this.waiting.shift();
      if (next) next();
      else this.busy--;
    }
  }

  /** Throws what the machine did. */
  made(it: Making): Promise<void> {
    return this.all.get(it) ?? Promise.resolve();
  }

  async idle(): Promise<void> {
    await Promise.allSettled(this.all.values());
  }
}

async function index(sql: Sql, projection: Projection): Promise<void> {
  await sql.query(`set local maintenance_work_mem = '256MB'`);
  for (const table of projection.tables) {
    await sql.query(keying(table, 'next'));
    // One row an event, made stream after stream: they are read as the record goes on, and lie so where nobody rebuilt them.
    if (projection.once) await inOrderOfKey(sql, quoted(tableName(table, 'next')));
    for (const statement of indexing(table, 'next')) await sql.query(statement);
    await sql.query(`analyze ${quoted(tableName(table, 'next'))}`);
  }
}

async function inOrderOfKey(sql: Sql, table: string): Promise<void> {
  const { rows } = await sql.query(
    `select indexrelid::regclass as key from pg_index where indrelid = $1::regclass and indisprimary`,
    [table],
  );
  await sql.query(`cluster ${table} using ${rows[0]?.key}`);
}

/** What was written meanwhile, in batches, until little is left for the switch. */
async function catchUp(pool: pg.Pool, store: EventStore, it: Making, from: Position): Promise<Position> {
  for (let at = from; ; ) {
    const page = await store.readLog({ after: at, limit: 1_000 });
    if (page.length < 1_000) return at;
    await inTransaction(pool, (sql) => writeBatch({ sql, store }, it.projection, { build: it.build, which: 'next' }, page));
    at = page.at(-1)?.position ?? at;
    it.events += page.length;
  }
}
