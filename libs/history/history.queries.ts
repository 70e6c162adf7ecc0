import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryBus, QueryHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { AgencyNames } from '#agencies';
import { asQuery } from '#database';
import { EVENT_STORE, type EventStore, type Freshness, freshnessOf, ProjectionRunner } from '#event-store';
import { UserNames } from '#identity';
import { daysBetween, fold, type Instant, type LocalDate, type Recorded, Refusal, type Role } from '#language';
import { dayOfEvent, inWords, readerOf, type Sentence, STREAM_READERS, type StreamReader } from './describing.js';

export interface HistoryFilter {
  readonly task?: string;
  readonly stream?: string;
  readonly agency?: string;
  readonly user?: string;
  readonly type?: string;
  /** Days that the events are about, both included. */
  readonly from?: LocalDate;
  readonly to?: LocalDate;
  /** Words to find, with or without marks, the last perhaps half typed; see asQuery. */
  readonly q?: string;
  /** Only events before this position: the next page. */
  readonly beforePosition?: string;
  /** At most 200. */
  readonly limit: number;
  readonly minPosition?: string;
}

export interface RecordedRow extends Sentence {
  readonly id: string;
  readonly stream: string;
  readonly version: number;
  readonly position: string;
  readonly type: string;
  readonly recordedAt: Instant;
  readonly on: LocalDate;
  readonly actor: {
    readonly user: string;
    readonly name: string | null;
    readonly agency: string | null;
    readonly agencyName: string | null;
    readonly role: Role;
  };
  readonly data: unknown;
  readonly simulated: boolean;
}

export interface HistoryAnswer {
  readonly rows: readonly RecordedRow[];
  /** Position to ask before for the next page; null at the end. */
  readonly next: string | null;
  readonly freshness: Freshness;
}

/** The record, newest first. */
export class History extends Query<HistoryAnswer> {
  constructor(readonly filter: HistoryFilter) {
    super();
  }
}

export interface Replay {
  readonly stream: string;
  readonly version: number;
  readonly lastVersion: number;
  /** Null where the room of the stream has no rules to fold with. */
  readonly state: unknown;
  readonly events: readonly RecordedRow[];
}

/** A stream folded from its first event to a version. Refuses an unknown stream and a version it never had. */
export class ReplayStream extends Query<Replay> {
  constructor(
    readonly stream: string,
    readonly version?: number,
  ) {
    super();
  }
}

/** Says recorded events with the names of today's directory. */
async function said(queries: QueryBus, readers: readonly StreamReader[], events: readonly Recorded[]): Promise<RecordedRow[]> {
  const agencies = events.flatMap((event) =>
    [event.meta.actor.agency ?? [], readerOf(readers, event.stream)?.agenciesIn?.(event) ?? []].flat(),
  );
  const agencyNames = await queries.execute(new AgencyNames([...new Set(agencies)]));
  const userNames = await queries.execute(new UserNames([...new Set(events.map((event) => event.meta.actor.user))]));
  const nameOf = (id: string) => agencyNames.get(id) ?? id;
  return events.map((event) => {
    const { actor, simulated } = event.meta;
    return {
      id: event.id,
      stream: event.stream,
      version: event.version,
      position: String(event.position),
      type: event.type,
      recordedAt: event.recordedAt,
      on: dayOfEvent(event),
      actor: { ...actor, name: userNames.get(actor.user) ?? null, agencyName: actor.agency ? nameOf(actor.agency) : null },
      ...inWords(readers, event, nameOf),
      data: event.data,
      simulated: simulated === true,
    };
  });
}

@QueryHandler(History)
export class HistoryHandler implements IQueryHandler<History> {
  constructor(
    private readonly source: DataSource,
    private readonly queries: QueryBus,
    private readonly runner: ProjectionRunner,
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(STREAM_READERS) private readonly readers: readonly StreamReader[],
  ) {}

  async execute({ filter }: History): Promise<HistoryAnswer> {
    const freshness = await freshnessOf(this.runner, 'history', filter.minPosition);
    const params: unknown[] = [];
    const bind = (value: unknown) => `$${params.push(value)}`;
    const found = await this.source.query<{ stream: string; version: number; position: string }[]>(
      `select stream, version, position::text as position from (${newest(filter, bind)}) found order by found.position desc`,
      params,
    );
    const page = found.slice(0, filter.limit);
    const events = await this.eventsAt(page);
    return {
      rows: await said(this.queries, this.readers, events),
      next: found.length > page.length ? (page.at(-1)?.position ?? null) : null,
      freshness,
    };
  }

