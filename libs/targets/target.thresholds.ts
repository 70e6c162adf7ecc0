import { compareDecimals, compareRatio, type Decimal, decimalPlaces, percentOf, shownDecimal } from '#language';
import type { Threshold } from './target.events.js';

/** A figure as far as a threshold looks at it. */
export interface Figure {
  readonly value: Decimal | null;
  readonly numerator: Decimal | null;
  readonly denominator: Decimal | null;
  readonly reached: boolean | null;
}

/**
 * Whether a figure is what the threshold asks; null when there is no figure, which is never good. A ratio counts as it is and
 * unrounded, before any typed percentage: 79,996 % is not "đạt 80%", and 80 % is not "trên 80%".
 */
export function holds({ compare, value }: Threshold, figure: Figure | null): boolean | null {
  if (!figure) return null;
  if (value === null) return figure.reached;
  const side =
    figure.numerator !== null && figure.denominator !== null
      ? compareRatio(figure.numerator, figure.denominator, value)
      : figure.value !== null
        ? compareDecimals(figure.value, value)
        : null;
  if (side === null) return null;
  switch (compare) {
    case 'at-least':
      return side >= 0;
    case 'over':
      return side > 0;
    case 'at-most':
      return side <= 0;
    case 'under':
      return side < 0;
  }
}

/** The percentage of a ratio, and whether it is the typed one to the decimals that were typed. */
export function computed(numerator: Decimal, denominator: Decimal, typed: Decimal | null) {
  const value = percentOf(numerator, denominator);
  if (typed === null) return { computed: value, agrees: null };
  return { computed: value, agrees: compareDecimals(percentOf(numerator, denominator, decimalPlaces(typed)), typed) === 0 };
}

const comparisons: Readonly<Record<Threshold['compare'], { readonly sign: string; readonly vi: string; readonly en: string }>> = {
  'at-least': { sign: '≥', vi: 'từ', en: 'at least' },
  over: { sign: '>', vi: 'trên', en: 'over' },
  'at-most': { sign: '≤', vi: 'không quá', en: 'at most' },
  under: { sign: '<', vi: 'dưới', en: 'under' },
};

/** `≥ 85%`, `> 80%`, `≥ 10 doanh nghiệp`, `tăng ≥ 7%`; a state: "hoàn thành". */
export function thresholdInWords({ kind, compare, value, unit }: Threshold): { readonly vi: string; readonly en: string } {
  if (value === null) return { vi: 'hoàn thành', en: 'reached' };
  const { sign } = comparisons[compare];
  const amount = (language: 'vi' | 'en') => `${sign} ${shownDecimal(value, language)}${unit.startsWith('%') ? '' : ' '}${unit}`;
  return kind === 'growth'
    ? { vi: `tăng ${amount('vi')}`, en: `growth ${amount('en')}` }
    : { vi: amount('vi'), en: amount('en') };
}
