import { type IQueryHandler, Query, QueryBus, QueryHandler } from '@nestjs/cqrs';
import type { Freshness } from '#event-store';
import type { AgencyId, PlanId } from '#language';
import { type AgencyOnBoard, agenciesOf } from './agency-names.js';
import { type Clocks, type Four, TaskBoard, tally } from './task.queries.js';
import { type BothClocks, boardRow, type TaskRow } from './task.rows.js';

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
    readonly tasks: readonly TaskRow[];
  }[];
  /** Open without a date: blank, or dependent on something else. */
  readonly undated: readonly TaskRow[];
  /** Nothing heard for two periods, and not overdue: those are above (06.2). */
  readonly silent: readonly TaskRow[];
  readonly freshness: Freshness;
}

/** The committee's board: agencies by the lateness of what is open, with the tasks that make it. */
export class OverdueBoard extends Query<OverdueBoardAnswer> {
  constructor(readonly filter: Clocks & { readonly plan?: PlanId } = {}) {
    super();
  }
}

const zero: Four = { onTime: 0, late: 0, openInTime: 0, overdue: 0, suspended: 0, cancelled: 0, noDate: 0 };

@QueryHandler(OverdueBoard)
export class OverdueBoardHandler implements IQueryHandler<OverdueBoard> {
  constructor(
    private readonly board: TaskBoard,
    private readonly queries: QueryBus,
  ) {}

  async execute({ filter }: OverdueBoard): Promise<OverdueBoardAnswer> {
    const freshness = await this.board.freshness.after(filter.minPosition);
    const clocks = this.board.clocksOf(filter);
    const tallies = await tally(this.board, clocks, { ...(filter.plan ? { plan: filter.plan } : {}), by: 'agency' });
    const rows = await this.board.rows(
      clocks,
      (bind) => `
        select ${boardRow} from board
        where ${filter.plan ? `plan = ${bind(filter.plan)} and` : ''}
          (status in ('overdue', 'no-deadline') or (status = 'awaiting-acceptance' and late_days > 0) or silent)
        order by late_days desc, item_order, task`,
    );
    const late = rows.filter((row) => row.status === 'overdue' || (row.status === 'awaiting-acceptance' && row.lateDays > 0));
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
      undated: rows.filter((row) => row.status === 'no-deadline'),
      silent: rows.filter((row) => row.silent && row.status !== 'overdue'),
      freshness,
    };
  }
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
