import { finished } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { isOutage } from '../postgres/link.js';
import type { Row } from '../projection.js';
import { quoted } from './tables.js';

/** Characters that go in one COPY, and that may wait before whoever makes rows has to wait too. */
const [together, atMost] = [500_000, 4_000_000] as const;

/** A table that rows are copied into. */
export interface CopyTarget {
  readonly table: string;
  readonly columns: readonly (readonly [name: string, type: string])[];
  /** PostgreSQL took none of these rows: the projection's mistake, not the machine's. */
  refused(error: unknown): void;
}

/** Copies rows into tables, in large pieces, one after the other, while more rows are being made. */
export class Copying {
  private readonly lines = new Map<CopyTarget, string>();
  private under = 0;
  private last: Promise<void> = Promise.resolve();
  private broken: unknown = null;

  constructor(private readonly pool: pg.Pool) {}

  add(target: CopyTarget, row: Row): void {
    const lines = (this.lines.get(target) ?? '') + copyLine(target.columns, row);
    this.lines.set(target, lines);
    if (lines.length >= together) this.send(target);
  }

  /** Resolves when more may be made. Throws what broke the copying. */
  async room(): Promise<void> {
    if (this.under > atMost) await this.last;
    if (this.broken) throw this.broken;
  }

  /** Sends what is left and waits for all. */
  async finish(): Promise<void> {
    for (const target of this.lines.keys()) this.send(target);
    await this.last;
    if (this.broken) throw this.broken;
  }

  private send(target: CopyTarget): void {
    const lines = this.lines.get(target);
    if (!lines) return;
    this.lines.set(target, '');
    this.under += lines.length;
    this.last = this.last.then(async () => {
      if (!this.broken) await this.copy(target, lines);
      this.under -= lines.length;
    });
  }

  private async copy({ table, columns, refused }: CopyTarget, lines: string): Promise<void> {
    let lost: Error | undefined;
    try {
      const client = await this.pool.connect();
      try {
        const into = client.query(copyFrom(`copy ${quoted(table)} (${columns.map(([it]) => quoted(it)).join(', ')}) from stdin`));
        into.end(lines);
        await finished(into);
      } catch (error) {
        lost = error instanceof Error && isOutage(error) ? error : undefined;
        throw error;
      } finally {
        client.release(lost);
      }
    } catch (error) {
      if (isOutage(error) || this.pool.ended) this.broken = error;
      else refused(error);
    }
  }
}

/** A row as COPY reads it. Values become what they become when they are written as JSON, see writeChanges. */
export function copyLine(columns: CopyTarget['columns'], row: Row): string {
  let line = '';
  for (const [name, type] of columns) line += line === '' ? fieldOf(row[name], type) : `\t${fieldOf(row[name], type)}`;
  return `${line}\n`;
}

function fieldOf(value: unknown, type: string): string {
  if (value === undefined || value === null || Number.isNaN(value)) return '\\N';
  if (type === 'jsonb' || type === 'json') return escaped(JSON.stringify(value));
  if (typeof value === 'string') return escaped(value);
  if (Array.isArray(value) && type === 'text[]') return escaped(`{${value.map(elementOf).join(',')}}`);
  return typeof value === 'object' ? escaped(JSON.stringify(value)) : String(value);
}

const elementOf = (value: unknown): string =>
  value === null || value === undefined ? 'NULL' : `"${String(value).replace(/["\\]/g, '\\$&')}"`;

const special = /[\\\n\r\t]/;
const spelled: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };
const escaped = (text: string): string => (special.test(text) ? text.replace(/[\\\n\r\t]/g, (it) => spelled[it] ?? it) : text);
