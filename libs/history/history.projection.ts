import { asVector } from '#database';
import { type Projection, projection, type Row } from '#event-store';
import { type Event, parseTaskId, type RecordedOf, Refusal } from '#language';
import { dayOfEvent, inWords, readerOf, type StreamReader } from './describing.js';

/** Searchable characters kept of one event; the event itself keeps all. */
const searchable = 4_000;

/**
 * One row an event, so that people who are not developers find the record by task, agency, person, day and kind (06.16).
 * Rebuilding it reads the log and sends nothing.
 */
export const historyOf = (readers: readonly StreamReader[]): Projection<Row | null, Event> =>
  projection<Row | null, Event>({
    name: 'history',
    version: 3,
    reads: { streams: readers.map((it) => it.streams) },
    keyOf: (event) => event.id,
    once: true,
    initial: () => null,
    apply: (_, event) => rowOf(readers, event),
    tables: [
      {
        name: 'history',
        added: true,
        key: ['position'],
        columns: {
          position: 'bigint',
          stream: 'text',
          version: 'int',
          type: 'text',
          task: 'text',
          plan: 'text',
          item: 'text',
          agencies: 'text[]',
          actor_user: 'text',
          actor_agency: 'text',
          actor_role: 'text',
          recorded_at: 'timestamptz',
          on_day: 'date',
          simulated: 'boolean',
          words: 'tsvector',
        },
        indexes: [
          '(task, position)',
          '(actor_user, position)',
          '(type, position)',
          '(on_day)',
          'using gin (agencies)',
          // A longer list of what is not sorted in yet saves nothing, and whoever fills it up waits a third of a second.
          'using gin (words) with (gin_pending_list_limit = 256)',
        ],
      },
    ],
    rows: (row) => ({ history: row ? [row] : [] }),
  });

function rowOf(readers: readonly StreamReader[], event: RecordedOf<Event>): Row {
  const { actor } = event.meta;
  const task = taskIn(event.stream);
  const about = readerOf(readers, event.stream)?.agenciesIn?.(event) ?? [];
  const agencies = [task?.agency, ...about, actor.agency].filter((it): it is NonNullable<typeof it> => Boolean(it));
  const sentence = inWords(readers, event);
  return {
    position: String(event.position),
    stream: event.stream,
    version: event.version,
    type: event.type,
    task: task?.id ?? null,
    plan: task?.plan ?? null,
    item: task?.item ?? null,
    agencies: [...new Set(agencies)].sort(),
    actor_user: actor.user,
    actor_agency: actor.agency,
    actor_role: actor.role,
    recorded_at: event.recordedAt,
    on_day: dayOfEvent(event),
    simulated: event.meta.simulated === true,
    words: asVector(`${sentence.vi} ${sentence.en} ${event.stream}${textsIn(event.data)}`.slice(0, searchable)),
  };
}

function taskIn(stream: string) {
  if (!stream.startsWith('task-')) return null;
  try {
    return parseTaskId(stream.slice('task-'.length));
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}

/** Every text in an event's data, however deep, each after a space. */
function textsIn(data: unknown): string {
  if (typeof data === 'string') return ` ${data}`;
  if (typeof data !== 'object' || data === null) return '';
  let texts = '';
  for (const it of Object.values(data)) texts += textsIn(it);
  return texts;
}
