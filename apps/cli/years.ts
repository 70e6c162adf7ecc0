import { writeFileSync } from 'node:fs';
import type { PlanId } from '#language';
import { CarryOver, LinkPlans, PlanLinks, PlanWorkbook } from '#plans';
import type { Installation } from './installation.js';
import { columns, type Screen } from './screen.js';

/** `tiendo plan link`: ties the rows of two plans as proposed, and shows them. */
export async function linkPlans(
  it: Installation,
  screen: Screen,
  plan: PlanId,
  earlier: PlanId,
  { accept, as }: { readonly accept?: boolean; readonly as?: string },
): Promise<void> {
  if (accept) await it.commands.execute(new LinkPlans(plan, earlier, null, await it.envelope(as)));
  const links = await it.queries.execute(new PlanLinks(plan, earlier));
  const none = screen.say('không có', 'none');
  screen.answer(
    links,
    columns(
      links.rows.map((row) => [
        row.code,
        row.linked ?? screen.say(`đề xuất: ${row.proposed?.code ?? none}`, `proposed: ${row.proposed?.code ?? none}`),
        row.title.slice(0, 80),
      ]),
    ),
  );
}

/** `tiendo plan carry-over`: every unfinished task of the earlier plan goes on in this one. */
export async function carryOver(
  it: Installation,
  screen: Screen,
  plan: PlanId,
  earlier: PlanId,
  { document, as }: { readonly document: string; readonly as?: string },
): Promise<void> {
  const report = await it.commands.execute(new CarryOver(plan, earlier, document, await it.envelope(as)));
  await it.caughtUp(await it.store.head());
  screen.answer(report, [
    screen.say(
      `${report.tasks.length} nhiệm vụ chuyển tiếp, ${report.events} sự kiện mới.`,
      `${report.tasks.length} tasks carried over, ${report.events} new events.`,
    ),
    ...columns(report.tasks.map(({ from, to }) => [from, '→', to])),
  ]);
}

/** `tiendo plan export`: the plan in force as one sheet. */
export async function exportPlan({ queries }: Installation, screen: Screen, plan: PlanId, file: string): Promise<void> {
  const { bytes } = await queries.execute(new PlanWorkbook(plan));
  writeFileSync(file, bytes);
  screen.answer({ file, size: bytes.length }, [
    screen.say(`Đã ghi ${file} (${bytes.length} byte).`, `Wrote ${file} (${bytes.length} bytes).`),
  ]);
}
