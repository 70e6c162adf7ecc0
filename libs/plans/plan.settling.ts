import { Inject } from '@nestjs/common';
import { Command, CommandBus, CommandHandler, type ICommandHandler, QueryBus } from '@nestjs/cqrs';
import { readDeadline, vagueRules } from '#calendar';
import { AGGREGATES, type Aggregates, type Envelope, type Outcome, partOf } from '#event-store';
import { CLOCK, type Clock, decide, fold as foldEvents, type PlanId, Refusal, todayOf } from '#language';
import { ChangeDue, type Due, ReadDue } from '#tasks';
import type { Finding } from './finding.js';
import { type Assignment, assignmentsOf, dueFor } from './plan.assignments.js';
import { type LeftToOthers, readParties, saidOf, sameDay, taskNow } from './plan.carrying.js';
import { type ItemRow, type PlanEvent, planStream, type SettlementChoice } from './plan.events.js';
import { type Plan, plan } from './plan.js';
import { linkAsSettled } from './plan.linking.js';
import { mustHaveItsParts, settledCells } from './plan.settled.js';
import { carrySettled } from './plan.settled-carrying.js';

/** The settlement's outcome, with the tasks of its row that refused the date. */
export interface Settlement extends Outcome<PlanEvent> {
  readonly leftToOthers: readonly LeftToOthers[];
}

/** Settles one finding. A settled deadline is passed on to the tasks of its row (docs/decisions, 11). */
export class SettleFinding extends Command<Settlement> {
  constructor(
    readonly plan: PlanId,
    readonly finding: string,
    readonly settlement: { readonly choice: SettlementChoice; readonly value?: string; readonly note?: string },
    readonly envelope: Envelope,
  ) {
    super();
  }
}

@CommandHandler(SettleFinding)
export class SettleFindingHandler implements ICommandHandler<SettleFinding> {
  constructor(
    @Inject(AGGREGATES) private readonly aggregates: Aggregates,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  async execute({ plan: id, finding, settlement, envelope }: SettleFinding): Promise<Settlement> {
    const stream = planStream(id);
    const { state, version } = await this.aggregates.load(plan, stream);
    const command = {
      type: 'settle-finding' as const,
      finding,
      choice: settlement.choice,
      value: settlement.value ?? null,
      note: settlement.note?.normalize('NFC').trim() || null,
    };
    // Whoever saw another version is refused, or answered as the first time, before any task is touched.
    if (envelope.expectedVersion !== undefined && envelope.expectedVersion !== version)
      return { ...(await this.aggregates.execute(plan, stream, command, envelope)), leftToOthers: [] };
    const now = this.clock.now();
    const decided = decide(plan, state, command, { actor: envelope.actor, now, today: todayOf(this.clock) });
    const settled = foldEvents(plan, decided, state);
    const it = settled.findings[finding];
    const due = it?.settled ? dueSettled(state, it.finding, it.settled) : null;
    // The tasks first: killed in between, the finding is still open and settling it again changes nothing twice.
    if (it?.settled) await linkAsSettled(this.commands, state, it.finding, it.settled.choice, command.note, envelope);
    const reason = command.note ?? it?.finding.vi ?? '';
    const leftToOthers = it && due ? [...(await this.passOn(state, it.finding, due, reason, envelope))] : [];
    if (it?.settled?.value) mustHaveItsParts(it.finding, it.settled.value);
    const { commands, queries } = this;
    const carried = await carrySettled(state, settled, { commands, queries, envelope, today: todayOf(this.clock), reason });
    leftToOthers.push(...carried.left, ...(await this.dueOfNew(settled, carried.assigned, envelope)));
    return { ...(await this.aggregates.execute(plan, stream, command, envelope)), leftToOthers };
  }

  /** A task that a settlement gave has the deadline that an earlier one read. */
  private async dueOfNew(state: Plan, assigned: readonly Assignment[], envelope: Envelope): Promise<readonly LeftToOthers[]> {
    const left: LeftToOthers[] = [];
    for (const { finding, settled } of Object.values(state.findings)) {
      const due =
        settled && assigned.some((it) => it.assigned.item === finding.item) ? dueSettled(state, finding, settled) : null;
      if (due) left.push(...(await this.passOn(state, finding, due, settled?.note ?? finding.vi, envelope)));
    }
    return left;
  }

  /** Sends the date to every task of the row. One that its rules protect keeps its own, and is named with the reason. */
  private async passOn(state: Plan, { item }: Finding, due: Due, note: string, envelope: Envelope): Promise<LeftToOthers[]> {
    const known = item ? state.rows[item] : undefined;
    if (known?.row.kind !== 'item' || !state.facts || state.id === null) return [];
    const { number, adoptedOn } = state.facts;
    const sections = [{ appendix: known.appendix, section: known.section, rows: [known.row] }];
    const settled = settledCells(state);
    const parties = await readParties(this.queries, sections, adoptedOn, settled);
    const left: LeftToOthers[] = [];
    for (const { id } of assignmentsOf(state.id, adoptedOn, sections, parties, settled)) {
      const part = partOf(envelope, `due/${id}`);
      try {
        if (printsClearDay(known.row))
          await this.commands.execute(new ChangeDue(id, { due, reason: note, document: { number } }, part));
        else await this.commands.execute(new ReadDue(id, { due, note }, part));
      } catch (error) {
        if (!(error instanceof Refusal) || !['rule', 'forbidden', 'not-found'].includes(error.kind)) throw error;
        // Sent before by a settlement that was interrupted: a day once read is not read again, and nothing is left.
        const task = await taskNow(id, adoptedOn, { queries: this.queries, today: todayOf(this.clock) });
        if (!task || !sameDay(task.due, due)) left.push(saidOf(id, error));
      }
    }
    return left;
  }
}

/** A day that the print names plainly is not read otherwise: it is moved, by the plan's own document. */
const printsClearDay = ({ due }: ItemRow): boolean => due.kind === 'date' && !vagueRules.has(due.rule);

const aboutDeadlines: ReadonlySet<string> = new Set([
  'deadline-blank',
  'deadline-unreadable',
  'deadline-dependent',
  'deadline-vague',
  'deadline-continuous',
  'deadline-before-plan',
  'deadline-on-day-off',
]);

/** The due that a settled deadline finding means; null when it is not about a deadline or the print is kept. */
function dueSettled(
  { rows, facts }: Plan,
  { code, item }: Finding,
  { choice, value }: { readonly choice: SettlementChoice; readonly value: string | null },
): Due | null {
  const row = item ? rows[item]?.row : undefined;
  if (row?.kind !== 'item' || !facts || choice === 'keep' || !aboutDeadlines.has(code)) return null;
  if (choice === 'accept' && code === 'deadline-continuous') return null;
  const said = value ?? '';
  const phrase = /^\d{4}-\d\d-\d\d$/.test(said) ? said.split('-').reverse().join('/') : said;
  const due = readDeadline(phrase, { planYear: facts.year, adoptedOn: facts.adoptedOn });
  if (due.kind === 'unreadable' || due.kind === 'unset')
    throw new Refusal('deadline-unreadable', {
      kind: 'invalid',
      field: 'value',
      vi: `Không đọc được thời hạn “${said}”; hãy ghi một ngày (31/12/${facts.year}) hoặc một kỳ (Quý III/${facts.year}).`,
      en: `The deadline “${said}” cannot be read; give a day (31/12/${facts.year}) or a period (Quý III/${facts.year}).`,
      figures: { value: said },
    });
  return { ...dueFor({ due }), printed: row.due.printed };
}
