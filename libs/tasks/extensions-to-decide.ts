import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Freshness } from '#event-store';
import type { LocalDate, PlanId, TaskId } from '#language';
import { linesOf } from './task.pages.js';
import { TaskBoard } from './task.queries.js';
import type { TaskRow } from './task.rows.js';

/** A request for an extension that the committee has not decided, with its task as it stands today. */
export interface ExtensionToDecide {
  readonly request: string;
  readonly task: TaskRow;
  /** The day that is asked for. */
  readonly until: LocalDate;
  readonly reason: string;
  readonly askedOn: LocalDate;
  /** Calendar days since it was asked. */
  readonly waitsDays: number;
}

export interface ExtensionsToDecideAnswer {
  readonly rows: readonly ExtensionToDecide[];
  readonly total: number;
  readonly freshness: Freshness;
}

interface Asked {
  readonly plan?: PlanId;
  /** From 1. */
  readonly page?: number;
  readonly size?: number;
  /** Decimal position to wait for, up to five seconds. */
  readonly minPosition?: string;
}

/** What waits for the committee, longest first (06.3); of tasks in progress, for of others nothing is to be decided. */
export class ExtensionsToDecide extends Query<ExtensionsToDecideAnswer> {
  constructor(readonly asked: Asked = {}) {
    super();
  }
}

@QueryHandler(ExtensionsToDecide)
export class ExtensionsToDecideHandler implements IQueryHandler<ExtensionsToDecide> {
  constructor(private readonly board: TaskBoard) {}

  async execute({ asked: { plan, page = 1, size = 20, minPosition } }: ExtensionsToDecide): Promise<ExtensionsToDecideAnswer> {
    const freshness = await this.board.freshness.after(minPosition);
    const clocks = this.board.clocksOf({});
    const { waiting, total, lines } = await this.board.atOnce(clocks, async ({ select }) => {
      const ofPlan = (bind: (value: unknown) => string) => (plan ? `where plan = ${bind(plan)}` : '');
      const waiting = await select<Omit<ExtensionToDecide, 'task'> & { readonly task: TaskId }>(
        (bind) => `
          select task, request, until::text, reason, asked_on::text as "askedOn", $1::date - asked_on as "waitsDays"
          from task_extension_asked ${ofPlan(bind)}
          order by asked_on, task limit ${bind(size)} offset ${bind((page - 1) * size)}`,
      );
      const [all] = await select<{ total: number }>(
        (bind) => `select count(*)::int as total from task_extension_asked ${ofPlan(bind)}`,
      );
      const lines = await linesOf(
        select,
        waiting.map((it) => it.task),
      );
      return { waiting, total: all?.total ?? 0, lines };
    });
    const tasks = new Map((await this.board.name(clocks, lines)).map((row): [TaskId, TaskRow] => [row.id, row]));
    return {
      rows: waiting.flatMap((it) => {
        const task = tasks.get(it.task);
        return task ? [{ ...it, task }] : [];
      }),
      total,
      freshness,
    };
  }
}
