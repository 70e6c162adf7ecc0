import type pg from 'pg';
import type { Clock } from '#language';
import { position } from '#language';
import { DuplicateWithOtherContent, StoreUnavailable, VersionConflict } from '../errors.js';
import { type Appended, limits, type NewEvent } from '../event-store.js';
import { writable } from '../writable.js';
import { KnownVersions } from './known-versions.js';
import { isOutage, Link, wasRolledBack } from './link.js';
import { Pace } from './pace.js';
import { type Append, appending, type Judgement, judging, needsJudging } from './statements.js';

interface Waiting extends Append {
  readonly bytes: number;
  resolve(appended: Appended): void;
  reject(error: unknown): void;
}

/** How long to look for the server again before an append is given up, milliseconds. */
const patience = 5_000;

/**
 * Group commit. Appends queue while batches are on their way; the next batch takes all that wait, up to 1,000 events, at most
 * one a stream and no event id twice, also not with those on their way. One connection, one statement and one commit a batch.
 * A lone append goes at once.
 */
export class Writer {
  private queue: Waiting[] = [];
  private awake = false;
  /** Batches on their way, and how many appends are in them. */
  private inFlight = 0;
  private waitedFor = 0;
  private readonly pace = new Pace();
  private readonly known = new KnownVersions();
  private closed = false;
  private idle: (() => void)[] = [];
  private readonly link: Link;

  constructor(
    url: string,
    private readonly clock: Clock,
    private readonly onWritten: (head: bigint) => void,
  ) {
    const config = { connectionString: url, application_name: 'tiendo writer', query_timeout: 30_000, pipeline: true };
    this.link = new Link(config, async (client) => {
      this.known.clear();
      await client.query(
        `set lock_timeout = '10s'; set plan_cache_mode = force_generic_plan; set enable_seqscan = off; set jit = off`,
      );
    });
  }

  append(stream: string, expected: number, given: readonly NewEvent[]): Promise<Appended> {
    return new Promise((resolve, reject) => {
      const events = writable(stream, expected, given);
      if (this.closed) throw new StoreUnavailable('it was closed');
      const bytes = events.reduce((sum, it) => sum + it.bytes, 0);
      this.queue.push({ stream, expected, events, bytes, resolve, reject });
      this.wake();
    });
  }

  /** Waits for what was asked before, then lets go of the connection. */
  async close(): Promise<void> {
    this.closed = true;
    if (this.queue.length > 0 || this.inFlight > 0) await new Promise<void>((resolve) => this.idle.push(resolve));
    await this.link.close();
  }

  private wake(): void {
    if (this.awake) return;
    this.awake = true;
    // One answer of PostgreSQL lets many callers append again: a tick later all of them stand in the queue and go in one batch.
    process.nextTick(() => {
      this.awake = false;
      this.sendWaiting();
    });
  }

  private sendWaiting(): void {
    while (this.queue.length > 0) {
      const overlap = this.pace.overlapPays(this.queue.length + this.waitedFor);
      if (this.inFlight > (overlap ? 1 : 0)) break;
      const batch = this.takeBatch(overlap && this.inFlight === 0 ? Math.ceil(this.queue.length / 2) : this.queue.length);
      if (batch.length === 0) break;
      this.inFlight++;
      this.waitedFor += batch.length;
      void this.write(batch).finally(() => {
        this.inFlight--;
        this.waitedFor -= batch.length;
        this.wake();
      });
    }
    if (this.inFlight === 0 && this.queue.length === 0) for (const done of this.idle.splice(0)) done();
  }

  private takeBatch(most: number): Waiting[] {
    if (this.queue.length === 1) return this.queue.splice(0);
    const batch: Waiting[] = [];
    const left: Waiting[] = [];
    /** Streams and ids of the batch, and streams of those left. */
    const met = new Set<string>();
    let events = 0;
    let bytes = 0;
    for (const it of this.queue) {
      const fits =
        batch.length === 0 || (events + it.events.length <= limits.eventsPerAppend && bytes + it.bytes <= limits.bytesPerAppend);
      // A stream's second append has to see the first one's version: it waits, in order, for the next batch.
      if (!fits || batch.length >= most || met.has(it.stream) || it.events.some((event) => met.has(event.id))) {
        left.push(it);
        met.add(it.stream);
        continue;
      }
      batch.push(it);
      met.add(it.stream);
      for (const event of it.events) met.add(event.id);
      events += it.events.length;
      bytes += it.bytes;
    }
    this.queue = left;
    return batch;
  }

  private async write(batch: readonly Waiting[]): Promise<void> {
    try {
      await this.send(batch);
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
  private async send(batch: readonly Waiting[]): Promise<void> {
    let client = this.link.current ?? (await this.link.get(patience));
    try {
      await this.appendBy(client, batch);
    } catch (error) {
      if (!isOutage(error) && !wasRolledBack(error)) throw error;
      if (isOutage(error)) await this.link.drop(client);
      client = await this.link.get(patience);
      await this.appendBy(client, batch);
    }
  }

  private async appendBy(client: pg.Client, batch: readonly Waiting[]): Promise<void> {
    try {
      const sent = performance.now();
      const { rows } = await client.query<[string]>(appending(batch, this.clock.now(), this.known));
      this.pace.answered(sent, batch.length);
      this.allAppended(batch, BigInt(rows[0]?.[0] ?? 0));
    } catch (error) {
      if (!needsJudging(error)) throw error;
      const { rows } = await client.query<Judgement>(judging(batch, this.clock.now()));
      this.settle(batch, rows);
    }
  }

  private allAppended(batch: readonly Waiting[], head: bigint): void {
    let at = head - BigInt(batch.reduce((sum, it) => sum + it.events.length, 0));
    for (const it of batch) {
      at += BigInt(it.events.length);
      const version = it.expected + it.events.length;
      this.known.add(it.stream, version);
      it.resolve({ version, position: position(at), repeated: false });
    }
    this.onWritten(head);
  }

  /** Each waiting command gets its own outcome; one that the answer does not name is never taken for a success. */
  private settle(batch: readonly Waiting[], outcomes: readonly Judgement[]): void {
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
