import { createReadStream } from 'node:fs';
import { access } from 'node:fs/promises';
import { basename } from 'node:path';
import { type LocalDate, type Percent, shown, systemClock, type TaskId, todayOf } from '#language';
import { type Evidence, ReportMilestone } from '#tasks';
import { Misuse } from './failing.js';
import type { Installation } from './installation.js';
import type { Screen } from './screen.js';

export interface ReportOptions {
  readonly progress: Percent;
  readonly text: string;
  readonly evidence?: readonly string[];
  readonly document?: string;
  readonly milestone?: string;
  readonly on?: LocalDate;
  readonly as: string;
  readonly key?: string;
}

/** `tiendo report`: a milestone report under an account of the accountable agency, with its files. */
export async function reportMilestone(it: Installation, screen: Screen, id: TaskId, options: ReportOptions): Promise<void> {
  const envelope = await it.envelope(options.as, options.key);
  const occurredOn = options.on ?? todayOf(systemClock);
  const evidence: Evidence[] = [];
  for (const path of options.evidence ?? []) evidence.push(await bring(it, path, envelope.actor));
  const body = {
    progress: options.progress,
    narrative: options.text,
    evidence,
    occurredOn,
    ...(options.milestone === undefined ? {} : { milestone: options.milestone }),
    ...(options.document === undefined ? {} : { document: { number: options.document } }),
  };
  const { stream, version, position, repeated, events } = await it.commands.execute(new ReportMilestone(id, body, envelope));
  await it.caughtUp(position);
  const answer = { stream, version, position, repeated, events: events.map(({ type }) => type), evidence };
  const { say } = screen;
  screen.answer(answer, [
    repeated
      ? say('Báo cáo này đã được ghi trước đó; không ghi thêm.', 'This report was recorded before; nothing was added.')
      : say(
          `Đã ghi báo cáo ${options.progress} % của ngày ${shown(occurredOn)}, ${evidence.length} tệp minh chứng.`,
          `Recorded: ${options.progress} % on ${shown(occurredOn)}, ${evidence.length} file(s) of evidence.`,
        ),
    say(`Hồ sơ ${stream}, bản ${version}.`, `Record ${stream}, version ${version}.`),
  ]);
}

/** A file of this machine, into the store of evidence. */
export async function bring(
  { evidence }: Installation,
  path: string,
  by: Parameters<Installation['evidence']['bring']>[2],
): Promise<Evidence> {
  await access(path).catch(() => {
    throw new Misuse(`Không đọc được tệp “${path}”.`, `The file “${path}” cannot be read.`);
  });
  return evidence.bring(basename(path).normalize('NFC'), createReadStream(path), by);
}
