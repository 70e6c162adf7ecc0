import { randomUUID } from 'node:crypto';
import { type Clock, canonical, type Position, position } from '#language';
import { DuplicateWithOtherContent, StoreUnavailable, TooLarge, VersionConflict } from '../errors.js';
import type { Appended } from '../event-store.js';
import type { WritableEvent } from '../writable.js';
import { Claims } from './claims.js';
import type { EsdbConnection } from './connection.js';
import { failureOf } from './failures.js';
import { appendRequests, type Stored } from './messages.js';
import { endOf, type Patience, patiently } from './patience.js';
import type { Reading } from './reading.js';
import { Stamps } from './stamps.js';
import { appendOf, proposed, recorded } from './stored-event.js';
import { Turns } from './turns.js';

/**
 * Appends at the exact revision, always. A try whose end is unknown (deadline, cut connection) is made again with the same ids
 * and revision, which the server answers as before when the first one was written. The server compares ids and never content,
 * so what it calls a success is read back and compared.
 */
export class Appending {
  private readonly turns = new Turns();
  readonly claims: Claims;
  readonly stamps: Stamps;

  constructor(
    private readonly connection: EsdbConnection,
    private readonly reading: Reading,
    clock: Clock,
    private readonly patience: Patience,
    private readonly closing: AbortSignal,
  ) {
    this.claims = new Claims(connection, reading, patience, closing);
    this.stamps = new Stamps(clock);
  }

  /** See EventStore.append. Refuses: version-conflict, duplicate-with-other-content, too-large, store-unavailable. */
  append(stream: string, expected: number, events: readonly WritableEvent[]): Promise<Appended> {
    const ids = events.map((it) => it.id);
    return this.turns.take([stream, ...ids], async () => {
      // One patience for all its round trips together.
      const until = endOf(this.patience);
      const claims = await this.claims.make(stream, ids, until);
      const elsewhere = claims.indexOf('elsewhere');
      if (elsewhere >= 0) throw new DuplicateWithOtherContent(ids[elsewhere] ?? '');
      const known = claims.includes('here');
      const before = known ? await this.written(stream, events, until) : undefined;
      return before ?? this.stamps.carried((stamp) => this.write(stream, expected, events, stamp, until));
    });
  }

  private async write(
    stream: string,
    expected: number,
    events: readonly WritableEvent[],
    stamp: Parameters<typeof proposed>[1],
    until: number,
  ): Promise<Appended> {
    const append = randomUUID();
    const requests = appendRequests(
      stream,
      expected,
      events.map((it) => proposed(it, stamp, append)),
    );
    const attempt = async () => {
      try {
        return await this.connection.sendAppend(requests, this.patience.oneTry);
      } catch (error) {
        const failure = failureOf(error);
        if (failure.kind === 'too-large') throw new TooLarge('append', sizeOf(events), failure.limit);
        throw error;
      }
    };
    const answer = await patiently(this.patience, this.closing, attempt, until);
    const success = answer.getSuccess();
    if (success) {
      const last = await this.at(stream, Number(success.getCurrentRevision()), until);
      if (appendOf(last) === append) return { version: last.revision + 1, position: position(last.position), repeated: false };
    }
    // Not ours: another process was faster with the same ids, or the stream is at another version.
    const other = await this.written(stream, events, until);
    if (other) return other;
    const current = answer.getWrongExpectedVersion();
    if (!current) throw new StoreUnavailable('the server confirms an append that cannot be read back');
    throw new VersionConflict(stream, expected, current.hasCurrentRevision() ? Number(current.getCurrentRevision()) + 1 : 0);
  }

  private async at(stream: string, revision: number, until: number): Promise<Stored> {
    const [event] = (await this.reading.stream(stream, revision, 1, false, until)) ?? [];
    if (event?.revision !== revision) throw new StoreUnavailable('the server confirms an append that cannot be read back');
    return event;
  }

  /** The outcome when these events are in the stream already; nothing when none is; a refusal when some are or they say something else. */
  private async written(stream: string, events: readonly WritableEvent[], until: number): Promise<Appended | undefined> {
    const stored = new Map(
      (await this.reading.stream(stream, 0, Number.MAX_SAFE_INTEGER, false, until))?.map((it) => [it.id, it]),
    );
    const there = events.filter((it) => stored.has(it.id));
    const [first] = there;
    if (!first) return undefined;
    let last: { version: number; position: Position } = { version: 0, position: position(0) };
    for (const event of events) {
      const it = stored.get(event.id);
      if (!it || !sameContent(it, event)) throw new DuplicateWithOtherContent(first.id);
      if (it.revision + 1 > last.version) last = { version: it.revision + 1, position: position(it.position) };
    }
    return { ...last, repeated: true };
  }
}

const sizeOf = (events: readonly WritableEvent[]) => events.reduce((sum, it) => sum + it.bytes, 0);

/** The same type, data and command digest. The rest of the metadata (correlation) may differ between a command and its repeat. */
function sameContent(stored: Stored, event: WritableEvent): boolean {
  const it = recorded(stored);
  if (!it || it.type !== event.type) return false;
  const { digest }: { digest?: unknown } = JSON.parse(event.meta);
  return it.meta.digest === digest && canonical(it.data) === canonical(JSON.parse(event.data));
}
