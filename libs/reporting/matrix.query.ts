import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryBus, QueryHandler } from '@nestjs/cqrs';
import { AgencyRegistry, agencyOn, type Registry } from '#agencies';
import { type PeriodKind, type PeriodStrategy, reportingPeriods, WORKING_CALENDAR, type WorkingCalendar } from '#calendar';
import type { Freshness } from '#event-store';
import { type AgencyId, CLOCK, type Clock, type LocalDate, type PlanId, todayOf } from '#language';
import { type Clocks, type Rate, rate } from '#tasks';
import { titleOf } from './reporting.commands.js';
import { type RoundLine, RoundReading } from './reporting.queries.js';
import { REPORTING_RULES, type ReportingRules, reportingRulesOn } from './rules.js';
import type { ReportStanding } from './standing.js';

/** How an agency stood in one round; null in the matrix where it was not expected. */
export type MatrixCell = Pick<
  ReportStanding,
  'standing' | 'closesOn' | 'receivedOn' | 'lateDays' | 'returns' | 'supplements' | 'empty' | 'exemptBecause'
> & {
  /** Not received, and the closing day is over. */
  readonly owing: boolean;
};

export interface MatrixRow {
  readonly agency: { readonly id: AgencyId; readonly name: string; readonly bloc: string | null };
  /** One for each round, in their order. */
  readonly cells: readonly (MatrixCell | null)[];
  /** Reports on time among those due whose closing day is over. */
  readonly onTime: Rate;
  readonly owing: number;
}

/** Agencies by rounds (04-screens S8): who reported when, over every round of a plan. */
export class RoundMatrix extends Query<{
  readonly rounds: readonly RoundLine[];
  readonly rows: readonly MatrixRow[];
  readonly asOf: LocalDate;
  readonly freshness: Freshness;
}> {
  constructor(
    readonly plan: PlanId,
    readonly filter: Clocks = {},
  ) {
    super();
  }
}

export interface PeriodToOpen {
  readonly round: string;
  readonly kind: PeriodKind;
  readonly title: string;
  readonly from: LocalDate;
  readonly cutOff: LocalDate;
  readonly closesOn: LocalDate;
  readonly source: string;
  readonly opened: boolean;
}

/** The rounds of the calendar that a year has, with the days that opening one would give it. */
export class PeriodsToOpen extends Query<{
  readonly strategy: PeriodStrategy;
  readonly rows: readonly PeriodToOpen[];
  readonly today: LocalDate;
}> {
  constructor(
    readonly plan: PlanId,
    readonly year: number,
    readonly minPosition?: string,
    /** Cut otherwise than by the rules in force on the year's last day. */
    readonly strategy?: PeriodStrategy,
  ) {
    super();
  }
}

const received = ['on-time', 'late'];

@QueryHandler(RoundMatrix)
export class RoundMatrixHandler implements IQueryHandler<RoundMatrix> {
  constructor(
    private readonly reading: RoundReading,
    private readonly queries: QueryBus,
  ) {}

  async execute({ plan, filter }: RoundMatrix) {
    const freshness = await this.reading.rows.freshness(filter.minPosition);
    const { asOf, knownOn } = this.reading.clocksOf(filter);
    const found = await this.reading.on(await this.reading.rows.rounds(knownOn, plan), asOf, knownOn);
    const rounds = [...found].reverse();
    const registry = await this.queries.execute(new AgencyRegistry());
    const expected = new Set(rounds.flatMap(({ standings }) => standings.map((it) => it.agency)));
    const rows = [...expected].map((agency): MatrixRow => {
      const cells = rounds.map(({ standings }): MatrixCell | null => {
        const it = standings.find((one) => one.agency === agency);
        if (!it) return null;
        const { standing, closesOn, receivedOn, lateDays, returns, supplements, empty, exemptBecause } = it;
        const owing = standing !== 'exempt' && !received.includes(standing) && closesOn < asOf;
        return { standing, closesOn, receivedOn, lateDays, returns, supplements, empty, exemptBecause, owing };
      });
      // A late one is late at once; one sent early counts when the round is over, with those who did not send.
      const over = cells.filter(
        (it) => it !== null && it.standing !== 'exempt' && (it.closesOn < asOf || it.standing === 'late'),
      );
      return {
        agency: namedIn(registry, agency, asOf),
        cells,
        onTime: rate(over.filter((it) => it?.standing === 'on-time').length, over.length),
        owing: cells.filter((it) => it?.owing).length,
      };
    });
    rows.sort((a, b) => inVietnamese.compare(a.agency.name, b.agency.name));
    return { rounds: rounds.map((it) => this.reading.line(it, asOf)), rows, asOf, freshness };
  }
}

@QueryHandler(PeriodsToOpen)
export class PeriodsToOpenHandler implements IQueryHandler<PeriodsToOpen> {
  constructor(
    private readonly reading: RoundReading,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(WORKING_CALENDAR) private readonly calendar: WorkingCalendar,
    @Inject(REPORTING_RULES) private readonly rules: readonly ReportingRules[],
  ) {}

  async execute({ plan, year, minPosition, strategy: asked }: PeriodsToOpen) {
    await this.reading.rows.freshness(minPosition);
    const opened = new Set((await this.reading.rows.rounds(null, plan)).map(({ state }) => state.opened?.round));
    const { strategy: ruled, closingWorkingDays } = reportingRulesOn(this.rules, `${year}-12-31` as LocalDate);
    const strategy = asked ?? ruled;
    const rows = kinds.flatMap((kind) =>
      reportingPeriods(strategy, kind, year).map(
        ({ id, from, to, source }): PeriodToOpen => ({
          round: id,
          kind,
          title: titleOf(id),
          from,
          cutOff: to,
          closesOn: this.calendar.addWorkingDays(to, closingWorkingDays[kind]),
          source,
          opened: opened.has(id),
        }),
      ),
    );
    return { strategy, rows, today: todayOf(this.clock) };
  }
}

const kinds: readonly PeriodKind[] = ['quarter', 'month', 'half', 'nine-months', 'year'];
const inVietnamese = new Intl.Collator('vi');

function namedIn(registry: Registry, id: AgencyId, day: LocalDate): MatrixRow['agency'] {
  const it = registry.agencies.find((one) => one.id === id);
  return { id, name: it ? agencyOn(it, day).name : id, bloc: it ? agencyOn(it, day).bloc : null };
}
