import { type Command, type Decider, dayOf, type Event, type LocalDate, localDate, type Recorded } from '#language';

export interface Sentence {
  readonly vi: string;
  readonly en: string;
}

/** What a room knows of its own streams: how to say an event in words, and how to fold a stream to a state. */
export interface StreamReader {
  /** The beginning of its streams' names, `task-`. */
  readonly streams: string;
  /** Undefined: the room has no sentence for it. */
  describe(event: Recorded, nameOf: (agency: string) => string): Sentence | undefined;
  /** Agencies that the event is about besides the actor's own. */
  agenciesIn?(event: Recorded): readonly string[];
  readonly rules?: Decider<unknown, Command, Event>;
}

/** Nest's name for the readers of all rooms. */
export const STREAM_READERS = Symbol('StreamReaders');

export const readerOf = (readers: readonly StreamReader[], stream: string): StreamReader | undefined =>
  readers.find((it) => stream.startsWith(it.streams));

/** A sentence for any event; one that no room describes is named by its type. */
export function inWords(
  readers: readonly StreamReader[],
  event: Recorded,
  nameOf: (agency: string) => string = (id) => id,
): Sentence {
  return (
    readerOf(readers, event.stream)?.describe(event, nameOf) ?? { vi: `Sự kiện “${event.type}”.`, en: `Event “${event.type}”.` }
  );
}

/**
 * The day an event stands under: the day it is about where it names one that had come, else the day it was recorded.
 * A day still to come (a planned milestone, a head appointed ahead) is not when anything happened.
 */
export function dayOfEvent({ data, recordedAt }: Pick<Recorded, 'data' | 'recordedAt'>): LocalDate {
  const recordedOn = dayOf(recordedAt);
  const named = dayNamedIn(data);
  return named !== null && named <= recordedOn ? named : recordedOn;
}

/** Where events name the day that they are about, in the order in which it is looked for. */
const dated = ['on', 'occurredOn', 'from'] as const;
const written = /^\d{4}-\d\d-\d\d$/;

function dayNamedIn(data: unknown): LocalDate | null {
  if (typeof data !== 'object' || data === null) return null;
  const fields = data as Partial<Record<(typeof dated)[number], unknown>>;
  for (const field of dated) {
    const value = fields[field];
    if (typeof value === 'string' && written.test(value)) return localDate(value, field);
  }
  return null;
}
