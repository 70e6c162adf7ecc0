import { hash } from 'node:crypto';
import { type Command, canonical, type Decider, type Event } from '#language';
import type { Upcaster } from './upcasting.js';

/** A stream's state after its event number `version`. `event` is that event's id: of another log it is no snapshot. */
export interface Snapshot {
  readonly version: number;
  readonly event: string;
  readonly state: unknown;
}

/**
 * States of long streams, so that loading one takes few events however long it grows. Only a cache: without it, or with what is
 * in it gone, stale or of other rules, every answer is the same.
 */
export interface Snapshots {
  /** The one kept for these rules. */
  of(stream: string, rules: string): Promise<Snapshot | undefined>;
  /** Keeps it in the background, instead of the one before. Nothing is said when that fails: it is kept another time. */
  keep(stream: string, rules: string, snapshot: Snapshot): void;
  /** Waits for what is being kept. */
  close(): Promise<void>;
}

/** So many last events are read first; a stream that has no more needs no snapshot. */
export const tail = 128;
/** A snapshot so many events behind is replaced; fewer than `tail`, so that the tail reaches back to it. */
export const every = 64;

/**
 * What a kept state depends on besides the events: the version that the rules give it, where they begin, how they go on, and
 * upcasters. Null when the rules do not ask for snapshots. The source of `evolve` is in it because people forget to raise a
 * number; it does not show what `evolve` calls.
 */
export function rulesOf<State, C extends Command, E extends Event>(
  rules: Decider<State, C, E>,
  upcasters: readonly Upcaster[],
): string | null {
  if (rules.stateVersion === undefined) return null;
  const steps = Object.entries(rules.evolve).map(([type, step]) => `${type} ${String(step)}`);
  const shapes = upcasters.map((it) => `${it.streams} ${it.type} ${it.to}`);
  return hash('sha256', canonical([rules.stateVersion, rules.initial, steps.sort(), shapes.sort()]));
}
