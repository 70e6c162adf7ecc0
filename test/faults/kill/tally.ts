import type { Projection } from '#event-store';
import type { Event } from '#language';

type Done = Event<'done', { readonly hand: number }>;

/** What the worker of the kill loop keeps: one row a group of streams, and every version of it. */
export const tally: Projection<Record<string, number>, Done> = {
  name: 'tally',
  version: 1,
  reads: { streams: ['hand-'] },
  keyOf: ({ stream }) => `group-${stream.at(-1)}`,
  initial: () => ({}),
  apply: (state, { stream, version }) => ({ ...state, [stream.slice(-3)]: (state[stream.slice(-3)] ?? 0) + version }),
  tables: [
    { name: 'tally', columns: { group: 'text', sum: 'numeric', streams: 'int' }, key: ['group'] },
    { name: 'tally_known', columns: { group: 'text', sum: 'numeric' }, key: ['group'], history: true },
  ],
  rows(state, group) {
    const sum = Object.values(state).reduce((a, b) => a + b, 0);
    return { tally: [{ group, sum, streams: Object.keys(state).length }], tally_known: [{ group, sum }] };
  },
};
