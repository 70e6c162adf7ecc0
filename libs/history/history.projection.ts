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
export const historyOf = (readers: readonly StreamReader[]): Projection<Found | null, Event> =>
  projection<Found | null, Event>({
    name: 'history',
    version: 6,
    reads: { streams: readers.map((it) => it.streams) },
    keyOf: (event) => event.id,
    once: true,
    initial: () => null,
    apply: (_, event) => ({ row: rowOf(readers, event), agencies: agenciesOf(readers, event) }),
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
          // A longer list of what is not sorted in yet saves nothing, and whoever fills it up waits a third of a second.
          'using gin (words) with (gin_pending_list_limit = 256)',
        ],
      },
      // What an agency did lies far apart in the record: the newest of it are found without the others.
      { name: 'history_agency', added: true, key: ['agency', 'position'], columns: { agency: 'text', position: 'bigint' } },
    ],
    rows: (found) => ({
      history: found ? [found.row] : [],
      history_agency: found ? found.agencies.map((agency) => ({ agency, position: found.row.position })) : [],
    }),
  });

/** An event as it is found. */
interface Found {
  readonly row: Row;
  readonly agencies: readonly string[];
}

/** Each agency that an event is about: the one a task was assigned to, those it names, and the actor's own. */
function agenciesOf(readers: readonly StreamReader[], event: RecordedOf<Event>): string[] {
  const named = readerOf(readers, event.stream)?.agenciesIn?.(event) ?? [];
  const all = [leadIn(event.stream), ...named, event.meta.actor.agency];
  return [...new Set(all.filter((it): it is NonNullable<typeof it> => Boolean(it)))].sort();
}

function rowOf(readers: readonly StreamReader[], event: RecordedOf<Event>): Row {
  const { actor, simulated } = event.meta;
  return {
    position: String(event.position),
    stream: event.stream,
    version: event.version,
    type: event.type,
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
