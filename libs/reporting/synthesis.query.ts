import { type IQueryHandler, Query, QueryBus, QueryHandler } from '@nestjs/cqrs';
import type { Freshness } from '#event-store';
import type { AgencyId, LocalDate, Percent, PlanId, TaskId } from '#language';
import { type Clocks, TaskList, type TaskRow } from '#tasks';
import { isSigned, notPrepared, type Telling, tellingOf } from './report.js';
import { lastWord } from './report.queries.js';
import { noRound, type RoundLine, RoundReading } from './reporting.queries.js';
import { reportOn, type Standing } from './standing.js';

/** What one agency said of its part of an item, in its own words. */
export interface SynthesisEntry {
  readonly task: TaskId;
  readonly agency: { readonly id: AgencyId; readonly name: string };
  readonly said: Telling;
  readonly progress: Percent | null;
  readonly words: string;
  /** Said after the closing. */
  readonly supplement: boolean;
}

export interface SynthesisItem {
  readonly item: string;
  readonly section: string;
  readonly title: string;
  readonly entries: readonly SynthesisEntry[];
}

export interface SynthesisAnswer extends RoundLine {
  readonly items: readonly SynthesisItem[];
  /** The general remarks of the reports that were received. */
  readonly summaries: readonly { readonly agency: SynthesisEntry['agency']; readonly words: string }[];
  /** Whose report is not in it, and how it stands. */
  readonly without: readonly { readonly agency: SynthesisEntry['agency']; readonly standing: Standing }[];
  /** Of every task owed: how much was said of it. They add up to the tasks owed. */
  readonly told: Readonly<Record<Telling, number>>;
  readonly asOf: LocalDate;
  readonly freshness: Freshness;
}

/** Tổng hợp báo cáo: what was received in a round, item by item of the plan, each word with the agency that said it. */
export class RoundSynthesis extends Query<SynthesisAnswer> {
  constructor(
    readonly plan: PlanId,
    readonly round: string,
    readonly filter: Clocks = {},
  ) {
    super();
  }
}

@QueryHandler(RoundSynthesis)
export class RoundSynthesisHandler implements IQueryHandler<RoundSynthesis> {
  constructor(
    private readonly reading: RoundReading,
    private readonly queries: QueryBus,
  ) {}

  async execute({ plan, round, filter }: RoundSynthesis): Promise<SynthesisAnswer> {
    const freshness = await this.reading.rows.freshness(filter.minPosition);
    const { asOf, knownOn } = this.reading.clocksOf(filter);
    const [it] = await this.reading.on(await this.reading.rows.rounds(knownOn, plan, round), asOf, knownOn);
    if (!it) throw noRound(plan, round);
    const nameOf = await this.reading.names(
      it.standings.map(({ agency }) => agency),
      asOf,
    );
    const named = (id: AgencyId) => ({ id, name: nameOf(id) });
    const tasks = await this.tasks({ plan, asOf, ...(knownOn && { knownOn }) });
    const told = { reported: 0, zero: 0, 'not-applicable': 0, blank: 0, exempt: 0, 'no-report': 0 };
    const entries = it.standings.flatMap(({ agency, standing, tasks: owed }) => {
      const report = reportOn(it.reportOf(agency)?.state ?? notPrepared, asOf);
      return owed.map(({ task }): SynthesisEntry => {
        const last = lastWord(report, task);
        const said = tellingOf(last?.entry, standing === 'exempt');
        told[said] += 1;
        const { progress, words } = last?.entry ?? { progress: null, words: '' };
        return { task, agency: named(agency), said, progress, words, supplement: last?.supplement ?? false };
      });
    });
    const items = new Map<string, { section: string; title: string; order: number; entries: SynthesisEntry[] }>();
    for (const entry of entries) {
      const item = entry.task.split('/')[1] ?? '';
      const row = tasks.get(entry.task);
      const found = items.get(item) ?? {
        section: row?.section ?? '',
        title: row?.title ?? '',
        order: row?.order ?? 0,
        entries: [],
      };
      found.entries.push(entry);
      items.set(item, found);
    }
    const received = it.standings.flatMap(({ agency }) => {
      const report = reportOn(it.reportOf(agency)?.state ?? notPrepared, asOf);
      const words = isSigned(report) ? (report.signings.at(-1)?.summary ?? '') : '';
      return words === '' ? [] : [{ agency: named(agency), words }];
    });
    return {
      ...this.reading.line(it, asOf),
      items: [...items]
        .sort(([, a], [, b]) => a.order - b.order)
        .map(([item, { order: _, ...rest }]) => ({ item, ...rest, entries: rest.entries.sort(byName) })),
      summaries: received.sort(byName),
      without: it.standings
        .filter(({ standing }) => standing !== 'on-time' && standing !== 'late')
        .map(({ agency, standing }) => ({ agency: named(agency), standing }))
        .sort(byName),
      told,
      asOf,
      freshness,
    };
  }

  /** Every task of the plan by its id, with its place in the plan. */
  private async tasks(filter: Clocks & { readonly plan: PlanId }) {
    const found = new Map<string, TaskRow & { readonly order: number }>();
    for (let page = 1; ; page++) {
      const { rows, total } = await this.queries.execute(new TaskList({ ...filter, sort: 'item', page, size: 200 }));
      for (const row of rows) found.set(row.id, { ...row, order: found.size });
      if (rows.length === 0 || found.size >= total) return found;
    }
  }
}

const inVietnamese = new Intl.Collator('vi');
const byName = <T extends { readonly agency: SynthesisEntry['agency'] }>(a: T, b: T): number =>
  inVietnamese.compare(a.agency.name, b.agency.name);
