import { beginning, type Command, type Decider, dayOf, decide, type Event, fold, type Position, type Recorded } from '#language';
import type { AggregateParts, Aggregates, Envelope, Outcome } from './aggregates.js';
import { digestOf } from './canonical.js';
import { DuplicateWithOtherContent, UnknownStream, VersionConflict } from './errors.js';
import type { NewEvent } from './event-store.js';
import { eventIdFrom } from './identity.js';
import { schemaOf } from './upcasting.js';

/** How often a command decides again when another one was faster. */
const attempts = 5;

/**
 * Load, fold, decide, append. A command whose id the stream already has is answered as it was the first time (`repeated`),
 * or refused with duplicate-with-other-content when it says something else. With `expectedVersion` a stream that moved on
 * is refused with version-conflict before anything is decided; without, the command decides again on the newer state.
 */
export function AggregatesOf({ store, clock, upcasters = [] }: AggregateParts): Aggregates {
  const loaded = async (stream: string): Promise<Recorded[]> => {
    try {
      return await store.read(stream);
    } catch (error) {
      if (error instanceof UnknownStream) return [];
      throw error;
    }
  };

  const attempt = async <State, C extends Command, E extends Event>(
    rules: Decider<State, C, E>,
    stream: string,
    command: C,
    envelope: Envelope,
    digest: string,
  ): Promise<Outcome<E>> => {
    const history = await loaded(stream);
    const version = history.at(-1)?.version ?? 0;
    const before = history.filter((it) => it.meta.commandId === envelope.commandId);
    const last = before.at(-1);
    if (last) {
      if (before.some((it) => it.meta.digest !== digest)) throw new DuplicateWithOtherContent(before[0]?.id ?? last.id);
      return { stream, version: last.version, position: last.position, events: before.map(plain<E>), repeated: true };
    }
    if (envelope.expectedVersion !== undefined && envelope.expectedVersion !== version)
      throw new VersionConflict(stream, envelope.expectedVersion, version);
    const now = clock.now();
    const situation = { actor: envelope.actor, now, today: dayOf(now) };
    const events = decide(rules, fold(rules, history.map(plain<E>)), command, situation);
    if (events.length === 0)
      return { stream, version, position: history.at(-1)?.position ?? beginning, events: [], repeated: false };
    const written = await store.append(
      stream,
      version,
      events.map(
        (event, index): NewEvent<E> => ({
          id: eventIdFrom(envelope.commandId, index),
          type: event.type,
          data: event.data,
          meta: metaOf(envelope, digest, schemaOf(upcasters, stream, event.type)),
        }),
      ),
    );
    return { stream, version: written.version, position: written.position, events, repeated: written.repeated };
  };

  return {
    async execute(rules, stream, command, envelope) {
      const digest = digestOf({ stream, command: envelope.asked ?? command });
      for (let tries = 1; ; tries++)
        try {
          return await attempt(rules, stream, command, envelope, digest);
        } catch (error) {
          if (!(error instanceof VersionConflict) || envelope.expectedVersion !== undefined || tries === attempts) throw error;
        }
    },

    async load<State, C extends Command, E extends Event>(rules: Decider<State, C, E>, stream: string) {
      const history = await loaded(stream);
      return { state: fold(rules, history.map(plain<E>)), version: history.at(-1)?.version ?? 0 };
    },
  };
}

/** The one place where the log's word is taken for the aggregate's union: its streams hold nothing else. */
const plain = <E extends Event>(it: Recorded): E => ({ type: it.type, data: it.data }) as E;

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
