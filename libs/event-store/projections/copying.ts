import { finished } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { isOutage } from '../postgres/link.js';
import type { Version } from './changes.js';
import type { Lines } from './lines.js';

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

export interface CopyTarget extends Lines {
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
  add(target: CopyTarget, version: Version): void {
    let waiting = this.waiting.get(target);
    if (!waiting) {
      waiting = { text: '', bytes: [], size: 0 };
      this.waiting.set(target, waiting);
    }
    waiting.text += target.line(version);
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

  private async copy({ sql, refused }: CopyTarget, lines: Buffer): Promise<void> {
    let lost: Error | undefined;
    try {
      const client = await this.pool.connect();
      try {
        await copyInto(client, sql, lines);
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

export async function copyInto(client: pg.ClientBase, sql: string, lines: Buffer | string): Promise<void> {
  const into = client.query(copyFrom(sql));
  into.end(lines);
  await finished(into);
}

function packed(waiting: Waiting): void {
  if (waiting.text === '') return;
  const bytes = Buffer.from(waiting.text);
  waiting.bytes.push(bytes);
  waiting.size += bytes.length;
  waiting.text = '';
}
