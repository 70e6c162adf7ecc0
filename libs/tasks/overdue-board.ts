import { type IQueryHandler, Query, QueryBus, QueryHandler } from '@nestjs/cqrs';
import type { Freshness } from '#event-store';
import type { AgencyId, PlanId } from '#language';
import { type AgencyOnBoard, agenciesOf } from './agency-names.js';
import { conditions, linesOf, standingOf } from './task.pages.js';
import { type Clocks, type Four, type Snapshot, type TallyRow, TaskBoard, tally } from './task.queries.js';
import { type BoardRow, type BothClocks, boardRow, type TaskRow } from './task.rows.js';
import { isSilentIn, type Sheet, statusIn } from './task.sheets.js';
import { statuses } from './task.status.js';

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
  percent: denominator === 0 ? null : Math.round((numerator / denominator) * 10_000) / 100,
});

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
  /** Nothing heard for two periods, and not overdue: those are above (06.2). */
  readonly silent: readonly TaskRow[];
  readonly silentTotal: number;
  readonly freshness: Freshness;
}

/** The committee's board: agencies by the lateness of what is open, with the tasks that make it. */
export class OverdueBoard extends Query<OverdueBoardAnswer> {
  /** `atMost`: how many tasks each list may have. */
  constructor(
    readonly filter: Clocks & { readonly plan?: PlanId } = {},
    readonly atMost = 100,
  ) {
    super();
  }
}

const lateNow = "(status = 'overdue' or (status = 'awaiting-acceptance' and late_days > 0))";
const silentNow = "silent and status <> 'overdue'";
/** Of a whole country nobody reads the late tasks of every agency in one go: the first agencies have theirs, all have their numbers. */
const lateInAll = 500;
/** So few are fetched whole and sorted; of more, the first are met soon in the order of their items. */
const fewSilent = 2_000;

const zero: Four = { onTime: 0, late: 0, openInTime: 0, overdue: 0, suspended: 0, cancelled: 0, noDate: 0 };

@QueryHandler(OverdueBoard)
export class OverdueBoardHandler implements IQueryHandler<OverdueBoard> {
  constructor(
    private readonly board: TaskBoard,
    private readonly queries: QueryBus,
  ) {}

  async execute({ filter, atMost }: OverdueBoard): Promise<OverdueBoardAnswer> {
    const freshness = await this.board.freshness.after(filter.minPosition);
    const clocks = this.board.clocksOf(filter);
    const known = await agenciesOf(this.queries, clocks.asOf);
    const of = filter.plan ? { plan: filter.plan } : {};
    const found = await this.board.atOnce(clocks, async (snapshot) => {
      const tallies = (await tally(snapshot, { ...of, by: 'agency' }))
        .map((it) => ({ ...it, agency: known(it.key) }))
        .sort(worstFirst);
      const shown = firstFew(tallies, atMost);
      return { tallies, ...(await (snapshot.present ? listsOfToday : lists)(snapshot, of, shown, atMost)) };
    });
    const all = await this.board.name(clocks, [...found.late, ...found.undated, ...found.silent]);
    const undated = found.late.length;
    const silent = undated + found.undated.length;
    const lateOf = new Map<AgencyId, TaskRow[]>();
    for (const row of all.slice(0, undated)) lateOf.set(row.agency.id, [...(lateOf.get(row.agency.id) ?? []), row]);
    const totals = found.tallies.reduce<Four>((sum, { four }) => added(sum, four), zero);
    return {
      ...clocks,
      totals,
      rates: ratesOf(totals),
      rows: found.tallies.map(({ key, agency, four, oldestOverdueDays }) => ({
        agency,
        four,
        rates: ratesOf(four),
        oldestOverdueDays,
        tasks: lateOf.get(key as AgencyId) ?? [],
      })),
      undated: all.slice(undated, silent),
      undatedTotal: found.undatedTotal,
      silent: all.slice(silent),
      silentTotal: found.silentTotal,
      freshness,
    };
  }
}

type Tallied = TallyRow & { readonly agency: AgencyOnBoard };

const worstFirst = (a: Tallied, b: Tallied) =>
  b.oldestOverdueDays - a.oldestOverdueDays ||
  b.four.overdue - a.four.overdue ||
  inVietnamese.compare(a.agency.name, b.agency.name);

