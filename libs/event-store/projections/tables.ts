import { canonical } from '#language';
import { digestOf } from '../canonical.js';
import type { Projection, Row, Table } from '../projection.js';

/** Quoted, so that a column may be called `group`, `order` or `to`. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** Where a build writes: the live tables, or those beside them that will take their place. */
export const tableName = (table: Table, beside: boolean): string => (beside ? `${table.name}__next` : table.name);

export const shapeOf = (projection: Projection): string => digestOf(projection.tables).slice(0, 16);

/** Columns in the order in which they are written, history's two last. */
export function columnsOf(table: Table): (readonly [name: string, type: string])[] {
  const own = Object.entries(table.columns);
  return table.history ? [...own, ['known_from', 'timestamptz'], ['known_to', 'timestamptz']] : own;
}

/** SQL that makes a projection's tables, empty, with their indexes. */
export function creating(projection: Projection, beside: boolean): string[] {
  return projection.tables.flatMap((table) => {
    const name = quoted(tableName(table, beside));
    const key = table.key.map(quoted).join(', ');
    const columns = columnsOf(table).map(
      ([column, type]) => `${quoted(column)} ${type}${table.key.includes(column) || column === 'known_from' ? ' not null' : ''}`,
    );
    return [
      `create table ${name} (${columns.join(', ')}, primary key (${key}${table.history ? ', known_from' : ''}))`,
      ...(table.history ? [`create unique index on ${name} (${key}) where known_to is null`] : []),
      ...(table.indexes ?? []).map((it) => `create index on ${name} ${it}`),
    ];
  });
}

export const dropping = (projection: Projection, beside: boolean): string[] =>
  projection.tables.map((table) => `drop table if exists ${quoted(tableName(table, beside))}`);

/** Puts the new tables in the place of the live ones. */
export const switching = (projection: Projection): string[] => [
  ...dropping(projection, false),
  ...projection.tables.map((table) => `alter table ${quoted(tableName(table, true))} rename to ${quoted(table.name)}`),
];

/** A row with the text of its key and of its whole content, by which rows are compared. */
export interface Keyed {
  readonly row: Row;
  readonly key: string;
  readonly content: string;
}

/** Rows of one table by key. Throws on a column that the table does not have, a missing key, and two rows of one key: bugs of the projection. */
export function keyed(table: Table, rows: readonly Row[]): Map<string, Keyed> {
  const byKey = new Map<string, Keyed>();
  for (const row of rows) {
    for (const name in row)
      if (!(name in table.columns) && row[name] !== undefined) throw new Error(`table ${table.name} has no column ${name}`);
    for (const name of table.key)
      if (row[name] === undefined || row[name] === null)
        throw new Error(`a row of ${table.name} has no ${name}, which is in its key`);
    const key = canonical(table.key.map((name) => row[name]));
    if (byKey.has(key)) throw new Error(`two rows of ${table.name} have the key ${key}`);
    byKey.set(key, { row, key, content: canonical(row) });
  }
  return byKey;
}
