import { setImmediate as nextTurn } from 'node:timers/promises';
import type pg from 'pg';
import type { Position, Recorded } from '#language';
import type { EventStore } from '../event-store.js';
import type { Projection, Table } from '../projection.js';
import type { TableChanges } from './changes.js';
import { Fold, readsEvent } from './folding.js';
import { statesBefore, toKeep } from './recalling.js';
import type { Which } from './tables.js';
import { type KeptState, keeping, type Sql, type Statement, writing } from './writing.js';

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

/**
 * A transaction that is sent whole, over a pipelining connection, and waited for once. After a statement that fails PostgreSQL refuses
 * those behind it and takes the commit for a rollback. Throws what failed first.
 */
async function inOneTrip(pool: pg.Pool, statements: readonly Statement[]): Promise<void> {
  const client = await pool.connect();
  const { stream } = client.connection;
  // Out in one piece: each piece wakes PostgreSQL and takes longer than what is in it.
  stream.cork();
  const answers = Promise.allSettled(['begin', ...statements, 'commit'].map((it) => client.query(it)));
  stream.uncork();
  const all = await answers;
  const failed = all.find((it) => it.status === 'rejected');
  // A commit is refused by nothing but a lost connection.
  client.release(all.at(-1)?.status === 'rejected');
  if (failed) throw failed.reason;
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

/** Events that are folded before whoever else has work in this process has a turn; about a millisecond. */
const turn = 10;

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
    if (i % turn === 0) await nextTurn();
    fold.apply(event);
  }
  fold.finish();
  const changes = projection.tables.flatMap((table) => {
    const result = fold.changes.get(table.name)?.result();
    return result ? [[table, result] as const] : [];
  });
  return { states: projection.once ? new Map() : states, kept: toKeep(projection, own, states), changes };
}

function* writingFolded({ name }: Projection, { build, which }: Build, { kept, changes }: Folded): Generator<Statement> {
  for (const [table, it] of changes) yield* writing(table, which, it);
  yield* keeping(name, build, kept);
}

/** Folds events and writes rows and states, for tables that nobody follows yet: no state is known. */
export async function writeBatch(
  { sql: client, store }: Sources & { readonly sql: pg.ClientBase },
  projection: Projection,
  build: Build,
  events: readonly Recorded[],
): Promise<void> {
  const folded = await foldBatch({ sql: client, store }, projection, build.build, events, new Map());
  for (const { values, ...it } of writingFolded(projection, build, folded)) await client.query(it, values);
}

/**
 * One live batch: rows, states and checkpoint in one transaction, in one trip. The status row comes first, and is locked by that, before
 * any table, in the same order as a rebuild's switch. Throws Fenced when the checkpoint is not `from`.
 */
export async function applyFolded(
  pool: pg.Pool,
  projection: Projection,
  build: number,
  from: Position,
  to: Position,
  folded: Folded,
): Promise<void> {
  const { name, version } = projection;
  const stepped = { ...step, values: [name, version, build, from.toString(), to.toString()] };
  try {
    await inOneTrip(pool, [stepped, ...writingFolded(projection, { build, which: 'live' }, folded)]);
  } catch (error) {
    throw isFence(error) ? new Fenced(name) : error;
  }
}

/** Moves the checkpoint; the rows behind it are on their way already, so it fails by itself where it has none to move. */
const step = {
  name: 'step',
  text: `with moved as (
           update projection_status set position = $5, updated_at = now()
           where name = $1 and version = $2 and build = $3 and position = $4 returning 1
         ) select 1 / count(*) from moved`,
};

/** division_by_zero: nothing else in a batch divides. */
const isFence = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === '22012';