/** The agencies whose late tasks are listed: the worst, as far as the lines go. */
function firstFew(tallies: readonly Tallied[], atMost: number): readonly string[] {
  let lines = 0;
  return tallies.flatMap(({ key, four }) => {
    if (lines >= lateInAll || four.overdue === 0) return [];
    lines += Math.min(four.overdue, atMost);
    return [key];
  });
}

interface Lists {
  readonly late: readonly Listed[];
  readonly undated: readonly Listed[];
  readonly undatedTotal: number;
  readonly silent: readonly Listed[];
  readonly silentTotal: number;
}

/** The lists of any day as known at any time. */
async function lists({ select }: Snapshot, of: { plan?: PlanId }, agencies: readonly string[], atMost: number): Promise<Lists> {
  const first = (which: (bind: (value: unknown) => string) => string, by: string) =>
    select<Listed & { readonly of_all: number }>(
      (bind) => `
          select ${boardRow}, of_all from (
            select board.*, row_number() over (partition by ${by} order by late_days desc, item_order, task) as nth,
              count(*) over (partition by ${by})::int as of_all
            from board where ${conditions(of, bind)} and ${which(bind)}) board
          where nth <= ${bind(atMost)} order by late_days desc, item_order, task`,
    );
  const late = await first((bind) => `${lateNow} and agency = any(${bind(agencies)}::text[])`, 'agency');
  const undated = await first(() => "status = 'no-deadline'", 'true');
  const silent = await first(() => silentNow, 'true');
  return { late, undated, undatedTotal: undated[0]?.of_all ?? 0, silent, silentTotal: silent[0]?.of_all ?? 0 };
}

/** The same of today: the first of each list by an index, how many there are from what is kept. */
async function listsOfToday(
  { select, present }: Snapshot,
  of: { plan?: PlanId },
  agencies: readonly string[],
  atMost: number,
): Promise<Lists> {
  if (!present) throw new Error('today is read from narrow rows');
  const narrow = present.narrow();
  const lines = async (write: (bind: (value: unknown) => string) => string) =>
    linesOf(
      select,
      (await narrow<{ task: string }>(write)).map((it) => it.task),
    );
  const late = await lines(
    (bind) => `
      select worst.task from unnest(${bind(agencies)}::text[]) with ordinality as of_agency(id, nth)
      cross join lateral (
        select task, late_days, item_order from board where agency = of_agency.id and ${conditions(of, bind)} and ${lateNow}
        order by late_days desc, item_order, task limit ${bind(atMost)}
      ) worst order by of_agency.nth, worst.late_days desc, worst.item_order, worst.task`,
  );
  const first = (which: string) => (bind: (value: unknown) => string) =>
    `select task from board where ${conditions(of, bind)} and ${which} order by item_order, task limit ${bind(atMost)}`;
  const undated = await lines(first(standingOf('no-deadline')));
  const { undatedTotal, silentTotal } = totalsOf(await present.sheets(), of.plan);
  const silent = await lines((bind) =>
    silentTotal > fewSilent
      ? first(silentNow)(bind)
      : `, few as materialized (select task, item_order from board where ${conditions(of, bind)} and ${silentNow})
         select task from few order by item_order, task limit ${bind(atMost)}`,
  );
  return { late, undated, undatedTotal, silent, silentTotal };
}

function totalsOf(sheets: readonly Sheet[], plan: PlanId | undefined) {
  let [undatedTotal, silentTotal] = [0, 0];
  for (const { marks } of plan ? sheets.filter((it) => it.plan === plan) : sheets)
    for (const mark of marks) {
      const status = statuses[statusIn(mark)];
      if (status === 'no-deadline') undatedTotal++;
      if (isSilentIn(mark) && status !== 'overdue') silentTotal++;
    }
  return { undatedTotal, silentTotal };
}

interface Listed {
  readonly row: BoardRow;
}

const inVietnamese = new Intl.Collator('vi');

const added = (a: Four, b: Four): Four => ({
  onTime: a.onTime + b.onTime,
  late: a.late + b.late,
  openInTime: a.openInTime + b.openInTime,
  overdue: a.overdue + b.overdue,
  suspended: a.suspended + b.suspended,
  cancelled: a.cancelled + b.cancelled,
  noDate: a.noDate + b.noDate,
});
