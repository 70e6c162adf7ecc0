import pg from 'pg';
import { beginning, type Position, type Recorded, Refusal } from '#language';
import type { EventStore } from '../event-store.js';
import type { Projection } from '../projection.js';
import { inTransaction, writeBatch } from './applying.js';
import { Fold } from './folding.js';
import { firstStatus, locks, readStatus } from './status.js';
import { creating, dropping, quoted, shapeOf, switching, tableName } from './tables.js';
import { type Sql, writeChanges, writeStates } from './writing.js';

export interface RebuildProgress {
  readonly name: string;
  readonly position: Position;
  readonly head: Position;
  /** Events folded so far, of those that the projection reads. */
  readonly events: number;
}

export interface RebuildReport {
  readonly name: string;
  readonly events: number;
  readonly position: Position;
  readonly rows: Readonly<Record<string, number>>;
  /** Whether the live tables said the same at the same position; null when they were of another version or place. */
  readonly same: boolean | null;
  readonly seconds: number;
}

/** An event that the projection cannot fold. A rebuild always stops at it: figures that skipped an event are worse than late ones. */
export class CannotFold extends Error {
  constructor(
    readonly event: Recorded,
    cause: unknown,
  ) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

const pageSize = 5_000;

/**
 * Makes a projection anew from the whole log beside its live tables, catches up, compares, and switches in one transaction.
 * The live tables are read, and written, until then. Refuses when another rebuild of it is under way.
 */
export async function rebuild(
  { pool, store, url }: { pool: pg.Pool; store: EventStore; url: string },
  projection: Projection,
  onProgress: (progress: RebuildProgress) => void = () => undefined,
): Promise<RebuildReport> {
  const started = Date.now();
  const guard = new pg.Client({ connectionString: url, application_name: 'tiendo rebuild' });
  guard.on('error', () => undefined);
  await guard.connect();
  try {
    const { rows } = await guard.query<{ taken: boolean }>('select pg_try_advisory_lock($1, hashtext($2)) as taken', [
      locks.rebuild,
      projection.name,
    ]);
    if (!rows[0]?.taken)
      throw new Refusal('rebuild-under-way', {
        kind: 'conflict',
        vi: `Bảng “${projection.name}” đang được dựng lại.`,
        en: `“${projection.name}” is being rebuilt already.`,
        figures: { projection: projection.name },
      });
    const build = await inTransaction(pool, (sql) => prepare(sql, projection));
    const filled = await fill(pool, store, projection, build, onProgress);
    const caughtUp = await catchUp(pool, store, projection, build, filled, onProgress);
    const last = await inTransaction(pool, (sql) => switchOver(sql, store, projection, build, caughtUp));
    return { name: projection.name, ...last, seconds: (Date.now() - started) / 1_000 };
  } finally {
    await guard.end();
  }
}

/** Empty tables beside the live ones, and a build number that nobody had. */
async function prepare(sql: Sql, projection: Projection): Promise<number> {
  await firstStatus(sql, projection);
  const { rows } = await sql.query(
    `select greatest((select build from projection_status where name = $1),
                     (select coalesce(max(build), 0) from projection_state where projection = $1)) + 1 as build`,
    [projection.name],
  );
  for (const statement of [...dropping(projection, true), ...creating(projection, true)]) await sql.query(statement);
  return Number(rows[0]?.build);
}

interface Place {
  readonly position: Position;
  readonly events: number;
}

/** Folds all there is in memory, one page read while the one before is folded; only versions that have ended are written on the way. */
async function fill(
  pool: pg.Pool,
  store: EventStore,
  projection: Projection,
  build: number,
  onProgress: (progress: RebuildProgress) => void,
): Promise<Place> {
  const states = new Map<string, unknown>();
  const fold = new Fold(projection, states);
  const head = await store.head();
  const read = (after: Position) => store.readLog({ ...projection.reads, after, limit: pageSize });
  let position = beginning;
  let events = 0;
  let next = read(position);
  for (;;) {
    const page = await next;
    const last = page.at(-1);
    if (!last) break;
    position = last.position;
    next = read(position);
    // Nobody waits for it yet, and a failure must not end the process before somebody does.
    next.catch(() => undefined);
    for (const event of page)
      try {
        fold.apply(event);
      } catch (error) {
        throw new CannotFold(event, error);
      }
    events += page.length;
    for (const table of projection.tables) {
      const changes = fold.changes.get(table.name);
      if (changes && changes.endedCount > pageSize)
        await writeChanges(pool, table, true, { close: [], remove: [], put: changes.takeEnded() });
    }
    onProgress({ name: projection.name, position, head: later(head, position), events });
  }
  fold.finish();
  for (const table of projection.tables) {
    const changes = fold.changes.get(table.name)?.result();
    if (changes) await writeChanges(pool, table, true, changes);
  }
  await writeStates(pool, projection.name, build, states);
  return { position: later(head, position), events };
}

function later(a: Position, b: Position): Position {
  if (a > b) return a;
  return b;
}

/** What was written meanwhile, in batches, until little is left for the switch. */
async function catchUp(
  pool: pg.Pool,
  store: EventStore,
  projection: Projection,
  build: number,
  from: Place,
  onProgress: (progress: RebuildProgress) => void,
): Promise<Place> {
  let { position, events } = from;
  for (;;) {
    const page = await store.readLog({ after: position, limit: 1_000 });
    if (page.length < 1_000) return { position, events };
    await inTransaction(pool, (sql) => writeBatch(sql, projection, { build, beside: true }, page, new Map()));
    position = page.at(-1)?.position ?? position;
    events += page.length;
    onProgress({ name: projection.name, position, head: position, events });
  }
}

/** With the status row locked nobody moves the live tables any more. Folds the rest, compares, puts the new ones in their place. */
async function switchOver(
  sql: Sql,
  store: EventStore,
  projection: Projection,
  build: number,
  from: Place,
): Promise<Omit<RebuildReport, 'name' | 'seconds'>> {
  await sql.query(`set local lock_timeout = '30s'`);
  const live = await readStatus(sql, projection.name, true);
  let { position, events } = from;
  // Up to where the live tables stand, so that the two can be compared. What comes later is the live runner's, in the new tables.
  while (live && position < live.position) {
    const rest = (await store.readLog({ after: position, limit: 1_000 })).filter((it) => it.position <= live.position);
    await writeBatch(sql, projection, { build, beside: true }, rest, new Map());
    position = rest.at(-1)?.position ?? live.position;
    events += rest.length;
  }
  const comparable =
    live !== null && live.version === projection.version && live.shape === shapeOf(projection) && live.position === position;
  let same: boolean | null = comparable ? true : null;
  const rows: Record<string, number> = {};
  for (const table of projection.tables) {
    const made = await contentOf(sql, tableName(table, true));
    rows[table.name] = made.rows;
    if (comparable && made.digest !== (await contentOf(sql, table.name)).digest) same = false;
  }
  for (const statement of switching(projection)) await sql.query(statement);
  await sql.query(
    `update projection_status set version = $2, shape = $3, build = $4, position = $5, state = 'running', error = null, updated_at = now()
     where name = $1`,
    [projection.name, projection.version, shapeOf(projection), build, position.toString()],
  );
  await sql.query('delete from projection_state where projection = $1 and build <> $2', [projection.name, build]);
  return { events, position, rows, same };
}

/** How many rows, and a digest of them that does not depend on their order. */
async function contentOf(sql: Sql, table: string): Promise<{ rows: number; digest: string }> {
  const { rows } = await sql.query(
    `select count(*) as n, coalesce(sum(hashtextextended(t::text, 0)::numeric), 0)::text as hash from ${quoted(table)} t`,
  );
  const row = rows[0] ?? {};
  return { rows: Number(row.n), digest: `${row.n} ${row.hash}` };
}
