import type { CommandBus } from '@nestjs/cqrs';
import { type Envelope, partOf } from '#event-store';
import { type ItemCode, itemCode } from '#language';
import { LinkItem, UnlinkItem } from '#targets';
import type { Finding } from './finding.js';
import type { SettlementChoice } from './plan.events.js';
import type { Plan } from './plan.js';

/**
 * A settlement about a row that the plan prints twice reaches the target: kept as printed, the two are two things; otherwise they
 * are one and counted once.
 */
export async function linkAsSettled(
  commands: CommandBus,
  plan: Plan,
  finding: Finding,
  choice: SettlementChoice,
  note: string | null,
  envelope: Envelope,
): Promise<void> {
  const pair = finding.code === 'row-repeated' ? pairIn(plan, finding) : null;
  if (!pair || plan.id === null) return;
  const id = `${plan.id}/${pair.target}`;
  const reason = note ?? finding.vi;
  const part = partOf(envelope, `link/${id}`);
  await commands.execute(
    choice === 'keep' ? new UnlinkItem(id, { reason }, part) : new LinkItem(id, { item: pair.item, reason }, part),
  );
}

function pairIn({ rows }: Plan, { figures }: Finding): { readonly target: ItemCode; readonly item: ItemCode } | null {
  const codes = Array.isArray(figures.rows) ? figures.rows.map(String) : [];
  const target = codes.find((code) => rows[code]?.row.kind === 'target');
  const item = codes.find((code) => rows[code]?.row.kind === 'item');
  return target && item ? { target: itemCode(target), item: itemCode(item) } : null;
}
