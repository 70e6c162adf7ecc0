import { type IQueryHandler, Query, QueryBus, QueryHandler } from '@nestjs/cqrs';
import type { Freshness } from '#event-store';
import { type AgencyId, type Instant, type LocalDate, type Percent, type PlanId, percent, Refusal, type TaskId } from '#language';
import { type Clocks, TaskById, type TaskView } from '#tasks';
import type { Entry } from './report.events.js';
import { isSigned, notPrepared, type RoundReport, type Telling, tellingOf } from './report.js';
import { limits } from './reporting.limits.js';
import { noRound, type ReadRound, type RoundAgency, RoundReading } from './reporting.queries.js';
import type { OwedTask } from './round.events.js';
import { reportOn } from './standing.js';

/** What the agency reported on the task in the window of the round, made into an entry to start from. Null: nothing was. */
export interface Suggestion extends Omit<Entry, 'task'> {
  readonly reports: number;
  readonly evidence: number;
}

export interface OwedLine extends OwedTask {
  readonly item: string;
  readonly title: string;
  readonly status: TaskView['status'];
  readonly dueOn: LocalDate | null;
  readonly suggested: Suggestion | null;
  /** What was said of it in the newest earlier round in which anything was. Null: nothing ever was. */
  readonly before: (Omit<Entry, 'task'> & { readonly round: string; readonly title: string }) | null;
  /** What stands in the report; null: nothing said. */
  readonly entry: Omit<Entry, 'task'> | null;
}

/** An agency's report of a round: what it owes, what it says, and what came of it. */
export interface RoundReportView extends RoundAgency {
  readonly plan: PlanId;
  readonly round: string;
  readonly title: string;
  readonly cutOff: LocalDate;
  readonly closesOn: LocalDate;
  readonly closed: boolean;
  readonly summary: string;
  readonly signed: boolean;
  readonly owed: readonly OwedLine[];
  readonly signings: readonly {
    readonly on: LocalDate;
    readonly told: number;
    readonly blank: number;
    readonly unsaid: number;
  }[];
  readonly returned: readonly { readonly on: LocalDate; readonly reason: string }[];
  readonly added: RoundReport['supplements'];
  readonly version: number;
  readonly asOf: LocalDate;
  readonly freshness: Freshness;
}

export class RoundReportOf extends Query<RoundReportView> {
  constructor(
    readonly plan: PlanId,
    readonly round: string,
    readonly agency: AgencyId,
    readonly filter: Clocks = {},
  ) {
    super();
  }
}

/** One round of a task: what was said of it then. */
export interface Occurrence {
  readonly plan: PlanId;
  readonly round: string;
  readonly title: string;
  readonly cutOff: LocalDate;
  readonly agency: { readonly id: AgencyId; readonly name: string };
  readonly said: Telling;
  readonly progress: Percent | null;
  readonly words: string;
  readonly on: LocalDate | null;
  /** Said after the round was closed. */
  readonly supplement: boolean;
}

/** Every round in which a task was owed, oldest first: a recurring duty keeps each occurrence (06.8). */
export class OccurrencesOf extends Query<{ readonly rows: readonly Occurrence[]; readonly freshness: Freshness }> {
  constructor(
    readonly task: TaskId,
    readonly filter: Clocks = {},
  ) {
    super();
  }
}

@QueryHandler(RoundReportOf)
export class RoundReportOfHandler implements IQueryHandler<RoundReportOf> {
  constructor(
    private readonly reading: RoundReading,
    private readonly queries: QueryBus,
  ) {}

  async execute({ plan, round, agency, filter }: RoundReportOf): Promise<RoundReportView> {
    const freshness = await this.reading.rows.freshness(filter.minPosition);
    const clocks = this.reading.clocksOf(filter);
    const found = await this.reading.rows.rounds(clocks.knownOn, plan, round);
    const [it] = await this.reading.on(found, clocks.asOf, clocks.knownOn);
    if (!it) throw noRound(plan, round);
    const standing = it.standings.find((one) => one.agency === agency);
    if (!standing) throw notAmong(agency, round);
    const row = it.reportOf(agency);
    const report = reportOn(row?.state ?? notPrepared, clocks.asOf);
    const { title, from, cutOff } = it.opened;
    const before = await this.before(it, clocks);
    const said = new Map(report.entries.map(({ task, ...entry }) => [task, entry]));
    const owed = await Promise.all(
      standing.tasks.map(async (task): Promise<OwedLine> => {
        const view = await this.queries.execute(new TaskById(task.task, clocksOf(clocks)));
        return {
          ...task,
          item: view.item,
          title: view.title,
          status: view.status,
          dueOn: view.dueOn,
          suggested: suggestionFrom(view, from, cutOff),
          before: before.get(task.task) ?? null,
          entry: said.get(task.task) ?? null,
        };
      }),
    );
    const { answerer, ...rest } = standing;
    const nameOf = await this.reading.names([agency, answerer], clocks.asOf);
    return {
      ...rest,
      agency: { id: agency, name: nameOf(agency) },
      answeredBy: answerer === agency ? null : { id: answerer, name: nameOf(answerer) },
      tasks: standing.tasks.length,
      plan,
      round,
      title,
      cutOff,
      closed: this.reading.line(it, clocks.asOf).closed,
      summary: report.summary,
      signed: isSigned(report),
      owed,
      signings: report.signings.map(({ on, told, blank, unsaid }) => ({ on, told, blank, unsaid })),
      returned: report.returns.map(({ on, reason }) => ({ on, reason })),
      added: report.supplements,
      version: row?.version ?? 0,
      asOf: clocks.asOf,
      freshness,
    };
  }

