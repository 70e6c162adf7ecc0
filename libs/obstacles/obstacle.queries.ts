import { Inject, Injectable } from '@nestjs/common';
import { type IQueryHandler, Query, QueryBus, QueryHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { AgencyNames } from '#agencies';
import { WORKING_CALENDAR, type WorkingCalendar } from '#calendar';
import { EVENT_STORE, type EventStore, type Freshness, freshnessOf, ProjectionRunner } from '#event-store';
import {
  type AgencyId,
  CLOCK,
  type Clock,
  dayOf,
  type Instant,
  type LocalDate,
  type PlanId,
  parseTaskId,
  Refusal,
  type TaskId,
  todayOf,
} from '#language';
import { type Clocks, TaskById } from '#tasks';
import { obstacleStream, type RecordedObstacleEvent } from './obstacle.events.js';
import type { Obstacle, ObstacleState, Waiting } from './obstacle.js';
import { obstacles } from './obstacle.projection.js';
import { type ObstacleStep, recordOf, type WaitingSpan } from './obstacle.record.js';
import { agenciesInObstacleEvent } from './obstacle.sentences.js';
import { type DaysWaited, daysWaited, waitedWhileLate } from './waiting.js';

interface Named {
  readonly id: AgencyId;
  readonly name: string;
}

/** An obstacle as it stood on a day. */
export interface ObstacleView {
  readonly id: string;
  readonly task: TaskId;
  readonly agency: Named;
  readonly title: string;
  readonly description: string;
  readonly waits: 'body' | 'decision' | 'none';
  readonly waitsFor: Named | null;
  readonly since: LocalDate;
  readonly raisedOn: LocalDate;
  readonly state: ObstacleState;
  /** What it waits for now, and since when; null: nothing. */
  readonly now: { readonly for: 'body' | 'decision'; readonly whom: Named | null; readonly from: LocalDate } | null;
  readonly waited: { readonly body: DaysWaited; readonly decision: DaysWaited };
  readonly escalations: Obstacle['escalations'];
  readonly answers: readonly (Omit<Obstacle['answers'][number], 'next'> & { readonly next: Named | null })[];
  readonly resolved: Obstacle['resolved'];
  readonly version: number;
  readonly simulated: boolean;
}

export interface ObstaclesAnswer {
  readonly rows: readonly ObstacleView[];
  readonly total: number;
  /** By state, before the filter of states. */
  readonly counts: Readonly<Record<ObstacleState, number>>;
  readonly asOf: LocalDate;
  readonly knownOn: Instant | null;
  readonly freshness: Freshness;
}

export const obstacleStates = ['open', 'raised', 'escalated', 'answered', 'resolved'] as const;

/** Obstacles raised by a day, those that wait longest first. `open`: everything but resolved. */
export class ObstacleList extends Query<ObstaclesAnswer> {
  constructor(
    readonly filter: Clocks & {
      readonly plan?: PlanId;
      readonly agency?: AgencyId;
      readonly task?: TaskId;
      readonly state?: (typeof obstacleStates)[number];
      /** Only those that wait for this body now. */
      readonly waitingFor?: AgencyId;
      readonly limit?: number;
    } = {},
  ) {
    super();
  }
}

/** With every event behind it, and what each wait of it rests on. */
export interface ObstacleRecord extends ObstacleView {
  readonly events: readonly ObstacleStep[];
  readonly spans: readonly WaitingSpan[];
  readonly asOf: LocalDate;
  readonly freshness: Freshness;
}

export class ObstacleById extends Query<ObstacleRecord> {
  constructor(
    readonly id: string,
    readonly filter: Clocks = {},
  ) {
    super();
  }
}

/** How long a task waited on others, shown beside its lateness and never taken off it or added to it silently. */
export interface TaskWaiting {
  readonly task: TaskId;
  readonly body: DaysWaited;
  readonly decision: DaysWaited;
  /** Both together, overlapping days once. */
  readonly all: DaysWaited;
  /** Calendar days past the deadline in force, running or fixed by the claim. */
  readonly lateDays: number;
  /** Of the lateness: days in which the task waited on others. */
  readonly whileLate: DaysWaited;
  readonly obstacles: readonly ObstacleView[];
  readonly asOf: LocalDate;
}

export class WaitingOf extends Query<TaskWaiting> {
  constructor(
    readonly task: TaskId,
    readonly filter: Clocks = {},
  ) {
    super();
  }
}

interface ObstacleRow {
  readonly obstacle: string;
  readonly state: Obstacle;
  readonly version: number;
  readonly simulated: boolean;
}

const longestList = 500;

@Injectable()
export class ObstacleReading {
  constructor(
    private readonly source: DataSource,
    private readonly runner: ProjectionRunner,
    private readonly queries: QueryBus,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(WORKING_CALENDAR) readonly calendar: WorkingCalendar,
  ) {}

  /** The events of an obstacle as known at a moment, straight from the log. */
  async record(id: string, filter: Clocks) {
    const { asOf, knownOn } = this.clocksOf(filter);
    const all = (await this.store.read(obstacleStream(id))) as readonly RecordedObstacleEvent[];
    const events = all.filter((event) => knownOn === null || event.recordedAt <= knownOn);
    const bodies = events.flatMap((event) => [
      ...agenciesInObstacleEvent(event),
      ...(event.meta.actor.agency ? [event.meta.actor.agency] : []),
    ]);
    const names = await this.queries.execute(new AgencyNames([...new Set(bodies)], asOf));
    return { ...recordOf(events, asOf, this.calendar, (agency) => names.get(agency) ?? agency), asOf };
  }

  clocksOf({ asOf, knownOn }: Clocks) {
    return { asOf: asOf ?? (knownOn ? dayOf(knownOn) : todayOf(this.clock)), knownOn: knownOn ?? null };
  }

  freshness(minPosition?: string): Promise<Freshness> {
    return freshnessOf(this.runner, obstacles.name, minPosition);
  }

  /** Every wait of a task by a day, of all its obstacles. */
  async waits(task: TaskId, asOf: LocalDate, knownOn: Instant | null): Promise<readonly Waiting[]> {
    const rows = await this.source.query<{ waiting: Waiting[] }[]>(
      `select state->'waiting' as waiting from obstacle
       where task = $1 and known_from <= coalesce($2::timestamptz, 'infinity') and (known_to is null or known_to > coalesce($2::timestamptz, 'infinity'))`,
      [task, knownOn],
    );
    return rows.flatMap((it) => waitingUntil(it.waiting, asOf));
  }

  async rows(filter: ObstacleList['filter'] & { readonly id?: string }): Promise<ObstacleView[]> {
    const { asOf, knownOn } = this.clocksOf(filter);
    const rows = await this.source.query<ObstacleRow[]>(
      `select obstacle, state, version, simulated from obstacle
       where known_from <= coalesce($1::timestamptz, 'infinity') and (known_to is null or known_to > coalesce($1::timestamptz, 'infinity'))
         and raised_on <= $2::date and ($3::text is null or plan = $3) and ($4::text is null or agency = $4)
         and ($5::text is null or task = $5) and ($6::text is null or obstacle = $6)
         and ($7::boolean is not true or resolved_on is null or resolved_on > $2::date)
       order by raised_on, obstacle`,
      [
        knownOn,
        asOf,
        filter.plan ?? null,
        filter.agency ?? null,
        filter.task ?? null,
        filter.id ?? null,
        filter.state === 'open',
      ],
    );
    const bodies = rows.flatMap(({ state }) => [
      ...(state.raised ? [state.raised.agency] : []),
      ...state.waiting.flatMap((it) => it.whom ?? []),
      ...state.answers.flatMap((it) => it.next ?? []),
    ]);
    const names = await this.queries.execute(new AgencyNames([...new Set(bodies)], asOf));
    const nameOf = (id: AgencyId): Named => ({ id, name: names.get(id) ?? id });
    return rows.flatMap((row) => viewOn(row, asOf, this.calendar, nameOf));
  }
}

/** The obstacle at the end of a day; nothing before it was raised. */
function viewOn(
  { obstacle: id, state, version, simulated }: ObstacleRow,
  day: LocalDate,
  calendar: WorkingCalendar,
  nameOf: (id: AgencyId) => Named,
): ObstacleView[] {
  const { raised } = state;
  if (!raised || raised.on > day) return [];
  const until = <T extends { readonly on: LocalDate }>(list: readonly T[]) => list.filter((it) => it.on <= day);
  const escalations = until(state.escalations);
  const answers = until(state.answers);
  const resolved = state.resolved && state.resolved.on <= day ? state.resolved : null;
  const waiting = waitingUntil(state.waiting, day);
  const now = waiting.find((it) => it.to === null) ?? null;
  // Events of one day keep their order in the waits: a decision begins where an escalation was, and ends where an answer came.
  const answered = answers.at(-1)?.on;
  const escalated = escalations.at(-1)?.on;
  const then: ObstacleState = resolved
    ? 'resolved'
    : now?.for === 'decision' && escalated !== undefined
      ? 'escalated'
      : answered !== undefined
        ? 'answered'
        : 'raised';
  const of = (what: Waiting['for']) =>
    daysWaited(
      waiting.filter((it) => it.for === what),
      day,
      calendar,
    );
  return [
    {
      id,
      task: raised.task,
      agency: nameOf(raised.agency),
      title: raised.title,
      description: raised.description,
      waits: raised.waits,
      waitsFor: raised.waitsFor && nameOf(raised.waitsFor),
      since: raised.since,
      raisedOn: raised.on,
      state: then,
      now: now && { for: now.for, whom: now.whom && nameOf(now.whom), from: now.from },
      waited: { body: of('body'), decision: of('decision') },
      escalations,
      answers: answers.map((it) => ({ ...it, next: it.next && nameOf(it.next) })),
      resolved,
      version,
      simulated,
    },
  ];
}

/** The waits begun by a day; one that ended later lasts still. */
const waitingUntil = (waiting: readonly Waiting[], day: LocalDate): readonly Waiting[] =>
  waiting.filter((it) => it.from <= day).map((it) => (it.to !== null && it.to > day ? { ...it, to: null } : it));

@QueryHandler(ObstacleList)
export class ObstacleListHandler implements IQueryHandler<ObstacleList> {
  constructor(private readonly reading: ObstacleReading) {}

  async execute({ filter }: ObstacleList): Promise<ObstaclesAnswer> {
    const freshness = await this.reading.freshness(filter.minPosition);
    const found = await this.reading.rows(filter);
    const all = found.filter(({ now }) => !filter.waitingFor || now?.whom?.id === filter.waitingFor);
    const wanted = all.filter(({ state }) => !filter.state || filter.state === 'open' || state === filter.state);
    const counts = { raised: 0, escalated: 0, answered: 0, resolved: 0 };
    for (const { state } of all) counts[state] += 1;
    const longest = ({ waited }: ObstacleView) => waited.body.calendar + waited.decision.calendar;
    const rows = wanted.sort((a, b) => longest(b) - longest(a) || (a.raisedOn < b.raisedOn ? -1 : 1));
    return {
      rows: rows.slice(0, filter.limit ?? longestList),
      total: rows.length,
      counts,
      ...this.reading.clocksOf(filter),
      freshness,
    };
  }
}

@QueryHandler(ObstacleById)
export class ObstacleByIdHandler implements IQueryHandler<ObstacleById> {
  constructor(private readonly reading: ObstacleReading) {}

  async execute({ id, filter }: ObstacleById) {
    const freshness = await this.reading.freshness(filter.minPosition);
    const [it] = await this.reading.rows({ ...filter, id });
    if (it) return { ...it, ...(await this.reading.record(id, filter)), freshness };
    throw new Refusal('unknown-obstacle', {
      kind: 'not-found',
      field: 'obstacle',
      vi: `Không có vướng mắc “${id}” (hoặc chưa được nêu vào ngày đang xem).`,
      en: `There is no obstacle “${id}”, or it was not raised yet on that day.`,
      figures: { id },
    });
  }
}

@QueryHandler(WaitingOf)
export class WaitingOfHandler implements IQueryHandler<WaitingOf> {
  constructor(
    private readonly reading: ObstacleReading,
    private readonly queries: QueryBus,
  ) {}

  async execute({ task, filter }: WaitingOf): Promise<TaskWaiting> {
    await this.reading.freshness(filter.minPosition);
    const { asOf, knownOn } = this.reading.clocksOf(filter);
    const rows = await this.reading.rows({ ...filter, task: parseTaskId(task).id });
    const view = await this.queries.execute(new TaskById(task, { asOf, ...(knownOn ? { knownOn } : {}) }));
    const waiting = await this.reading.waits(task, asOf, knownOn);
    const of = (what: Waiting['for']) =>
      daysWaited(
        waiting.filter((it) => it.for === what),
        asOf,
        this.reading.calendar,
      );
    const lateUntil = view.claims[0] && view.status !== 'overdue' ? view.claims[0].on : asOf;
    return {
      task,
      body: of('body'),
      decision: of('decision'),
      all: daysWaited(waiting, asOf, this.reading.calendar),
      lateDays: view.lateDays,
      whileLate:
        view.lateDays > 0 && view.dueOn
          ? waitedWhileLate(waiting, view.dueOn, lateUntil, this.reading.calendar)
          : { calendar: 0, working: 0 },
      obstacles: rows,
      asOf,
    };
  }
}
