import type { LocalDate } from '#language';
import { longestDocumentNumber, Refusal, shown } from '#language';
import type { Evidence } from './task.events.js';

export { notInTheFuture, words, written } from '#language';

/** Lengths in characters, counts in pieces. The same for the web, the command line and another room. */
export const limits = {
  title: 2_000,
  narrative: 10_000,
  reason: 4_000,
  documentNumber: longestDocumentNumber,
  milestoneTitle: 300,
  evidence: 20,
  evidenceName: 255,
  coordinating: 60,
  id: 64,
} as const;

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
