import { Command, CommandBus, CommandHandler, type ICommandHandler, QueryBus } from '@nestjs/cqrs';
import { type Envelope, partOf } from '#event-store';
import { beginning, type PlanId, Refusal } from '#language';
import type { LeftToOthers } from './plan.carrying.js';
import type { SettlementChoice } from './plan.events.js';
import { type FindingFilter, PlanFindings } from './plan.queries.js';
import { SettleFinding } from './plan.settling.js';

export interface BulkSettlement {
  readonly settled: readonly string[];
  /** Settled so before: nothing was written. */
  readonly unchanged: readonly string[];
  /** Each with the sentence for which it was refused; the others are settled. */
  readonly refused: readonly { readonly finding: string; readonly code: string; readonly vi: string; readonly en: string }[];
  readonly leftToOthers: readonly LeftToOthers[];
  readonly position: string;
}

/** Which findings are meant: those named, or else every open one that all of the rest fits. */
export interface WhichFindings extends Pick<FindingFilter, 'severity' | 'item'> {
  readonly findings?: readonly string[];
  readonly code?: string;
}

/** Settles many findings the same way, each by its own command and so with its own event and author. */
export class SettleFindings extends Command<BulkSettlement> {
  constructor(
    readonly plan: PlanId,
    readonly which: WhichFindings,
    readonly settlement: { readonly choice: SettlementChoice; readonly value?: string; readonly note?: string },
    readonly envelope: Envelope,
  ) {
    super();
  }
}

@CommandHandler(SettleFindings)
export class SettleFindingsHandler implements ICommandHandler<SettleFindings> {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  async execute({ plan, which, settlement, envelope }: SettleFindings): Promise<BulkSettlement> {
    const findings = which.findings ?? (await this.openOf(plan, which));
    const settled: string[] = [];
    const unchanged: string[] = [];
    const refused: BulkSettlement['refused'][number][] = [];
    const leftToOthers: LeftToOthers[] = [];
    let position = beginning;
    for (const finding of new Set(findings))
      try {
        const part = partOf(envelope, `settle ${finding}`);
        const outcome = await this.commands.execute(new SettleFinding(plan, finding, settlement, part));
        (outcome.events.length > 0 ? settled : unchanged).push(finding);
        leftToOthers.push(...outcome.leftToOthers);
        if (outcome.position > position) position = outcome.position;
      } catch (error) {
        // Who may not settle at all is told once; what is wrong with one finding does not keep the others open.
        if (!(error instanceof Refusal) || error.kind === 'forbidden') throw error;
        refused.push({ finding, code: error.code, vi: error.vi, en: error.en });
      }
    return { settled, unchanged, refused, leftToOthers, position: String(position) };
  }

  private async openOf(plan: PlanId, { code, severity, item }: WhichFindings): Promise<readonly string[]> {
    const filter = { open: true, ...(severity && { severity }), ...(item && { item }) };
    const { rows } = await this.queries.execute(new PlanFindings(plan, filter));
    return rows.filter((it) => code === undefined || it.code === code).map((it) => it.id);
  }
}
