import { Inject, Injectable } from '@nestjs/common';
import { type IQueryHandler, Query, QueryBus, QueryHandler } from '@nestjs/cqrs';
import { AgencyNames } from '#agencies';
import { WORKING_CALENDAR, type WorkingCalendar } from '#calendar';
import type { Freshness } from '#event-store';
import {
  type AgencyId,
  CLOCK,
  type Clock,
  dayOf,
  type Instant,
  type LocalDate,
  type PlanId,
  Refusal,
  type TaskId,
  todayOf,
} from '#language';
import { type Clocks, type Rate, rate, TaskList, type TaskRow } from '#tasks';
import { notPrepared } from './report.js';
import { ReportingRows, type RoundRow } from './reporting.rows.js';
import type { Because, RoundFigures, RoundKind } from './round.events.js';
import { answererOf, closingDayOf, type Round } from './round.js';
import { REPORTING_RULES, type ReportingRules, reportingRulesOn } from './rules.js';
import { type SilentTask, silentTasks } from './silence.js';
import { figuresOf, type ReportStanding, standingOn } from './standing.js';

/** One round in a list. Rates have both their figures; percent null where nobody had to report. */
export interface RoundLine {
  readonly plan: PlanId;
  readonly round: string;
  readonly title: string;
  readonly kind: RoundKind;
  readonly strategy: string | null;
  readonly source: string;
  readonly from: LocalDate;
  readonly cutOff: LocalDate;
  readonly closesOn: LocalDate;
  readonly openedOn: LocalDate;
  readonly closed: boolean;
  readonly closedOn: LocalDate | null;
  readonly reopened: readonly { readonly on: LocalDate; readonly reason: string }[];
  /** Working days until the closing day; null when it has passed. */
  readonly workingDaysLeft: number | null;
  /** More time given, by the day asked about; `agency` null: to all. */
  readonly extended: readonly {
    readonly agency: AgencyId | null;
    readonly until: LocalDate;
    readonly reason: string;
    readonly on: LocalDate;
  }[];
  readonly figures: RoundFigures;
  readonly rates: { readonly received: Rate; readonly onTime: Rate };
  /** What the last closing wrote down, and up to where in the log. */
  readonly closing: { readonly figures: RoundFigures; readonly position: string } | null;
  /** The reports that the agency asked about answers for: its own, and those it took over. Empty where none was asked about. */
  readonly own: readonly (ReportStanding & { readonly agency: AgencyId })[];
  readonly version: number;
  readonly simulated: boolean;
}

export interface RoundAgency extends ReportStanding {
  readonly agency: { readonly id: AgencyId; readonly name: string };
  /** Who answers for the report since a succession; null: the agency itself. */
  readonly answeredBy: { readonly id: AgencyId; readonly name: string } | null;
  readonly because: readonly Because[];
  readonly tasks: number;
}

interface Answer {
  readonly asOf: LocalDate;
  readonly knownOn: Instant | null;
  readonly freshness: Freshness;
}

export class RoundList extends Query<{ readonly rows: readonly RoundLine[] } & Answer> {
  constructor(readonly filter: Clocks & { readonly plan?: PlanId; readonly agency?: AgencyId } = {}) {
    super();
  }
}

/** One round with every agency that is expected and why. */
export class RoundById extends Query<RoundLine & { readonly agencies: readonly RoundAgency[] } & Answer> {
  constructor(
    readonly plan: PlanId,
    readonly round: string,
    readonly filter: Clocks = {},
  ) {
    super();
  }
}

/** Tasks without a date silent for so many rounds in a row, each as it stands now. */
export class SilentForRounds extends Query<
  { readonly rows: readonly (SilentTask & { readonly row: TaskRow })[]; readonly silentRounds: number } & Answer
> {
  constructor(readonly filter: Clocks & { readonly plan: PlanId }) {
    super();
  }
}

/** What the queries of this room share: the clocks, the rows, the names. */
@Injectable()
export class RoundReading {
  constructor(
    readonly rows: ReportingRows,
    private readonly queries: QueryBus,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(WORKING_CALENDAR) readonly calendar: WorkingCalendar,
  ) {}