  /** The events themselves come from the log, one read a stream: the projection only finds them. */
  private async eventsAt(found: readonly { stream: string; version: number; position: string }[]): Promise<Recorded[]> {
    const spans = new Map<string, { from: number; to: number }>();
    for (const { stream, version } of found) {
      const span = spans.get(stream);
      spans.set(stream, { from: Math.min(version, span?.from ?? version), to: Math.max(version, span?.to ?? version) });
    }
    const read = await Promise.all(
      [...spans].map(([stream, { from, to }]) => this.store.read(stream, { from, limit: to - from + 1 })),
    );
    const byPosition = new Map(read.flat().map((event) => [String(event.position), event]));
    return found.flatMap(({ position }) => byPosition.get(position) ?? []);
  }
}

/** More days are gone through as the record lies. */
const mostDays = 400;

/** The newest that a filter finds. Of days alone, the newest of each day: an index has each in order, and nothing after them is gone through. */
function newest({ from, to, ...filter }: HistoryFilter, bind: (value: unknown) => string): string {
  const { limit, beforePosition: _, minPosition: __, ...others } = filter;
  const found = (rows: string, atMost: string) =>
    `select stream, version, position from ${rows} order by position desc limit ${atMost}`;
  const atMost = bind(limit + 1);
  const days = Object.values(others).every((it) => !it) && from && to && daysBetween(from, to) < mostDays;
  if (!days) return found(matching({ ...filter, ...(from && { from }), ...(to && { to }) }, bind), atMost);
  return `
    select of_day.* from generate_series(${bind(from)}::date, ${bind(to)}::date, interval '1 day') as each(day)
    cross join lateral (${found(`${matching(filter, bind)} and on_day = each.day::date`, atMost)}) of_day
    order by of_day.position desc limit ${atMost}`;
}

/** From which rows, and which of them. Of an agency `position` is that of its own rows, which are in order by themselves. */
function matching(filter: HistoryFilter, bind: (value: unknown) => string): string {
  const all = ['true'];
  if (filter.task) all.push(`stream = ${bind(`task-${filter.task}`)}`);
  if (filter.stream) all.push(`stream = ${bind(filter.stream)}`);
  if (filter.agency) all.push(`about.agency = ${bind(filter.agency)}`);
  if (filter.user) all.push(`actor_user = ${bind(filter.user)}`);
  if (filter.type) all.push(`type = ${bind(filter.type)}`);
  if (filter.from) all.push(`on_day >= ${bind(filter.from)}::date`);
  if (filter.to) all.push(`on_day <= ${bind(filter.to)}::date`);
  if (filter.beforePosition) all.push(`position < ${bind(filter.beforePosition)}::bigint`);
  if (filter.q?.trim()) {
    const words = asQuery(filter.q);
    all.push(words === null ? 'false' : `words @@ ${bind(words)}::tsquery`);
  }
  return `${filter.agency ? 'history_agency about join history using (position)' : 'history'} where ${all.join(' and ')}`;
}

@QueryHandler(ReplayStream)
export class ReplayStreamHandler implements IQueryHandler<ReplayStream> {
  constructor(
    private readonly queries: QueryBus,
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(STREAM_READERS) private readonly readers: readonly StreamReader[],
  ) {}

  async execute({ stream, version }: ReplayStream): Promise<Replay> {
    const all = await this.store.read(stream);
    const lastVersion = all.at(-1)?.version ?? 0;
    if (version !== undefined && (version < 1 || version > lastVersion))
      throw new Refusal('no-such-version', {
        kind: 'not-found',
        field: 'version',
        vi: `Hồ sơ “${stream}” có các bản từ 1 đến ${lastVersion}; không có bản ${version}.`,
        en: `The record “${stream}” has versions 1 to ${lastVersion}; there is no version ${version}.`,
        figures: { stream, version, lastVersion },
      });
    const events = all.filter((event) => event.version <= (version ?? lastVersion));
    const rules = readerOf(this.readers, stream)?.rules;
    return {
      stream,
      version: version ?? lastVersion,
      lastVersion,
      state: rules ? fold(rules, events) : null,
      events: await said(this.queries, this.readers, events),
    };
  }
}
