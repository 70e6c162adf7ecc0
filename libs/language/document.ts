import type { LocalDate } from './dates.js';
import { notInTheFuture, words } from './words.js';

/** A written act: its number and sign as printed, and its day where it is known. */
export interface WrittenAct {
  readonly number: string;
  readonly on?: LocalDate;
}

/** Characters of a document's number and sign. */
export const longestDocumentNumber = 120;

/** The written act that a step rests on; with its number read and its day not in the future. */
export function written<D extends WrittenAct | null>(document: D, today: LocalDate, field = 'document'): D | WrittenAct {
  if (document === null) return document;
  if (document.on !== undefined) notInTheFuture(document.on, today, `${field}.on`);
  const number = words(document.number, `${field}.number`, longestDocumentNumber);
  return document.on === undefined ? { number } : { number, on: document.on };
}
