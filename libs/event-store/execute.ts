import { type Command, type Decider, dayOf, decide, type Event, type Position } from '#language';
import type { AggregateParts, Aggregates, Envelope, Outcome } from './aggregates.js';
import { digestOf } from './canonical.js';
import { DuplicateWithOtherContent, VersionConflict } from './errors.js';
import type { NewEvent } from './event-store.js';
import { eventIdFrom } from './identity.js';
import { Loading, plain } from './loading.js';
import { schemaOf } from './upcasting.js';

/** How often a command decides again when another one was faster. */
const attempts = 5;

/**
 * Load, decide, append. A command whose id the stream already has is answered as it was the first time (`repeated`), or refused
 * with duplicate-with-other-content when it says something else. With `expectedVersion` a stream that moved on is refused with
 * version-conflict before anything is decided; without, the command decides again on the newer state.
 */
export function AggregatesOf({ store, clock, upcasters = [], snapshots }: AggregateParts): Aggregates {
  const loading = new Loading(store, snapshots, upcasters);

  const attempt = async <State, C extends Command, E extends Event>(
    rules: Decider<State, C, E>,
    stream: string,
    command: C,
    envelope: Envelope,
    digest: string,
  ): Promise<Outcome<E>> => {
    const { state, version, position, recent } = await loading.load(rules, stream);
    const before = await loading.writtenBy(envelope.commandId, stream, recent);
    const last = before.at(-1);
    if (last) {
      if (before.some((it) => it.meta.digest !== digest)) throw new DuplicateWithOtherContent(before[0]?.id ?? last.id);
      return { stream, version: last.version, position: last.position, events: before.map(plain<E>), repeated: true };
    }
    if (envelope.expectedVersion !== undefined && envelope.expectedVersion !== version)
      throw new VersionConflict(stream, envelope.expectedVersion, version);
    const now = clock.now();
    const situation = { actor: envelope.actor, now, today: dayOf(now) };
    const events = decide(rules, state, command, situation);
    if (events.length === 0) return { stream, version, position, events: [], repeated: false };
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
