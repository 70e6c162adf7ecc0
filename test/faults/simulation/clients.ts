import {
  AggregatesOf,
  commandIdFrom,
  DuplicateWithOtherContent,
  type Envelope,
  StoreUnavailable,
  VersionConflict,
} from '#event-store';
import type { Position } from '#language';
import { actor } from '../../event-store/sample.js';
import { type CounterCommand, type CounterEvent, counter } from './counter.js';
import type { Wire } from './wire.js';
import type { World } from './world.js';

/** What people were told: the history that the log is judged by. */
export interface Told {
  readonly acknowledged: {
    readonly stream: string;
    readonly commandId: string;
    readonly events: number;
    readonly version: number;
    readonly position: Position;
  }[];
  /** Refused for certain: must never be in the log. */
  readonly refused: Set<string>;
  /** Furthest position of which anybody was told. */
  furthest: Position;
  /** Lies that showed at once. */
  readonly wrong: string[];
}

/** Somebody who works: one command after the other, again when the line was bad, now and then twice or on what was seen long ago. */
export async function work(world: World, wire: Wire, name: string, told: Told): Promise<void> {
  const { chance } = world;
  const aggregates = AggregatesOf({ store: wire, clock: world });
  for (let n = 0; ; n++) {
    // Streams of a generation; a stream stays short enough to be read whole.
    const stream = `counter-${Math.floor(world.steps / 2_500)}-${chance.between(0, 4)}`;
    const envelope: Envelope = {
      actor,
      commandId: commandIdFrom(name, `command-${n}`),
      ...(chance.happens(0.2) ? { expectedVersion: chance.between(0, 6) } : {}),
    };
    const command: CounterCommand = chance.happens(0.9)
      ? { type: 'add', by: chance.between(1, 9), times: chance.pick([1, 1, 1, 2, 3]) }
      : chance.happens(0.03)
        ? { type: 'spoil' }
        : { type: 'close' };
    // An impatient thumb: the same command twice, at once.
    const copies = chance.happens(0.05) ? 2 : 1;
    const once = () => carriedOut(world, wire, aggregates, told, stream, command, envelope, copies === 1);
    await Promise.all(Array.from({ length: copies }, once));
    await wire.passing(chance.between(0, 50));
  }
}

async function carriedOut(
  world: World,
  wire: Wire,
  aggregates: ReturnType<typeof AggregatesOf>,
  told: Told,
  stream: string,
  command: CounterCommand,
  envelope: Envelope,
  alone: boolean,
): Promise<void> {
  const before = told.furthest;
  for (let tries = 1; tries <= 6; tries++)
    try {
      const { version, position, events, repeated } = await aggregates.execute<unknown, CounterCommand, CounterEvent>(
        counter as never,
        stream,
        command,
        envelope,
      );
      told.acknowledged.push({ stream, commandId: envelope.commandId, events: events.length, version, position });
      if (!repeated && position <= before)
        told.wrong.push(`${stream} ${version} was written at ${position}, after ${before} had been told`);
      if (position > told.furthest) told.furthest = position;
      return;
    } catch (error) {
      // Another try of the same command may have won, with what it decided then.
      if (error instanceof DuplicateWithOtherContent) return;
      if (error instanceof VersionConflict) {
        // Of two copies one may come too early and be refused, the other when the stream has just become that long. Too late is for good.
        const { expectedVersion: asked } = envelope;
        if (asked !== undefined && tries === 1 && (alone || error.actual > asked))
          told.refused.add(`${envelope.commandId} ${stream}`);
        return;
      }
      if (!(error instanceof StoreUnavailable)) throw error;
      await wire.passing(world.chance.between(10, 3_000));
    }
}
