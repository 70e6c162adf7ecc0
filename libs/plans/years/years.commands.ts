import { Inject } from '@nestjs/common';
import { Command, CommandBus, CommandHandler, type ICommandHandler, QueryBus } from '@nestjs/cqrs';
import { AGGREGATES, type Aggregates, type Envelope, type Outcome, partOf } from '#event-store';
import { type ItemCode, itemCode, type PlanId, parseTaskId, Refusal, type TaskId, userId } from '#language';
import { AssignTask, Suspend, TaskById } from '#tasks';
import { PlanById } from '../plan.queries.js';
import { carriedPrefix, Pairing } from './pairing.js';
import { type CarriedTask, type Link, type YearsEvent, yearsStream } from './years.events.js';
import { years } from './years.js';
import { PlanLinks } from './years.queries.js';

/** Ties rows of a plan to rows of an earlier one; without rows, every one as proposed. */
export class LinkPlans extends Command<Outcome<YearsEvent>> {
  constructor(
    readonly plan: PlanId,
    readonly earlier: PlanId,
    readonly rows: readonly Link[] | null,
    readonly envelope: Envelope,
  ) {
    super();
  }
}

/** Rows that are not the same thing after all. */
export class UnlinkPlans extends Command<Outcome<YearsEvent>> {
  constructor(
    readonly plan: PlanId,
    readonly earlier: PlanId,
    readonly rows: readonly ItemCode[],
    readonly envelope: Envelope,
  ) {
    super();
  }
}

export interface CarryOverReport {
  readonly position: string;
  /** Every task carried over from the earlier plan so far. */
  readonly tasks: readonly CarriedTask[];
  readonly events: number;
}

/** Unfinished tasks of the earlier plan, all or those named, go on in this one, with their deadline as it stands and their history behind the link. */
export class CarryOver extends Command<CarryOverReport> {
  constructor(
    readonly plan: PlanId,
    readonly earlier: PlanId,
    readonly document: string,
    readonly envelope: Envelope,
    /** Null: every unfinished one. */
    readonly tasks: readonly TaskId[] | null = null,
  ) {
    super();
  }
}

@CommandHandler(LinkPlans)
export class LinkPlansHandler implements ICommandHandler<LinkPlans> {
  constructor(
    @Inject(AGGREGATES) private readonly aggregates: Aggregates,
    private readonly queries: QueryBus,
  ) {}

  async execute({ plan, earlier, rows, envelope }: LinkPlans): Promise<Outcome<YearsEvent>> {
    const { rows: known } = await this.queries.execute(new PlanLinks(plan, earlier));
    const before = await this.queries.execute(new PlanLinks(earlier, plan));
    const asked = rows ?? known.flatMap((it) => (it.proposed ? [{ code: itemCode(it.code), earlier: it.proposed.code }] : []));
    const stray = asked.find(
      (it) => !known.some((row) => row.code === it.code) || !before.rows.some((row) => row.code === it.earlier),
    );
    if (stray)
      throw new Refusal('unknown-row', {
        kind: 'not-found',
        field: 'rows',
        vi: `Không có cặp dòng ${stray.code} (${plan}) và ${stray.earlier} (${earlier}).`,
        en: `There is no pair of rows ${stray.code} (${plan}) and ${stray.earlier} (${earlier}).`,
        figures: { code: stray.code, earlier: stray.earlier },
      });
    return this.aggregates.execute(years, yearsStream(plan), { type: 'link', plan, earlier, rows: asked }, envelope);
  }
}

@CommandHandler(UnlinkPlans)
export class UnlinkPlansHandler implements ICommandHandler<UnlinkPlans> {
  constructor(@Inject(AGGREGATES) private readonly aggregates: Aggregates) {}

  execute({ plan, earlier, rows, envelope }: UnlinkPlans): Promise<Outcome<YearsEvent>> {
    return this.aggregates.execute(years, yearsStream(plan), { type: 'unlink', plan, earlier, rows }, envelope);
  }
}

