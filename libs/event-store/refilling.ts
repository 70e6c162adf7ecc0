import { type Recorded, SetClock } from '#language';
import type { EventStore, NewEvent } from './event-store.js';
import { limits } from './event-store.js';

/** Writes a log again as it was recorded: ids, versions, moments and order stay. For an empty log that nobody else writes to. */
export interface Refill {
  /** The next events, in the order of the log. */
  write(events: readonly Recorded[]): Promise<void>;
  close(): Promise<void>;
}

/**
 * Through the port, for an engine that offers no more. One append after the other, since only that keeps the order. The clock says
 * what each event's moment was; an engine never lets `recordedAt` go back, so where the log does (processes whose clocks
 * differed) another one is opened.
 */
export function refillThrough(open: (clock: SetClock) => EventStore): Refill {
  let writing: { readonly store: EventStore; readonly clock: SetClock } | undefined;
  const at = async (moment: Recorded['recordedAt']): Promise<EventStore> => {
    if (writing && writing.clock.now() > moment) {
      await writing.store.close();
      writing = undefined;
    }
    if (!writing) {
      const clock = new SetClock(moment);
      writing = { store: open(clock), clock };
    }
    writing.clock.set(moment);
    return writing.store;
  };
  return {
    async write(events) {
      for (const together of appendsOf(events)) {
        const [first] = together;
        if (!first) continue;
        const store = await at(first.recordedAt);
        await store.append(first.stream, first.version - 1, together.map(asNew));
      }
    },
    async close() {
      await writing?.store.close();
    },
  };
}

const asNew = ({ id, type, data, meta }: Recorded): NewEvent => ({ id, type, data, meta });

/** Neighbours that one command wrote at one moment go in one append. */
function* appendsOf(events: readonly Recorded[]): Generator<Recorded[]> {
  let together: Recorded[] = [];
  let bytes = 0;
  for (const event of events) {
    const before = together.at(-1);
    const size = Buffer.byteLength(JSON.stringify(asNew(event)));
    const joins =
      before?.stream === event.stream &&
      before.meta.commandId === event.meta.commandId &&
      before.recordedAt === event.recordedAt &&
      together.length < limits.eventsPerAppend &&
      bytes + size < limits.bytesPerEvent;
    if (!joins && together.length > 0) {
      yield together;
      [together, bytes] = [[], 0];
    }
    together.push(event);
    bytes += size;
  }
  if (together.length > 0) yield together;
}
