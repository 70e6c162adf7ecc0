import { type IQueryHandler, Query, QueryBus, QueryHandler } from '@nestjs/cqrs';
import type { Freshness } from '#event-store';
import { type AgencyId, kept, type PlanId } from '#language';
import { type AgencyOnBoard, agenciesOf } from './agency-names.js';
import type { SilenceLimits } from './attention.js';
import { conditions, ledBy, standingOf } from './task.conditions.js';
import { countsOf, sumsFor } from './task.counts.js';
import { linesOf } from './task.pages.js';
import { type Clocks, type Four, type Snapshot, type TallyRow, TaskBoard, tally } from './task.queries.js';
import { type BoardRow, type BothClocks, boardRow, type TaskRow } from './task.rows.js';
import { addedFour, noFour } from './task.tally.js';

/** A share with both its figures; percent null where there is nothing to divide by: never 100 for want of data (06.6, 06.13). */
export interface Rate {
  readonly numerator: number;
  readonly denominator: number;
  /** 0 to 100, two decimals. */
  readonly percent: number | null;
}

export const rate = (numerator: number, denominator: number): Rate => ({
  numerator,
  denominator,
  percent: denominator === 0 ? null : percentOf(numerator, denominator),
});

/** Rounded, but never to a whole that is none: of a hundred thousand tasks one that is late is not 100 %, nor is the only one in time 0 %. */
function percentOf(numerator: number, denominator: number): number {
  const hundredths = Math.round((numerator / denominator) * 10_000);
  if (numerator > 0 && numerator < denominator) return Math.min(9_999, Math.max(1, hundredths)) / 100;
  return hundredths / 100;
}

/** Completion among what was due, and on time among what was completed (report 1270/BC-TCTTTg, 2017). */
export const ratesOf = ({ onTime, late, overdue }: Four) => ({
  completion: rate(onTime + late, onTime + late + overdue),
  onTime: rate(onTime, onTime + late),
});

export interface OverdueBoardAnswer extends BothClocks {
  readonly totals: Four;
  readonly rates: ReturnType<typeof ratesOf>;
  readonly rows: readonly {
    readonly agency: AgencyOnBoard;
    readonly four: Four;
    readonly rates: ReturnType<typeof ratesOf>;
    readonly oldestOverdueDays: number;
    /** The latest of them, for the worst agencies first; `four.overdue` says how many there are, and the register has them all. */
    readonly tasks: readonly TaskRow[];
  }[];
  /** Open without a date: blank, or dependent on something else. */
  readonly undated: readonly TaskRow[];
  readonly undatedTotal: number;
  /** More days than these without a word are silence, by the rules of the day. */
  readonly silence: SilenceLimits;
  /** Nothing heard for so long, and not overdue: those are above (06.2). */
  readonly silent: readonly TaskRow[];
  readonly silentTotal: number;
  readonly freshness: Freshness;
}

/** Of which plan and agency; of all where it does not say. */
interface Of {
  readonly plan?: PlanId;
  readonly agency?: AgencyId;
}

/** The committee's board: agencies by the lateness of what is open, with the tasks that make it. */
export class OverdueBoard extends Query<OverdueBoardAnswer> {
  /**
   * `atMost`: how many tasks each list may have. `lateInAll`: about so many late tasks are listed, of the worst agencies; the others
   * have their numbers, and their tasks when they are asked for alone.
   */
  constructor(
    readonly filter: Clocks & Of = {},
    readonly atMost = 50,
    readonly lateInAll = 100,
  ) {
    super();
  }
}

const lateNow = "(status = 'overdue' or (status = 'awaiting-acceptance' and late_days > 0))";
const silentNow = "silent and status <> 'overdue'";
/** So few are fetched whole and sorted; of more, the first are met soon in the order of their items. */
const fewSilent = 2_000;

@QueryHandler(OverdueBoard)
export class OverdueBoardHandler implements IQueryHandler<OverdueBoard> {
  constructor(
    private readonly board: TaskBoard,
    private readonly queries: QueryBus,
  ) {}

  async execute({ filter, atMost, lateInAll }: OverdueBoard): Promise<OverdueBoardAnswer> {
    const freshness = await this.board.freshness.after(filter.minPosition);
    const clocks = this.board.clocksOf(filter);
    const known = await agenciesOf(this.queries, clocks.asOf);
    const of = { ...(filter.plan && { plan: filter.plan }), ...(filter.agency && { agency: filter.agency }) };
    const found = await this.board.atOnce(clocks, async (snapshot) => {
      const { lines, totals } = ranked(await tally(snapshot, { ...of, by: 'agency' }), known);
      const shown = firstFew(lines, atMost, lateInAll);
      return { lines, totals, ...(await (snapshot.present ? listsOfToday : lists)(snapshot, of, shown, atMost)) };
    });
    const all = await this.board.name(clocks, [...found.late, ...found.undated, ...found.silent]);
    const undated = found.late.length;
    const silent = undated + found.undated.length;
    const lateOf = new Map<string, TaskRow[]>();
    for (const row of all.slice(0, undated)) lateOf.set(row.agency.id, [...(lateOf.get(row.agency.id) ?? []), row]);
    const rows = found.lines.map((line) => {
      const tasks = lateOf.get(line.agency.id);
      return tasks ? { ...line, tasks } : line;
    });
    return {
      ...clocks,
      totals: found.totals,
      rates: ratesOf(found.totals),
      rows,
      undated: all.slice(undated, silent),
      undatedTotal: found.undatedTotal,
      silence: this.board.silenceOn(clocks.asOf),
      silent: all.slice(silent),
      silentTotal: found.silentTotal,
      freshness,
    };
  }
}

