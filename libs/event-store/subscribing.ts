import { beginning, type Position, type Recorded } from '#language';
import type { EventStore, LogFilter, Subscription } from './event-store.js';

/** A catch-up subscription over any engine that can read pages and wait. Events come one at a time, in order. */
export function subscribeBy(
  store: EventStore,
  { after = beginning, ...filter }: LogFilter & { after?: Position },
  handler: (event: Recorded) => Promise<void> | void,
  onEnd: (error?: unknown) => void = () => undefined,
): Subscription {
  let closed = false;
  let close: () => void = () => undefined;
  const closing = new Promise<void>((resolve) => {
    close = resolve;
  });

  const run = async () => {
    let seen = after;
    while (!closed) {
      // The head is asked for before the page: what lies up to it and is not in the page was filtered out, and did not come too late.
      const head = await store.head();
      const page = await store.readLog({ ...filter, after: seen, limit: 500 });
      for (const event of page) {
        if (closed) return;
        await handler(event);
        seen = event.position;
      }
      if (page.length > 0) continue;
      if (head > seen) seen = head;
      await Promise.race([store.waitForMore(seen, 5_000), closing]);
    }
  };

  const ended = run().then(
    () => onEnd(),
    (error: unknown) => {
      closed = true;
      onEnd(error);
    },
  );
  return {
    async close() {
      closed = true;
      close();
      await ended;
    },
  };
}
