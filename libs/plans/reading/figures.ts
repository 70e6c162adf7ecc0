import { type PrintedNumber, readNumber } from './numbers.js';

/** A number in running text. A ratio "14/17" is one figure with its whole. */
export interface Figure extends PrintedNumber {
  readonly at: number;
  readonly end: number;
  readonly percent: boolean;
  /** The denominator of "a/b". */
  readonly of: PrintedNumber | null;
}

/** What looks like a figure and is none: dates, numbers of documents and standards, addresses, footnote marks, "24/7". */
const notFigures =
  /https?:\/\/\S+|\b\d{1,2}\s*\/\s*\d{1,2}\s*\/\s*\d{4}|\b(?:0?[1-9]|1[0-2])\/(?:19|20)\d\d\b|\d+(?:\/\d{4})?\s*[/-]\s*\p{Lu}[\p{L}-]*(?:\s?[-/]\s?\p{Lu}[\p{L}]*)*|\b\d{4,5}:\d{4}\b|\[\d+\]|\b24\/7\b|(?:năm|giai đoạn)\s+\d{4}(?:\s*[-–]\s*\d{4})?/giu;

const figure = /(?<![\p{L}\d.,/-])(\d[\d.,]*\d|\d)(?:\s?\/\s?(\d[\d.,]*\d|\d))?(\s?%)?(?![\p{L}\d/])/gu;

/** The figures of a text, in order. Reads no dates and no document numbers. */
export function figuresIn(text: string): Figure[] {
  if (!/\d/.test(text)) return [];
  const clean = text.replace(notFigures, (found) => ' '.repeat(found.length));
  const found: Figure[] = [];
  for (const match of clean.matchAll(figure)) {
    const percent = match[3] !== undefined;
    const number = readNumber(match[1] ?? '', percent ? 'percent' : 'amount');
    const whole = match[2] === undefined ? null : readNumber(match[2]);
    // "24/7"-like pairs, whose first is the larger, are no part of a whole.
    if (!number || (match[2] !== undefined && (!whole || whole.value < number.value))) continue;
    found.push({ ...number, at: match.index, end: match.index + match[0].length, percent, of: whole });
  }
  return found;
}

/** Whether a printed percentage is what part/whole gives, within one step of its last digit. */
export function agrees(part: number, whole: number, printed: PrintedNumber): boolean {
  return Math.abs((part / whole) * 100 - printed.value) < printed.unit;
}
