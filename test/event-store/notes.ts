import { type Projection, projection } from '#event-store';
import type { Event } from '#language';

export type NoteEvent =
  | Event<'opened', { readonly title: string; readonly on: string }>
  | Event<'scored', { readonly score: number }>
  | Event<'closed', Record<string, never>>
  | Event<'poison', Record<string, never>>;

export interface Note {
  readonly title: string;
  readonly on: string | null;
  readonly scores: readonly number[];
  readonly open: boolean;
}

/** What a fault is mended by: only then is the poison taken. */
export const poison = { taken: false };

/** One row a note while it is open, its score as of each moment, and a tally of its scores. */
export const notes = (name = 'note', version = 1): Projection<Note, NoteEvent> =>
  projection<Note, NoteEvent>({
    name,
    version,
    reads: { streams: ['note-'] },
    initial: () => ({ title: '', on: null, scores: [], open: false }),
    apply(state, event) {
      switch (event.type) {
        case 'opened':
          return { ...state, title: event.data.title, on: event.data.on, open: true };
        case 'scored':
          return { ...state, scores: [...state.scores, event.data.score] };
        case 'closed':
          return { ...state, open: false };
        case 'poison':
          if (!poison.taken) throw new Error('cannot take this');
          return state;
      }
    },
    tables: [
      {
        name: `${name}_now`,
        columns: { note: 'text', title: 'text', on: 'date', score: 'numeric', tags: 'text[]', detail: 'jsonb' },
        key: ['note'],
        indexes: ['(title)'],
      },
      { name: `${name}_known`, columns: { note: 'text', score: 'numeric' }, key: ['note'], history: true },
      { name: `${name}_tally`, columns: { note: 'text', score: 'numeric', times: 'int' }, key: ['note', 'score'] },
    ],
    rows(state, key) {
      const score = state.scores.at(-1) ?? null;
      const tally = new Map<number, number>();
      for (const it of state.scores) tally.set(it, (tally.get(it) ?? 0) + 1);
      return {
        [`${name}_now`]: state.open
          ? [
              {
                note: key,
                title: state.title,
                on: state.on,
                score,
                tags: ['chữ', `v${version}`],
                detail: { z: 1, a: state.scores },
              },
            ]
          : [],
        [`${name}_known`]: state.open ? [{ note: key, score }] : [],
        [`${name}_tally`]: [...tally].map(([it, times]) => ({ note: key, score: it, times })),
      };
    },
  });

/** One row a title, however many notes have it: a key of its own, across streams. */
export const byTitle = projection<{ readonly notes: readonly string[] }, NoteEvent>({
  name: 'by_title',
  version: 1,
  reads: { streams: ['note-'], types: ['opened'] },
  keyOf: (event) => (event.type === 'opened' ? event.data.title.slice(0, 6) : ''),
  initial: () => ({ notes: [] }),
  apply: (state, event) => ({ notes: [...state.notes, event.stream] }),
  tables: [{ name: 'titles', columns: { title: 'text', notes: 'text[]' }, key: ['title'] }],
  rows: ({ notes: of }, title) => ({ titles: [{ title, notes: of }] }),
});

/** Each score as it is told, never looked at again; beside it a table with the newest. */
export const scores = projection<{ readonly score: number | null; readonly times: number }, NoteEvent>({
  name: 'scores',
  version: 1,
  reads: { streams: ['note-'] },
  initial: () => ({ score: null, times: 0 }),
  apply: (state, event) =>
    event.type === 'scored' ? { score: event.data.score, times: state.times + 1 } : { ...state, score: null },
  tables: [
    { name: 'scores_told', added: true, columns: { note: 'text', nth: 'int', score: 'numeric' }, key: ['note', 'nth'] },
    { name: 'scores_last', columns: { note: 'text', times: 'int' }, key: ['note'] },
  ],
  rows: ({ score, times }, note) => ({
    scores_told: score === null ? [] : [{ note, nth: times, score }],
    scores_last: [{ note, times }],
  }),
});

/** One row an event, so that no state need be kept. */
export const ofEvents = projection<{ readonly type: string }, NoteEvent>({
  name: 'of_events',
  version: 1,
  reads: { streams: ['note-'] },
  once: true,
  keyOf: (event) => event.id,
  initial: () => ({ type: '' }),
  apply: (_, { type }) => ({ type }),
  tables: [{ name: 'events_seen', columns: { id: 'text', type: 'text' }, key: ['id'] }],
  rows: ({ type }, id) => ({ events_seen: [{ id, type }] }),
});

/** Eight events a note on the average, the same every time; several share a moment now and then. */
export async function live(
  streams: number,
  record: (stream: string, type: string, data: unknown, at: string) => Promise<unknown>,
): Promise<void> {
  let seed = 7;
  const random = (n: number) => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (seed >> 12) % n;
  };
  let minute = 0;
  for (let i = 0; i < streams * 8; i++) {
    const stream = `note-${random(streams)}`;
    if (random(3) > 0) minute++;
    const at = new Date(Date.UTC(2025, 2, 1, 0, minute)).toISOString();
    const [type, data] = (
      [
        ['opened', { title: `việc ${i}\t"\\n\r\n{a,b}`, on: '2025-03-31' }],
        ['scored', { score: random(4) + 0.5 }],
        ['scored', { score: random(4) }],
        ['closed', {}],
      ] as const
    )[random(4)] ?? ['closed', {}];
    await record(stream, type, data, at);
  }
}
