import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryBus, QueryHandler } from '@nestjs/cqrs';
import { AGGREGATES, type Aggregates } from '#event-store';
import type { ItemCode, PlanId } from '#language';
import { PlanRows } from '../plan.queries.js';
import { type Proposal, proposalsOf, type RowToLink } from './proposing.js';
import { type CarriedTask, yearsStream } from './years.events.js';
import { years } from './years.js';

export interface PlanLinksAnswer {
  readonly plan: PlanId;
  readonly earlier: PlanId;
  readonly rows: readonly (Proposal & { readonly linked: ItemCode | null })[];
  readonly carried: readonly CarriedTask[];
}

/** Rows of a plan beside those of an earlier one: what is tied, what is proposed, which tasks were carried over. */
export class PlanLinks extends Query<PlanLinksAnswer> {
  constructor(
    readonly plan: PlanId,
    readonly earlier: PlanId,
    readonly minPosition?: string,
  ) {
    super();
  }
}

const kinds = { items: 'item', targets: 'target', results: 'result' } as const;

@QueryHandler(PlanLinks)
export class PlanLinksHandler implements IQueryHandler<PlanLinks> {
  constructor(
    private readonly queries: QueryBus,
    @Inject(AGGREGATES) private readonly aggregates: Aggregates,
  ) {}

  async execute({ plan, earlier, minPosition }: PlanLinks): Promise<PlanLinksAnswer> {
    const [now, before] = await Promise.all([this.rowsOf(plan, minPosition), this.rowsOf(earlier, minPosition)]);
    const { state } = await this.aggregates.load(years, yearsStream(plan));
    const linked = new Map(state.links.filter((it) => it.plan === earlier).map((it) => [it.code as string, it.earlier]));
    return {
      plan,
      earlier,
      rows: proposalsOf(now, before).map((it) => ({ ...it, linked: linked.get(it.code) ?? null })),
      carried: state.carried.filter((it) => it.plan === earlier).map(({ from, to }) => ({ from, to })),
    };
  }

  private async rowsOf(plan: PlanId, minPosition: string | undefined): Promise<RowToLink[]> {
    const found = await Promise.all(
      (['items', 'targets', 'results'] as const).map(async (kind) => {
        const { rows } = await this.queries.execute(new PlanRows(plan, kind, minPosition));
        return rows.map(({ code, title }): RowToLink => ({ code, title, kind: kinds[kind] }));
      }),
    );
    return found.flat();
  }
}
