import { type LocalDate, notInTheFuture, Refusal, words } from '#language';
import type { Document, Evidence } from '#tasks';

/** Lengths in characters, counts in pieces. */
export const limits = {
  title: 2_000,
  source: 1_000,
  reason: 4_000,
  note: 4_000,
  documentNumber: 120,
  unit: 60,
  evidence: 20,
  executors: 60,
  measurements: 500,
  periodDays: 400,
} as const;

export const reasonOf = (reason: string | null, field = 'reason'): string => words(reason ?? '', field, limits.reason);

/** The written act that a step rests on, its day not in the future. */
export function documented(document: Document | null, today: LocalDate): Document | null {
  if (document === null) return null;
  if (document.on !== undefined) notInTheFuture(document.on, today, 'document.on');
  const number = words(document.number, 'document.number', limits.documentNumber);
  return document.on === undefined ? { number } : { number, on: document.on };
}

/** Refuses more than may be, with both figures. */
export function notMoreThan(
  count: number,
  most: number,
  field: string,
  what: { readonly vi: string; readonly en: string },
): void {
  if (count <= most) return;
  throw new Refusal('too-many', {
    kind: 'too-large',
    field,
    vi: `Có ${count} ${what.vi}; tối đa ${most}.`,
    en: `There are ${count} ${what.en}; at most ${most}.`,
    figures: { count, most },
  });
}

export const files = (evidence: readonly Evidence[]): readonly Evidence[] => {
  notMoreThan(evidence.length, limits.evidence, 'evidence', { vi: 'tệp minh chứng', en: 'files' });
  return evidence;
};
