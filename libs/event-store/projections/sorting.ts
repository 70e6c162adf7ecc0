import { beginning, type Position, position, type Recorded } from '#language';
import type { EventStore, LogFilter } from '../event-store.js';
import { Spill } from './spill.js';

/** Some events, in the log's order within each key; those of one key need not be neighbours. */
export interface Part {
  readonly events: readonly Recorded[];
  /** True when no later part has an event of a key that was met so far: what those keys came to is final. */
  readonly whole: boolean;
}

/** Where the events up to a position come from, and who is told how many have come. */
export interface Source {
  readonly store: EventStore;
  readonly upTo: Position;
  readonly told: (step: 'reading' | 'folding', done: number, of: number) => void;
}

const pageSize = 2_000;

/** Gives page after page: the next is on its way while the one before is worked on. */
async function* pagesOf(read: (last: Recorded | undefined) => Promise<readonly Recorded[]>): AsyncGenerator<readonly Recorded[]> {
  for (let next = read(undefined); ; ) {
    const page = await next;
    const last = page.at(-1);
    if (!last) return;
    next = read(last);
    // The next turn of the loop waits for it and hears of a failure; until then an unhandled rejection would end the process.
    next.catch(() => undefined);
    yield page;
  }
}

async function* logOf({ store, upTo }: Source, reads: LogFilter): AsyncGenerator<readonly Recorded[]> {
  for await (const page of pagesOf((last) => store.readLog({ ...reads, after: last?.position ?? beginning, limit: pageSize }))) {
    const beyond = page.findIndex((it) => it.position > upTo);
    if (beyond !== 0) yield beyond < 0 ? page : page.slice(0, beyond);
    if (beyond >= 0) return;
  }
}

/** As they are in the log: for keys that come once. */
export async function* byPosition(source: Source, reads: LogFilter): AsyncGenerator<Part> {
  for await (const events of logOf(source, reads)) {
    source.told('folding', Number(events.at(-1)?.position), Number(source.upTo));
    yield { events, whole: true };
  }
}

/** Stream after stream, as an engine has them in its index: nothing is put aside, and nothing read twice. */
export async function* byStream(source: Source, beginnings: readonly string[]): AsyncGenerator<Part> {
  const { store, upTo, told } = source;
  let done = 0;
  for (const streams of apart(beginnings))
    for await (const page of pagesOf(
      async (after) => (await store.readStreams?.({ streams, ...(after ? { after } : {}), upTo, limit: pageSize })) ?? [],
    )) {
      const last = page.at(-1)?.stream;
      const cut = page.findIndex((it) => it.stream === last);
      if (cut > 0) yield { events: page.slice(0, cut), whole: true };
      // The next page may go on with it.
      yield { events: page.slice(cut), whole: false };
      done += page.length;
      told('folding', done, Number(upTo));
    }
}

/** Without those that another of them covers: `task-9` where `task-` is there. */
const apart = (beginnings: readonly string[]): string[] =>
  [...new Set(beginnings)].filter((it) => !beginnings.some((other) => other !== it && it.startsWith(other)));

/** By any key, from any engine: sorted onto heaps by it, and then heap after heap. */
export async function* byHeap(source: Source, reads: LogFilter, keyOf: (event: Recorded) => string): AsyncGenerator<Part> {
  const spill = new Spill();
  try {
    let waiting = 0;
    for await (const page of logOf(source, reads)) {
      for (const event of page) spill.add(keyOf(event), JSON.stringify({ ...event, position: event.position.toString() }));
      waiting += page.length;
      source.told('reading', Number(page.at(-1)?.position), Number(source.upTo));
    }
    let done = 0;
    for (const heap of spill.read()) {
      for (const lines of heap) {
        yield { events: lines.map(readBack), whole: false };
        done += lines.length;
      }
      yield { events: [], whole: true };
      source.told('folding', done, waiting);
    }
  } finally {
    spill.close();
  }
}

function readBack(line: string): Recorded {
  const event = JSON.parse(line) as Omit<Recorded, 'position'> & { position: string };
  return { ...event, position: position(event.position) };
}
