import { setImmediate as nextTurn } from 'node:timers/promises';
import type pg from 'pg';
import type { Position, Recorded } from '#language';
import type { EventStore } from '../event-store.js';
import type { Projection } from '../projection.js';
import { Copying } from './copying.js';
import { keyFor, readsStream } from './folding.js';
import { Maker, type Making } from './making.js';
import { byHeap, byPosition, byStream, type Part, type Source } from './sorting.js';

export interface RebuildProgress {
  readonly step: 'reading' | 'folding' | 'indexing' | 'switching';
  /** Of a scale that only this step knows. */
  readonly done: number;
  readonly of: number;
}

/** Events that are folded before whoever else has work in this process has a turn. */
const turn = 100;

/**
 * Fills the tables beside, all projections that are folded by the stream in one pass: where the engine has streams in order each is
 * folded as it is read, elsewhere, and for other keys, events are sorted onto heaps first. So memory holds the states and rows of a
 * page of streams, or of one heap, and not the log. `filled` is told of each as soon as its rows are there, while others are still
 * made. Gives the position up to which the log is in the tables.
 */
export async function fill(
  { pool, store }: { readonly pool: pg.Pool; readonly store: EventStore },
  makings: readonly Making[],
  onProgress: (progress: RebuildProgress) => void,
  filled: (making: Making) => void,
): Promise<Position> {
  const copying = new Copying(pool);
  const upTo = await store.head();
  const source: Source = { store, upTo, told: (step, done, of) => onProgress({ step, done, of }) };
  for (const { makings: these, parts } of passes(source, makings)) {
    const makers = these.map((it) => new Maker(it, copying));
    // The makers that read the last event's stream: the next event is mostly of the same one.
    let [stream, reading] = ['', makers];
    for await (const { events, whole } of parts) {
      for (const [i, event] of events.entries()) {
        if (event.stream !== stream)
          [stream, reading] = [event.stream, makers.filter((it) => readsStream(it.making.projection, event.stream))];
        for (const it of reading) it.take(event);
        if (i % turn === turn - 1) await nextTurn();
      }
      if (whole) for (const it of makers) it.end();
      await copying.room();
    }
    for (const it of makers) it.end();
    await copying.finish();
    for (const it of these) filled(it);
  }
  return upTo;
}

interface Pass {
  readonly makings: readonly Making[];
  /** The events, in the log's order within each key of these projections, if not across keys. */
  readonly parts: AsyncIterable<Part>;
}

/** Each that has keys of its own reads its events, which are few; all others are made together. */
function passes(source: Source, makings: readonly Making[]): Pass[] {
  const ownKeys = ({ projection }: Making) => projection.keyOf !== undefined && !projection.once;
  const own: Pass[] = makings.filter(ownKeys).map((it) => ({
    makings: [it],
    parts: byHeap(source, it.projection.reads, (event) => heapOf(it.projection, event)),
  }));
  const others = makings.filter((it) => !ownKeys(it));
  return others.length > 0 ? [...own, { makings: others, parts: together(source, others) }] : own;
}

function together(source: Source, makings: readonly Making[]): AsyncIterable<Part> {
  const reads = readsOf(makings);
  if (makings.every((it) => it.projection.once)) return byPosition(source, reads);
  return source.store.readStreams ? byStream(source, reads.streams) : byHeap(source, reads, (it) => it.stream);
}

/** The streams that any of them reads. */
const readsOf = (makings: readonly Making[]) => ({ streams: makings.flatMap((it) => it.projection.reads.streams) });

/** An event whose key cannot be told may lie on any heap: folding it fails, and says why. */
function heapOf(projection: Projection, event: Recorded): string {
  try {
    return keyFor(projection, event);
  } catch {
    return event.stream;
  }
}
