import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryBus, QueryHandler } from '@nestjs/cqrs';
import { AGGREGATES, type Aggregates, EVENT_STORE, type EventStore } from '#event-store';
import { CLOCK, type Clock, itemCode, type PlanId, type TaskId, taskId, todayOf } from '#language';
import { type Status, TaskList, type TaskRow } from '#tasks';
import { PlanById } from '../plan.queries.js';
import { type CarriedTask, yearsStream } from './years.events.js';
import { years } from './years.js';

/** An unfinished task of an earlier plan, and where it would go on. */
export interface Unfinished extends CarriedTask {
  readonly title: string;
  readonly agency: { readonly id: string; readonly name: string };
  readonly status: Status;
  readonly dueOn: string | null;
  /** It goes on in a task that this plan has already; else in one of its own with the deadline it has. */
  readonly linked: boolean;
}

/** What can be carried over from an earlier plan, and what was. Refuses `unknown-plan`. */
export class CarryOvers extends Query<{ readonly open: readonly Unfinished[]; readonly carried: readonly CarriedTask[] }> {
  constructor(
    readonly plan: PlanId,
    readonly earlier: PlanId,
  ) {
    super();
  }
}

/** A claim that waits for its answer is not unfinished; neither is a duty without an end, which the next plan gives anew. */
const unfinished: readonly Status[] = ['overdue', 'due-soon', 'on-track', 'not-started', 'no-deadline'];

/** Where each unfinished task goes on: in the task of the linked row that the same body leads, else in one of its own. */
export class Pairing {
  constructor(
    @Inject(AGGREGATES) private readonly aggregates: Aggregates,
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly queries: QueryBus,
  ) {}

  async of(plan: PlanId, earlier: PlanId): Promise<readonly Unfinished[]> {
    const { state } = await this.aggregates.load(years, yearsStream(plan));
    const minPosition = String(await this.store.head());
    const here = new Set<TaskId>((await this.rows(plan, minPosition)).map((it) => it.id));
    const taken = new Set<TaskId>(state.carried.map((it) => it.to));
    return (await this.rows(earlier, minPosition, unfinished)).flatMap((row): Unfinished[] => {
      if (state.carried.some((it) => it.from === row.id)) return [];
      const link = state.links.find((it) => it.plan === earlier && it.earlier === row.item);
      const tied = link && taskId(plan, link.code, row.agency.id);
      const linked = tied !== undefined && here.has(tied) && !taken.has(tied);
      const to = linked ? tied : ownTask(plan, row, taken);
      taken.add(to);
      const { id: from, title, agency, status, dueOn } = row;
      return [{ from, to, title, agency: { id: agency.id, name: agency.name }, status, dueOn, linked }];
    });
  }

  private async rows(plan: PlanId, minPosition: string, status?: readonly Status[]): Promise<readonly TaskRow[]> {
    const found: TaskRow[] = [];
    for (let page = 1; ; page++) {
      const filter = { plan, asOf: todayOf(this.clock), sort: 'item', page, size: 200, minPosition } as const;
      const answer = await this.queries.execute(new TaskList({ ...filter, ...(status && { status }) }));
      found.push(...answer.rows);
      if (page * 200 >= answer.total) return found;
    }
  }
}

/** Codes of tasks that went on without a row of their own begin so: chuyển tiếp. */
export const carriedPrefix = 'CT';

/** `CT.IV.VI.3`; where two tasks of one row came to one body by a merger, the second is `CTB.IV.VI.3`. */
function ownTask(plan: PlanId, row: TaskRow, taken: ReadonlySet<TaskId>): TaskId {
  const item = row.item.replace(/^CT[A-Z]*\./, '');
  for (const letter of ['', ...'BCDEFGHIJKLMNOPQRSTUVWXYZ']) {
    const to = taskId(plan, itemCode(`${carriedPrefix}${letter}.${item}`), row.agency.id);
    if (!taken.has(to)) return to;
  }
  throw new Error(`more than twenty-six tasks of ${row.item} for ${row.agency.id}`);
}

@QueryHandler(CarryOvers)
export class CarryOversHandler implements IQueryHandler<CarryOvers> {
  constructor(
    private readonly pairing: Pairing,
    private readonly queries: QueryBus,
    @Inject(AGGREGATES) private readonly aggregates: Aggregates,
  ) {}

  async execute({ plan, earlier }: CarryOvers) {
    for (const it of [plan, earlier]) await this.queries.execute(new PlanById(it));
    const open = await this.pairing.of(plan, earlier);
    const { state } = await this.aggregates.load(years, yearsStream(plan));
    return { open, carried: state.carried.filter((it) => it.plan === earlier).map(({ from, to }) => ({ from, to })) };
  }
}
