import { type Command, type Decider, dayOf, decide, type Event, fold, type Position, Refusal } from '#language';
import type { AggregateParts, Aggregates, Envelope, Outcome } from './aggregates.js';
import { digestOf } from './canonical.js';
import { DuplicateWithOtherContent, StoreUnavailable, VersionConflict } from './errors.js';
import type { Appended, NewEvent } from './event-store.js';
import { eventIdFrom } from './identity.js';
import { type KeptState, KeptStates } from './kept-states.js';
import { Loading, plain } from './loading.js';
import { every } from './snapshots.js';
import { schemaOf } from './upcasting.js';

/** How often a command decides again when another one was faster. */
const attempts = 5;

/** Appends that a kept state is carried over before its stream is read again: then a snapshot is kept too, where one is due. */
const mostCarried = every;

/**
 * Load, decide, append. A command whose id the stream already has is answered as it was the first time (`repeated`), or refused
 * with duplicate-with-other-content when it says something else. With `expectedVersion` a stream that moved on is refused with
 * version-conflict before anything is decided; without, the command decides again on the newer state.
 *
 * Where this process knows a state of the stream, the command is first decided on that. Only an append that the log takes at that version
 * as new counts. A refusal, nothing to write, a repeat, a conflict: the stream is read, and the command judged, as if nothing were known.
 */
export function AggregatesOf({ store, clock, upcasters = [], snapshots }: AggregateParts): Aggregates {
  const loading = new Loading(store, snapshots, upcasters);
  const kept = new KeptStates();

  interface Asked<State, C extends Command, E extends Event> {
    readonly rules: Decider<State, C, E>;
    readonly stream: string;
    readonly command: C;
    readonly envelope: Envelope;
    readonly digest: string;
  }

  const decided = <State, C extends Command, E extends Event>(
    { rules, command, envelope }: Asked<State, C, E>,
    state: State,
  ): readonly E[] => {
    const now = clock.now();
    return decide(rules, state, command, { actor: envelope.actor, now, today: dayOf(now) });
  };

  const append = async <State, C extends Command, E extends Event>(
    { rules, stream, envelope, digest }: Asked<State, C, E>,
    known: Omit<KeptState<State>, 'position'>,
    events: readonly E[],
  ): Promise<Appended> => {
    const appended = await store.append(
      stream,
      known.version,
      events.map(
        (event, index): NewEvent<E> => ({
          id: eventIdFrom(envelope.commandId, index),
          type: event.type,
          data: event.data,
          meta: metaOf(envelope, digest, schemaOf(upcasters, stream, event.type)),
        }),
      ),
    );
    const { version, position, repeated } = appended;
    if (repeated) kept.forget(stream);
    else {
      // As it will be read: what JSON has no word for is not in the log.
      const state = fold(rules, JSON.parse(JSON.stringify(events)) as E[], known.state);
      known.commands.add(envelope.commandId);
      kept.keep(rules, stream, { ...known, state, version, position, carried: known.carried + 1 });
    }
    return appended;
  };

  /** Undefined where the stream has to be read to know. */
  const onKept = async <State, C extends Command, E extends Event>(
    asked: Asked<State, C, E>,
  ): Promise<Outcome<E> | undefined> => {
    const { rules, stream, envelope } = asked;
    const known = kept.of(rules, stream);
    if (!known || known.carried >= mostCarried || known.commands.has(envelope.commandId)) return undefined;
    if (envelope.expectedVersion !== undefined && envelope.expectedVersion !== known.version) return undefined;
    try {
      const events = decided(asked, known.state);
      if (events.length === 0) return undefined;
      const { version, position, repeated } = await append(asked, known, events);
      return repeated ? undefined : { stream, version, position, events, repeated };
    } catch (error) {
      // Whether the stream has moved on, or the command is refused by what is there, only the stream can tell.
      if (error instanceof StoreUnavailable || !(error instanceof Refusal)) throw error;
      return undefined;
    }
  };

  const onRead = async <State, C extends Command, E extends Event>(asked: Asked<State, C, E>): Promise<Outcome<E>> => {
    const { rules, stream, envelope, digest } = asked;
    const { state, version, position, recent } = await loading.load(rules, stream);
    const commands = new Set(recent.map((it) => it.meta.commandId));
    kept.keep(rules, stream, { state, version, position, commands, carried: 0 });
    const before = await loading.writtenBy(envelope.commandId, stream, recent);
    const last = before.at(-1);
    if (last) {
      if (before.some((it) => it.meta.digest !== digest)) throw new DuplicateWithOtherContent(before[0]?.id ?? last.id);
      return { stream, version: last.version, position: last.position, events: before.map(plain<E>), repeated: true };
    }
    if (envelope.expectedVersion !== undefined && envelope.expectedVersion !== version)
      throw new VersionConflict(stream, envelope.expectedVersion, version);
    const events = decided(asked, state);
    if (events.length === 0) return { stream, version, position, events: [], repeated: false };
    const written = await append(asked, { state, version, commands, carried: 0 }, events);
    return { stream, version: written.version, position: written.position, events, repeated: written.repeated };
  };

  return {
    async execute(rules, stream, command, envelope) {
      const digest = digestOf({ stream, command: envelope.asked ?? command });
      const asked = { rules, stream, command, envelope, digest };
      const outcome = await onKept(asked);
      if (outcome) return outcome;
      for (let tries = 1; ; tries++)
        try {
          return await onRead(asked);
        } catch (error) {
          if (!(error instanceof VersionConflict) || envelope.expectedVersion !== undefined || tries === attempts) throw error;
        }
    },

    async load(rules, stream) {
      const { state, version } = await loading.load(rules, stream);
      return { state, version };
    },
  };
}

const metaOf = (envelope: Envelope, digest: string, schema: number | undefined): NewEvent['meta'] => ({
  actor: envelope.actor,
  commandId: envelope.commandId,
  digest,
  correlationId: envelope.correlationId ?? envelope.commandId,
  causationId: envelope.causationId ?? envelope.commandId,
  ...(schema === undefined ? {} : { schema }),
  ...(envelope.simulated ? { simulated: true } : {}),
});

/** A command's answer over HTTP: positions are decimal text, events only their types. */
export interface CommandAnswer {
  readonly stream: string;
  readonly version: number;
  readonly position: string;
  readonly repeated: boolean;
  readonly events: readonly string[];
}

export const answerOf = (outcome: Outcome): CommandAnswer => ({
  stream: outcome.stream,
  version: outcome.version,
  position: positionText(outcome.position),
  repeated: outcome.repeated,
  events: outcome.events.map((it) => it.type),
});

const positionText = (it: Position): string => it.toString();
