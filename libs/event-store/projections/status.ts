import { type Position, position, type Recorded } from '#language';
import type { Projection, ProjectionHealth } from '../projection.js';
import { dropping, indexing, keying, making, shapeOf } from './tables.js';
import type { Sql } from './writing.js';

export interface Status {
  readonly version: number;
  readonly shape: string;
  readonly build: number;
  readonly position: Position;
  readonly state: 'running' | 'stopped';
  readonly error: ProjectionHealth['error'];
  readonly updatedAt: string;
}

/** Classes of our advisory locks; the other half is a hash of the projection's name. */
export const locks = { leader: 4_107_268, rebuild: 4_107_269 } as const;

const columns = 'name, version, shape, build, position::text as position, state, error, updated_at';

export async function readStatus(sql: Sql, name: string, forUpdate = false): Promise<Status | null> {
  const { rows } = await sql.query(`select ${columns} from projection_status where name = $1${forUpdate ? ' for update' : ''}`, [
    name,
  ]);
  return rows[0] ? statusOf(rows[0]) : null;
}

/** Of several at one moment, in their order. */
export async function readStatuses(sql: Sql, names: readonly string[]): Promise<(Status | null)[]> {
  const { rows } = await sql.query(`select ${columns} from projection_status where name = any($1::text[])`, [names]);
  const all = new Map(rows.map((it) => [it.name, statusOf(it)]));
  return names.map((it) => all.get(it) ?? null);
}

/** What stopped a projection, and at which event. */
export const errorOf = (error: unknown, event: Recorded, tried: number): NonNullable<ProjectionHealth['error']> => ({
  message: error instanceof Error ? error.message : String(error),
  position: event.position.toString(),
  eventId: event.id,
  tries: tried,
});

function statusOf(row: Record<string, unknown>): Status {
  return {
    version: Number(row.version),
    shape: String(row.shape),
    build: Number(row.build),
    position: position(String(row.position)),
    state: row.state === 'stopped' ? 'stopped' : 'running',
    error: (row.error as ProjectionHealth['error']) ?? null,
    updatedAt: new Date(row.updated_at as Date).toISOString(),
  };
}

/** A projection's first day: its empty tables and where it stands, which is at the beginning. */
export async function firstStatus(sql: Sql, projection: Projection): Promise<void> {
  const { rowCount } = await sql.query(
    `insert into projection_status (name, version, shape, state) values ($1, $2, $3, 'running') on conflict (name) do nothing`,
    [projection.name, projection.version, shapeOf(projection)],
  );
  if (rowCount !== 1) return;
  const keysAndIndexes = projection.tables.flatMap((it) => [keying(it, 'live'), ...indexing(it, 'live')]);
  for (const statement of [...dropping(projection, 'live'), ...making(projection, 'live'), ...keysAndIndexes])
    await sql.query(statement);
}

export async function stopWith(sql: Sql, name: string, error: NonNullable<ProjectionHealth['error']>): Promise<void> {
  await sql.query(`update projection_status set state = 'stopped', error = $2::jsonb, updated_at = now() where name = $1`, [
    name,
    JSON.stringify(error),
  ]);
}

/** Names of projections whose rebuild is under way in any process, by the lock that it holds. */
export async function rebuildsUnderWay(sql: Sql, names: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql.query(
    `select n as name from unnest($1::text[]) as n
     where exists (select from pg_locks l where l.locktype = 'advisory' and l.granted
                   and l.database = (select oid from pg_database where datname = current_database())
                   and l.classid::bigint = $2 and l.objid::bigint = (hashtext(n)::bigint & 4294967295))`,
    [names, locks.rebuild],
  );
  return new Set(rows.map((it) => String(it.name)));
}
