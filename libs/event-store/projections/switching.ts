import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { type Position, position, Refusal } from '#language';
import type { EventStore } from '../event-store.js';
import { wasRolledBack } from '../postgres/link.js';
import type { Projection, Table } from '../projection.js';
import { inTransaction, writeBatch } from './applying.js';
import type { Making } from './making.js';
import { locks, readStatus } from './status.js';
import { dropping, quoted, replacing, returning, shapeOf, tableName } from './tables.js';
import type { Sql } from './writing.js';

/** What became of a projection's tables. */
export interface Switched {
  readonly name: string;
  readonly events: number;
  readonly position: Position;
  readonly rows: Readonly<Record<string, number>>;
  /** Whether the live tables said the same at the same position; null when they were of another version or place. */
  readonly same: boolean | null;
  /** How that was seen: row by row, or, where there are very many, by their number. */
  readonly compared: 'rows' | 'counts' | null;
}

/** Rows of a projection up to which each is compared; a second or so. */
const comparable = 200_000;

/** A projection that could not take the last events; the others are switched without it. */
class Left extends Error {}

/** Puts the tables beside in the place of the live ones, all in one transaction. What failed stays as it is. */
export async function switchAll(
  pool: pg.Pool,
  store: EventStore,
  makings: readonly Making[],
  from: ReadonlyMap<Making, Position>,
) {
  for (let tried = 1; ; tried++)
    try {
      const ready = makings.filter((it) => it.failed === null).sort((a, b) => (a.projection.name < b.projection.name ? -1 : 1));
      return await inTransaction(pool, (sql) => switchOver(sql, store, ready, from));
    } catch (error) {
      if (error instanceof Left || (wasRolledBack(error) && tried < 10)) continue;
      throw error;
    }
}

/** With the status rows locked nobody moves the live tables any more. */
async function switchOver(
  sql: pg.PoolClient,
  store: EventStore,
  makings: readonly Making[],
  from: ReadonlyMap<Making, Position>,
): Promise<Switched[]> {
  await sql.query(`set local lock_timeout = '30s'`);
  const live = new Map<Making, NonNullable<Awaited<ReturnType<typeof readStatus>>>>();
  for (const it of makings) {
    const status = await readStatus(sql, it.projection.name, true);
    if (!status) throw new Error(`projection ${it.projection.name} has no status`);
    live.set(it, status);
  }
  const switched: Switched[] = [];
  for (const [making, status] of live) {
    const { projection, build } = making;
    let at = from.get(making) ?? status.position;
    let events = making.events;
    // Up to where the live tables stand, so that the two can be compared. What comes later is the live runner's, in the new tables.
    while (at < status.position) {
      const rest = (await store.readLog({ after: at, limit: 1_000 })).filter((it) => it.position <= status.position);
      await writeBatch({ sql, store }, projection, { build, which: 'next' }, rest).catch((error: unknown) => {
        making.failed = error;
        throw new Left();
      });
      at = rest.at(-1)?.position ?? status.position;
      events += rest.length;
    }
    const alike = status.version === projection.version && status.shape === shapeOf(projection) && status.position === at;
    switched.push({ name: projection.name, events, position: at, ...(await compare(sql, projection, alike)) });
  }
  const tables = makings.flatMap(({ projection }) => projection.tables.map((it) => it.name));
  // A release may add a table to a projection: it has nothing live to replace yet.
  const { rows: there } = await sql.query('select t from unnest($1::text[]) as t where to_regclass(quote_ident(t)) is not null', [
    tables,
  ]);
  // Nobody reads the tables beside and the old ones, but PostgreSQL's own cleaning may hold them, and gives way only after a second:
  // they are locked before the live ones, for which nobody should wait so long.
  for (const { projection } of makings) for (const it of projection.tables) await lockBeside(sql, it);
  await lockPatiently(
    sql,
    there.map((it) => String(it.t)),
  );
  for (const [making, status] of live) {
    const { projection, build } = making;
    const at = switched.find((it) => it.name === projection.name)?.position ?? status.position;
    const { version, shape, build: old } = status;
    // Tables that nothing was ever written to are not worth keeping.
    const kept = status.position > 0n ? { version, shape, build: old, position: status.position.toString() } : null;
    for (const statement of replacing(projection)) await sql.query(statement);
    await sql.query(
      `update projection_status set version = $2, shape = $3, build = $4, position = $5, before = $6::jsonb,
         state = 'running', error = null, updated_at = now() where name = $1`,
      [projection.name, projection.version, shapeOf(projection), build, at.toString(), kept && JSON.stringify(kept)],
    );
    if (!kept) for (const statement of dropping(projection, 'old')) await sql.query(statement);
    await sql.query('delete from projection_state where projection = $1 and build <> all($2::int[])', [
      projection.name,
      kept ? [build, old] : [build],
    ]);
  }
  return switched;
}