type Line = OverdueBoardAnswer['rows'][number];
type AgencyOf = (id: string) => AgencyOnBoard;

/** The agencies' lines, the worst first, without their tasks; made anew when tallies or agencies change, for a country has thousands. */
const ranked = kept((tallies: readonly TallyRow[], agencyOf: AgencyOf) => {
  const lines = tallies.map(({ key, four, oldestOverdueDays }): Line => {
    return { agency: agencyOf(key), four, rates: ratesOf(four), oldestOverdueDays, tasks: [] };
  });
  return { lines: lines.sort(worstFirst), totals: tallies.reduce<Four>((sum, { four }) => addedFour(sum, four), noFour) };
});

const worstFirst = (a: Line, b: Line) =>
  b.oldestOverdueDays - a.oldestOverdueDays ||
  b.four.overdue - a.four.overdue ||
  inVietnamese.compare(a.agency.name, b.agency.name);

/** The agencies whose late tasks are listed: the worst, as far as the lines go. */
function firstFew(lines: readonly Line[], atMost: number, lateInAll: number): readonly string[] {
  let listed = 0;
  return lines.flatMap(({ agency, four }) => {
    if (listed >= lateInAll || four.overdue === 0) return [];
    listed += Math.min(four.overdue, atMost);
    return [agency.id];
  });
}

interface Lists {
  readonly late: readonly BoardRow[];
  readonly undated: readonly BoardRow[];
  readonly undatedTotal: number;
  readonly silent: readonly BoardRow[];
  readonly silentTotal: number;
}

/** The lists of any day as known at any time. */
async function lists({ select }: Snapshot, of: Of, agencies: readonly string[], atMost: number): Promise<Lists> {
  const first = (which: (bind: (value: unknown) => string) => string, by: string, among = ledBy(of)) =>
    select<BoardRow & { readonly of_all: number }>(
      (bind) => `
          select ${boardRow}, of_all from (
            select board.*, row_number() over (partition by ${by} order by late_days desc, item_order, task) as nth,
              count(*) over (partition by ${by})::int as of_all
            from board where ${conditions(of, bind)} and ${which(bind)}) board
          where nth <= ${bind(atMost)} order by late_days desc, item_order, task`,
      among,
    );
  const ofShown = (bind: (value: unknown) => string) => `agency = any(${bind(agencies)}::text[])`;
  const late = await first((bind) => `${lateNow} and ${ofShown(bind)}`, 'agency', ofShown);
  const undated = await first(() => "status = 'no-deadline'", 'true');
  const silent = await first(() => silentNow, 'true');
  return { late, undated, undatedTotal: undated[0]?.of_all ?? 0, silent, silentTotal: silent[0]?.of_all ?? 0 };
}

/** The same of today: the first of each list by an index, how many there are from what is kept. */
async function listsOfToday({ select, present }: Snapshot, of: Of, agencies: readonly string[], atMost: number): Promise<Lists> {
  if (!present) throw new Error('today is read from narrow rows');
  const tasks = async (write: (bind: (value: unknown) => string) => string) =>
    (await present.narrow()<{ task: string }>(write)).map((it) => it.task);
  const late = await tasks(
    (bind) => `
      select worst.task from unnest(${bind(agencies)}::text[]) with ordinality as of_agency(id, nth)
      cross join lateral (
        select task, late_days, item_order from board where agency = of_agency.id and ${conditions(of, bind)} and ${lateNow}
        order by late_days desc, item_order, task limit ${bind(atMost)}
      ) worst order by of_agency.nth, worst.late_days desc, worst.item_order, worst.task`,
  );
  const first = (which: string) => (bind: (value: unknown) => string) =>
    `select task from board where ${conditions(of, bind)} and ${which} order by item_order, task limit ${bind(atMost)}`;
  const undated = await tasks(first(standingOf('no-deadline')));
  const sums = sumsFor(await present.sheets(), of);
  const silentTotal = sums.silentInTime;
  const silent = await tasks((bind) =>
    silentTotal > fewSilent
      ? first(silentNow)(bind)
      : `, few as materialized (select task, item_order from board where ${conditions(of, bind)} and ${silentNow})
         select task from few order by item_order, task limit ${bind(atMost)}`,
  );
  const lines = new Map<string, BoardRow>();
  for (const it of await linesOf(select, [...new Set([...late, ...undated, ...silent])])) lines.set(it.task, it);
  const linesFor = (list: readonly string[]) => list.flatMap((task) => lines.get(task) ?? []);
  return {
    late: linesFor(late),
    undated: linesFor(undated),
    undatedTotal: countsOf(sums)['no-deadline'],
    silent: linesFor(silent),
    silentTotal,
  };
}

const inVietnamese = new Intl.Collator('vi');