  clocksOf({ asOf, knownOn }: Clocks) {
    return { asOf: asOf ?? (knownOn ? dayOf(knownOn) : todayOf(this.clock)), knownOn: knownOn ?? null };
  }

  async names(ids: readonly AgencyId[], day: LocalDate): Promise<(id: AgencyId) => string> {
    const names = await this.queries.execute(new AgencyNames(ids, day));
    return (id) => names.get(id) ?? id;
  }

  /** The rounds opened by a day, with who stands how in each. */
  async on(found: readonly RoundRow[], asOf: LocalDate, knownOn: Instant | null) {
    const rounds = found.filter(({ state }) => state.opened !== null && state.opened.on <= asOf);
    const plans = [...new Set(rounds.flatMap(({ state }) => state.opened?.plan ?? []))];
    const reports = await Promise.all(
      plans.map((plan) =>
        this.rows.reports(
          knownOn,
          plan,
          rounds.flatMap(({ state }) => (state.opened?.plan === plan ? [state.opened.round] : [])),
        ),
      ),
    );
    const key = (plan: string, round: string, agency: string) => `${plan}/${round}/${agency}`;
    const byKey = new Map(reports.flat().map((it) => [key(it.plan, it.round, it.agency), it]));
    return rounds.flatMap((row) => {
      const { opened } = row.state;
      if (!opened) return [];
      const of = (agency: AgencyId) => byKey.get(key(opened.plan, opened.round, agency));
      const standings = opened.expected.map((it) => ({
        ...it,
        answerer: answererOf(row.state, it.agency, asOf),
        ...standingOn(row.state, it.agency, of(it.agency)?.state ?? notPrepared, asOf, this.calendar),
      }));
      return [{ row, opened, standings, reportOf: of }];
    });
  }

  line({ row, opened, standings }: ReadRound, asOf: LocalDate, agency?: AgencyId): RoundLine {
    const figures = figuresOf(standings);
    const { closed, closing, closedOn } = closedOnDay(row.state, asOf);
    const { plan, round, title, kind, strategy, source, from, cutOff } = opened;
    const closesOn = closingDayOf(row.state, null, asOf);
    return {
      plan,
      round,
      title,
      kind,
      strategy,
      source,
      from,
      cutOff,
      closesOn,
      openedOn: opened.on,
      closed,
      closedOn,
      extended: row.state.extensions.filter((it) => it.on <= asOf),
      reopened: row.state.reopenings.filter((it) => it.on <= asOf),
      workingDaysLeft: asOf <= closesOn ? this.calendar.workingDaysBetween(asOf, closesOn) : null,
      figures,
      rates: {
        received: rate(figures.onTime + figures.late, figures.due),
        onTime: rate(figures.onTime, figures.due),
      },
      closing: closing && { figures: closing.figures, position: closing.position },
      own: standings
        .filter((it) => it.answerer === agency)
        .map(({ answerer: _answerer, because: _because, tasks: _tasks, ...own }) => own),
      version: row.version,
      simulated: row.simulated,
    };
  }
}

/** A round as it stood on a day, with every report of it. */
export type ReadRound = Awaited<ReturnType<RoundReading['on']>>[number];

/** Whether the round was closed at the end of a day. Closings and reopenings take turns. */
function closedOnDay({ closings, reopenings }: Round, day: LocalDate) {
  const done = closings.filter((it) => it.on <= day);
  const closing = done.at(-1) ?? null;
  const closed = done.length > reopenings.filter((it) => it.on <= day).length;
  return { closed, closing, closedOn: closed ? (closing?.on ?? null) : null };
}

@QueryHandler(RoundList)
export class RoundListHandler implements IQueryHandler<RoundList> {
  constructor(private readonly reading: RoundReading) {}