/** Who assigns and suspends on behalf of whoever carried over. */
const carrier = { user: userId('carry-over'), agency: null, role: 'system' } as const;

/** What is to go where is recorded first; then each task moves by its own commands. Asked again, it finishes what was interrupted. */
@CommandHandler(CarryOver)
export class CarryOverHandler implements ICommandHandler<CarryOver> {
  constructor(
    @Inject(AGGREGATES) private readonly aggregates: Aggregates,
    private readonly pairing: Pairing,
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  async execute({ plan, earlier, document, envelope, tasks: named }: CarryOver): Promise<CarryOverReport> {
    const stream = yearsStream(plan);
    const { adoptedOn } = await this.queries.execute(new PlanById(plan));
    const { number } = await this.queries.execute(new PlanById(earlier));
    const open = await this.pairing.of(plan, earlier);
    const { state } = await this.aggregates.load(years, stream);
    const stray = named?.find((id) => ![...open, ...state.carried].some((it) => it.from === id));
    if (stray !== undefined) throw notUnfinished(stray, earlier);
    const tasks = open.filter((it) => named?.includes(it.from) ?? true).map(({ from, to }) => ({ from, to }));
    const outcome = await this.aggregates.execute(
      years,
      stream,
      { type: 'carry-over', plan, earlier, tasks, document },
      partOf(envelope, `carry over ${tasks.map((it) => it.from).join(' ')}`),
    );
    const { state: now } = await this.aggregates.load(years, stream);
    let [events, position] = [outcome.repeated ? 0 : outcome.events.length, outcome.position];
    const carried = now.carried.filter((it) => it.plan === earlier);
    for (const it of carried) {
      const outcomes = await this.carry(it, plan, String(adoptedOn), number, envelope);
      for (const one of outcomes) {
        if (!one.repeated) events += one.events.length;
        if (one.position > position) position = one.position;
      }
    }
    return { position: String(position), tasks: carried.map(({ from, to }) => ({ from, to })), events };
  }

  private async carry(
    { from, to, document }: CarriedTask & { readonly document: string },
    plan: PlanId,
    adoptedOn: string,
    number: string,
    envelope: Envelope,
  ): Promise<Outcome[]> {
    const as = (what: string): Envelope => ({ ...partOf(envelope, `${what} ${from}`), actor: carrier });
    const was = await this.queries.execute(new TaskById(from));
    const { item, agency } = parseTaskId(to);
    const outcomes: Outcome[] = [];
    const own = item.startsWith(carriedPrefix);
    if (own && was.status !== 'suspended') {
      const assigned = {
        plan,
        item,
        section: `Chuyển tiếp từ ${number}`,
        title: was.title,
        agency,
        printedLead: was.printedLead,
        group: was.group,
        unit: was.unit,
        coordinating: was.coordinating.map(({ printed, kind, id }) => ({ printed, kind, id })),
        due: was.due,
        on: adoptedOn as typeof was.asOf,
      };
      outcomes.push(await this.commands.execute(new AssignTask(to, assigned, as('assign'))));
    }
    try {
      const reason = `Chuyển tiếp: theo dõi tiếp tại ${to}`;
      outcomes.push(await this.commands.execute(new Suspend(from, { reason, document: { number: document } }, as('suspend'))));
    } catch (error) {
      // Suspended before, by a run that was interrupted, or finished since: then it stays as it is.
      if (!(error instanceof Refusal) || error.code !== 'not-open') throw error;
    }
    return outcomes;
  }
}

const notUnfinished = (task: TaskId, earlier: PlanId) =>
  new Refusal('not-unfinished', {
    field: 'tasks',
    vi: `“${task}” không phải nhiệm vụ chưa hoàn thành của kế hoạch ${earlier}; hãy chọn trong danh sách chuyển tiếp.`,
    en: `“${task}” is no unfinished task of the plan ${earlier}; choose from the list of what can be carried over.`,
    figures: { task, earlier },
  });
