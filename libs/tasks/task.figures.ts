import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Freshness } from '#event-store';
import type { AgencyId, PlanId } from '#language';
import type { TaskCounts } from './task.asking.js';
import { type Clocks, TaskBoard } from './task.queries.js';

export type { TaskCounts } from './task.asking.js';

import { sheetsByAgency, sheetsFor } from './task.counts.js';
import { type BothClocks, cellOfRow, fourOfCells } from './task.rows.js';
import { countsOf } from './task.tally.js';

export interface TaskFiguresAnswer extends BothClocks {
  /** Of today, an agency's counts are the same object until something of it changes. */
  readonly agencies: readonly { readonly agency: AgencyId; readonly counts: TaskCounts }[];
  /** All agencies together, counted in the same reading. */
  readonly total: TaskCounts;
  readonly freshness: Freshness;
}

/** The counts of every agency that leads a task, and of all together, without reading the tasks one by one. */
export class TaskFigures extends Query<TaskFiguresAnswer> {
  constructor(readonly filter: Clocks & { readonly plan?: PlanId } = {}) {
    super();
  }
}

@QueryHandler(TaskFigures)
export class TaskFiguresHandler implements IQueryHandler<TaskFigures> {
  constructor(private readonly board: TaskBoard) {}

  async execute({ filter }: TaskFigures): Promise<TaskFiguresAnswer> {
    const freshness = await this.board.freshness.after(filter.minPosition);
    const clocks = this.board.clocksOf(filter);
    const { agencies, total } = await this.board.atOnce(clocks, async ({ select, present }) => {
      if (!present)
        return counted(await select<Counted>((bind) => figuresSql(filter.plan ? `plan = ${bind(filter.plan)}` : 'true')));
      const sheets = await present.sheets();
      const of = [...sheetsByAgency(sheets, filter)].sort(([a], [b]) => (a < b ? -1 : 1));
      return {
        agencies: of.map(([agency, own]) => ({ agency, counts: countsOf(own) })),
        total: countsOf(sheetsFor(sheets, filter)),
      };
    });
    return { ...clocks, agencies, total, freshness };
  }
}

/** The counts of an agency; of all together where it is null. */
type Counted = TaskCounts & { readonly agency: AgencyId | null };

function counted(found: readonly Counted[]): Pick<TaskFiguresAnswer, 'agencies' | 'total'> {
  const each = found.map(({ agency, ...counts }) => ({ agency, counts }));
  const total = each.find((it) => it.agency === null);
  if (!total) throw new Error('an aggregate without groups always has a row');
  return { agencies: each.flatMap(({ agency, counts }) => (agency === null ? [] : { agency, counts })), total: total.counts };
}

const open = "cell in ('openInTime', 'overdue')";

/** The statement is one, so the agencies and the total come from one state of the board; the total's agency is null. */
const figuresSql = (where: string) => `
  , cells as (
    select agency, ${cellOfRow} as cell, due_on, report_age, silent, exceeded, simulated,
      late_days > 0 and inherited_late_days > 0 as inherited
    from board where ${where}
  )
  select agency, count(*)::int as tasks,
    ${fourOfCells} as four,
    jsonb_build_object(
      'medianDays', percentile_cont(0.5) within group (order by report_age) filter (where ${open}),
      'oldestDays', max(report_age) filter (where ${open}),
      'neverReported', count(*) filter (where ${open} and report_age is null),
      'silent', count(*) filter (where ${open} and silent)) as "reportAge",
    count(*) filter (where exceeded)::int as exceeded,
    count(*) filter (where inherited)::int as "inheritedOverdue",
    coalesce(bool_or(simulated), false) as simulated
  from cells group by grouping sets ((agency), ()) order by agency nulls last`;
