import { Refusal } from './refusal.js';

/** Progress, 0 to 100, at most one decimal. */
export type Percent = number & { readonly __brand: 'Percent' };

export function percent(value: number, field = 'progress'): Percent {
  if (!Number.isFinite(value) || value < 0 || value > 100 || Math.round(value * 10) / 10 !== value)
    throw new Refusal('not-a-percent', {
      kind: 'invalid',
      field,
      vi: `Tiến độ “${value}” không hợp lệ; cần một số từ 0 đến 100, nhiều nhất một chữ số thập phân.`,
      en: `Progress “${value}” is not valid; give a number from 0 to 100 with at most one decimal.`,
    });
  return value as Percent;
}
