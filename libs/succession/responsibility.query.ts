import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryBus, QueryHandler } from '@nestjs/cqrs';
import { AgencyRegistry, agencyOn, unknownAgency } from '#agencies';
import { type AgencyId, addDays, CLOCK, type Clock, type LocalDate, type PlanId, Refusal, shown, todayOf } from '#language';
import { addedFour, type Four, noFour, TasksOfAgency, TaskTally } from '#tasks';
import { type Account, accountOf, predecessorsOf, type Span, spansOf } from './responsibility.js';
import { SuccessionRows } from './succession.rows.js';

export interface Responsibility {
  readonly agency: { readonly id: string; readonly name: string };
  readonly from: LocalDate;
  /** The last day, inclusive. */
  readonly to: LocalDate;
  readonly spans: readonly (Span & { readonly account: Account })[];
  /** Later spans that are not given, for there are more than one answer has: ask again from the last day given. */
  readonly moreSpans: number;
  /** The cells on the last day, as its own record has them, and together with the bodies that it took over from. */
  readonly own: Four;
  readonly withPredecessors: Four;
  readonly predecessors: readonly { readonly id: string; readonly name: string; readonly four: Four }[];
}

/** What a body answers for in a span of days, split by the tenure of its heads, and read with its predecessors'. */
export class ResponsibilityOf extends Query<Responsibility> {
  constructor(
    readonly agency: AgencyId,
    readonly between: { readonly from: LocalDate; readonly to: LocalDate; readonly plan?: PlanId; readonly minPosition?: string },
  ) {
    super();
  }
}

/** Tenures in one answer: each reads the tasks of two days. */
const longest = 40;

@QueryHandler(ResponsibilityOf)
export class ResponsibilityOfHandler implements IQueryHandler<ResponsibilityOf> {
  constructor(
    private readonly queries: QueryBus,
    private readonly rows: SuccessionRows,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({ agency, between: { from, to: asked, plan, minPosition } }: ResponsibilityOf): Promise<Responsibility> {
    const today = todayOf(this.clock);
    const to = asked < today ? asked : today;
    if (from > to)
      throw new Refusal('days-in-the-wrong-order', {
        kind: 'invalid',
        field: 'from',
        vi: `Khoảng ngày ${shown(from)} – ${shown(asked)} không có ngày nào đã qua; ngày đầu phải trước ngày cuối và không ở tương lai.`,
        en: `No day from ${shown(from)} to ${shown(asked)} has come; the first must not be after the last, nor in the future.`,
        figures: { from, to: asked, today },
      });
    const { agencies } = await this.queries.execute(new AgencyRegistry(minPosition));
    const record = agencies.find((it) => it.id === agency);
    if (!record) throw unknownAgency(agency);
    const filter = { ...(plan && { plan }), ...(minPosition && { minPosition }) };
    const led = async (asOf: LocalDate) => (await this.queries.execute(new TasksOfAgency(agency, { ...filter, asOf }))).tasks;
    const all = spansOf(record.heads, from, addDays(to, 1));
    const spans = [];
    for (const span of all.slice(0, longest))
      spans.push({ ...span, account: accountOf(await led(addDays(span.from, -1)), await led(addDays(span.to, -1))) });
    const tally = await this.queries.execute(new TaskTally({ ...filter, asOf: to, by: 'agency' }));
    const fourOf = (id: string): Four => tally.find((it) => it.key === id)?.four ?? noFour;
    const acts = (await this.rows.all()).flatMap(({ state }) => (state.act && state.phase === 'carried' ? [state.act] : []));
    const predecessors = predecessorsOf(agency, acts, to).map((id) => {
      const body = agencies.find((it) => it.id === id);
      return { id, name: body ? agencyOn(body, body.to ?? to).name : id, four: fourOf(id) };
    });
    return {
      agency: { id: agency, name: agencyOn(record, to).name },
      from,
      to,
      spans,
      moreSpans: all.length - spans.length,
      own: fourOf(agency),
      withPredecessors: predecessors.reduce((sum, it) => addedFour(sum, it.four), fourOf(agency)),
      predecessors,
    };
  }
}
