import type { Recorded } from '#language';
import type { Appended, EventStore } from './event-store.js';

/** Whoever measures or traces the log. Nothing here changes what happens. */
export interface Observer {
  /** Runs one append, and gives what it gives. */
  appending(what: { readonly stream: string; readonly events: number }, run: () => Promise<Appended>): Promise<Appended>;
  /** Events whose rows a projection has just committed. */
  applied(projection: string, events: readonly Recorded[]): void;
}

/** The same store, of any engine, whose appends are observed. */
export const observed = <Store extends EventStore>(store: Store, observer: Observer): Store =>
  new Proxy(store, {
    get(target, name) {
      if (name === 'append') {
        const append: EventStore['append'] = (stream, expected, events) =>
          observer.appending({ stream, events: events.length }, () => target.append(stream, expected, events));
        return append;
      }
      const member: unknown = Reflect.get(target, name, target);
      return typeof member === 'function' ? member.bind(target) : member;
    },
  });
