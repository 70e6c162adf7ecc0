import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Envelope } from '#event-store';
import { position, Refusal } from '#language';
import { ImportPlan, type ImportReport, type Severity } from '#plans';
import { Misuse } from './failing.js';
import type { Installation } from './installation.js';
import { columns, type Screen } from './screen.js';

export interface ImportOptions {
  readonly dryRun?: boolean;
  readonly confirm?: boolean;
  readonly leaveOut?: boolean;
  readonly document?: string;
  readonly as?: string;
}

/** `tiendo import`: reads first, and writes only what was asked to be written. */
export async function importPlan(it: Installation, screen: Screen, path: string, options: ImportOptions): Promise<void> {
  const file = { name: basename(path).normalize('NFC'), bytes: await bytesOf(path) };
  await it.loading.agencies(it, { say: screen.note, progress: () => undefined, signIns: () => undefined });
  const envelope = await it.envelope(options.as);
  const said = { ...(options.leaveOut && { leaveOut: true }), ...(options.document && { document: options.document }) };
  const read = await it.commands.execute(new ImportPlan(file, { dryRun: true, ...said }, envelope));
  if (options.dryRun) return tell(screen, read);
  if (read.differences.length > 0 && !options.confirm) throw notConfirmed(screen, read);
  const bar = screen.progress(screen.say('nhập kế hoạch', 'importing'));
  const report = await write(it, file, read, said, envelope, bar.at).finally(bar.end);
  tell(screen, report);
  if (report.leftToOthers.length > 0)
    throw new Refusal('left-to-others', {
      vi: `Kế hoạch đã ghi, nhưng ${report.leftToOthers.length} thay đổi chưa chuyển được sang nhiệm vụ; xem danh sách ở trên.`,
      en: `The plan is recorded, but ${report.leftToOthers.length} changes were not carried to the tasks; see the list above.`,
      figures: { left: report.leftToOthers.length },
    });
}

async function write(
  it: Installation,
  file: { readonly name: string; readonly bytes: Uint8Array },
  read: ImportReport,
  said: { readonly leaveOut?: boolean; readonly document?: string },
  envelope: Envelope,
  at: (done: number, of: number) => void,
): Promise<ImportReport> {
  at(0, read.tasks);
  const report = await it.commands.execute(new ImportPlan(file, { dryRun: false, confirm: read.file.sha256, ...said }, envelope));
  at(read.tasks, read.tasks);
  if (report.eventsWritten > 0) await it.loading.begunByCommand();
  if (report.position !== null) await it.caughtUp(position(report.position));
  return report;
}

async function bytesOf(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT') throw new Misuse(`Không có tệp “${path}”.`, `There is no file “${path}”.`);
    if (code === 'EISDIR') throw new Misuse(`“${path}” là thư mục, không phải tệp.`, `“${path}” is a folder, not a file.`);
    throw error;
  }
}

const severities: Readonly<Record<Severity, readonly [vi: string, en: string]>> = {
  blocking: ['lỗi chặn', 'blocking'],
  decision: ['cần quyết định', 'to decide'],
  notice: ['lưu ý', 'notice'],
};

function tell(screen: Screen, report: ImportReport): void {
  const { say, bold } = screen;
  const { items, targets, results, projects, findings } = report.counts;
  const lines = [
    bold(`${report.number}  ${report.title}`),
    '',
    ...columns([
      [`${items}`, say(`mục nhiệm vụ (${report.tasks} nhiệm vụ)`, `plan items (${report.tasks} tasks)`)],
      [`${targets}`, say('mục tiêu, chỉ tiêu', 'targets')],
      [`${results}`, say('kết quả năm trước', 'results of the year before')],
      [`${projects}`, say('dự án', 'projects')],
      [
        `${report.findings.length}`,
        say(
          `điểm cần làm rõ: ${findings.blocking} lỗi chặn, ${findings.decision} cần quyết định, ${findings.notice} lưu ý`,
          `findings: ${findings.blocking} blocking, ${findings.decision} to decide, ${findings.notice} notices`,
        ),
      ],
    ]).map((line) => `  ${line}`),
    '',
    ...columns(
      report.findings.map((it) => [
        `  ${say(...severities[it.severity])}`,
        it.item ?? (it.appendix ? say(`PL ${it.appendix}`, `App. ${it.appendix}`) : ''),
        say(`dòng ${it.line}`, `line ${it.line}`),
        say(it.vi, it.en),
      ]),
    ),
    ...(report.differences.length > 0 ? ['', ...differences(screen, report)] : []),
    '',
    bold(outcome(screen, report)),
    ...(report.leftToOthers.length > 0 ? ['', ...left(screen, report)] : []),
  ];
  screen.answer(report, lines);
}

/** What the amendment could not move in the tasks: somebody with the right to has to. */
function left({ say, bold }: Screen, { leftToOthers }: ImportReport): string[] {
  return [
    bold(
      say(
        `Chưa chuyển được sang nhiệm vụ (${leftToOthers.length}), cần người có thẩm quyền xử lý:`,
        `Not carried to the tasks (${leftToOthers.length}), left to whoever may decide:`,
      ),
    ),
    ...columns(leftToOthers.map((it) => [`  ${it.task}`, say(it.vi, it.en)])),
  ];
}

function outcome({ say }: Screen, { dryRun, eventsWritten, unchanged, counts, mayLeaveOut }: ImportReport): string {
  if (dryRun && counts.findings.blocking > 0 && eventsWritten === 0 && !unchanged)
    return mayLeaveOut
      ? say(
          `Xem trước: ${counts.findings.blocking} dòng không đọc được. Sửa trong tệp, hoặc thêm --leave-out để nhập các dòng khác trước.`,
          `Dry run: ${counts.findings.blocking} rows cannot be read. Mend them in the file, or add --leave-out to take the others first.`,
        )
      : say('Xem trước: có lỗi chặn, chưa nhập được.', 'Dry run: blocking findings, it cannot be imported.');
  if (dryRun && unchanged)
    return say('Xem trước: không có gì mới, sẽ không ghi sự kiện nào.', 'Dry run: nothing new, no event would be written.');
  if (dryRun)
    return say(
      `Xem trước: chưa ghi gì; sẽ ghi ${eventsWritten} sự kiện.`,
      `Dry run: nothing written; ${eventsWritten} events would be.`,
    );
  if (unchanged) return say('Không có gì mới: 0 sự kiện được ghi.', 'Nothing new: 0 events written.');
  return say(`Đã ghi ${eventsWritten} sự kiện.`, `${eventsWritten} events written.`);
}

function differences({ say }: Screen, report: ImportReport): string[] {
  const kinds = { added: say('thêm', 'added'), changed: say('đổi', 'changed'), removed: say('bỏ', 'removed') };
  return [
    say(`Khác với bản đang lưu (${report.differences.length}):`, `Differs from the record (${report.differences.length}):`),
    ...report.differences.flatMap(({ code, kind, was, now }) => [
      `  ${kinds[kind]}  ${code}`,
      ...(was === null ? [] : [`    - ${was}`]),
      ...(now === null ? [] : [`    + ${now}`]),
    ]),
  ];
}

function notConfirmed(screen: Screen, report: ImportReport): Refusal {
  const list = differences(screen, report).join('\n');
  return new Refusal('difference-not-confirmed', {
    kind: 'conflict',
    vi: `${list}\n\nTệp khác với kế hoạch đang lưu; chưa ghi gì. Nếu đúng, chạy lại với --confirm.`,
    en: `${list}\n\nThe file differs from the plan on record; nothing was written. If that is right, run it again with --confirm.`,
    figures: { differences: report.differences },
  });
}
