import type { Actor, Clock, Command, Decider, Event, Position } from '#language';
import type { EventStore } from './event-store.js';
import type { Snapshots } from './snapshots.js';
import type { Upcaster } from './upcasting.js';

/** What comes with a command from the door: who, which idempotency key, which version they saw. */
export interface Envelope {
  readonly actor: Actor;
  /** UUID; a client's Idempotency-Key becomes one (commandIdFrom). */
  readonly commandId: string;
  readonly correlationId?: string;
  readonly causationId?: string;
  /** From If-Match: refuse when the stream has moved on. */
  readonly expectedVersion?: number;
  readonly simulated?: true;
  /** What was asked, where a handler adds facts of its own to it: by this, not by the facts, a repeat is known. */
  readonly asked?: unknown;
}

export interface Outcome<E extends Event = Event> {
  readonly stream: string;
  readonly version: number;
  readonly position: Position;
  readonly events: readonly E[];
  /** The command had been carried out before under the same id. */
  readonly repeated: boolean;
}

/** Loads, decides, appends; decides again on a conflict unless the caller named a version. See AggregatesOf. */
export interface Aggregates {
  execute<State, C extends Command, E extends Event>(
    rules: Decider<State, C, E>,
    stream: string,
    command: C,
    envelope: Envelope,
  ): Promise<Outcome<E>>;
  /** The state now and the stream's version; the initial state and 0 when there is no stream. */
  load<State, C extends Command, E extends Event>(
    rules: Decider<State, C, E>,
    stream: string,
  ): Promise<{ state: State; version: number }>;
}

export const AGGREGATES = Symbol('Aggregates');

export interface AggregateParts {
  readonly store: EventStore;
  readonly clock: Clock;
  /** So that new events carry the schema version of the shape they are written in. */
  readonly upcasters?: readonly Upcaster[];
  /** For rules with a `stateVersion`. Without it every stream is folded from its beginning. */
  readonly snapshots?: Snapshots;
}
