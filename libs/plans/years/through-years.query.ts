import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryBus, QueryHandler } from '@nestjs/cqrs';
import { AGGREGATES, type Aggregates } from '#event-store';
import { type AgencyId, type ItemCode, type PlanId, Refusal, type TaskId, taskId } from '#language';
import { TargetById, type TargetView } from '#targets';
import { type Status, TaskById } from '#tasks';
import { PlanList, PlanRows, type PlanRowView, type PlanSummary } from '../plan.queries.js';
import { yearsStream } from './years.events.js';
import { type Years, years } from './years.js';

/** One plan's row in the line of rows that are the same thing. */
export interface RowOfYear {
  readonly plan: string;
  readonly number: string;
  readonly year: number;
  readonly code: string;
  readonly kind: 'item' | 'target' | 'result';
  readonly title: string;
  /** Of a target: what it asks, what was measured, and the verdict. */
  readonly target: Pick<TargetView, 'status' | 'components'> | null;
  /** Of a table of results: the cell as printed. */
  readonly result: string | null;
}

/** One plan's task in the line of tasks in which the same work went on. */
export interface TaskOfYear {
  readonly id: TaskId;
  readonly plan: string;
  readonly title: string;
  readonly status: Status;
  readonly due: string;
  /** The document by which it went on here; null where it began. */
  readonly carriedBy: string | null;
}

/** A row, and a body's task of it, through the plans before and after. A row that nothing ties is alone. */
export class ThroughYears extends Query<{ readonly rows: readonly RowOfYear[]; readonly tasks: readonly TaskOfYear[] }> {
  constructor(
    readonly plan: PlanId,
    readonly item: ItemCode,
    readonly agency: AgencyId | null = null,
    readonly minPosition?: string,
  ) {
    super();
  }
}

const kinds = { items: 'item', targets: 'target', results: 'result' } as const;

@QueryHandler(ThroughYears)
export class ThroughYearsHandler implements IQueryHandler<ThroughYears> {
  constructor(
    private readonly queries: QueryBus,
    @Inject(AGGREGATES) private readonly aggregates: Aggregates,
  ) {}

  async execute({ plan, item, agency, minPosition }: ThroughYears) {
    const { rows: plans } = await this.queries.execute(new PlanList(minPosition));
    const ties = new Map<string, Years>();
    for (const { id } of plans) ties.set(id, (await this.aggregates.load(years, yearsStream(id as PlanId))).state);
    const links = [...ties].flatMap(([id, it]) =>
      it.links.map((link): readonly [string, string] => [`${link.plan}/${link.earlier}`, `${id}/${link.code}`]),
    );
    const carried = [...ties].flatMap(([, it]) => it.carried);
    const task = agency ? taskId(plan, item, agency) : null;
    const chain = task
      ? reached(
          task,
          carried.map((it) => [it.from, it.to] as const),
        )
      : [];
    const rows = await this.rows(reached(`${plan}/${item}`, links), plans);
    const tasks = await Promise.all(
      chain.map(async (id): Promise<TaskOfYear | null> => {
        const it = await orNothing(this.queries.execute(new TaskById(id as TaskId)));
        const by = carried.find((one) => one.to === id)?.document ?? null;
        return (
          it && { id: it.id, plan: it.plan, title: it.title, status: it.status, due: it.dueOn ?? it.due.printed, carriedBy: by }
        );
      }),
    );
    const yearOf = (of: string) => plans.find((it) => it.id === of)?.year ?? 0;
    const inTime = <T extends { readonly plan: string }>(all: readonly T[]) =>
      [...all].sort((a, b) => yearOf(a.plan) - yearOf(b.plan));
    return { rows: inTime(rows), tasks: inTime(tasks.flatMap((it) => it ?? [])) };
  }

  private async rows(ids: readonly string[], plans: readonly PlanSummary[]): Promise<readonly RowOfYear[]> {
    const found: RowOfYear[] = [];
    for (const { id: plan, number, year } of plans.filter((it) => ids.some((id) => id.startsWith(`${it.id}/`))))
      for (const [part, kind] of Object.entries(kinds)) {
        const { rows } = await this.queries.execute(new PlanRows(plan as PlanId, part as keyof typeof kinds));
        for (const row of rows.filter((it) => ids.includes(`${plan}/${it.code}`)))
          found.push({ plan, number, year, code: row.code, kind, title: row.title, ...(await this.measured(plan, kind, row)) });
      }
    return found;
  }

  private async measured(plan: string, kind: RowOfYear['kind'], row: PlanRowView): Promise<Pick<RowOfYear, 'target' | 'result'>> {
    if (kind === 'result') return { target: null, result: String(row.result ?? '') };
    const it = kind === 'target' ? await orNothing(this.queries.execute(new TargetById(`${plan}/${row.code}`))) : null;
    return { target: it && { status: it.status, components: it.components }, result: null };
  }
}

/** Everything that ties reach from one end, either way, the end itself first. */
function reached(from: string, ties: readonly (readonly [string, string])[]): readonly string[] {
  const seen = new Set([from]);
  for (const it of seen)
    for (const [a, b] of ties) {
      if (a === it) seen.add(b);
      if (b === it) seen.add(a);
    }
  return [...seen];
}

/** A row that was dropped, or a task that never came to be, is left out of the line. */
async function orNothing<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof Refusal && error.kind === 'not-found') return null;
    throw error;
  }
}
