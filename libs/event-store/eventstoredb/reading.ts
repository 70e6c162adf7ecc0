import { StreamNotFoundError } from '@eventstore/db-client';
import { beginning, type Position, position, type Recorded } from '#language';
import { StoreUnavailable, UnknownStream } from '../errors.js';
import type { LogFilter, ReadLog, ReadStream } from '../event-store.js';
import type { EsdbConnection } from './connection.js';
import { failureOf } from './failures.js';
import { matches, matchesNothing, serverFilter } from './filter.js';
import { type From, logRequest, type Stored, storedIn, streamRequest } from './messages.js';
import { type Patience, patiently } from './patience.js';
import { recorded } from './stored-event.js';

/** Every event there is; the protocol's count is unsigned. */
const all = Number.MAX_SAFE_INTEGER;

/** At least so many at a time when the engine has to filter on: a page of few would cost a round trip for each event left out. */
const smallestPage = 256;

/** Reads streams and the log, page by page, through a lossy connection. A page that broke off is asked for again whole. */
export class Reading {
  constructor(
    private readonly connection: EsdbConnection,
    private readonly patience: Patience,
    private readonly closing: AbortSignal,
  ) {}

  /** Events of a stream as stored; nothing when there is no such stream. Revisions are the server's: 0 for the first. */
  async stream(
    stream: string,
    from: number | 'end',
    count: number,
    backwards = false,
    until?: number,
  ): Promise<Stored[] | undefined> {
    const attempt = async () => {
      try {
        return await this.collected(streamRequest(stream, from, count, backwards));
      } catch (error) {
        if (failureOf(error).kind === 'not-found') return undefined;
        throw error;
      }
    };
    return patiently(this.patience, this.closing, attempt, until);
  }

  /** See EventStore.read. Refuses: unknown-stream. Throws when the stream holds what this product did not write. */
  async events(stream: string, { direction = 'forwards', from, limit = all }: ReadStream): Promise<Recorded[]> {
    const backwards = direction === 'backwards';
    const start = from === undefined ? (backwards ? 'end' : 0) : from - 1;
    const nothing = limit <= 0 || (backwards && typeof start === 'number' && start < 0);
    const stored = await this.stream(
      stream,
      nothing ? 0 : start === 'end' ? start : Math.max(start, 0),
      nothing ? 1 : limit,
      backwards,
    );
    if (!stored) throw new UnknownStream(stream);
    return nothing ? [] : stored.map((it) => ours(it));
  }

  /** See EventStore.readLog. Events that this product did not write are no part of its log. */
  async log({ after = beginning, limit, ...filter }: ReadLog): Promise<Recorded[]> {
    const found: Recorded[] = [];
    if (matchesNothing(filter)) return found;
    let at: Position = after;
    while (found.length < limit) {
      // The server reads from a position inclusively, and only positions of events are safe to ask for.
      const count = Math.max(limit - found.length, smallestPage) + 1;
      const page = await this.page(at === beginning ? 'start' : at, filter, count, false);
      for (const it of page) {
        if (it.position <= at) continue;
        const event = matches(filter, it) ? recorded(it) : undefined;
        if (event && found.length < limit) found.push(event);
      }
      const last = page.at(-1);
      if (page.length < count || !last || last.position <= at) break;
      at = position(last.position);
    }
    return found;
  }

  /** Position of our newest event, or the beginning. */
  async head(): Promise<Position> {
    let from: From = 'end';
    for (let count = 1; ; count = smallestPage) {
      const page: Stored[] = await this.page(from, {}, count, true);
      const newest = page.find((it) => matches({}, it) && recorded(it));
      if (newest) return position(newest.position);
      const last = page.at(-1);
      if (page.length < count || !last) return beginning;
      // Backwards a position is exclusive.
      from = position(last.position);
    }
  }

  private page(from: From, filter: LogFilter, count: number, backwards: boolean): Promise<Stored[]> {
    return patiently(this.patience, this.closing, () => this.collected(logRequest(from, serverFilter(filter), count, backwards)));
  }

  private async collected(request: Parameters<EsdbConnection['answers']>[0]): Promise<Stored[]> {
    const stored: Stored[] = [];
    const limits = { idleMs: this.patience.silence, always: true, signal: this.closing };
    for await (const answer of this.connection.answers(request, limits)) {
      // The client leaves it to its caller to see that an answer says “no such stream”.
      if (answer.hasStreamNotFound()) throw new StreamNotFoundError(undefined);
      const it = storedIn(answer);
      if (it) stored.push(it);
    }
    if (this.closing.aborted) throw new StoreUnavailable('it was closed');
    return stored;
  }
}

const ours = (stored: Stored): Recorded => {
  const event = recorded(stored);
  if (!event) throw new Error(`event ${stored.revision} of ${stored.stream} was not written by this product`);
  return event;
};
