import { type IQueryHandler, Query, QueryBus, QueryHandler } from '@nestjs/cqrs';
import type { Freshness } from '#event-store';
import type { AgencyId, PlanId } from '#language';
import { type AgencyOnBoard, agenciesOf } from './agency-names.js';
import { type Clocks, conditions, type Four, TaskBoard, tally } from './task.queries.js';
import { type BoardRow, type BothClocks, boardRow, type TaskRow } from './task.rows.js';

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
    /** The latest of them; `four.overdue` says how many there are, and the register has them all. */
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
    const of = filter.plan ? { plan: filter.plan } : {};
    const found = await this.board.atOnce(clocks, async (select) => {
      const first = (which: string, by: string) =>
        select<Listed>(
          (bind) => `
          select ${boardRow}, of_all from (
            select board.*, row_number() over (partition by ${by} order by late_days desc, item_order, task) as nth,
              count(*) over (partition by ${by})::int as of_all
            from board where ${conditions(of, bind)} and ${which}) board
          where nth <= ${bind(atMost)} order by late_days desc, item_order, task`,
        );
      return {
        tallies: await tally(select, { ...of, by: 'agency' }),
        late: await first(lateNow, 'agency'),
        undated: await first("status = 'no-deadline'", 'true'),
        silent: await first("silent and status <> 'overdue'", 'true'),
      };
    });
    const { tallies } = found;
    const all = await this.board.name(clocks, [...found.late, ...found.undated, ...found.silent]);
    const late = all.slice(0, found.late.length);
    const rest = all.slice(found.late.length);
    const known = await agenciesOf(this.queries, clocks.asOf);
    const byAgency = tallies.map(({ key, four, oldestOverdueDays }) => ({
      agency: known(key),
      four,
      rates: ratesOf(four),
      oldestOverdueDays,
      tasks: late.filter((row) => row.agency.id === (key as AgencyId)),
    }));
    const totals = tallies.reduce<Four>((sum, { four }) => added(sum, four), zero);
    return {
      ...clocks,
      totals,
      rates: ratesOf(totals),
      rows: byAgency.sort(
        (a, b) =>
          b.oldestOverdueDays - a.oldestOverdueDays ||
          b.four.overdue - a.four.overdue ||
          inVietnamese.compare(a.agency.name, b.agency.name),
      ),
      undated: rest.slice(0, found.undated.length),
      undatedTotal: found.undated[0]?.of_all ?? 0,
      silent: rest.slice(found.undated.length),
      silentTotal: found.silent[0]?.of_all ?? 0,
      freshness,
    };
  }
}

/** A line of a list, and how many the whole list has. */
interface Listed {
  readonly row: BoardRow;
  readonly of_all: number;
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
