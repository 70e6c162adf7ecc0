import { Inject } from '@nestjs/common';
import { Command, CommandBus, CommandHandler, type ICommandHandler, QueryBus } from '@nestjs/cqrs';
import { AGGREGATES, type Aggregates, type Envelope, EVENT_STORE, type EventStore, type Outcome, partOf } from '#event-store';
import { CLOCK, type Clock, itemCode, type PlanId, parseTaskId, Refusal, type TaskId, taskId, todayOf, userId } from '#language';
import { AssignTask, type Status, Suspend, TaskById, TaskList, type TaskRow } from '#tasks';
import { PlanById } from '../plan.queries.js';
import { type CarriedTask, type Link, type YearsEvent, yearsStream } from './years.events.js';
import { type Years, years } from './years.js';
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

export interface CarryOverReport {
  readonly position: string;
  /** Every task carried over from the earlier plan so far. */
  readonly tasks: readonly CarriedTask[];
  readonly events: number;
}

/** Every unfinished task of the earlier plan goes on in this one, with its deadline as it stands and its history behind the link. */
export class CarryOver extends Command<CarryOverReport> {
  constructor(
    readonly plan: PlanId,
    readonly earlier: PlanId,
    readonly document: string,
    readonly envelope: Envelope,
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

const unfinished: readonly Status[] = ['overdue', 'due-soon', 'on-track', 'not-started', 'no-deadline'];

/** Who assigns and suspends on behalf of whoever carried over. */
const carrier = { user: userId('carry-over'), agency: null, role: 'system' } as const;

/** What is to go where is recorded first; then each task moves by its own commands. Asked again, it finishes what was interrupted. */
@CommandHandler(CarryOver)
export class CarryOverHandler implements ICommandHandler<CarryOver> {
  constructor(
    @Inject(AGGREGATES) private readonly aggregates: Aggregates,
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  async execute({ plan, earlier, document, envelope }: CarryOver): Promise<CarryOverReport> {
    const stream = yearsStream(plan);
    const { adoptedOn } = await this.queries.execute(new PlanById(plan));
    const { number } = await this.queries.execute(new PlanById(earlier));
    const { state } = await this.aggregates.load(years, stream);
    const tasks = await this.pairs(state, plan, earlier);
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

  /** Where each unfinished task goes on: in the task of the linked row that the same body leads, else in one of its own. */
  private async pairs(state: Years, plan: PlanId, earlier: PlanId): Promise<CarriedTask[]> {
    const minPosition = String(await this.store.head());
    const rows = async (of: PlanId, status?: readonly Status[]) => {
      const found: TaskRow[] = [];
      for (let page = 1; ; page++) {
        const filter = { plan: of, asOf: todayOf(this.clock), sort: 'item', page, size: 200, minPosition } as const;
        const answer = await this.queries.execute(new TaskList({ ...filter, ...(status && { status }) }));
        found.push(...answer.rows);
        if (page * 200 >= answer.total) return found;
      }
    };
    const here = new Set<TaskId>((await rows(plan)).map((it) => it.id));
    const taken = new Set<TaskId>(state.carried.map((it) => it.to));
    return (await rows(earlier, unfinished)).flatMap((row): CarriedTask[] => {
      if (state.carried.some((it) => it.from === row.id)) return [];
      const link = state.links.find((it) => it.plan === earlier && it.earlier === row.item);
      const linked = link && taskId(plan, link.code, row.agency.id);
      const to = linked && here.has(linked) && !taken.has(linked) ? linked : ownTask(plan, row, taken);
      taken.add(to);
      return [{ from: row.id, to }];
    });
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
    const own = item.startsWith(prefix);
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

const prefix = 'CT';

/** `CT.IV.VI.3`; where two tasks of one row came to one body by a merger, the second is `CTB.IV.VI.3`. */
function ownTask(plan: PlanId, row: TaskRow, taken: ReadonlySet<TaskId>): TaskId {
  const item = row.item.replace(/^CT[A-Z]*\./, '');
  for (const letter of ['', ...'BCDEFGHIJKLMNOPQRSTUVWXYZ']) {
    const to = taskId(plan, itemCode(`${prefix}${letter}.${item}`), row.agency.id);
    if (!taken.has(to)) return to;
  }
  throw new Error(`more than twenty-six tasks of ${row.item} for ${row.agency.id}`);
}
