import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { AgencyId, PlanId } from '#language';
import { conditions } from './task.conditions.js';
import { type Clocks, TaskBoard } from './task.queries.js';
import { boardRow, type TaskRow } from './task.rows.js';

/** Tasks that are or were late on a day and have late days with an accepted objective cause: few, so they are read one by one. */
export class ExcusedTasks extends Query<readonly TaskRow[]> {
  constructor(readonly filter: Clocks & { readonly plan?: PlanId; readonly agency?: AgencyId } = {}) {
    super();
  }
}

@QueryHandler(ExcusedTasks)
export class ExcusedTasksHandler implements IQueryHandler<ExcusedTasks> {
  constructor(private readonly board: TaskBoard) {}

  async execute({ filter: { plan, agency, ...clocks } }: ExcusedTasks): Promise<readonly TaskRow[]> {
    await this.board.freshness.reached(clocks.minPosition);
    const of = { ...(plan && { plan }), ...(agency && { agency }) };
    return this.board.rows(
      this.board.clocksOf(clocks),
      (bind) => `
        select ${boardRow} from board
        where objective is not null and excused_days > 0 and ${conditions(of, bind)} order by item_order, task`,
      () => 'objective is not null',
    );
  }
}
