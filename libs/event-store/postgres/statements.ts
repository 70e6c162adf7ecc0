import type pg from 'pg';
import type { Instant } from '#language';
import type { WritableEvent } from '../writable.js';
import type { KnownVersions } from './known-versions.js';
import { ints, jsons, moment, texts, uuids } from './parameters.js';

/** One command's events for one stream. */
export interface Append {
  readonly stream: string;
  readonly expected: number;
  readonly events: readonly WritableEvent[];
}

/** What append_events says of one command of a batch. */
export interface Judgement {
  /** 1 for the first of the batch. */
  readonly command: number;
  readonly outcome: 'appended' | 'repeated' | 'conflict' | 'duplicate';
  readonly at_version: number;
  readonly at_position: string;
  readonly event: string | null;
}

/**
 * The short way, for batches in which nothing is wrong: no look at what is there, the table's own constraints refuse it.
 * An id or a version that exists violates a unique key; a version whose predecessor is missing becomes null, which the column
 * refuses. Then nothing of the batch was written, and append_events tells which command it was.
 * `after` is the version that has to be there before an event, 0 where none has to be looked for. It is asked for by a scalar
 * sub-select: `exists` may be planned as a hash of the whole log.
 */
const appendOne = `
  with head as (
    update log_head set position = position + 1, recorded_at = greatest(recorded_at, $7::timestamptz)
    returning position, recorded_at
  )
  insert into event (position, stream, version, id, type, data, meta, recorded_at)
  select h.position, $1,
         case when $8::int = 0 or (select true from event e where e.stream = $1 and e.version = $8::int) then $2::int end,
         $3, $4, $5, $6, h.recorded_at
  from head h
  returning position, pg_notify('tiendo_log', position::text)`;

/** The same for many events. Unnested side by side in the select list: as tables each array would be copied out first. */
const appendMany = `
  with head as (
    update log_head set position = position + $9::int, recorded_at = greatest(recorded_at, $8::timestamptz)
    returning position, recorded_at
  ), added as (
    insert into event (position, stream, version, id, type, data, meta, recorded_at)
    select (select position from head) - $9::int + n.nth, n.stream,
           case when n.after = 0 or (select true from event e where e.stream = n.stream and e.version = n.after) then n.version end,
           n.id, n.type, n.data, n.meta, (select recorded_at from head)
    from (
      select unnest($1::text[]) as stream, unnest($2::int[]) as version, unnest($3::int[]) as after, unnest($4::uuid[]) as id,
             unnest($5::text[]) as type, unnest($6::json[]) as data, unnest($7::json[]) as meta, generate_series(1, $9::int) as nth
    ) as n
  )
  select h.position, pg_notify('tiendo_log', h.position::text) from head h`;

type Config = pg.QueryArrayConfig;

/** A statement that writes the whole batch or fails. Its one row begins with the position of the last event. */
export function appending(batch: readonly Append[], clock: Instant, known: KnownVersions): Config {
  const [first] = batch;
  const after = (it: Append) => (known.has(it.stream, it.expected) ? 0 : it.expected);
  if (batch.length === 1 && first?.events.length === 1) {
    const [event] = first.events;
    const values = [
      first.stream,
      first.expected + 1,
      event?.id,
      event?.type,
      event?.data,
      event?.meta,
      moment(clock),
      after(first),
    ];
    return { name: 'append-one', text: appendOne, values, rowMode: 'array' };
  }
  const events: WritableEvent[] = [];
  const [streams, versions, afters]: [string[], number[], number[]] = [[], [], []];
  for (const it of batch) {
    let version = it.expected;
    for (const event of it.events) {
      streams.push(it.stream);
      afters.push(version === it.expected ? after(it) : 0);
      versions.push(++version);
      events.push(event);
    }
  }
  const values = [texts(streams), ints(versions), ints(afters), ...columnsOf(events), moment(clock), events.length];
  return { name: 'append-many', text: appendMany, values, rowMode: 'array' };
}

/** The long way: every command is judged by itself. */
export function judging(batch: readonly Append[], clock: Instant): pg.QueryConfig {
  const values = [
    texts(batch.map((it) => it.stream)),
    ints(batch.map((it) => it.expected)),
    ints(batch.map((it) => it.events.length)),
    ints(batch.flatMap((it, n) => it.events.map(() => n + 1))),
    ...columnsOf(batch.flatMap((it) => it.events)),
    clock,
  ];
  return { name: 'append-judged', text: 'select * from append_events($1, $2, $3, $4, $5, $6, $7, $8, $9)', values };
}

const columnsOf = (events: readonly WritableEvent[]): Buffer[] => [
  uuids(events.map((it) => it.id)),
  texts(events.map((it) => it.type)),
  jsons(events.map((it) => it.data)),
  jsons(events.map((it) => it.meta)),
];

/** True when the short way met something that is there already, or missing: unique_violation, not_null_violation. */
export const needsJudging = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === '23505' || error.code === '23502');
