import { type IQueryHandler, Query, QueryBus, QueryHandler } from '@nestjs/cqrs';
import type { Freshness } from '#event-store';
import type { AgencyId, LocalDate } from '#language';
import { groupsHaving, namesOf } from './agency-names.js';
import { conditions } from './task.pages.js';
import { type Clocks, TaskBoard } from './task.queries.js';
import { boardRow, type TaskRow } from './task.rows.js';

export const urgencies = ['returned', 'overdue', 'due-soon', 'silent', 'awaiting-acceptance'] as const;
export type Urgency = (typeof urgencies)[number];

export interface MyTasksAnswer {
  readonly agency: { readonly id: AgencyId; readonly name: string };
  readonly today: LocalDate;
  readonly asOf: LocalDate;
  /** What to do now, the most consequential first, at most seven. */
  readonly urgent: readonly (TaskRow & { readonly reason: Urgency })[];
  readonly rows: readonly TaskRow[];
  /** Led by others, this agency or a group of it coordinating. */
  readonly coordinating: readonly TaskRow[];
  /** Own due dates by month of the year. */
  readonly calendar: readonly { readonly month: string; readonly due: number }[];
  readonly freshness: Freshness;
}

/** An agency's own page on a day. */
export class MyTasks extends Query<MyTasksAnswer> {
  constructor(
    readonly agency: AgencyId,
    readonly filter: Clocks = {},
  ) {
    super();
  }
}

@QueryHandler(MyTasks)
export class MyTasksHandler implements IQueryHandler<MyTasks> {
  constructor(
    private readonly board: TaskBoard,
    private readonly queries: QueryBus,
  ) {}

  async execute({ agency, filter }: MyTasks): Promise<MyTasksAnswer> {
    const freshness = await this.board.freshness.after(filter.minPosition);
    const clocks = this.board.clocksOf(filter);
    const order = 'order by late_days desc, due_on nulls last, item_order, task';
    const rows = await this.board.rows(
      clocks,
      (bind) => `select ${boardRow} from board where ${conditions({ agency }, bind)} ${order}`,
    );
    const parties = [agency, ...(await groupsHaving(this.queries, agency, clocks.asOf))];
    const others = await this.board.rows(
      clocks,
      (bind) =>
        `select ${boardRow} from board
         where coordinating_ids && ${bind(parties)}::text[] and agency <> ${bind(agency)} and standing in ('open', 'awaiting-acceptance')
         ${order}`,
    );
    const nameOf = await namesOf(this.queries, [agency]);
    return {
      agency: { id: agency, name: nameOf(agency) },
      today: this.board.today(),
      asOf: clocks.asOf,
      urgent: urgentOf(rows),
      rows,
      coordinating: others,
      calendar: monthsOf(rows, clocks.asOf),
      freshness,
    };
  }
}

/** Every task in progress whose list of coordinating bodies names this agency itself, not a group of it. */
export class TasksCoordinatedBy extends Query<{ readonly rows: readonly TaskRow[]; readonly freshness: Freshness }> {
  constructor(
    readonly agency: AgencyId,
    readonly filter: Clocks = {},
  ) {
    super();
  }
}

@QueryHandler(TasksCoordinatedBy)
export class TasksCoordinatedByHandler implements IQueryHandler<TasksCoordinatedBy> {
  constructor(private readonly board: TaskBoard) {}

  async execute({ agency, filter }: TasksCoordinatedBy) {
    const freshness = await this.board.freshness.after(filter.minPosition);
    const rows = await this.board.rows(
      this.board.clocksOf(filter),
      (bind) =>
        `select ${boardRow} from board
         where coordinating_ids @> ${bind([agency])}::text[] and standing in ('open', 'awaiting-acceptance', 'suspended')
         order by plan, item_order, task`,
    );
    return { rows: rows.filter((row) => row.coordinating.some((it) => it.kind === 'agency' && it.id === agency)), freshness };
  }
}

/** One reason a task, the gravest it has. */
export function urgencyOf(row: TaskRow): Urgency | null {
  if (row.returned) return 'returned';
  if (row.status === 'overdue' || row.status === 'due-soon') return row.status;
  if (row.silent) return 'silent';
  return row.status === 'awaiting-acceptance' ? 'awaiting-acceptance' : null;
}

const urgentOf = (rows: readonly TaskRow[]) =>
  rows
    .flatMap((row) => {
      const reason = urgencyOf(row);
      return reason ? [{ ...row, reason }] : [];
    })
    .sort((a, b) => urgencies.indexOf(a.reason) - urgencies.indexOf(b.reason) || b.lateDays - a.lateDays)
    .slice(0, 7);

const monthsOf = (rows: readonly TaskRow[], asOf: LocalDate) =>
  Array.from({ length: 12 }, (_, i) => `${asOf.slice(0, 4)}-${String(i + 1).padStart(2, '0')}`).map((month) => ({
    month,
    due: rows.filter((row) => row.dueOn?.startsWith(month)).length,
  }));
