import type { Clock } from '#language';
import { position } from '#language';
import { DuplicateWithOtherContent, StoreUnavailable, VersionConflict } from '../errors.js';
import { type Appended, limits } from '../event-store.js';
import type { WritableEvent } from '../writable.js';
import { isOutage, Link, wasRolledBack } from './link.js';

interface Waiting {
  readonly stream: string;
  readonly expected: number;
  readonly events: readonly WritableEvent[];
  readonly bytes: number;
  resolve(appended: Appended): void;
  reject(error: unknown): void;
}

interface Outcome {
  readonly command: number;
  readonly outcome: 'appended' | 'repeated' | 'conflict' | 'duplicate';
  readonly at_version: number;
  readonly at_position: string;
  readonly event: string | null;
}

/** How long to look for the server again before an append is given up, milliseconds. */
const patience = 5_000;

/**
 * Group commit. Appends queue while a batch is on its way; the next batch takes all that wait, up to 1,000 events, at most one
 * a stream and no event id twice. One connection, one statement and one commit a batch. A lone append goes at once.
 */
export class Writer {
  private queue: Waiting[] = [];
  private busy = false;
  private closed = false;
  private idle: (() => void)[] = [];
  private readonly link: Link;

  constructor(
    url: string,
    private readonly clock: Clock,
    private readonly onWritten: (head: bigint) => void,
  ) {
    this.link = new Link({ connectionString: url, application_name: 'tiendo writer', query_timeout: 30_000 }, async (client) => {
      await client.query(`set lock_timeout = '10s'; set plan_cache_mode = force_generic_plan`);
    });
  }

  append(stream: string, expected: number, events: readonly WritableEvent[]): Promise<Appended> {
    if (this.closed) return Promise.reject(new StoreUnavailable('it was closed'));
    return new Promise((resolve, reject) => {
      const bytes = events.reduce((sum, it) => sum + it.bytes, 0);
      this.queue.push({ stream, expected, events, bytes, resolve, reject });
      this.wake();
    });
  }

  /** Waits for what was asked before, then lets go of the connection. */
  async close(): Promise<void> {
    this.closed = true;
    if (this.busy) await new Promise<void>((resolve) => this.idle.push(resolve));
    await this.link.close();
  }

  private wake(): void {
    if (this.busy) return;
    this.busy = true;
    // At the end of this turn: what was asked in one go is written in one go.
    setImmediate(() => void this.drain());
  }

  private async drain(): Promise<void> {
    while (this.queue.length > 0) await this.write(this.takeBatch());
    this.busy = false;
    for (const done of this.idle.splice(0)) done();
  }

  private takeBatch(): Waiting[] {
    const batch: Waiting[] = [];
    const left: Waiting[] = [];
    const streams = new Set<string>();
    const ids = new Set<string>();
    let events = 0;
    let bytes = 0;
    for (const it of this.queue) {
      const fits =
        batch.length === 0 || (events + it.events.length <= limits.eventsPerAppend && bytes + it.bytes <= limits.bytesPerAppend);
      // A stream's second append has to see the first one's version: it waits, in order, for the next batch.
      if (!fits || streams.has(it.stream) || it.events.some((event) => ids.has(event.id))) {
        left.push(it);
        streams.add(it.stream);
        continue;
      }
      batch.push(it);
      streams.add(it.stream);
      for (const event of it.events) ids.add(event.id);
      events += it.events.length;
      bytes += it.bytes;
    }
    this.queue = left;
    return batch;
  }

  private async write(batch: readonly Waiting[]): Promise<void> {
    try {
      this.settle(batch, await this.send(batch));
    } catch (error) {
      if (isOutage(error) || wasRolledBack(error)) {
        for (const it of batch) it.reject(new StoreUnavailable(messageOf(error), { cause: error }));
      } else if (batch.length === 1) {
        batch[0]?.reject(error);
      } else {
        // One of them cannot be written at all; its neighbours must not pay for it.
        for (const it of batch) await this.write([it]);
      }
    }
  }

  /**
   * When the connection drops it is not known whether the batch was written. Sent once more with the same ids: what was
   * written is then found and nothing is written twice.
   */
  private async send(batch: readonly Waiting[]): Promise<Outcome[]> {
    try {
      return await this.call(batch);
    } catch (error) {
      if (!isOutage(error) && !wasRolledBack(error)) throw error;
      if (isOutage(error)) await this.link.drop();
      return await this.call(batch);
    }
  }

  private async call(batch: readonly Waiting[]): Promise<Outcome[]> {
    const client = await this.link.get(patience);
    const events = batch.flatMap((it, n) => it.events.map((event) => ({ ...event, command: n + 1 })));
    const { rows } = await client.query<Outcome>({
      name: 'append',
      text: 'select * from append_events($1, $2, $3, $4, $5, $6, $7, $8, $9)',
      values: [
        batch.map((it) => it.stream),
        batch.map((it) => it.expected),
        batch.map((it) => it.events.length),
        events.map((it) => it.command),
        events.map((it) => it.id),
        events.map((it) => it.type),
        events.map((it) => it.data),
        events.map((it) => it.meta),
        this.clock.now(),
      ],
    });
    return rows;
  }

  /** Each waiting command gets its own outcome; one that the answer does not name is never taken for a success. */
  private settle(batch: readonly Waiting[], outcomes: readonly Outcome[]): void {
    const byCommand = new Map(outcomes.map((it) => [it.command, it]));
    let head = 0n;
    batch.forEach((it, n) => {
      const outcome = byCommand.get(n + 1);
      switch (outcome?.outcome) {
        case 'appended':
        case 'repeated': {
          const at = position(outcome.at_position);
          if (at > head) head = at;
          it.resolve({ version: outcome.at_version, position: at, repeated: outcome.outcome === 'repeated' });
          break;
        }
        case 'conflict':
          it.reject(new VersionConflict(it.stream, it.expected, outcome.at_version));
          break;
        case 'duplicate':
          it.reject(new DuplicateWithOtherContent(outcome.event ?? it.events[0]?.id ?? ''));
          break;
        default:
          it.reject(new StoreUnavailable('the answer does not name this append'));
      }
    });
    if (head > 0n) this.onWritten(head);
  }
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
