import type pg from 'pg';
import type { Position, Recorded } from '#language';
import type { Projection } from '../projection.js';
import { Fold, keyFor, readsEvent } from './folding.js';
import { readStates, type Sql, writeChanges, writeStates } from './writing.js';

/** The checkpoint is not where this process left it: another one runs this projection, or a rebuild took its place. */
export class Fenced extends Error {
  constructor(name: string) {
    super(`projection ${name} was taken over`);
  }
}

export async function inTransaction<T>(pool: pg.Pool, work: (sql: Sql) => Promise<T>): Promise<T> {
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
  /** Into the tables beside the live ones. */
  readonly beside: boolean;
}

/** Folds the events that the projection reads and writes rows and states. `known` are states that need not be loaded; gives the new ones. */
export async function writeBatch(
  sql: Sql,
  projection: Projection,
  { build, beside }: Build,
  events: readonly Recorded[],
  known: ReadonlyMap<string, unknown>,
): Promise<Map<string, unknown>> {
  const own = events.filter((it) => readsEvent(projection, it));
  if (own.length === 0) return new Map();
  const keys = [...new Set(own.map((it) => keyFor(projection, it)))];
  const unknown = projection.once ? [] : keys.filter((it) => !known.has(it));
  const states = await readStates(sql, projection.name, build, unknown);
  for (const key of keys) if (known.has(key)) states.set(key, known.get(key));
  const fold = new Fold(projection, states);
  for (const event of own) fold.apply(event);
  fold.finish();
  for (const table of projection.tables) {
    const changes = fold.changes.get(table.name)?.result();
    if (changes) await writeChanges(sql, table, beside, changes);
  }
  if (projection.once) return new Map();
  await writeStates(sql, projection.name, build, states);
  return states;
}

/**
 * One live batch: rows, states and checkpoint in one transaction. The status row comes first, and is locked by that, before any
 * table, in the same order as a rebuild's switch. Throws Fenced when the checkpoint is not `from`.
 */
export async function applyBatch(
  pool: pg.Pool,
  projection: Projection,
  build: number,
  from: Position,
  to: Position,
  events: readonly Recorded[],
  known: ReadonlyMap<string, unknown>,
): Promise<Map<string, unknown>> {
  return inTransaction(pool, async (sql) => {
    const { rowCount } = await sql.query(
      `update projection_status set position = $5, updated_at = now()
       where name = $1 and version = $2 and build = $3 and position = $4`,
      [projection.name, projection.version, build, from.toString(), to.toString()],
    );
    if (rowCount !== 1) throw new Fenced(projection.name);
    return writeBatch(sql, projection, { build, beside: false }, events, known);
  });
}
