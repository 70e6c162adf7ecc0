import type { Event, Metadata, Position, Recorded } from '#language';

/** An event about to be written. Its id is the idempotency key: the same id twice is written once. */
export interface NewEvent<E extends Event = Event> {
  readonly id: string;
  readonly type: E['type'];
  readonly data: E['data'];
  readonly meta: Metadata;
}

export interface Appended {
  /** Version of the stream's last event after the append. */
  readonly version: number;
  /** Position of the last event written (or found already there). */
  readonly position: Position;
  /** True when the same ids with the same content were there before. */
  readonly repeated: boolean;
}

export interface ReadStream {
  readonly direction?: 'forwards' | 'backwards';
  /** First version to give, inclusive. Default: 1 forwards, the last backwards. */
  readonly from?: number;
  readonly limit?: number;
}

export interface LogFilter {
  /** Only streams that begin with one of these. Absent: all. */
  readonly streams?: readonly string[];
  /** Only these event types. Absent: all. */
  readonly types?: readonly string[];
}

export interface ReadLog extends LogFilter {
  /** Exclusive. Absent: from the beginning. */
  readonly after?: Position;
  readonly limit: number;
}

export interface ReadStreams {
  /** Only streams that begin with this. */
  readonly streams: string;
  /** Exclusive. Absent: from the first. */
  readonly after?: { readonly stream: string; readonly version: number };
  /** Only events up to this position, inclusive. */
  readonly upTo: Position;
  readonly limit: number;
}

export interface Subscription {
  close(): Promise<void>;
}

/**
 * The log. Every engine keeps the same promises (test/event-store/contract.ts):
 * versions of a stream are 1, 2, 3…; a reader of the log never sees a later event before an earlier one;
 * what append acknowledged is there after a kill; an id is written once.
 */
export interface EventStore {
  /**
   * Writes all events or none. `expected` is the stream's version before the append (0: must not exist).
   * Throws VersionConflict, DuplicateWithOtherContent, TooLarge, StoreUnavailable.
   */
  append(stream: string, expected: number, events: readonly NewEvent[]): Promise<Appended>;
  /** Throws UnknownStream when nothing was ever written to it. */
  read(stream: string, options?: ReadStream): Promise<Recorded[]>;
  /** The event with this id, the first of its append, when the stream has it; undefined too when there is no such stream. */
  find(stream: string, id: string): Promise<Recorded | undefined>;
  /** One page of the log in order; empty at the end. */
  readLog(options: ReadLog): Promise<Recorded[]>;
  /** One page of many streams, one after the other, each in order; empty at the end. Absent where the engine has no such order. */
  readStreams?(options: ReadStreams): Promise<Recorded[]>;
  /** Calls `handler` for each event after `after`, in order, one at a time, then live. A throw ends the subscription through `onEnd`. */
  subscribe(
    options: LogFilter & { after?: Position },
    handler: (event: Recorded) => Promise<void> | void,
    onEnd?: (error?: unknown) => void,
  ): Promise<Subscription>;
  /** Resolves when the log may have grown past `after`, or after `atMost` milliseconds. */
  waitForMore(after: Position, atMost: number): Promise<void>;
  /** True where the log is in the database of the rows, and what is committed there is all that was written. */
  readonly besideRows?: boolean;
  /** Position of the newest event, or the beginning. */
  head(): Promise<Position>;
  /** The log's own name, which never changes: rows remember which log they were made from (followed-log.ts). */
  identity(): Promise<string>;
  close(): Promise<void>;
}

/** Nest's name for the log. */
export const EVENT_STORE = Symbol('EventStore');

/** Limits that every engine keeps. */
export const limits = { eventsPerAppend: 1_000, bytesPerEvent: 1_000_000, bytesPerAppend: 16_000_000, streamName: 250 } as const;
