import { digestOf } from '../canonical.js';
import type { Projection, Row, Table } from '../projection.js';

/** Quoted, so that a column may be called `group`, `order` or `to`. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** The live tables, those beside them that will take their place, and those whose place was taken. */
export type Which = 'live' | 'next' | 'old';
export const tableName = (table: Table, which: Which): string => (which === 'live' ? table.name : `${table.name}__${which}`);

export const shapeOf = (projection: Projection): string => digestOf(projection.tables).slice(0, 16);

/** Columns in the order in which they are written, history's two last. */
export function columnsOf(table: Table): (readonly [name: string, type: string])[] {
  const own = Object.entries(table.columns);
  return table.history ? [...own, ['known_from', 'timestamptz'], ['known_to', 'timestamptz']] : own;
}

/** SQL that makes a projection's tables, empty, without any index. */
export const making = (projection: Projection, which: Which): string[] =>
  projection.tables.map((table) => {
    const columns = columnsOf(table).map(
      ([column, type]) => `${quoted(column)} ${type}${table.key.includes(column) || column === 'known_from' ? ' not null' : ''}`,
    );
    return `create table ${quoted(tableName(table, which))} (${columns.join(', ')})`;
  });

/** SQL that makes a table's key. */
export const keying = (table: Table, which: Which): string =>
  `alter table ${quoted(tableName(table, which))} add primary key (${table.key.map(quoted).join(', ')}${table.history ? ', known_from' : ''})`;

/** SQL that makes its other indexes. */
export const indexing = (table: Table, which: Which): string[] => {
  const name = quoted(tableName(table, which));
  return [
    ...(table.history ? [`create unique index on ${name} (${table.key.map(quoted).join(', ')}) where known_to is null`] : []),
    ...(table.indexes ?? []).map((it) => `create index on ${name} ${it}`),
  ];
};

export const dropping = (projection: Projection, which: Which): string[] =>
  projection.tables.map((table) => `drop table if exists ${quoted(tableName(table, which))}`);

const renaming = (projection: Projection, from: Which, to: Which): string[] =>
  projection.tables.map(
    (table) => `alter table if exists ${quoted(tableName(table, from))} rename to ${quoted(tableName(table, to))}`,
  );

/** Puts the new tables in the place of the live ones, and those in the place of the old ones. */
export const replacing = (projection: Projection): string[] => [
  ...dropping(projection, 'old'),
  ...renaming(projection, 'live', 'old'),
  ...renaming(projection, 'next', 'live'),
];

/** Lets the live and the old tables change places. */
export const returning = (projection: Projection): string[] => [
  ...dropping(projection, 'next'),
  ...renaming(projection, 'live', 'next'),
  ...renaming(projection, 'old', 'live'),
  ...renaming(projection, 'next', 'old'),
];

/** Rows of one table by the text of their key, those from `first` on. Throws on a missing key and on two rows of one key: bugs of the projection. */
export function byKey(table: Table, rows: readonly Row[], first = 0): Map<string, Row> {
  const all = new Map<string, Row>();
  for (let i = first; i < rows.length; i++) {
    const row = rows[i] as Row;
    const key = keyOf(table, row);
    if (all.has(key)) throw new Error(`two rows of ${table.name} have the key ${key.replaceAll('\0', ' ')}`);
    all.set(key, row);
  }
  return all;
}

function keyOf({ name, key }: Table, row: Row): string {
  let text = '';
  for (const column of key) {
    const value = row[column];
    if (value === undefined || value === null) throw new Error(`a row of ${name} has no ${column}, which is in its key`);
    // U+0000 cannot be in a text of PostgreSQL, so no two keys are written alike.
    text += text === '' ? String(value) : `\0${String(value)}`;
  }
  return text;
}

/** Throws on a column that the table does not have. */
export function mustFit(table: Table, row: Row): void {
  for (const name in row)
    if (!(name in table.columns) && row[name] !== undefined) throw new Error(`table ${table.name} has no column ${name}`);
}

/** True when both rows would be written alike. */
export function sameRow({ columns }: Table, a: Row, b: Row): boolean {
  for (const name in columns) if (!sameJson(a[name], b[name])) return false;
  return true;
}

/** Equality of JSON values; what JSON leaves out is null or not there. Reducers share what did not change, which is seen at once. */
function sameJson(a: unknown, b: unknown): boolean {
  if (a === b || (isNothing(a) && isNothing(b))) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
    return a.every((it, i) => sameJson(it, b[i]));
  }
  const [first, second] = [a as Row, b as Row];
  for (const name in first)
    if (first[name] !== undefined && !(name in second && sameJson(first[name], second[name]))) return false;
  for (const name in second) if (second[name] !== undefined && first[name] === undefined) return false;
  return true;
}

const isNothing = (value: unknown) => value === undefined || value === null || Number.isNaN(value);
