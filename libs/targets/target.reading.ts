import { type Decimal, decimal } from '#language';
import type { Threshold } from './target.events.js';

/**
 * Reads what a target's sentence asks, in order: every percentage with the operator before it; without one, a count behind an
 * operator ("đạt 10 doanh nghiệp"); without a number, that a state be reached. What stands in parentheses (documents, dates) asks
 * nothing, and neither does a number that no operator and no % makes a threshold ("từ 15 tuổi trở lên").
 */
export function readThresholds(sentence: string): readonly Threshold[] {
  const text = sentence.normalize('NFC').replace(/\([^)]*\)?/gu, (found) => ' '.repeat(found.length));
  const found = percentagesIn(text);
  const numbers = (found.length > 0 ? found : countsIn(text)).slice(0, mostThresholds);
  if (numbers.length === 0) return [state(text)];
  return numbers.map((number, nth) => {
    const before = text.slice(numbers[nth - 1]?.end ?? 0, number.at);
    const after = text.slice(number.end, numbers[nth + 1]?.at ?? text.length);
    const { operator, compare, grows, striving } = operatorOf(before);
    return {
      key: String.fromCharCode(97 + nth),
      of: measured(before, after, number),
      kind: grows ? 'growth' : number.percent ? 'percent' : 'count',
      compare,
      value: number.value,
      unit: number.unit,
      printed: `${operator} ${number.printed}`.trim(),
      striving,
    };
  });
}

/** No sentence of a plan asks so much; a text that seems to is no target. */
export const mostThresholds = 20;

interface Found {
  /** From the number to the end of its unit. */
  readonly at: number;
  readonly end: number;
  readonly value: Decimal;
  readonly percent: boolean;
  readonly unit: string;
  readonly printed: string;
}

/** A % may stand apart from its number, and be of something in capitals: "10% GRDP". */
function percentagesIn(text: string): Found[] {
  const pattern = /(?<![\p{L}\d.,/])(\d{1,3}(?:[.,]\d{1,2})?)\s?%(\s+\p{Lu}{2,}(?=\s*[.,;]|\s*$))?/gu;
  return [...text.matchAll(pattern)].map((match) => ({
    at: match.index,
    end: match.index + match[0].length,
    value: decimal(match[1] ?? ''),
    percent: true,
    unit: `%${match[2]?.replace(/\s+/, ' ') ?? ''}`,
    printed: match[0].replace(/\s+/g, ' '),
  }));
}

/** Numbers behind an operator, with the words up to the next mark as their unit. */
function countsIn(text: string): Found[] {
  const pattern =
    /(?<=(?:đạt|trên|tối thiểu|ít nhất|tối đa|không quá|dưới|phấn đấu|có|tăng|giảm)\s+)(\d{1,3}(?:\.\d{3})+|\d+(?:,\d{1,2})?)\s+([\p{L}][^.,;\d]*)/giu;
  return [...text.matchAll(pattern)].map((match) => ({
    at: match.index,
    end: match.index + match[0].length,
    value: decimal((match[1] ?? '').replace(/\.(?=\d{3})/g, '')),
    percent: false,
    unit: (match[2] ?? '').trim(),
    printed: match[0].trim(),
  }));
}

/** The words before a number that say how to compare. The longest stand first. */
const operators: readonly (readonly [RegExp, Threshold['compare']])[] = [
  [/(?:tối đa|không quá|không vượt quá|nhiều nhất)(?:\s+là)?$/iu, 'at-most'],
  [/(?:dưới|thấp hơn|ít hơn|nhỏ hơn)$/iu, 'under'],
  [/(?:tối thiểu|ít nhất|không dưới|không thấp hơn)(?:\s+là)?$/iu, 'at-least'],
  [/(?:trên|hơn|lớn hơn|cao hơn|vượt)$/iu, 'over'],
];

function operatorOf(before: string) {
  const words = before.trimEnd();
  const tail =
    /(?:(?:phấn đấu|đạt|tăng|giảm|phủ|hoàn thành|có|là|đến|thêm|còn|mức|trên|hơn|dưới|vượt|tối thiểu|tối đa|ít nhất|nhiều nhất|không quá|không dưới|không thấp hơn|không vượt quá|lớn hơn|cao hơn|thấp hơn|ít hơn|nhỏ hơn)(?:\s+|$))+$/iu.exec(
      words,
    );
  const operator = tail?.[0].trim() ?? '';
  const compare = operators.find(([pattern]) => pattern.test(operator))?.[1] ?? 'at-least';
  return {
    operator,
    compare,
    grows: /(?:^|\s)tăng(?:\s|$)/iu.test(operator),
    striving: /phấn đấu/iu.test(before),
  };
}

/** What is measured: the words after the number ("95% hồ sơ công việc…"), or, where none follow, those before it ("Tỷ lệ … đạt 70%"). */
function measured(before: string, after: string, { percent }: Found): string {
  const { operator } = operatorOf(after);
  const following = trimmed(
    operator === '' || after.trimEnd().endsWith('.') ? after : after.trimEnd().slice(0, -operator.length),
  );
  const clause = /^\s*[.,;]/u.test(after) ? '' : following;
  if (percent && clause !== '') return clause;
  const words = before.trimEnd();
  const said = words.slice(0, words.length - operatorOf(before).operator.length);
  return trimmed(said.split(/phấn đấu/iu).at(-1) ?? said);
}

/** Without the marks and the joining words at either end. */
const trimmed = (text: string): string =>
  text
    .replace(/\s+/g, ' ')
    .replace(/^[\s.,;:–-]+|[\s.,;:–-]+$/gu, '')
    .replace(/\s+(?:và|hoặc)$/iu, '')
    .replace(/^(?:và|hoặc)\s+/iu, '')
    .trim();

const state = (text: string): Threshold => ({
  key: 'a',
  of: trimmed(text),
  kind: 'state',
  compare: 'at-least',
  value: null,
  unit: '',
  printed: '',
  striving: /^\s*phấn đấu/iu.test(text),
});

/** The exact percentages that a printed result gives, in its order; `trên 80%` is none. `- Cấp tỉnh: 91.60% - Cấp huyện: 87.12%` → 91.6, 87.12. */
export const resultsIn = (result: string): readonly Decimal[] =>
  [...result.matchAll(/(trên|hơn|dưới|gần|khoảng)?\s*(\d+(?:[.,]\d{1,2})?)\s*%/giu)].flatMap(([, about, figure = '']) =>
    about ? [] : [decimal(figure)],
  );
