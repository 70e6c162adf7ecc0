import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Freshness } from '#event-store';
import type { AgencyId, PlanId } from '#language';
import type { SilenceLimits } from './attention.js';
import type { Clocks } from './task.asking.js';
import { conditions, ledBy } from './task.conditions.js';
import { taskStream } from './task.events.js';
import { TaskBoard } from './task.queries.js';
import type { TaskRow } from './task.rows.js';
import type { EventRef } from './task.why.js';

/** What an agency is judged by, of one task. */
export type JudgedTask = Pick<
  TaskRow,
  | 'id'
  | 'item'
  | 'title'
  | 'status'
  | 'dueOn'
  | 'lateDays'
  | 'excusedDays'
  | 'inheritedOverdue'
  | 'reportAgeDays'
  | 'silent'
  | 'exceeded'
  | 'simulated'
>;

/** The same with the events that made its status. */
export type JudgedTaskWithEvents = JudgedTask & { readonly events: readonly EventRef[] };

export interface TasksOfAgencyAnswer {
  readonly tasks: readonly JudgedTaskWithEvents[];
  /** By which they are silent or not. */
  readonly silence: SilenceLimits;
  readonly freshness: Freshness;
}

/** Every task that an agency leads on a day, each with the events that made its status. */
export class TasksOfAgency extends Query<TasksOfAgencyAnswer> {
  constructor(
    readonly agency: AgencyId,
    readonly filter: Clocks & { readonly plan?: PlanId } = {},
  ) {
    super();
  }
}

/** Columns cost a tenth of what a whole row as JSON does; `versions` are those of the events behind it, as PostgreSQL writes an array. */
const judgedRow = `
  task as id, item, title, status, due_on::text as "dueOn", late_days as "lateDays", excused_days as "excusedDays",
  late_days > 0 and inherited_late_days > 0 as "inheritedOverdue", report_age as "reportAgeDays", silent, exceeded, simulated,
  events as versions`;

@QueryHandler(TasksOfAgency)
export class TasksOfAgencyHandler implements IQueryHandler<TasksOfAgency> {
  constructor(private readonly board: TaskBoard) {}

  async execute({ agency, filter: { plan, ...clocks } }: TasksOfAgency): Promise<TasksOfAgencyAnswer> {
    const freshness = await this.board.freshness.after(clocks.minPosition);
    const both = this.board.clocksOf(clocks);
    const { tasks, refs } = await this.board.atOnce(both, async ({ select }) => {
      const tasks = await select<JudgedTask & { readonly versions: string }>(
        (bind) =>
          `select ${judgedRow} from board where ${conditions({ agency, ...(plan && { plan }) }, bind)} order by item_order, task`,
        ledBy({ agency }),
      );
      const [ids, versions, exceeded] = [
        tasks.map((it) => it.id),
        tasks.map((it) => it.versions),
        tasks.map((it) => it.exceeded),
      ];
      const refs = await select<Omit<EventRef, 'stream'> & { readonly nth: number }>(
        (bind) => `
          select nth::int, e.id, e.version, e.position::text, e.type, e.recorded_at as "recordedAt", e.about::text as "on", e.by
          from unnest(${bind(ids)}::text[], ${bind(versions)}::text[], ${bind(exceeded)}::boolean[])
            with ordinality as wanted(task, versions, exceeded, nth)
          left join lateral (
            select max(version) as version from task_event x
            where wanted.exceeded and x.task = wanted.task and x.type = 'exceeded' and x.about <= ${bind(both.asOf)}::date
              and (${bind(both.knownOn)}::timestamptz is null or x.recorded_at::timestamptz <= ${bind(both.knownOn)}::timestamptz)
          ) exceeding on true
          join task_event e on e.task = wanted.task and e.version = any(wanted.versions::int[] || exceeding.version)
          order by nth, e.version`,
      );
      return { tasks, refs };
    });
    const behind: EventRef[][] = tasks.map(() => []);
    for (const { nth, id, ...ref } of refs) {
      const task = tasks[nth - 1];
      if (task) behind[nth - 1]?.push({ id, stream: taskStream(task.id), ...ref });
    }
    return {
      silence: this.board.silenceOn(both.asOf),
      tasks: tasks.map(({ versions: _, ...task }, i) => ({ ...task, events: behind[i] ?? [] })),
      freshness,
    };
  }
}
