import { writeFileSync } from 'node:fs';
import { itemCode, type PlanId, parseTaskId } from '#language';
import { CarryOver, CarryOvers, type Link, LinkPlans, PlanLinks, PlanWorkbook, UnlinkPlans } from '#plans';
import { Misuse } from './failing.js';
import type { Installation } from './installation.js';
import { columns, type Screen } from './screen.js';

export interface LinkOptions {
  readonly accept?: boolean;
  readonly row?: readonly string[];
  readonly untie?: readonly string[];
  readonly as?: string;
}

export interface CarryOptions {
  readonly document?: string;
  readonly task?: readonly string[];
  readonly dryRun?: boolean;
  readonly as?: string;
}

/** `tiendo plan link`: ties the rows of two plans as proposed, and shows them. */
export async function linkPlans(
  it: Installation,
  screen: Screen,
  plan: PlanId,
  earlier: PlanId,
  { accept, row = [], untie = [], as }: LinkOptions,
): Promise<void> {
  if (accept) await it.commands.execute(new LinkPlans(plan, earlier, null, await it.envelope(as)));
  if (row.length > 0) await it.commands.execute(new LinkPlans(plan, earlier, row.map(pairIn), await it.envelope(as)));
  if (untie.length > 0)
    await it.commands.execute(
      new UnlinkPlans(
        plan,
        earlier,
        untie.map((code) => itemCode(code, 'untie')),
        await it.envelope(as),
      ),
    );
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

/** `II.I.1=III.I.4`: a row of this plan and the row of the one before it. */
function pairIn(text: string): Link {
  const [code = '', earlier = ''] = text.normalize('NFC').split('=');
  return { code: itemCode(code.trim(), 'row'), earlier: itemCode(earlier.trim(), 'row') };
}

/** `tiendo plan carry-over`: every unfinished task of the earlier plan goes on in this one. */
export async function carryOver(
  it: Installation,
  screen: Screen,
  plan: PlanId,
  earlier: PlanId,
  { document, task, dryRun, as }: CarryOptions,
): Promise<void> {
  if (dryRun || !document) return preview(it, screen, plan, earlier, dryRun === true);
  const named = task && task.length > 0 ? task.map((id) => parseTaskId(id.normalize('NFC')).id) : null;
  const report = await it.commands.execute(new CarryOver(plan, earlier, document, await it.envelope(as), named));
  await it.caughtUp(await it.store.head());
  screen.answer(report, [
    screen.say(
      `${report.tasks.length} nhiệm vụ chuyển tiếp, ${report.events} sự kiện mới.`,
      `${report.tasks.length} tasks carried over, ${report.events} new events.`,
    ),
    ...columns(report.tasks.map(({ from, to }) => [from, '→', to])),
  ]);
}

/** What would be carried over; without a document nothing is. */
async function preview({ queries }: Installation, screen: Screen, plan: PlanId, earlier: PlanId, asked: boolean): Promise<void> {
  if (!asked)
    throw new Misuse(
      'Cần --document <số văn bản> để chuyển tiếp, hoặc --dry-run để xem trước.',
      'Give --document <number> to carry over, or --dry-run to look first.',
    );
  const { open, carried } = await queries.execute(new CarryOvers(plan, earlier));
  screen.answer({ open, carried }, [
    screen.say(
      `Xem trước: ${open.length} nhiệm vụ chưa hoàn thành, ${carried.length} đã chuyển tiếp; chưa ghi gì.`,
      `Dry run: ${open.length} unfinished tasks, ${carried.length} carried over; nothing written.`,
    ),
    ...columns(open.map((it) => [it.from, '→', it.to, it.agency.name, it.title.slice(0, 60)])),
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