  /** By task, the last word of the rounds that ended before this one, whoever reported it then. */
  private async before({ opened }: ReadRound, { asOf, knownOn }: Pick<Both, 'asOf' | 'knownOn'>) {
    const words = new Map<TaskId, NonNullable<OwedLine['before']>>();
    const earlier = (await this.reading.rows.rounds(knownOn, opened.plan)).filter(
      ({ state }) => state.opened && state.opened.cutOff < opened.cutOff,
    );
    // The newest first, as the rows come.
    for (const one of await this.reading.on(earlier, asOf, knownOn))
      for (const { agency, tasks } of one.standings) {
        const report = reportOn(one.reportOf(agency)?.state ?? notPrepared, asOf);
        for (const { task } of tasks) {
          const last = words.has(task) ? null : lastWord(report, task);
          if (!last) continue;
          const { said, progress, words: told } = last.entry;
          words.set(task, { said, progress, words: told, round: one.opened.round, title: one.opened.title });
        }
      }
    return words;
  }
}

@QueryHandler(OccurrencesOf)
export class OccurrencesOfHandler implements IQueryHandler<OccurrencesOf> {
  constructor(private readonly reading: RoundReading) {}

  async execute({ task, filter }: OccurrencesOf) {
    const freshness = await this.reading.rows.freshness(filter.minPosition);
    const { asOf, knownOn } = this.reading.clocksOf(filter);
    const owed = await this.reading.rows.owed(task);
    const nameOf = await this.reading.names([...new Set(owed.map((it) => it.agency))], asOf);
    const rows: Occurrence[] = [];
    for (const { plan, round, agency } of owed) {
      const [it] = await this.reading.on(await this.reading.rows.rounds(knownOn, plan, round), asOf, knownOn);
      if (!it) continue;
      const { title, cutOff } = it.opened;
      const exempt = it.standings.find((one) => one.agency === agency)?.standing === 'exempt';
      const said = lastWord(reportOn(it.reportOf(agency)?.state ?? notPrepared, asOf), task);
      rows.push({
        plan,
        round,
        title,
        cutOff,
        agency: { id: agency, name: nameOf(agency) },
        said: tellingOf(said?.entry, exempt),
        progress: said?.entry.progress ?? null,
        words: said?.entry.words ?? '',
        on: said?.on ?? null,
        supplement: said?.supplement ?? false,
      });
    }
    return { rows, freshness };
  }
}

/** The newest thing said of a task: a supplement, else the report that stands. */
export function lastWord({ supplements, ...report }: RoundReport, task: TaskId) {
  const added = supplements.findLast((it) => it.entries.some((entry) => entry.task === task));
  const signed = isSigned({ ...report, supplements }) ? report.signings.at(-1) : undefined;
  const from = added ?? signed;
  const entry = from?.entries.find((it) => it.task === task);
  return from && entry ? { entry, on: from.on, supplement: added !== undefined } : null;
}

/** The entry that the task's own reports of the window make: the newest progress, and every narrative with its day. */
export function suggestionFrom(view: Pick<TaskView, 'reports' | 'claims'>, from: LocalDate, to: LocalDate): Suggestion | null {
  const within = <T extends { readonly occurredOn: LocalDate; readonly state: string }>(list: readonly T[]) =>
    list.filter((it) => it.occurredOn >= from && it.occurredOn <= to && it.state !== 'returned');
  const reports = within(view.reports);
  const claims = within(view.claims);
  const [newest] = reports;
  if (!newest && claims.length === 0) return null;
  const told = [...claims, ...reports].sort((a, b) => (a.occurredOn < b.occurredOn ? -1 : 1)).map((it) => it.narrative);
  const words = [...told.join('\n')].slice(0, limits.words).join('');
  return {
    said: 'reported',
    progress: claims.length > 0 ? percent(100) : newest ? percent(newest.progress) : null,
    words,
    reports: reports.length + claims.length,
    evidence: new Set([...reports, ...claims].flatMap((it) => it.evidence.map((file) => file.sha256))).size,
  };
}

type Both = ReturnType<RoundReading['clocksOf']>;

const clocksOf = ({ asOf, knownOn }: { asOf: LocalDate; knownOn: Instant | null }) => ({ asOf, ...(knownOn ? { knownOn } : {}) });

const notAmong = (agency: AgencyId, round: string) =>
  new Refusal('not-expected', {
    kind: 'not-found',
    field: 'agency',
    vi: `${agency} không phải báo cáo trong kỳ ${round}.`,
    en: `${agency} is not expected to report in the round ${round}.`,
    figures: { agency, round },
  });
