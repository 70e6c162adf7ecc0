import type { Clock } from '#language';
import type { EventStore } from './event-store.js';
import type { Refill } from './refilling.js';
import type { Upcaster } from './upcasting.js';

/** Opens a log that is not in our PostgreSQL. */
export type Engine = (parts: { readonly clock?: Clock; readonly upcasters?: readonly Upcaster[] }) => EventStore;

/**
 * The engine that EVENT_STORE names: `esdb://…` or `esdb+discover://…`; undefined for `postgres` or none, the default engine.
 * Its client is loaded only here: it is as large as all the rest, and most starts need none of it. Rejects anything else, without
 * repeating it: it may hold a password.
 */
export async function engineNamed(url: string | null | undefined): Promise<Engine | undefined> {
  if (!url || url === 'postgres') return undefined;
  if (!/^esdb(\+discover)?:\/\//.test(url)) throw new Error('EVENT_STORE must begin with esdb:// or esdb+discover://');
  const { EventStoreDbStore } = await import('./eventstoredb/eventstoredb-event-store.js');
  return (parts) => new EventStoreDbStore({ url, ...parts });
}

/** Writes a log again into the engine that EVENT_STORE names, which is loaded with the first events. */
export function refillEngine(url: string): Refill {
  let opened: Promise<Refill> | undefined;
  const open = () => {
    opened ??= import('./eventstoredb/refilling.js').then((it) => it.refillEventStoreDb(url));
    return opened;
  };
  return { write: async (events) => (await open()).write(events), close: async () => (await opened)?.close() };
}
