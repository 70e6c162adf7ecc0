import { randomUUID } from 'node:crypto';
import type { Recorded } from '#language';
import { DuplicateWithOtherContent, VersionConflict } from '../errors.js';
import { appendsOf, asNew, type Refill } from '../refilling.js';
import { writable } from '../writable.js';
import { Claims } from './claims.js';
import { EsdbConnection } from './connection.js';
import { appendRequests } from './messages.js';
import { patiently, usualPatience } from './patience.js';
import { Reading } from './reading.js';
import { proposed } from './stored-event.js';

/** Claims on their way at once. Their order means nothing; that of the events is the log's. */
const claimsAtOnce = 64;

/**
 * Into EventStoreDB, as it was recorded. Ids are claimed side by side, then each append is one round trip at its exact revision, one
 * after the other, since only that keeps the order of the log. What was written is not read back here: whoever refills compares
 * the whole log afterwards. A try whose end is unknown is made again with the same ids and revision and answered as before.
 */
export function refillEventStoreDb(url: string): Refill {
  const connection = EsdbConnection.open(url);
  const closing = new AbortController();
  const reading = new Reading(connection, usualPatience, closing.signal);
  const claims = new Claims(connection, reading, usualPatience, closing.signal);

  const claim = async (appends: readonly (readonly Recorded[])[]): Promise<void> => {
    for (let i = 0; i < appends.length; i += claimsAtOnce)
      await Promise.all(
        appends.slice(i, i + claimsAtOnce).map(async (events) => {
          const ids = events.map((it) => it.id);
          const elsewhere = (await claims.make(events[0]?.stream ?? '', ids)).indexOf('elsewhere');
          if (elsewhere >= 0) throw new DuplicateWithOtherContent(ids[elsewhere] ?? '');
        }),
      );
  };

  const append = async (events: readonly Recorded[]): Promise<void> => {
    const [first] = events;
    if (!first) return;
    const [stream, expected, together] = [first.stream, first.version - 1, randomUUID()];
    const all = writable(stream, expected, events.map(asNew)).map((it) => proposed(it, first.recordedAt, together));
    const requests = appendRequests(stream, expected, all);
    const answer = await patiently(usualPatience, closing.signal, () => connection.sendAppend(requests, usualPatience.oneTry));
    const current = answer.getWrongExpectedVersion();
    if (current)
      throw new VersionConflict(stream, expected, current.hasCurrentRevision() ? Number(current.getCurrentRevision()) + 1 : 0);
  };

  return {
    async write(events) {
      const appends = [...appendsOf(events)];
      await claim(appends);
      for (const it of appends) await append(it);
    },
    async close() {
      closing.abort();
      await connection.close();
    },
  };
}
