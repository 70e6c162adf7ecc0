import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler, QueryBus } from '@nestjs/cqrs';
import { AgencyRegistry } from '#agencies';
import {
  earliestClosing,
  type PeriodKind,
  type PeriodStrategy,
  reportingPeriods,
  WORKING_CALENDAR,
  type WorkingCalendar,
} from '#calendar';
import { AGGREGATES, type Aggregates, type Envelope, EVENT_STORE, type EventStore, type Outcome } from '#event-store';
import {
  type AgencyId,
  addDays,
  CLOCK,
  type Clock,
  type LocalDate,
  laterOf,
  localDate,
  type PlanId,
  Refusal,
  said,
  shown,
  todayOf,
} from '#language';
import { PlanById } from '#plans';
import { type Document, TaskList, type TaskRow } from '#tasks';
import { type Called, expectedOn } from './expected.js';
import { type Entry, type RoundReportEvent, reportStream } from './report.events.js';
import { type RoundReportCommand, roundReport } from './report.js';
import { limits } from './reporting.limits.js';
import { ReportingRows } from './reporting.rows.js';
import { type RoundEvent, type RoundKind, roundStream } from './round.events.js';
import { type Round, type RoundCommand, round as rules } from './round.js';
import { REPORTING_RULES, type ReportingRules, reportingRulesOn } from './rules.js';
import { figuresOf, type Standing, standingOn } from './standing.js';

/** Opens a round of the calendar by its id (`2025-Q1`), or an ad hoc one with days of its own. */
export class OpenRound extends Command<Outcome<RoundEvent>> {
  constructor(
    readonly plan: PlanId,
    readonly body: Partial<Called> &
      (
        | { readonly round: string; readonly title?: string | null; readonly strategy?: PeriodStrategy | null }
        | { readonly title: string; readonly from: LocalDate; readonly cutOff: LocalDate; readonly closesOn: LocalDate }
      ),
    readonly envelope: Envelope,
  ) {
    super();
  }
}

/** A command to one round. */
abstract class ToRound<Body> extends Command<Outcome<RoundEvent>> {
  constructor(
    readonly plan: PlanId,
    readonly round: string,
    readonly body: Body,
    readonly envelope: Envelope,
  ) {
    super();
  }
}
export class ExemptAgency extends ToRound<{ agency: AgencyId; reason: string; document?: Document | null }> {}
/** Only a succession of bodies sends it. */
export class PassRoundDuty extends ToRound<{
  agency: AgencyId;
  to: AgencyId;
  reason: string;
  document: Document | null;
  on: LocalDate;
}> {}
/** Gia hạn gửi: for one agency, or without one for all. */
export class ExtendRound extends ToRound<{
  agency?: AgencyId | null;
  until: LocalDate;
  reason: string;
  document?: Document | null;
}> {}
export class CloseRound extends ToRound<object> {}
export class ReopenRound extends ToRound<{ reason: string; document?: Document | null }> {}

/** A command to one agency's report. */
abstract class ToReport<Body> extends Command<Outcome<RoundReportEvent>> {
  constructor(
    readonly plan: PlanId,
    readonly round: string,
    readonly agency: AgencyId,
    readonly body: Body,
    readonly envelope: Envelope,
  ) {
    super();
  }
}
export class PrepareRoundReport extends ToReport<{ summary: string; entries: readonly Entry[] }> {}
export class SignRoundReport extends ToReport<object> {}
export class ReturnRoundReport extends ToReport<{ reason: string }> {}
export class SupplementRoundReport extends ToReport<{
  reason: string;
  entries: readonly Entry[];
  document?: Document | null;
}> {}

@CommandHandler(OpenRound)
export class OpenRoundHandler implements ICommandHandler<OpenRound> {
  constructor(
    @Inject(AGGREGATES) private readonly aggregates: Aggregates,
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(WORKING_CALENDAR) private readonly calendar: WorkingCalendar,
    @Inject(REPORTING_RULES) private readonly rules: readonly ReportingRules[],
    private readonly queries: QueryBus,
  ) {}

  async execute({ plan, body, envelope }: OpenRound): Promise<Outcome<RoundEvent>> {
    const window = 'round' in body ? this.period(body) : await this.adHoc(plan, body);
    const today = todayOf(this.clock);
    const { adoptedOn } = await this.queries.execute(new PlanById(plan, String(await this.store.head())));
    mustBeOfItsTime(window, localDate(adoptedOn), today);
    const rows = await this.tasksOf(plan);
    const called = { groups: body.groups ?? [], agencies: body.agencies ?? [] };
    const expected = expectedOn(rows, await this.queries.execute(new AgencyRegistry()), called, today);
    const command: RoundCommand = {
      type: 'open',
      opened: { plan, ...window, expected },
      earliest: earliestClosing(window.cutOff, this.calendar),
    };
    return this.aggregates.execute(rules, roundStream(plan, window.round), command, { ...envelope, asked: { plan, body } });
  }

