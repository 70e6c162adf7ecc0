import { finished } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { isOutage } from '../postgres/link.js';
import type { Row } from '../projection.js';
import { quoted } from './tables.js';

/** Bytes that go in one COPY, and that may wait before whoever makes rows has to wait too. */
const [together, atMost] = [500_000, 4_000_000] as const;
/** Characters that are gathered as text: a long text put together of many is kept by the engine in all its pieces. */
const asText = 32 * 1_024;

/** What waits for one table. */
interface Waiting {
  text: string;
  bytes: Buffer[];
  size: number;
}

/** A table that rows are copied into. */
export interface CopyTarget {
  readonly table: string;
  readonly columns: readonly (readonly [name: string, type: string])[];
  /** PostgreSQL took none of these rows: the projection's mistake, not the machine's. */
  refused(error: unknown): void;
}

/** Copies rows into tables, in large pieces, one after the other, while more rows are being made. */
export class Copying {
  private readonly waiting = new Map<CopyTarget, Waiting>();
  private under = 0;
  private last: Promise<void> = Promise.resolve();
  private broken: unknown = null;

  constructor(private readonly pool: pg.Pool) {}

  /** The same target for all rows of a table: what waits is kept by it. */
  add(target: CopyTarget, row: Row): void {
    const waiting = this.waiting.get(target) ?? { text: '', bytes: [], size: 0 };
    this.waiting.set(target, waiting);
    waiting.text += copyLine(target.columns, row);
    if (waiting.text.length < asText) return;
    packed(waiting);
    if (waiting.size >= together) this.send(target, waiting);
  }

  /** Resolves when more may be made. Throws what broke the copying. */
  async room(): Promise<void> {
    if (this.under > atMost) await this.last;
    if (this.broken) throw this.broken;
  }

  /** Sends what is left and waits for all. */
  async finish(): Promise<void> {
    for (const [target, waiting] of this.waiting) {
      packed(waiting);
      if (waiting.size > 0) this.send(target, waiting);
    }
    await this.last;
    if (this.broken) throw this.broken;
  }

  private send(target: CopyTarget, { bytes, size }: Waiting): void {
    this.waiting.delete(target);
    this.under += size;
    this.last = this.last.then(async () => {
      if (!this.broken) await this.copy(target, Buffer.concat(bytes));
      this.under -= size;
    });
  }

  private async copy({ table, columns, refused }: CopyTarget, lines: Buffer): Promise<void> {
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

function packed(waiting: Waiting): void {
  if (waiting.text === '') return;
  const bytes = Buffer.from(waiting.text);
  waiting.bytes.push(bytes);
  waiting.size += bytes.length;
  waiting.text = '';
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
