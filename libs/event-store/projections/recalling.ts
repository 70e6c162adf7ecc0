import type { Recorded } from '#language';
import type { EventStore } from '../event-store.js';
import type { Projection } from '../projection.js';
import { keyFor, ownState, readsEvent } from './folding.js';
import { type KeptState, readStates, type Sql } from './writing.js';

/** The state of a stream is kept once in so many events; what came after it is read from the stream when the state is wanted. */
const every = 8;

/** Whether each event of a stream is folded under the stream itself, so that what is kept and the stream make any state. */
const ofStreams = ({ keyOf, reads }: Projection): boolean => keyOf === undefined && reads.types === undefined;

/** How many streams are read at one time. */
const together = 16;

/** The states of all keys in a batch before its first event: out of `known`, of what is kept, and of the streams. */
export async function statesBefore(
  { sql, store }: { readonly sql: Sql; readonly store: EventStore },
  projection: Projection,
  build: number,
  own: readonly Recorded[],
  known: ReadonlyMap<string, unknown>,
): Promise<Map<string, unknown>> {
  const states = new Map<string, unknown>();
  if (projection.once) return states;
  const first = new Map<string, Recorded>();
  for (const event of own) {
    const key = keyFor(projection, event);
    if (first.has(key)) continue;
    first.set(key, event);
    if (known.has(key)) states.set(key, known.get(key));
  }
  const begun = ofStreams(projection) ? (event: Recorded) => event.version > 1 : () => true;
  const missing = [...first].filter(([key, event]) => !known.has(key) && begun(event));
  const kept = await readStates(
    sql,
    projection.name,
    build,
    missing.map(([key]) => key),
  );
  for (let i = 0; i < missing.length; i += together)
    await Promise.all(
      missing.slice(i, i + together).map(async ([key, event]) => {
        const state = await brought(store, projection, key, kept.get(key), event.version);
        if (state !== undefined) states.set(key, state);
      }),
    );
  return states;
}

/** A kept state brought up to just before a version of its stream; undefined where nothing was before. */
async function brought(
  store: EventStore,
  projection: Projection,
  key: string,
  kept: KeptState | undefined,
  before: number,
): Promise<unknown> {
  if (!ofStreams(projection)) return kept?.state;
  // Kept by an earlier release, without a version: nobody knows whether it was the last.
  const version = kept?.version ?? null;
  const from = (version ?? 0) + 1;
  const between = from < before ? await store.read(key, { from, limit: before - from }) : [];
  return between
    .filter((it) => readsEvent(projection, it))
    .reduce((state, it) => ownState(projection, state, it), version === null ? projection.initial(key) : kept?.state);
}

/** Those of the new states that are written down, with the version of their stream. */
export function toKeep(
  projection: Projection,
  own: readonly Recorded[],
  states: ReadonlyMap<string, unknown>,
): readonly (readonly [key: string, kept: KeptState])[] {
  if (projection.once) return [];
  if (!ofStreams(projection)) return [...states].map(([key, state]) => [key, { state, version: null }] as const);
  const [first, last] = [new Map<string, number>(), new Map<string, number>()];
  for (const { stream, version } of own) {
    if (!first.has(stream)) first.set(stream, version);
    last.set(stream, version);
  }
  return [...last].flatMap(([stream, version]) => {
    const passed = (at: number) => Math.floor((at + placeOf(stream)) / every);
    return passed(version) > passed((first.get(stream) ?? version) - 1) ? [[stream, { state: states.get(stream), version }]] : [];
  });
}

/** Streams are kept at versions of their own: what happens to all of them in one week, as a month's reports, would keep all at one time. */
function placeOf(stream: string): number {
  let sum = 0;
  for (let i = 0; i < stream.length; i++) sum += stream.charCodeAt(i);
  return sum % every;
}
