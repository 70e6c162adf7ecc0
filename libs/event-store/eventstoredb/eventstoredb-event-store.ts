import { setMaxListeners } from 'node:events';
import { type Clock, type Position, type Recorded, systemClock } from '#language';
import { StoreUnavailable, UnknownStream } from '../errors.js';
import type { Appended, EventStore, LogFilter, NewEvent, ReadLog, ReadStream, Subscription } from '../event-store.js';
import { inOrder, type Upcaster, upcast } from '../upcasting.js';
import { writable } from '../writable.js';
import { Appending } from './appending.js';
import { EsdbConnection } from './connection.js';
import { type Patience, usualPatience } from './patience.js';
import { Reading } from './reading.js';
import { catchUp } from './subscription.js';
import { Wakeups } from './wakeups.js';

export interface EventStoreDbOptions {
  /** `esdb://…` or `esdb+discover://…`, with user, TLS and certificate files as the client reads them. */
  readonly url: string;
  readonly clock?: Clock;
  readonly upcasters?: readonly Upcaster[];
  readonly patience?: Partial<Patience>;
}

/**
 * The log in EventStoreDB or KurrentDB, 22.6 and later (earlier ones give no position when a stream is read). Versions are the
 * server's revisions plus one; positions are its commit positions: ordered, with gaps. Nothing is sent before the first call.
 */
export class EventStoreDbStore implements EventStore {
  private readonly connection: EsdbConnection;
  private readonly reading: Reading;
  private readonly appending: Appending;
  private readonly wakeups: Wakeups;
  private readonly upcasters: readonly Upcaster[];
  private readonly patience: Patience;
  private readonly closing = new AbortController();
  private readonly subscriptions = new Set<Subscription>();
  private readonly appends = new Set<Promise<Appended>>();
  private closed = false;

  constructor({ url, clock = systemClock, upcasters = [], patience = {} }: EventStoreDbOptions) {
    this.patience = { ...usualPatience, ...patience };
    this.upcasters = inOrder(upcasters);
    this.connection = EsdbConnection.open(url);
    const { signal } = this.closing;
    setMaxListeners(0, signal);
    this.reading = new Reading(this.connection, this.patience, signal);
    this.appending = new Appending(this.connection, this.reading, clock, this.patience, signal);
    this.wakeups = new Wakeups(this.connection, this.reading, this.patience, signal);
  }

  async append(stream: string, expected: number, events: readonly NewEvent[]): Promise<Appended> {
    const checked = writable(stream, expected, events);
    this.mustBeOpen();
    const asked = this.appending.append(stream, expected, checked);
    this.appends.add(asked);
    const appended = await asked.finally(() => this.appends.delete(asked));
    this.wakeups.grownTo(appended.position);
    return appended;
  }

  async read(stream: string, options: ReadStream = {}): Promise<Recorded[]> {
    this.mustBeOpen();
    return (await this.reading.events(stream, options)).map((it) => this.given(it));
  }

  /** The server keeps no index of ids. Its claim tells at once of an id that was never offered; any other is looked for in its stream. */
  async find(stream: string, id: string): Promise<Recorded | undefined> {
    this.mustBeOpen();
    if ((await this.appending.claims.holder(id.toLowerCase())) !== stream) return undefined;
    const page = 1_000;
    for (let from = 1; ; from += page) {
      const events = await this.reading.events(stream, { from, limit: page }).catch((error: unknown) => {
        if (error instanceof UnknownStream) return [];
        throw error;
      });
      const found = events.find((it) => it.id === id.toLowerCase());
      if (found || events.length < page) return found && this.given(found);
    }
  }

  async readLog(options: ReadLog): Promise<Recorded[]> {
    this.mustBeOpen();
    return (await this.reading.log(options)).map((it) => this.given(it));
  }

  async subscribe(
    options: LogFilter & { after?: Position },
    handler: (event: Recorded) => Promise<void> | void,
    onEnd?: (error?: unknown) => void,
  ): Promise<Subscription> {
    this.mustBeOpen();
    const parts = { connection: this.connection, patience: this.patience, closing: this.closing.signal };
    const ended = (error?: unknown) => {
      this.subscriptions.delete(subscription);
      onEnd?.(error);
    };
    const subscription = catchUp(parts, options, (event) => handler(this.given(event)), ended);
    this.subscriptions.add(subscription);
    return subscription;
  }

  waitForMore(after: Position, atMost: number): Promise<void> {
    return this.wakeups.wait(after, atMost);
  }

  head(): Promise<Position> {
    this.mustBeOpen();
    return this.reading.head();
  }

  /** A name that the first who asks gives to the log, by a claim that can be made once. */
  async identity(): Promise<string> {
    this.mustBeOpen();
    return `eventstoredb ${await this.appending.claims.log()}`;
  }

  /** Waits for the appends that were asked for, ends subscriptions after the event they are at, and every other call. */
  async close(): Promise<void> {
    this.closed = true;
    await Promise.allSettled(this.appends);
    this.closing.abort();
    await Promise.all([...this.subscriptions].map((it) => it.close()));
    await this.connection.close();
  }

  private mustBeOpen(): void {
    if (this.closed) throw new StoreUnavailable('it was closed');
  }

  private given(event: Recorded): Recorded {
    this.appending.stamps.seen(event.recordedAt);
    return this.upcasters.length === 0 ? event : upcast(this.upcasters, event);
  }
}
