import type { LocalDate } from '#language';
import { Refusal, shown } from '#language';
import type { Document, Evidence } from './task.events.js';

/** Lengths in characters, counts in pieces. The same for the web, the command line and another room. */
export const limits = {
  title: 2_000,
  narrative: 10_000,
  reason: 4_000,
  documentNumber: 120,
  milestoneTitle: 300,
  evidence: 20,
  evidenceName: 255,
  coordinating: 60,
  id: 64,
} as const;

/** Gives the words without surrounding blanks. Refuses none at all, and more than the limit, with both figures. */
export function words(text: string, field: string, most: number, least = 1): string {
  const trimmed = text.trim().normalize('NFC');
  const length = [...trimmed].length;
  if (length < least)
    throw new Refusal('words-missing', {
      kind: 'invalid',
      field,
      vi: `Trường “${field}” đang để trống; cần ít nhất ${least} ký tự.`,
      en: `“${field}” is empty; write at least ${least} character${least === 1 ? '' : 's'}.`,
      figures: { length, least, most },
    });
  if (length > most)
    throw new Refusal('words-too-long', {
      kind: 'too-large',
      field,
      vi: `Trường “${field}” dài ${length} ký tự; tối đa ${most}.`,
      en: `“${field}” is ${length} characters long; at most ${most}.`,
      figures: { length, least, most },
    });
  return trimmed;
}

/** The written act that a step rests on; with its number read and its day not in the future. */
export function written<D extends Document | null>(document: D, today: LocalDate, field = 'document'): D | Document {
  if (document === null) return document;
  if (document.on !== undefined) notInTheFuture(document.on, today, `${field}.on`);
  const number = words(document.number, `${field}.number`, limits.documentNumber);
  return document.on === undefined ? { number } : { number, on: document.on };
}

/** Files of a report. Refuses too many, and the same file twice. */
export function files(evidence: readonly Evidence[], field = 'evidence'): readonly Evidence[] {
  if (evidence.length > limits.evidence)
    throw new Refusal('too-many-files', {
      kind: 'too-large',
      field,
      vi: `Có ${evidence.length} tệp minh chứng; tối đa ${limits.evidence}.`,
      en: `There are ${evidence.length} files; at most ${limits.evidence}.`,
      figures: { count: evidence.length, most: limits.evidence },
    });
  const twice = evidence.find((file, i) => evidence.findIndex((other) => other.sha256 === file.sha256) !== i);
  if (twice)
    throw new Refusal('same-file-twice', {
      kind: 'invalid',
      field,
      vi: `Tệp “${twice.name}” được đính kèm hai lần; hãy bỏ một.`,
      en: `The file “${twice.name}” is attached twice; remove one.`,
      figures: { sha256: twice.sha256 },
    });
  return evidence;
}

/** A thing that has been done was done today or before (06.12). */
export function notInTheFuture(on: LocalDate, today: LocalDate, field: string): void {
  if (on <= today) return;
  throw new Refusal('dated-in-the-future', {
    kind: 'rule',
    field,
    vi: `Ngày ${shown(on)} ở trường “${field}” còn ở tương lai; hôm nay là ${shown(today)}, chỉ ghi được từ hôm nay trở về trước.`,
    en: `The day ${shown(on)} in “${field}” is in the future; today is ${shown(today)}, so give today or an earlier day.`,
    figures: { given: on, latest: today },
  });
}

/** A deadline or an expected day must come after another day. */
export function mustBeAfter(
  on: LocalDate,
  after: LocalDate,
  field: string,
  code: string,
  because: { vi: string; en: string },
): void {
  if (on > after) return;
  throw new Refusal(code, {
    field,
    vi: `Ngày ${shown(on)} ở trường “${field}” phải sau ${shown(after)} (${because.vi}).`,
    en: `The day ${shown(on)} in “${field}” must be after ${shown(after)} (${because.en}).`,
    figures: { given: on, after },
  });
}
