import { Temporal } from 'temporal-polyfill';
import { type LocalDate, localDate } from '#language';

/** A day of a month that may lie outside 1 to 12: month 0 is December of the year before. */
export function dayInMonth(year: number, month: number, day: number): LocalDate {
  const first = Temporal.PlainDate.from({ year, month: 1, day: 1 }).add({ months: month - 1 });
  return localDate(first.with({ day }, { overflow: 'reject' }).toString());
}

export function lastDayOfMonth(year: number, month: number): LocalDate {
  const first = Temporal.PlainDate.from({ year, month, day: 1 });
  return localDate(first.with({ day: first.daysInMonth }).toString());
}

/** Reads a count of months as printed: `6`, `09` or `sáu`. NaN when it is not one. */
export const months = (text: string): number => ({ ba: 3, sáu: 6, chín: 9 })[text] ?? Number(text);
