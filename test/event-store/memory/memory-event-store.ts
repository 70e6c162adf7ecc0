import { randomUUID } from 'node:crypto';
import {
  type Appended,
  DuplicateWithOtherContent,
  type EventStore,
  type LogFilter,
  type NewEvent,
  type ReadLog,
  type ReadStream,
  StoreUnavailable,
  type Subscription,
  subscribeBy,
  UnknownStream,
  VersionConflict,
  writable,
} from '#event-store';
import { beginning, type Clock, type Instant, type Position, position, type Recorded } from '#language';

/** Rings after so many milliseconds, by whichever clock; gives what cancels it. */
export type Alarm = (ms: number, ring: () => void) => () => void;

const realAlarm: Alarm = (ms, ring) => {
  const timer = setTimeout(ring, ms);
  return () => clearTimeout(timer);
};

/** What all the stores over one log share: the log itself, and who waits for it to grow. */
export class MemoryLog {
  readonly identity = `memory ${randomUUID()}`;
  readonly events: Recorded[] = [];
  readonly streams = new Map<string, Recorded[]>();
  readonly byId = new Map<string, Recorded>();
  readonly waiting = new Set<{ readonly after: Position; wake(): void }>();

  /** `step` is from one position to the next: positions need not be dense. */
  constructor(private readonly step: () => bigint = () => 1n) {}

  get head(): Position {
    return this.events.at(-1)?.position ?? beginning;
  }

  add(event: Omit<Recorded, 'position'>): Recorded {
    const added: Recorded = { ...event, position: position(this.head + this.step()) };
    const stream = this.streams.get(added.stream);
    if (stream) stream.push(added);
    else this.streams.set(added.stream, [added]);
    this.events.push(added);
    this.byId.set(added.id, added);
    return added;
  }

  /** Index of the first event after a position. */
  firstAfter(after: Position): number {
    let [low, high] = [0, this.events.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.events[middle]?.position ?? 0n) > after) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}

/** The log in memory: keeps every promise of the port but to outlive its process. For simulation, by a clock of its own. */
export class MemoryEventStore implements EventStore {
  private closed = false;

  constructor(
    private readonly log: MemoryLog,
    private readonly clock: Clock,
    private readonly alarm: Alarm = realAlarm,
  ) {}

  async append(stream: string, expected: number, events: readonly NewEvent[]): Promise<Appended> {
    const written = writable(stream, expected, events);
    if (this.closed) throw new StoreUnavailable('it was closed');
    const there = written.map(({ id }) => this.log.byId.get(id));
    const known = there.filter((it) => it !== undefined);
    if (known.length > 0) {
      const same = events.every((it, i) => {
        const before = there[i];
        return (
          before?.stream === stream &&
          before.type === it.type &&
          before.meta.digest === it.meta.digest &&
          JSON.stringify(before.data) === written[i]?.data
        );
      });
      const last = known.at(-1);
      if (!same || !last) throw new DuplicateWithOtherContent(known[0]?.id ?? '');
      return { version: last.version, position: last.position, repeated: true };
    }
    const version = this.log.streams.get(stream)?.length ?? 0;
    if (version !== expected) throw new VersionConflict(stream, expected, version);
    const before = this.log.events.at(-1)?.recordedAt;
    const now = this.clock.now();
    const recordedAt: Instant = before && before > now ? before : now;
    written.forEach(({ id, type, data, meta }, i) => {
      this.log.add({
        id,
        stream,
        version: version + i + 1,
        type,
        data: JSON.parse(data),
        meta: JSON.parse(meta),
        recordedAt,
      });
    });
    const head = this.log.head;
    for (const it of [...this.log.waiting]) if (head > it.after) it.wake();
    return { version: version + written.length, position: head, repeated: false };
  }

  async read(stream: string, { direction = 'forwards', from, limit }: ReadStream = {}): Promise<Recorded[]> {
    const events = this.log.streams.get(stream);
    if (!events) throw new UnknownStream(stream);
    const forwards = direction === 'forwards';
    const part = forwards ? events.slice((from ?? 1) - 1) : events.slice(0, from ?? events.length).reverse();
    return part.slice(0, limit);
  }

  async find(stream: string, id: string): Promise<Recorded | undefined> {
    return this.log.streams.get(stream)?.find((it) => it.id === id);
  }

  async readLog({ after = beginning, limit, streams, types }: ReadLog): Promise<Recorded[]> {
    const page: Recorded[] = [];
    const { events } = this.log;
    for (let i = this.log.firstAfter(after); i < events.length && page.length < limit; i++) {
      const event = events[i];
      if (!event || (streams && !streams.some((it) => event.stream.startsWith(it)))) continue;
      if (!types || types.includes(event.type)) page.push(event);
    }
    return page;
  }

  async subscribe(
    options: LogFilter & { after?: Position },
    handler: (event: Recorded) => Promise<void> | void,
    onEnd?: (error?: unknown) => void,
  ): Promise<Subscription> {
    return subscribeBy(this, options, handler, onEnd);
  }

  waitForMore(after: Position, atMost: number): Promise<void> {
    if (this.closed || this.log.head > after) return Promise.resolve();
    return new Promise((resolve) => {
      const waiter = {
        after,
        wake: () => {
          cancel();
          this.log.waiting.delete(waiter);
          resolve();
        },
      };
      const cancel = this.alarm(atMost, () => waiter.wake());
      this.log.waiting.add(waiter);
    });
  }

  identity(): Promise<string> {
    return Promise.resolve(this.log.identity);
  }

  async head(): Promise<Position> {
    return this.log.head;
  }

  async close(): Promise<void> {
    this.closed = true;
  }
}
