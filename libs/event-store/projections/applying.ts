import { setImmediate as nextTurn } from 'node:timers/promises';
import type pg from 'pg';
import type { Position, Recorded } from '#language';
import type { EventStore } from '../event-store.js';
import type { Projection, Table } from '../projection.js';
import type { TableChanges } from './changes.js';
import { Fold, readsEvent } from './folding.js';
import { statesBefore, toKeep } from './recalling.js';
import type { Which } from './tables.js';
import { type KeptState, type Sql, writeChanges, writeStates } from './writing.js';

/** The checkpoint is not where this process left it: another one runs this projection, or a rebuild took its place. */
export class Fenced extends Error {
  constructor(name: string) {
    super(`projection ${name} was taken over`);
  }
}

export async function inTransaction<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('begin');
    const result = await work(client);
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch((it: Error) => {
      broken = it;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}

export interface Build {
  readonly build: number;
  /** The tables that are written. */
  readonly which: Which;
}

/** What events come to, folded and not yet written. */
export interface Folded {
  /** The new states, and those of them that are written down. */
  readonly states: ReadonlyMap<string, unknown>;
  readonly kept: readonly (readonly [key: string, kept: KeptState])[];
  readonly changes: readonly (readonly [Table, TableChanges])[];
}

/** Events that are folded before whoever else has work in this process has a turn; some milliseconds. */
const turn = 40;

/** Where states that are not known are found: what is kept of them, and the log. */
export interface Sources {
  readonly sql: Sql;
  readonly store: EventStore;
}

/** Folds the events that the projection reads. `known` are states that need not be loaded. */
export async function foldBatch(
  sources: Sources,
  projection: Projection,
  build: number,
  events: readonly Recorded[],
  known: ReadonlyMap<string, unknown>,
): Promise<Folded> {
  const own = events.filter((it) => readsEvent(projection, it));
  if (own.length === 0) return { states: new Map(), kept: [], changes: [] };
  const states = await statesBefore(sources, projection, build, own, known);
  const fold = new Fold(projection, states);
  for (const [i, event] of own.entries()) {
    fold.apply(event);
    if (i % turn === turn - 1) await nextTurn();
  }
  fold.finish();
  const changes = projection.tables.flatMap((table) => {
    const result = fold.changes.get(table.name)?.result();
    return result ? [[table, result] as const] : [];
  });
  return { states: projection.once ? new Map() : states, kept: toKeep(projection, own, states), changes };
}

async function writeFolded(
  client: pg.ClientBase,
  projection: Projection,
  { build, which }: Build,
  { kept, changes }: Folded,
): Promise<void> {
  for (const [table, it] of changes) await writeChanges(client, table, which, it);
  if (kept.length > 0) await writeStates(client, projection.name, build, kept);
}

/** Folds events and writes rows and states, for tables that nobody follows yet: no state is known. */
export async function writeBatch(
  { sql: client, store }: Sources & { readonly sql: pg.ClientBase },
  projection: Projection,
  build: Build,
  events: readonly Recorded[],
): Promise<void> {
  const folded = await foldBatch({ sql: client, store }, projection, build.build, events, new Map());
  await writeFolded(client, projection, build, folded);
}

/**
 * One live batch: rows, states and checkpoint in one transaction. The status row comes first, and is locked by that, before any
 * table, in the same order as a rebuild's switch. Throws Fenced when the checkpoint is not `from`.
 */
export async function applyFolded(
  pool: pg.Pool,
  projection: Projection,
  build: number,
  from: Position,
  to: Position,
  folded: Folded,
): Promise<void> {
  return inTransaction(pool, async (sql) => {
    const { rowCount } = await sql.query(
      {
        name: 'step',
        text: `update projection_status set position = $5, updated_at = now()
               where name = $1 and version = $2 and build = $3 and position = $4`,
      },
      [projection.name, projection.version, build, from.toString(), to.toString()],
    );
    if (rowCount !== 1) throw new Fenced(projection.name);
    await writeFolded(sql, projection, { build, which: 'live' }, folded);
  });
}
