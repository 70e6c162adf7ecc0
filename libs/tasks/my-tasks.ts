import { type IQueryHandler, Query, QueryBus, QueryHandler } from '@nestjs/cqrs';
import type { Freshness } from '#event-store';
import type { AgencyId, LocalDate, TaskId } from '#language';
import { groupsHaving, namesOf } from './agency-names.js';
import { conditions, ledBy } from './task.conditions.js';
import { linesOf } from './task.pages.js';
import { type Clocks, TaskBoard } from './task.queries.js';
import { boardRow, type TaskRow } from './task.rows.js';
import { cellOf, type Status } from './task.status.js';

export const urgencies = ['returned', 'overdue', 'due-soon', 'silent', 'awaiting-acceptance'] as const;
export type Urgency = (typeof urgencies)[number];

export interface MyTasksAnswer {
  readonly agency: { readonly id: AgencyId; readonly name: string };
  readonly today: LocalDate;
  readonly asOf: LocalDate;
  /** What to do now, the most consequential first, at most seven. */
  readonly urgent: readonly (TaskRow & { readonly reason: Urgency })[];
  /** Those it leads, the latest first; `total` says how many there are, and the register has them all. */
  readonly rows: readonly TaskRow[];
  readonly total: number;
  /** Led by others and in progress, this agency or a group of it coordinating; the first of `coordinatingTotal`. */
  readonly coordinating: readonly TaskRow[];
  readonly coordinatingTotal: number;
  /** Own due dates by month, in order: how many, how many of them are overdue by now, how many are done. */
  readonly calendar: readonly { readonly month: string; readonly due: number; readonly overdue: number; readonly done: number }[];
  /** How many have no date. */
  readonly undated: number;
  readonly freshness: Freshness;
}

/** An agency's own page on a day. */
export class MyTasks extends Query<MyTasksAnswer> {
  /** `atMost`: how many tasks each list may have. */
  constructor(
    readonly agency: AgencyId,
    readonly filter: Clocks = {},
    readonly atMost = 100,
  ) {
    super();
  }
}

const latestFirst = 'order by late_days desc, due_on nulls last, item_order, task';

/** Of a task what its place on the page depends on. */
interface OwnTask {
  readonly task: TaskId;
  readonly status: Status;
  readonly due: LocalDate | null;
  readonly returned: boolean;
  readonly silent: boolean;
  readonly lateDays: number;
}

@QueryHandler(MyTasks)
export class MyTasksHandler implements IQueryHandler<MyTasks> {
  constructor(
    private readonly board: TaskBoard,
    private readonly queries: QueryBus,
  ) {}

  async execute({ agency, filter, atMost }: MyTasks): Promise<MyTasksAnswer> {
    const freshness = await this.board.freshness.after(filter.minPosition);
    const clocks = this.board.clocksOf(filter);
    const parties = [agency, ...(await groupsHaving(this.queries, agency, clocks.asOf))];
    const { own, others, lines } = await this.board.atOnce(clocks, async ({ present, select }) => {
      const narrow = present?.narrow() ?? select;
      const own = await narrow<OwnTask>(
        (bind) => `
          select task, status, due_on::text as due, returned, silent, late_days as "lateDays" from board
          where ${conditions({ agency }, bind)} ${latestFirst}`,
        ledBy({ agency }),
      );
      const others = await narrow<{ task: TaskId; inAll: number }>(
        (bind) => `
          select task, count(*) over ()::int as "inAll" from board
          where coordinating_ids && ${bind(parties)}::text[] and agency <> ${bind(agency)}
            and standing in ('open', 'awaiting-acceptance')
          ${latestFirst} limit ${bind(atMost)}`,
        (bind) => `coordinating_ids && ${bind(parties)}::text[]`,
      );
      const shown = [...own.slice(0, atMost), ...urgentOf(own), ...others].map(({ task }) => task);
      return { own, others, lines: await linesOf(select, [...new Set(shown)]) };
    });
    const rows = new Map((await this.board.name(clocks, lines)).map((row): [TaskId, TaskRow] => [row.id, row]));
    const rowsOf = (tasks: readonly { readonly task: TaskId }[]) => tasks.flatMap(({ task }) => rows.get(task) ?? []);
    const nameOf = await namesOf(this.queries, [agency], clocks.asOf);
    return {
      agency: { id: agency, name: nameOf(agency) },
      today: this.board.today(),
      asOf: clocks.asOf,
      urgent: urgentOf(own).flatMap(({ task, reason }) => {
        const row = rows.get(task);
        return row ? [{ ...row, reason }] : [];
      }),
      rows: rowsOf(own.slice(0, atMost)),
      total: own.length,
      coordinating: rowsOf(others),
      coordinatingTotal: others[0]?.inAll ?? 0,
      calendar: calendarOf(own),
      undated: own.filter((it) => it.due === null).length,
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
      (bind) => `coordinating_ids @> ${bind([agency])}::text[]`,
    );
    return { rows: rows.filter((row) => row.coordinating.some((it) => it.kind === 'agency' && it.id === agency)), freshness };
  }
}

/** One reason a task, the gravest it has. */
function urgencyOf({ returned, status, silent }: OwnTask): Urgency | null {
  if (returned) return 'returned';
  if (status === 'overdue' || status === 'due-soon') return status;
  if (silent) return 'silent';
  return status === 'awaiting-acceptance' ? 'awaiting-acceptance' : null;
}

const urgentOf = (own: readonly OwnTask[]) =>
  own
    .flatMap((task) => {
      const reason = urgencyOf(task);
      return reason ? [{ ...task, reason }] : [];
    })
    .sort((a, b) => urgencies.indexOf(a.reason) - urgencies.indexOf(b.reason) || b.lateDays - a.lateDays)
    .slice(0, 7);

function calendarOf(own: readonly OwnTask[]): MyTasksAnswer['calendar'] {
  const months = new Map<string, { month: string; due: number; overdue: number; done: number }>();
  for (const { due, status, lateDays } of own) {
    if (due === null) continue;
    const month = due.slice(0, 7);
    const of = months.get(month) ?? { month, due: 0, overdue: 0, done: 0 };
    months.set(month, of);
    of.due++;
    if (cellOf(status, lateDays) === 'overdue') of.overdue++;
    if (status === 'completed-on-time' || status === 'completed-late') of.done++;
  }
  return [...months.values()].sort((a, b) => (a.month < b.month ? -1 : 1));
}
