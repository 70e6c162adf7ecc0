import { type ItemCode, type PlanId, position, Refusal } from '#language';
import { type BulkSettlement, type FindingView, PlanFindings, SettleFindings, type Severity, type WhichFindings } from '#plans';
import { Misuse } from './failing.js';
import type { Installation } from './installation.js';
import { columns, type Screen } from './screen.js';

export interface FindingFilter {
  readonly code?: string;
  readonly severity?: Severity;
  readonly item?: ItemCode;
}

export interface SettleOptions extends FindingFilter {
  readonly all?: boolean;
  readonly accept?: boolean;
  readonly change?: string;
  readonly keep?: boolean;
  readonly note?: string;
  readonly dryRun?: boolean;
  readonly key?: string;
  readonly as?: string;
}

/** `tiendo plan findings`: what the import found in the words of the plan, and how it was settled. */
export async function listFindings(
  { queries }: Installation,
  screen: Screen,
  plan: PlanId,
  { code, severity, item, open }: FindingFilter & { readonly open?: boolean },
): Promise<void> {
  const filter = { ...(severity && { severity }), ...(item && { item }), ...(open && { open }) };
  const { rows } = await queries.execute(new PlanFindings(plan, filter));
  const found = rows.filter((it) => code === undefined || it.code === code);
  screen.answer(found, found.length === 0 ? [screen.say('Không có điểm nào.', 'There is none.')] : lines(screen, found));
}

/** `tiendo plan settle`: many findings the same way, each an event of its own with its author. */
export async function settleFindings(
  it: Installation,
  screen: Screen,
  plan: PlanId,
  named: readonly string[],
  options: SettleOptions,
): Promise<void> {
  const settlement = settlementOf(options);
  const which = whichOf(named, options);
  if (options.dryRun) return preview(it, screen, plan, which);
  const envelope = await it.envelope(options.as, options.key);
  const report = await it.commands.execute(new SettleFindings(plan, which, settlement, envelope));
  await it.caughtUp(position(report.position));
  screen.answer(report, told(screen, report));
  if (report.refused.length > 0)
    throw new Refusal('findings-left-open', {
      vi: `${report.refused.length} điểm chưa quyết định được; xem lý do ở trên.`,
      en: `${report.refused.length} findings could not be settled; the reasons are above.`,
      figures: { refused: report.refused },
    });
}

/** What would be settled: the findings named, or the open ones that fit. */
async function preview({ queries }: Installation, screen: Screen, plan: PlanId, which: WhichFindings): Promise<void> {
  const { findings, code, severity, item } = which;
  const filter = findings ? {} : { open: true, ...(severity && { severity }), ...(item && { item }) };
  const { rows } = await queries.execute(new PlanFindings(plan, filter));
  const meant = rows.filter((row) => (findings ? findings.includes(row.id) : code === undefined || row.code === code));
  const count = screen.say(
    `Xem trước: ${meant.length} điểm, chưa ghi gì.`,
    `Dry run: ${meant.length} findings, nothing written.`,
  );
  screen.answer(meant, [...lines(screen, meant), screen.bold(count)]);
}

function settlementOf({ accept, change, keep, note }: SettleOptions) {
  const said = note === undefined ? {} : { note };
  if ([accept, keep, change !== undefined].filter(Boolean).length !== 1)
    throw new Misuse(
      'Chọn đúng một trong --accept, --change <giá trị>, --keep.',
      'Give one of --accept, --change <value>, --keep.',
    );
  if (change !== undefined) return { choice: 'change' as const, value: change, ...said };
  return { choice: accept ? ('accept' as const) : ('keep' as const), ...said };
}

/** Every open finding of a plan is settled only when that is said: a filter that was forgotten is not everything. */
function whichOf(named: readonly string[], { code, severity, item, all }: SettleOptions): WhichFindings {
  const filter = { ...(code && { code }), ...(severity && { severity }), ...(item && { item }) };
  const filtered = Object.keys(filter).length > 0;
  if (named.length > 0 && (filtered || all))
    throw new Misuse('Nêu mã từng điểm hoặc điều kiện lọc, không cả hai.', 'Name findings or give a filter, not both.');
  if (named.length === 0 && !filtered && !all)
    throw new Misuse(
      'Cho biết điểm nào: mã của điểm, --code, --severity, --item, hoặc --all cho mọi điểm còn mở.',
      'Say which: ids of findings, --code, --severity, --item, or --all for every open one.',
    );
  return named.length > 0 ? { findings: named } : filter;
}

const severities: Readonly<Record<Severity, readonly [vi: string, en: string]>> = {
  blocking: ['lỗi chặn', 'blocking'],
  decision: ['cần quyết định', 'to decide'],
  notice: ['lưu ý', 'notice'],
};

const lines = ({ say }: Screen, rows: readonly FindingView[]): string[] =>
  columns(
    rows.map((it) => [
      it.settled ? '✓' : '·',
      it.id,
      say(...severities[it.severity]),
      it.proposed === null ? say(it.vi, it.en) : `${say(it.vi, it.en)} → ${it.proposed}`,
    ]),
  );

const told = ({ say, bold }: Screen, { settled, unchanged, refused, leftToOthers }: BulkSettlement): string[] => [
  bold(
    say(
      `${settled.length} điểm đã quyết định, ${unchanged.length} đã như vậy từ trước, ${refused.length} chưa được.`,
      `${settled.length} settled, ${unchanged.length} settled so before, ${refused.length} refused.`,
    ),
  ),
  ...columns(refused.map((it) => [`  ${it.finding}`, say(it.vi, it.en)])),
  ...(leftToOthers.length > 0 ? [say('Nhiệm vụ giữ nguyên thời hạn:', 'Tasks that kept their deadline:')] : []),
  ...columns(leftToOthers.map((it) => [`  ${it.task}`, say(it.vi, it.en)])),
];
