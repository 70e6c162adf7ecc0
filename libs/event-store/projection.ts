import type { Event, RecordedOf } from '#language';

export type SqlType =
  | 'text'
  | 'int'
  | 'bigint'
  | 'numeric'
  | 'boolean'
  | 'date'
  | 'timestamptz'
  | 'json'
  | 'jsonb'
  | 'text[]'
  | 'tsvector';

export type Row = Readonly<Record<string, unknown>>;

export type RowsByTable = Readonly<Record<string, readonly Row[]>>;

/** A table that one projection owns. The runner makes it; migrations never touch it. */
export interface Table {
  readonly name: string;
  readonly columns: Readonly<Record<string, SqlType>>;
  readonly key: readonly string[];
  /**
   * Keep every version of a row with the span in which it was the known one. The runner adds
   * `known_from timestamptz not null` and `known_to timestamptz` (null: still known) and closes old versions
   * at the recordedAt of the event that replaced them. Known on K: `known_from <= K and (known_to is null or known_to > K)`.
   */
  readonly history?: true;
  /** Rows are only added: what `rows` gives of this table after an event is new and stays, whatever it gives later. */
  readonly added?: true;
  /** What follows `create index on <table>`, e.g. `(agency, due)` or `using gin (folded gin_trgm_ops)`. */
  readonly indexes?: readonly string[];
}

/**
 * From events to rows, purely. The log is split by key (mostly the stream); each key has a state that is folded
 * event by event, and `rows` says what the tables hold for that key in that state. The runner keeps states, compares
 * rows before and after, writes the difference and the checkpoint in one transaction, and rebuilds beside the live tables.
 */
export interface Projection<State = unknown, E extends Event = Event> {
  readonly name: string;
  /** Raise it when a shape or rule changes: the runner then rebuilds by itself. */
  readonly version: number;
  readonly reads: { readonly streams: readonly string[]; readonly types?: readonly string[] };
  /** Default: the event's stream. */
  keyOf?(event: RecordedOf<E>): string;
  /** Each key is met by one event only (`keyOf` gives its id): no state is kept. */
  readonly once?: true;
  /** A plain JSON value. */
  initial(key: string): State;
  apply(state: State, event: RecordedOf<E>): State;
  readonly tables: readonly Table[];
  /**
   * By table name. Row values are JSON; dates and instants as text. A row's key must belong to one projection key only.
   * A table with history needs its rows after every event, any other only when a batch is written: where a projection has both,
   * give the others by getters, so that they are not made in vain. `before` is the state and the rows of one event earlier: rows
   * that did not change are best given again as the same objects, which are not compared.
   */
  rows(state: State, key: string, before?: { readonly state: State; readonly rows: RowsByTable }): RowsByTable;
}

/** Types a projection's reducers; gives it back unchanged. */
export const projection = <State, E extends Event>(it: Projection<State, E>): Projection<State, E> => it;

export interface ProjectionHealth {
  readonly name: string;
  readonly version: number;
  readonly state: 'running' | 'rebuilding' | 'stopped';
  /** Decimal text. */
  readonly position: string;
  readonly head: string;
  readonly updatedAt: string | null;
  /** Why it stopped, and at which event. */
  readonly error: {
    readonly message: string;
    readonly position: string;
    readonly eventId: string;
    readonly tries: number;
  } | null;
}
