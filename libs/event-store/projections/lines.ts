import type { SqlType, Table } from '../projection.js';
import type { Version } from './changes.js';
import { columnsOf, quoted, tableName, type Which } from './tables.js';

/** A table that rows are copied into. */
export interface Lines {
  /** The COPY that takes the lines. */
  readonly sql: string;
  line(version: Version): string;
}

/** How rows of a table are written for COPY. Values become what they become when they are written as JSON, see writing. */
export function linesInto(table: Table, which: Which): Lines {
  const fields = Object.entries(table.columns).map(([name, type]) => ({ name, textOf: textOf(type) }));
  const names = columnsOf(table).map(([name]) => quoted(name));
  return {
    sql: `copy ${quoted(tableName(table, which))} (${names.join(', ')}) from stdin`,
    line: ({ row, from, to }) => {
      let line = '';
      for (const { name, textOf } of fields) {
        const value = row[name];
        line += value === undefined || value === null || Number.isNaN(value) ? '\\N\t' : `${textOf(value)}\t`;
      }
      return table.history ? `${line}${from}\t${to ?? '\\N'}\n` : `${line.slice(0, -1)}\n`;
    },
  };
}

function textOf(type: SqlType): (value: unknown) => string {
  if (type === 'jsonb' || type === 'json') return again((value) => escaped(JSON.stringify(value)));
  if (type === 'text[]')
    return again((value) => (Array.isArray(value) ? escaped(`{${value.map(elementOf).join(',')}}`) : plain(value)));
  return plain;
}

/** Rows that follow each other are mostly of one thing, and share what did not change of it. */
function again(write: (value: unknown) => string): (value: unknown) => string {
  let [last, text]: [unknown, string] = [undefined, ''];
  return (value) => {
    if (value !== last) [last, text] = [value, write(value)];
    return text;
  };
}

function plain(value: unknown): string {
  if (typeof value === 'string') return escaped(value);
  return typeof value === 'object' ? escaped(JSON.stringify(value)) : String(value);
}

const elementOf = (value: unknown): string =>
  value === null || value === undefined ? 'NULL' : `"${String(value).replace(/["\\]/g, '\\$&')}"`;

const special = /[\\\n\r\t]/;
const spelled: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };
const escaped = (text: string): string => (special.test(text) ? text.replace(/[\\\n\r\t]/g, (it) => spelled[it] ?? it) : text);
