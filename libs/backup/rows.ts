import type { QueryRunner } from 'typeorm';
import type { TableContent } from './contents.js';

/** Quoted, so that a table may be called as it likes. */
const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** Texts of rows and hashes of them must not hang on a server's settings. */
const plainSettings = `set local timezone = 'UTC'; set local datestyle = 'ISO, YMD'; set local bytea_output = 'hex'`;

/**
 * Begins to read at one moment: what one statement sees the next one sees too. Tables in `held` can meanwhile be written, but not
 * dropped, as a rebuild does when it switches. To be ended with a commit.
 */
export async function beginReading(db: QueryRunner, held: readonly string[] = []): Promise<void> {
  await db.startTransaction('REPEATABLE READ');
  await db.query(plainSettings);
  // Before the first query, which is when the moment is chosen.
  if (held.length > 0) await db.query(`lock table ${held.map(quoted).join(', ')} in access share mode`);
}

export async function present(db: QueryRunner, tables: readonly string[]): Promise<string[]> {
  const rows: { name: string }[] = await db.query(
    'select n as name from unnest($1::text[]) with ordinality as u (n, nth) where to_regclass(quote_ident(n)) is not null order by nth',
    [tables],
  );
  return rows.map(({ name }) => name);
}

/** The columns that are written and not computed, in the table's order. */
export async function columnsOf(db: QueryRunner, table: string): Promise<string[]> {
  const rows: { name: string }[] = await db.query(
    `select column_name as name from information_schema.columns
     where table_schema = current_schema() and table_name = $1 and is_generated = 'NEVER' order by ordinal_position`,
    [table],
  );
  return rows.map(({ name }) => name);
}

/** Rows a page. */
const page = 1_000;

/** A table's rows as lines of JSON, exactly as the database spells them. Inside a transaction. */
export async function* rowsOf(db: QueryRunner, table: string): AsyncGenerator<string[]> {
  await db.query(`declare kept no scroll cursor for select row_to_json(t)::text as line from ${quoted(table)} t`);
  for (;;) {
    const rows: { line: string }[] = await db.query(`fetch ${page} from kept`);
    if (rows.length === 0) break;
    yield rows.map(({ line }) => line);
  }
  await db.query('close kept');
}

/** Inside a transaction. Rows may come in any number of calls. */
export async function putRows(
  db: QueryRunner,
  table: string,
  columns: readonly string[],
  lines: readonly string[],
): Promise<void> {
  const names = columns.map(quoted).join(', ');
  for (let at = 0; at < lines.length; at += page)
    await db.query(
      `insert into ${quoted(table)} (${names}) overriding system value
       select ${names} from json_populate_recordset(null::${quoted(table)}, $1::json)`,
      [`[${lines.slice(at, at + page).join(',')}]`],
    );
}

/** The next number a table gives by itself comes after those that were put into it. */
export async function numberOn(db: QueryRunner, table: string, columns: readonly string[]): Promise<void> {
  for (const column of columns) {
    const [row]: { sequence: string | null }[] = await db.query('select pg_get_serial_sequence($1, $2) as sequence', [
      quoted(table),
      column,
    ]);
    if (row?.sequence)
      await db.query(`select setval($1, coalesce((select max(${quoted(column)}) from ${quoted(table)}), 0) + 1, false)`, [
        row.sequence,
      ]);
  }
}

export async function isEmpty(db: QueryRunner, table: string): Promise<boolean> {
  const rows: unknown[] = await db.query(`select 1 from ${quoted(table)} limit 1`);
  return rows.length === 0;
}

export const clear = (db: QueryRunner, table: string): Promise<unknown> => db.query(`delete from ${quoted(table)}`);

/** After `beginReading`, whose settings the text of a row needs. The hash is built on SHA-256: PostgreSQL's own may change with its version. */
export async function contentOf(db: QueryRunner, table: string): Promise<TableContent> {
  const [row]: { rows: string; digest: string }[] = await db.query(
    `select count(*) as rows,
            coalesce(sum(('x' || left(encode(sha256(convert_to(t::text, 'UTF8')), 'hex'), 16))::bit(64)::bigint::numeric), 0)::text as digest
     from ${quoted(table)} t`,
  );
  return { rows: Number(row?.rows ?? 0), digest: row?.digest ?? '0' };
}
