import type { Row, Table } from '../projection.js';
import type { TableChanges } from './changes.js';
import { columnsOf, quoted, tableName } from './tables.js';

/** Anything that runs SQL: a pooled connection inside a transaction. */
export interface Sql {
  query(text: string, values?: unknown[]): Promise<{ rows: Record<string, unknown>[]; rowCount: number | null }>;
}

/** Rows a statement; keeps one parameter well below what a message may hold. */
const chunk = 2_000;

function* chunks<T>(all: readonly T[]): Generator<T[]> {
  for (let i = 0; i < all.length; i += chunk) yield all.slice(i, i + chunk);
}

/** Writes a table's changes as a few statements over sets of rows, whatever their number. */
export async function writeChanges(sql: Sql, table: Table, beside: boolean, changes: TableChanges): Promise<void> {
  const name = quoted(tableName(table, beside ? 'next' : 'live'));
  const keyColumns = table.key.map((it) => [it, table.columns[it] ?? 'text'] as const);
  const listed = (columns: readonly (readonly [string, string])[]) =>
    columns.map(([it, type]) => `${quoted(it)} ${type}`).join(', ');
  const matches = table.key.map((it) => `t.${quoted(it)} = x.${quoted(it)}`).join(' and ');
  const keysOf = (row: Row) => Object.fromEntries(table.key.map((it) => [it, row[it]]));

  for (const some of chunks(changes.close)) {
    const rows = JSON.stringify(some.map(({ row, at }) => ({ ...keysOf(row), at })));
    const these = `jsonb_to_recordset($1::jsonb) as x(${listed(keyColumns)}, at timestamptz)`;
    await sql.query(`delete from ${name} t using ${these} where ${matches} and t.known_to is null and t.known_from = x.at`, [
      rows,
    ]);
    await sql.query(`update ${name} t set known_to = x.at from ${these} where ${matches} and t.known_to is null`, [rows]);
  }
  for (const some of chunks(changes.remove))
    await sql.query(`delete from ${name} t using jsonb_to_recordset($1::jsonb) as x(${listed(keyColumns)}) where ${matches}`, [
      JSON.stringify(some.map(keysOf)),
    ]);
  const columns = columnsOf(table);
  const names = columns.map(([it]) => quoted(it)).join(', ');
  const others = columns.map(([it]) => it).filter((it) => !table.key.includes(it));
  const onConflict = table.history
    ? ''
    : ` on conflict (${table.key.map(quoted).join(', ')}) ${
        others.length === 0
          ? 'do nothing'
          : `do update set ${others.map((it) => `${quoted(it)} = excluded.${quoted(it)}`).join(', ')}`
      }`;
  for (const some of chunks(changes.put))
    await sql.query(
      `insert into ${name} (${names}) select ${names} from jsonb_to_recordset($1::jsonb) as x(${listed(columns)})${onConflict}`,
      [JSON.stringify(some)],
    );
}

/** A state that is written down. */
export interface KeptState {
  readonly state: unknown;
  /** The version of its stream after which it was so; null where keys are not streams: written with every event, it is the last. */
  readonly version: number | null;
}

/** Keeps the states of these keys. */
export async function writeStates(
  sql: Sql,
  projection: string,
  build: number,
  states: Iterable<readonly [key: string, kept: KeptState]>,
): Promise<void> {
  for (const some of chunks([...states]))
    await sql.query(
      `insert into projection_state (projection, build, key, version, state)
       select $1, $2, x.key, x.version, x.state from json_to_recordset($3::json) as x(key text, version int, state json)
       on conflict (projection, build, key) do update set version = excluded.version, state = excluded.state`,
      [projection, build, JSON.stringify(some.map(([key, kept]) => ({ key, ...kept })))],
    );
}

export async function readStates(
  sql: Sql,
  projection: string,
  build: number,
  keys: readonly string[],
): Promise<Map<string, KeptState>> {
  if (keys.length === 0) return new Map();
  const { rows } = await sql.query(
    'select key, version, state from projection_state where projection = $1 and build = $2 and key = any($3::text[])',
    [projection, build, keys],
  );
  return new Map(
    rows.map((it) => [String(it.key), { state: it.state, version: it.version === null ? null : Number(it.version) }]),
  );
}
