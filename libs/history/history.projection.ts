import { asNameVector, asVector } from '#database';
import { type Projection, projection, type Row } from '#event-store';
import { type AgencyId, type Event, parseTaskId, type Recorded, type RecordedOf, Refusal } from '#language';
import { dayOfEvent, inWords, readerOf, type Sentence, type StreamReader } from './describing.js';

/** Searchable characters kept of one event; the event itself keeps all. */
const searchable = 4_000;
/** Texts that are shorter are taken apart in less time than they are looked for. */
const longer = 40;

/**
 * One row an event, so that people who are not developers find the record by task, agency, person, day and kind (06.16).
 * Rebuilding it reads the log and sends nothing.
 */
export const historyOf = (readers: readonly StreamReader[]): Projection<Row | null, Event> =>
  projection<Row | null, Event>({
    name: 'history',
    version: 5,
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
          agencies: 'text[]',
          actor_user: 'text',
          on_day: 'date',
          simulated: 'boolean',
          words: 'tsvector',
        },
        indexes: [
          '(stream, position)',
          '(actor_user, position)',
          '(type, position)',
          '(on_day, position)',
          'using gin (agencies)',
          // A longer list of what is not sorted in yet saves nothing, and whoever fills it up waits a third of a second.
          'using gin (words) with (gin_pending_list_limit = 256)',
        ],
      },
    ],
    rows: (row) => ({ history: row ? [row] : [] }),
  });

function rowOf(readers: readonly StreamReader[], event: RecordedOf<Event>): Row {
  const { actor, simulated } = event.meta;
  const about = readerOf(readers, event.stream)?.agenciesIn?.(event) ?? [];
  const agencies = [leadIn(event.stream), ...about, actor.agency].filter((it): it is NonNullable<typeof it> => Boolean(it));
  return {
    position: String(event.position),
    stream: event.stream,
    version: event.version,
    type: event.type,
    agencies: [...new Set(agencies)].sort(),
    actor_user: actor.user,
    on_day: dayOfEvent(event),
    simulated: simulated === true,
    words: `${asNameVector(event.stream)} ${asVector(wordsOf(event, inWords(readers, event)).slice(0, searchable))}`,
  };
}

/** The agency that a task was assigned to, which its id ends with. */
function leadIn(stream: string): AgencyId | null {
  if (!stream.startsWith('task-')) return null;
  try {
    return parseTaskId(stream.slice('task-'.length)).agency;
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}

/** What is said of an event in both languages, and the texts in it that are not in that: most are, and each word is looked at once. */
function wordsOf(event: Recorded, { vi, en }: Sentence): string {
  const said = `${vi} ${en.slice(0, en.length - alikeAtTheEnd(vi, en))}`;
  return said + textsIn(event.data, ` ${said} `);
}

/** How many characters both end with, from a space on. */
function alikeAtTheEnd(a: string, b: string): number {
  let [alike, word] = [0, 0];
  while (alike < b.length && a.charCodeAt(a.length - 1 - alike) === b.charCodeAt(b.length - 1 - alike))
    if (b[b.length - 1 - alike++] === ' ') word = alike;
  return word;
}

/** Every text in an event's data that is not among the words said, however deep, each after a space. */
function textsIn(data: unknown, said: string): string {
  if (typeof data === 'string') return data.length > longer && said.includes(` ${data} `) ? '' : ` ${data}`;
  if (typeof data !== 'object' || data === null) return '';
  let texts = '';
  for (const it of Object.values(data)) texts += textsIn(it, said);
  return texts;
}