  async execute({ filter }: RoundList) {
    const freshness = await this.reading.rows.freshness(filter.minPosition);
    const clocks = this.reading.clocksOf(filter);
    const found = await this.reading.rows.rounds(clocks.knownOn, filter.plan);
    const rounds = await this.reading.on(found, clocks.asOf, clocks.knownOn);
    return { rows: rounds.map((it) => this.reading.line(it, clocks.asOf, filter.agency)), ...clocks, freshness };
  }
}

@QueryHandler(RoundById)
export class RoundByIdHandler implements IQueryHandler<RoundById> {
  constructor(private readonly reading: RoundReading) {}

  async execute({ plan, round, filter }: RoundById) {
    const freshness = await this.reading.rows.freshness(filter.minPosition);
    const clocks = this.reading.clocksOf(filter);
    const found = await this.reading.rows.rounds(clocks.knownOn, plan, round);
    const [it] = await this.reading.on(found, clocks.asOf, clocks.knownOn);
    if (!it) throw noRound(plan, round);
    const nameOf = await this.reading.names(
      it.standings.flatMap(({ agency, answerer }) => [agency, answerer]),
      clocks.asOf,
    );
    const named = (id: AgencyId) => ({ id, name: nameOf(id) });
    const agencies = it.standings
      .map(({ agency, answerer, tasks, ...rest }) => ({
        ...rest,
        agency: named(agency),
        answeredBy: answerer === agency ? null : named(answerer),
        tasks: tasks.length,
      }))
      .sort((a, b) => inVietnamese.compare(a.agency.name, b.agency.name));
    return { ...this.reading.line(it, clocks.asOf), agencies, ...clocks, freshness };
  }
}

@QueryHandler(SilentForRounds)
export class SilentForRoundsHandler implements IQueryHandler<SilentForRounds> {
  constructor(
    private readonly reading: RoundReading,
    private readonly queries: QueryBus,
    @Inject(REPORTING_RULES) private readonly rules: readonly ReportingRules[],
  ) {}

  async execute({ filter }: SilentForRounds) {
    const freshness = await this.reading.rows.freshness(filter.minPosition);
    const clocks = this.reading.clocksOf(filter);
    const { silentRounds } = reportingRulesOn(this.rules, clocks.asOf);
    const found = await this.reading.rows.rounds(clocks.knownOn, filter.plan);
    const rounds = (await this.reading.on(found, clocks.asOf, clocks.knownOn)).map(({ row, opened, reportOf }) => ({
      round: row.state,
      reports: new Map(opened.expected.map(({ agency }) => [agency, reportOf(agency)?.state ?? notPrepared])),
    }));
    const silent = silentTasks(rounds, silentRounds, clocks.asOf);
    const standing = new Map<TaskId, TaskRow>();
    for (const status of ['no-deadline', 'continuous'] as const)
      for (const row of await this.tasks({ ...filter, status })) standing.set(row.id, row);
    const rows = silent.flatMap((it) => {
      const row = standing.get(it.task);
      // A milestone reported on the task itself is a word too.
      return row && (row.reportedOn === null || row.reportedOn < it.since) ? [{ ...it, row }] : [];
    });
    return { rows, silentRounds, ...clocks, freshness };
  }

  private async tasks({ status, ...filter }: Clocks & { plan: PlanId; status: TaskRow['status'] }): Promise<TaskRow[]> {
    const rows: TaskRow[] = [];
    for (let page = 1; ; page++) {
      const answer = await this.queries.execute(new TaskList({ ...filter, status: [status], sort: 'item', page, size: 200 }));
      rows.push(...answer.rows);
      if (answer.rows.length === 0 || rows.length >= answer.total) return rows;
    }
  }
}

const inVietnamese = new Intl.Collator('vi');

export const noRound = (plan: PlanId, round: string) =>
  new Refusal('unknown-round', {
    kind: 'not-found',
    field: 'round',
    vi: `Kế hoạch ${plan} không có kỳ báo cáo “${round}” (hoặc chưa mở vào ngày đang xem).`,
    en: `The plan ${plan} has no reporting round “${round}”, or it was not open yet on that day.`,
    figures: { plan, round },
  });