  /** The window by the rules in force at the end of the round's year; cut otherwise where the standing agency says so. */
  private period({ round: id, title, strategy: asked }: Extract<OpenRound['body'], { readonly round: string }>) {
    const kinds: readonly PeriodKind[] = ['month', 'quarter', 'half', 'nine-months', 'year'];
    const year = Number(/^(\d{4})(?:-|$)/.exec(id)?.[1] ?? Number.NaN);
    const { strategy: ruled, closingWorkingDays } = reportingRulesOn(this.rules, `${year}-12-31` as LocalDate);
    const strategy = asked ?? ruled;
    const found = Number.isNaN(year)
      ? undefined
      : kinds.flatMap((kind) => reportingPeriods(strategy, kind, year)).find((it) => it.id === id);
    if (!found) throw unknownPeriod(id);
    return {
      round: id,
      title: title ?? titleOf(id),
      kind: found.kind,
      strategy,
      source: found.source,
      from: found.from,
      cutOff: found.to,
      closesOn: this.calendar.addWorkingDays(found.to, closingWorkingDays[found.kind]),
    };
  }

  /** Two campaigns may end on one day; one of the same name is the same. */
  private async adHoc(plan: PlanId, body: Extract<OpenRound['body'], { readonly from: LocalDate }>) {
    const window = adHoc(body);
    for (let nth = 1; ; nth++) {
      const round = nth === 1 ? window.round : `${window.round}-${nth}`;
      const { state } = await this.aggregates.load(rules, roundStream(plan, round));
      if (!state.opened || state.opened.title === window.title || nth >= limits.sameDay) return { ...window, round };
    }
  }

  /** Every task of the plan as it stands now, the board having come to everything recorded. */
  private async tasksOf(plan: PlanId): Promise<TaskRow[]> {
    const minPosition = String(await this.store.head());
    const rows: TaskRow[] = [];
    for (let page = 1; ; page++) {
      const answer = await this.queries.execute(new TaskList({ plan, sort: 'item', page, size: 200, minPosition }));
      rows.push(...answer.rows);
      if (answer.rows.length === 0 || rows.length >= answer.total) return rows;
    }
  }
}

/** Who is expected is fixed on the day of opening: not for a window that was over before the plan, nor for one a year ahead. */
function mustBeOfItsTime({ from, cutOff }: { from: LocalDate; cutOff: LocalDate }, adoptedOn: LocalDate, today: LocalDate): void {
  if (cutOff < adoptedOn)
    throw new Refusal('round-before-the-plan', {
      field: 'round',
      vi: `Kỳ này chốt số liệu ngày ${shown(cutOff)}, trước ngày ban hành kế hoạch (${shown(adoptedOn)}).`,
      en: `The cut-off of this round, ${shown(cutOff)}, is before the plan was adopted (${shown(adoptedOn)}).`,
      figures: { cutOff, adoptedOn },
    });
  const earliest = addDays(from, -365);
  if (today < earliest)
    throw new Refusal('round-too-far-ahead', {
      field: 'round',
      vi: `Kỳ này bắt đầu từ ${shown(from)}; danh sách phải báo cáo cố định khi mở kỳ nên chỉ mở được từ ${shown(earliest)}.`,
      en: `This round begins on ${shown(from)}; who is expected is fixed when it opens, so it can be opened from ${shown(earliest)} on.`,
      figures: { from, earliest },
    });
}

function handlesRound<C extends ToRound<unknown>>(command: new (...args: never[]) => C, asks: (body: C['body']) => RoundCommand) {
  @CommandHandler(command)
  class Handler {
    constructor(@Inject(AGGREGATES) private readonly aggregates: Aggregates) {}
    execute({ plan, round, body, envelope }: ToRound<C['body']>): Promise<Outcome<RoundEvent>> {
      return this.aggregates.execute(rules, roundStream(plan, round), asks(said(body)), envelope);
    }
  }
  Object.defineProperty(Handler, 'name', { value: `${command.name}Handler` });
  return Handler;
}

/** Closing writes down who had reported, by everything recorded until then. */
@CommandHandler(CloseRound)
export class CloseRoundHandler implements ICommandHandler<CloseRound> {
  constructor(
    @Inject(AGGREGATES) private readonly aggregates: Aggregates,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(WORKING_CALENDAR) private readonly calendar: WorkingCalendar,
    private readonly rows: ReportingRows,
  ) {}

