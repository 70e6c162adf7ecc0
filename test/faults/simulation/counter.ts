import { type Projection, projection } from '#event-store';
import { decider, type Event } from '#language';

/** The smallest aggregate that shows a lost update: each event says what it found. */
export type CounterEvent =
  | Event<'added', { readonly found: number; readonly by: number }>
  | Event<'closed', { readonly found: number }>
  | Event<'spoiled', { readonly found: number }>;

export type CounterCommand =
  | { readonly type: 'add'; readonly by: number; readonly times: number }
  | { readonly type: 'close' }
  | { readonly type: 'spoil' };

interface Counter {
  readonly events: number;
  readonly sum: number;
}

const next = (it: Counter, by = 0): Counter => ({ events: it.events + 1, sum: it.sum + by });

export const counter = decider<Counter, CounterCommand, CounterEvent>({
  initial: { events: 0, sum: 0 },
  evolve: {
    added: (it, { by }) => next(it, by),
    closed: (it) => next(it),
    spoiled: (it) => next(it),
  },
  decide: {
    add: (it, { by, times }) =>
      Array.from({ length: times }, (_, n) => ({ type: 'added', data: { found: it.events + n, by } }) as const),
    close: (it) => ({ type: 'closed', data: { found: it.events } }),
    spoil: (it) => ({ type: 'spoiled', data: { found: it.events } }),
  },
});

interface Shelf {
  readonly counters: Readonly<Record<string, { readonly sum: number; readonly open: boolean }>>;
}

/** What nobody can fold until somebody has mended it: `mended` holds the ids of events that may pass. */
export const shelves = (mended: ReadonlySet<string> | 'all'): Projection<Shelf, CounterEvent> =>
  projection<Shelf, CounterEvent>({
    name: 'shelves',
    version: 1,
    reads: { streams: ['counter-'] },
    // Several streams share a key: their order in the log matters, not only that within each.
    keyOf: ({ stream }) => `shelf-${stream.at(-1)}`,
    initial: () => ({ counters: {} }),
    apply(state, event) {
      const before = state.counters[event.stream] ?? { sum: 0, open: true };
      if (event.type === 'spoiled' && mended !== 'all' && !mended.has(event.id)) throw new Error('cannot take this');
      const by = event.type === 'added' ? event.data.by : 0;
      const after = { sum: before.sum + by + (event.type === 'spoiled' ? 1 : 0), open: event.type !== 'closed' };
      return { counters: { ...state.counters, [event.stream]: after } };
    },
    tables: [
      { name: 'shelf', columns: { shelf: 'text', open: 'int', sum: 'int' }, key: ['shelf'] },
      { name: 'counter', columns: { counter: 'text', sum: 'int' }, key: ['counter'] },
      { name: 'known', columns: { shelf: 'text', sum: 'int' }, key: ['shelf'], history: true },
    ],
    rows(state, key) {
      const all = Object.entries(state.counters);
      const open = all.filter(([, it]) => it.open);
      const sum = all.reduce((total, [, it]) => total + it.sum, 0);
      return {
        shelf: [{ shelf: key, open: open.length, sum }],
        counter: open.map(([it, { sum: own }]) => ({ counter: it, sum: own })),
        known: open.length > 0 ? [{ shelf: key, sum }] : [],
      };
    },
  });
