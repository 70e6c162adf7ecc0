import type { Recorded } from '#language';
import { limits, type NewEvent } from './event-store.js';

/** Writes a log again as it was recorded: ids, versions, moments and order stay. For an empty log that nobody else writes to. */
export interface Refill {
  /** The next events, in the order of the log. */
  write(events: readonly Recorded[]): Promise<void>;
  close(): Promise<void>;
}

export const asNew = ({ id, type, data, meta }: Recorded): NewEvent => ({ id, type, data, meta });

/** Neighbours that one command wrote at one moment go in one append. */
export function* appendsOf(events: readonly Recorded[]): Generator<Recorded[]> {
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