  async execute({ plan, round, envelope }: CloseRound): Promise<Outcome<RoundEvent>> {
    const stream = roundStream(plan, round);
    const position = await this.rows.caughtUp();
    const { state } = await this.aggregates.load(rules, stream);
    const standings = await this.standings(plan, round, state);
    const owedUntil = standings
      .filter((it) => owing.includes(it.standing))
      .reduce<LocalDate | null>((last, { closesOn }) => (last === null ? closesOn : laterOf(last, closesOn)), null);
    const command = { type: 'close', figures: figuresOf(standings), position, owedUntil } as const;
    return this.aggregates.execute(rules, stream, command, { ...envelope, asked: 'close' });
  }

  private async standings(plan: PlanId, id: string, state: Round) {
    const reports = new Map((await this.rows.reports(null, plan, [id])).map((it) => [it.agency, it.state]));
    const today = todayOf(this.clock);
    return (state.opened?.expected ?? []).map(({ agency }) =>
      standingOn(state, agency, reports.get(agency) ?? roundReport.initial, today, this.calendar),
    );
  }
}

const owing: readonly Standing[] = ['missing', 'prepared', 'returned'];

/** The rules of a report are asked with the round as it stands: it may be closed. */
function handlesReport<C extends ToReport<unknown>>(
  command: new (...args: never[]) => C,
  asks: (body: C['body'], about: { within: Round; agency: AgencyId }) => RoundReportCommand,
) {
  @CommandHandler(command)
  class Handler {
    constructor(@Inject(AGGREGATES) private readonly aggregates: Aggregates) {}
    async execute({ plan, round, agency, body, envelope }: ToReport<C['body']>): Promise<Outcome<RoundReportEvent>> {
      const { state: within } = await this.aggregates.load(rules, roundStream(plan, round));
      const asked = asks(said(body), { within, agency });
      const content = { type: asked.type, body: said(body) };
      return this.aggregates.execute(roundReport, reportStream(plan, round, agency), asked, { ...envelope, asked: content });
    }
  }
  Object.defineProperty(Handler, 'name', { value: `${command.name}Handler` });
  return Handler;
}

export const reportingCommandHandlers = [
  OpenRoundHandler,
  CloseRoundHandler,
  handlesRound(ExemptAgency, (body) => ({ document: null, ...body, type: 'exempt' })),
  handlesRound(ExtendRound, (body) => ({ agency: null, document: null, ...body, type: 'extend' })),
  handlesRound(PassRoundDuty, (body) => ({ ...body, type: 'pass-duty' })),
  handlesRound(ReopenRound, (body) => ({ document: null, ...body, type: 'reopen' })),
  handlesReport(PrepareRoundReport, (body, about) => ({ ...body, ...about, type: 'prepare' })),
  handlesReport(SignRoundReport, (_, about) => ({ ...about, type: 'sign' })),
  handlesReport(ReturnRoundReport, (body, about) => ({ ...body, ...about, type: 'return' })),
  handlesReport(SupplementRoundReport, (body, about) => ({ document: null, ...body, ...about, type: 'supplement' })),
];

function adHoc(body: { title: string; from: LocalDate; cutOff: LocalDate; closesOn: LocalDate }) {
  const { title, from, cutOff, closesOn } = body;
  const kind: RoundKind = 'ad-hoc';
  const id = `${cutOff.slice(0, 4)}-DX-${cutOff.slice(5, 7)}${cutOff.slice(8, 10)}`;
  return { round: id, title, kind, strategy: null, source: '', from, cutOff, closesOn };
}

/** `2025-Q1` as people call it. */
export function titleOf(id: string): string {
  const [year = '', part = ''] = id.split('-');
  const n = Number(part.slice(1));
  if (part.startsWith('M')) return `Báo cáo tháng ${String(n).padStart(2, '0')}/${year}`;
  if (part.startsWith('Q')) return `Báo cáo quý ${['I', 'II', 'III', 'IV'][n - 1]}/${year}`;
  if (part.startsWith('H')) return `Báo cáo 6 tháng ${n === 1 ? 'đầu' : 'cuối'} năm ${year}`;
  return part === '9M' ? `Báo cáo 9 tháng năm ${year}` : `Báo cáo năm ${year}`;
}

const unknownPeriod = (id: string) =>
  new Refusal('unknown-period', {
    kind: 'invalid',
    field: 'round',
    vi: `“${id}” không phải mã kỳ báo cáo; ví dụ đúng: 2025-M02, 2025-Q1, 2025-H1, 2025-9M, 2025.`,
    en: `“${id}” is not the id of a reporting period; right ones are 2025-M02, 2025-Q1, 2025-H1, 2025-9M, 2025.`,
    figures: { round: id },
  });
