import { type IQueryHandler, Query, QueryBus, QueryHandler } from '@nestjs/cqrs';
import type { Freshness } from '#event-store';
import type { AgencyId, LocalDate, PlanId, TaskId } from '#language';
import { namesOf } from './agency-names.js';
import { linesOf } from './task.pages.js';
import { TaskBoard } from './task.queries.js';
import type { TaskRow } from './task.rows.js';

/** A request for an extension that the committee has not decided, with its task as it stands today. */
export interface ExtensionToDecide {
  readonly request: string;
  readonly task: TaskRow;
  /** Who was accountable when it was asked. */
  readonly askedBy: { readonly id: AgencyId; readonly name: string };
  /** The day that is asked for. */
  readonly until: LocalDate;
  readonly reason: string;
  readonly askedOn: LocalDate;
  /** Calendar days since it was asked, those on which the task was held back or finished among them. */
  readonly askedDaysAgo: number;
}

export interface ExtensionsToDecideAnswer {
  readonly rows: readonly ExtensionToDecide[];
  readonly total: number;
  readonly asOf: LocalDate;
  /** What to ask for the rows behind the last one; null when it is the last of all. */
  readonly next: string | null;
  readonly freshness: Freshness;
}

/** Where a page begins: behind this row of the order. */
export interface Behind {
  readonly askedOn: LocalDate;
  readonly task: string;
  readonly request: string;
}

interface Asked {
  readonly plan?: PlanId;
  readonly behind?: Behind;
  readonly size?: number;
  /** Decimal position to wait for, up to five seconds. */
  readonly minPosition?: string;
}

/** What waits for the committee, the longest first (06.3): of tasks in progress, for of others nothing is to be decided. */
export class ExtensionsToDecide extends Query<ExtensionsToDecideAnswer> {
  constructor(readonly asked: Asked = {}) {
    super();
  }
}

type Row = Omit<ExtensionToDecide, 'task' | 'askedBy'> & { readonly task: TaskId; readonly askedBy: AgencyId };

@QueryHandler(ExtensionsToDecide)
export class ExtensionsToDecideHandler implements IQueryHandler<ExtensionsToDecide> {
  constructor(
    private readonly board: TaskBoard,
    private readonly queries: QueryBus,
  ) {}

  async execute({ asked: { plan, behind, size = 20, minPosition } }: ExtensionsToDecide): Promise<ExtensionsToDecideAnswer> {
    const freshness = await this.board.freshness.after(minPosition);
    const clocks = this.board.clocksOf({});
    const { waiting, total, lines } = await this.board.atOnce(clocks, async ({ select }) => {
      const waiting = await select<Row>((bind) => {
        const of = plan ? `plan = ${bind(plan)}` : 'true';
        const from = behind
          ? `(asked_on, task, request) > (${bind(behind.askedOn)}::date, ${bind(behind.task)}, ${bind(behind.request)})`
          : 'true';
        return `
          select task, request, asked_by as "askedBy", until::text, reason, asked_on::text as "askedOn",
            greatest(0, $1::date - asked_on) as "askedDaysAgo"
          from task_extension_asked where ${of} and ${from} order by asked_on, task, request limit ${bind(size + 1)}`;
      });
      const [all] = await select<{ total: number }>(
        (bind) => `select count(*)::int as total from task_extension_asked ${plan ? `where plan = ${bind(plan)}` : ''}`,
      );
      const lines = await linesOf(
        select,
        waiting.slice(0, size).map((it) => it.task),
      );
      return { waiting, total: all?.total ?? 0, lines };
    });
    const shown = waiting.slice(0, size);
    const tasks = new Map((await this.board.name(clocks, lines)).map((row): [TaskId, TaskRow] => [row.id, row]));
    const nameOf = await namesOf(
      this.queries,
      shown.map((it) => it.askedBy),
      clocks.asOf,
    );
    const last = shown.at(-1);
    return {
      rows: shown.flatMap(({ askedBy, ...it }) => {
        const task = tasks.get(it.task);
        return task ? [{ ...it, task, askedBy: { id: askedBy, name: nameOf(askedBy) } }] : [];
      }),
      total,
      asOf: clocks.asOf,
      next: waiting.length > size && last ? `${last.askedOn} ${last.task} ${last.request}` : null,
      freshness,
    };
  }
}