async function lockBeside(sql: Sql, table: Table): Promise<void> {
  for (const name of [tableName(table, 'next'), tableName(table, 'old')]) {
    const { rows } = await sql.query('select to_regclass(quote_ident($1)) is not null as there', [name]);
    if (rows[0]?.there) await sql.query(`lock table ${quoted(name)} in access exclusive mode`);
  }
}

/** Waits for readers to end, but lets new ones in while it waits: a page is never held up by more than a moment. */
async function lockPatiently(sql: Sql, tables: readonly string[]): Promise<void> {
  if (tables.length === 0) return;
  for (let tried = 1; ; tried++) {
    await sql.query('savepoint before_the_locks');
    await sql.query(`set local lock_timeout = '200ms'`);
    try {
      await sql.query(`lock table ${tables.map(quoted).join(', ')} in access exclusive mode`);
      return;
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      if (code !== '55P03' || tried === 150) throw error;
      await sql.query('rollback to savepoint before_the_locks');
      await sleep(50);
    }
  }
}

async function compare(sql: Sql, projection: Projection, alike: boolean): Promise<Pick<Switched, 'rows' | 'same' | 'compared'>> {
  const rows: Record<string, number> = {};
  for (const table of projection.tables) rows[table.name] = await countOf(sql, tableName(table, 'next'));
  if (!alike) return { rows, same: null, compared: null };
  const few = Object.values(rows).reduce((sum, it) => sum + it, 0) <= comparable;
  let same = true;
  for (const table of projection.tables) {
    if ((await countOf(sql, table.name)) !== rows[table.name]) same = false;
    else if (few && (await digestOf(sql, table.name)) !== (await digestOf(sql, tableName(table, 'next')))) same = false;
  }
  return { rows, same, compared: few ? 'rows' : 'counts' };
}

async function countOf(sql: Sql, table: string): Promise<number> {
  return Number((await sql.query(`select count(*) as n from ${quoted(table)}`)).rows[0]?.n);
}

/** Of all rows, whatever their order. */
async function digestOf(sql: Sql, table: string): Promise<string> {
  const { rows } = await sql.query(
    `select coalesce(sum(hashtextextended(t::text, 0)::numeric), 0)::text as digest from ${quoted(table)} t`,
  );
  return String(rows[0]?.digest);
}

/**
 * Takes back the last rebuild: the tables that it replaced are the live ones again, from where they stood, and those that it made
 * are kept in their place. Refuses: nothing-kept, kept-of-another-version, rebuild-under-way.
 */
export async function goBack(pool: pg.Pool, projection: Projection): Promise<Position> {
  const { name } = projection;
  return inTransaction(pool, async (sql) => {
    const { rows: asked } = await sql.query('select pg_try_advisory_xact_lock($1, hashtext($2)) as taken', [locks.rebuild, name]);
    if (!asked[0]?.taken) throw underWay(name);
    await sql.query(`set local lock_timeout = '30s'`);
    const { rows } = await sql.query('select before from projection_status where name = $1 for update', [name]);
    const kept = rows[0]?.before as { version: number; shape: string; build: number; position: string } | null | undefined;
    if (!kept)
      throw new Refusal('nothing-kept', {
        kind: 'conflict',
        vi: `Không có bản cũ nào của bảng “${name}” được giữ lại.`,
        en: `No earlier tables of “${name}” are kept.`,
        figures: { projection: name },
      });
    if (kept.version !== projection.version || kept.shape !== shapeOf(projection))
      throw new Refusal('kept-of-another-version', {
        kind: 'conflict',
        vi: `Bản cũ của bảng “${name}” do phiên bản ${kept.version} tạo ra; chương trình này dùng phiên bản ${projection.version}.`,
        en: `The kept tables of “${name}” are of version ${kept.version}; this program has version ${projection.version}.`,
        figures: { projection: name, kept: kept.version, version: projection.version },
      });
    await lockPatiently(
      sql,
      projection.tables.map((it) => it.name),
    );
    for (const statement of returning(projection)) await sql.query(statement);
    await sql.query(
      `update projection_status set version = $2, shape = $3, build = $4, position = $5, state = 'running', error = null, updated_at = now(),
         before = jsonb_build_object('version', version, 'shape', shape, 'build', build, 'position', position::text)
       where name = $1`,
      [name, kept.version, kept.shape, kept.build, kept.position],
    );
    return position(kept.position);
  });
}

export const underWay = (name: string): Refusal =>
  new Refusal('rebuild-under-way', {
    kind: 'conflict',
    vi: `Bảng “${name}” đang được dựng lại.`,
    en: `“${name}” is being rebuilt already.`,
    figures: { projection: name },
  });
