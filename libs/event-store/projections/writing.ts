import type { Row, Table } from '../projection.js';
import type { TableChanges, Version } from './changes.js';
import { columnsOf, quoted, tableName, type Which } from './tables.js';

/** Anything that runs SQL: a pool, or a connection inside a transaction. */
export interface Sql {
  query(
    query: string | { readonly name: string; readonly text: string },
    values?: unknown[],
  ): Promise<{ rows: Record<string, unknown>[]; rowCount: number | null }>;
}

/** A statement with a name, which PostgreSQL reads but once a connection, and its parameters. */
export interface Statement {
  readonly name: string;
  readonly text: string;
  readonly values: unknown[];
}

/** Rows a statement; keeps one parameter well below what a message may hold. */
const chunk = 2_000;

function* chunks<T>(all: readonly T[]): Generator<T[]> {
  for (let i = 0; i < all.length; i += chunk) yield all.slice(i, i + chunk);
}

/** What writes a table's changes: a few statements over sets of rows, whatever their number. */
export function* writing(table: Table, which: Which, { close, remove, put }: TableChanges): Generator<Statement> {
  const writer = writerOf(table, which);
  const keysOf = (row: Row) => Object.fromEntries(table.key.map((it) => [it, row[it]]));
  const over = (statement: Omit<Statement, 'values'>, rows: readonly unknown[]) => ({
    ...statement,
    values: [JSON.stringify(rows)],
  });
  for (const some of chunks(close))
    yield over(
      writer.close,
      some.map(({ row, at }) => ({ ...keysOf(row), at })),
    );
  for (const some of chunks(remove)) yield over(writer.remove, some.map(keysOf));
  const written = ({ row, from, to }: Version) => (table.history ? { ...row, known_from: from, known_to: to } : row);
  for (const some of chunks(put)) yield over(writer.put, some.map(written));
}

const writers = new WeakMap<Table, Map<Which, ReturnType<typeof newWriter>>>();

function writerOf(table: Table, which: Which): ReturnType<typeof newWriter> {
  const ofTable = writers.get(table) ?? new Map<Which, ReturnType<typeof newWriter>>();
  writers.set(table, ofTable);
  const known = ofTable.get(which) ?? newWriter(table, which);
  ofTable.set(which, known);
  return known;
}

/** The statements that write one table. */
function newWriter(table: Table, which: Which) {
  const bare = tableName(table, which);
  const name = quoted(bare);
  const listed = (columns: readonly (readonly [string, string])[]) =>
    columns.map(([it, type]) => `${quoted(it)} ${type}`).join(', ');
  const keyColumns = table.key.map((it) => [it, table.columns[it] ?? 'text'] as const);
  const matches = table.key.map((it) => `t.${quoted(it)} = x.${quoted(it)}`).join(' and ');
  const columns = columnsOf(table);
  const names = columns.map(([it]) => quoted(it)).join(', ');
  const others = columns.flatMap(([it]) => (table.key.includes(it) ? [] : [quoted(it)]));
  // What is only added to cannot be there already.
  const orInPlace =
    table.history || table.added
      ? ''
      : ` on conflict (${table.key.map(quoted).join(', ')}) ${
          others.length === 0 ? 'do nothing' : `do update set ${others.map((it) => `${it} = excluded.${it}`).join(', ')}`
        }`;
  const these = `json_to_recordset($1::json) as x(${listed(keyColumns)}, at timestamptz)`;
  return {
    // A version that began at the moment at which it ends was never known.
    close: {
      name: `close ${bare}`,
      text: `with x as materialized (select * from ${these}), never as (
               delete from ${name} t using x where ${matches} and t.known_to is null and t.known_from = x.at)
             update ${name} t set known_to = x.at from x where ${matches} and t.known_to is null and t.known_from <> x.at`,
    },
    remove: {
      name: `remove ${bare}`,
      text: `delete from ${name} t using json_to_recordset($1::json) as x(${listed(keyColumns)}) where ${matches}`,
    },
    put: {
      name: `put ${bare}`,
      text: `insert into ${name} (${names}) select ${names} from json_to_recordset($1::json) as x(${listed(columns)})${orInPlace}`,
    },
  };
}

/** Where states are kept, as COPY fills it; see kept-tables.migration.ts. */
export const statesTable: Table = {
  name: 'projection_state',
  key: ['projection', 'build', 'key'],
  columns: { projection: 'text', build: 'int', key: 'text', version: 'int', state: 'json' },
};

/** A state that is written down. */
export interface KeptState {
  readonly state: unknown;
  /** The version of its stream after which it was so; null where keys are not streams: written with every event, it is the last. */
  readonly version: number | null;
}

/** What keeps the states of these keys. */
export function* keeping(
  projection: string,
  build: number,
  states: Iterable<readonly [key: string, kept: KeptState]>,
): Generator<Statement> {
  for (const some of chunks([...states]))
    yield {
      name: 'keep states',
      text: `insert into projection_state (projection, build, key, version, state)
             select $1, $2, x.key, x.version, x.state from json_to_recordset($3::json) as x(key text, version int, state json)
             on conflict (projection, build, key) do update set version = excluded.version, state = excluded.state`,
      values: [projection, build, JSON.stringify(some.map(([key, kept]) => ({ key, ...kept })))],
    };
}

export async function readStates(
  sql: Sql,
  projection: string,
  build: number,
  keys: readonly string[],
): Promise<Map<string, KeptState>> {
  if (keys.length === 0) return new Map();
  const { rows } = await sql.query(
    {
      name: 'kept states',
      text: 'select key, version, state from projection_state where projection = $1 and build = $2 and key = any($3::text[])',
    },
    [projection, build, keys],
  );
  return new Map(
    rows.map((it) => [String(it.key), { state: it.state, version: it.version === null ? null : Number(it.version) }]),
  );
}
