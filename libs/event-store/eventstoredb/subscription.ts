import { beginning, type Position, position, type Recorded } from '#language';
import type { LogFilter, Subscription } from '../event-store.js';
import type { EsdbConnection } from './connection.js';
import { failureOf, typed } from './failures.js';
import { matches, matchesNothing, serverFilter } from './filter.js';
import { storedIn, subscriptionRequest } from './messages.js';
import { type Patience, pause, pauseAfter } from './patience.js';
import { recorded } from './stored-event.js';

interface Parts {
  readonly connection: EsdbConnection;
  readonly patience: Patience;
  readonly closing: AbortSignal;
}

class HandlerFailed extends Error {
  constructor(override readonly cause: unknown) {
    super('the handler failed');
  }
}

/**
 * A catch-up subscription that comes back by itself, for as long as it takes, after the last event it handed over. It never
 * takes up at the server's checkpoints: a subscription skips the first event at or after the position it is given, so only
 * the position of an event that was handed over loses nothing. Ends when closed, when the handler throws, or when the server
 * refuses access.
 */
export function catchUp(
  { connection, patience, closing }: Parts,
  { after = beginning, ...filter }: LogFilter & { after?: Position },
  handler: (event: Recorded) => Promise<void> | void,
  onEnd: (error?: unknown) => void = () => undefined,
): Subscription {
  const own = new AbortController();
  const signal = AbortSignal.any([own.signal, closing]);
  let last = after;
  let tries = 0;

  const follow = async () => {
    const request = subscriptionRequest(last === beginning ? 'start' : last, serverFilter(filter));
    // Once confirmed a subscription may be silent; the connection's keepalive finds out when the server is gone.
    for await (const answer of connection.answers(request, { idleMs: patience.silence, always: false, signal })) {
      tries = 0;
      const stored = storedIn(answer);
      if (!stored || stored.position <= last) continue;
      const event = matches(filter, stored) ? recorded(stored) : undefined;
      if (event)
        try {
          await handler(event);
        } catch (error) {
          throw new HandlerFailed(error);
        }
      if (signal.aborted) return;
      last = position(stored.position);
    }
  };

  const run = async () => {
    while (!signal.aborted) {
      try {
        if (matchesNothing(filter)) await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
        else await follow();
      } catch (error) {
        if (error instanceof HandlerFailed) throw error.cause;
        if (failureOf(error).kind !== 'again') throw typed(error);
      }
      if (!signal.aborted) await pause(pauseAfter(++tries, patience), signal);
    }
  };

  const ended = run().then(
    () => onEnd(),
    (error: unknown) => onEnd(error),
  );
  return {
    async close() {
      own.abort();
      await ended;
    },
  };
}
