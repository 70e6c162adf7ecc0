import { type LocalDate, Refusal } from '#language';
import type { HolidayTable } from './holidays.js';

/**
 * What to do with a last day that nobody works. `next-working-day`: it ends with the next working day
 * (Civil Code 91/2015/QH13, art. 148(5)). `as-printed`: the printed day stands.
 */
export type RollPolicy = 'next-working-day' | 'as-printed';

/** A due day with what the policy made of it; both are kept and both are shown. */
export interface RolledDay {
  readonly printed: LocalDate;
  readonly on: LocalDate;
  readonly policy: RollPolicy;
  /** Why the printed day is not worked, when it was moved. */
  readonly because: { readonly vi: string; readonly en: string } | null;
}

/** The days civil servants work. Counts are in working days. */
export interface WorkingCalendar {
  isWorkingDay(day: LocalDate): boolean;
  /** The day `count` working days after `day` (before it, when negative); `day` itself is not counted (Civil Code, art. 147(2)). 0 gives `day`. */
  addWorkingDays(day: LocalDate, count: number): LocalDate;
  /** Working days after `from` up to and including `to`; negative when `to` is earlier. */
  workingDaysBetween(from: LocalDate, to: LocalDate): number;
  rollForward(day: LocalDate, policy: RollPolicy): RolledDay;
  /** Whether the year has a table. Without one only weekends are known, and what is shown must say so. */
  covers(year: number): boolean;
}

export interface CalendarOptions {
  /** Leave out what was announced after this day. Absent: everything counts. */
  readonly knownOn?: LocalDate;
  /** What to do in a year without a table. Default `refuse`; `weekends` counts Monday to Friday and `covers` tells. */
  readonly withoutTable?: 'refuse' | 'weekends';
}

/** Nest's name for the working calendar. */
export const WORKING_CALENDAR = Symbol('WorkingCalendar');

/** Makes a calendar of the tables. Refuses (`no-holiday-table`) a day in a year that has none, unless told otherwise. */
export function workingCalendar(tables: readonly HolidayTable[], options: CalendarOptions = {}): WorkingCalendar {
  const years = new Set(tables.map((table) => table.year));
  const counts = (entry: { readonly announcedOn: LocalDate | null }) =>
    !options.knownOn || entry.announcedOn === null || entry.announcedOn <= options.knownOn;
  const off = new Map<string, { vi: string; en: string }>();
  const worked = new Set<string>();
  for (const table of tables) {
    for (const days of table.off.filter(counts))
      for (let day = days.from; day <= days.to; day = nextDay(day)) off.set(day, { vi: days.vi, en: days.en });
    for (const weekend of table.worked.filter(counts)) worked.add(weekend.on);
  }

  const isWorkingDay = (day: LocalDate): boolean => {
    const year = Number(day.slice(0, 4));
    if (!years.has(year) && options.withoutTable !== 'weekends') throw noTable(year, years);
    return worked.has(day) || (!off.has(day) && !isWeekend(day));
  };
  const addWorkingDays = (day: LocalDate, count: number): LocalDate => {
    const step = count < 0 ? -1 : 1;
    let at = day;
    for (let left = Math.abs(count); left > 0; ) {
      at = nextDay(at, step);
      if (isWorkingDay(at)) left -= 1;
    }
    return at;
  };
  const counted = new Map<string, number>();
  const workingDaysBetween = (from: LocalDate, to: LocalDate): number => {
    if (to < from) return 0 - workingDaysBetween(to, from);
    const asked = `${from} ${to}`;
    const known = counted.get(asked);
    if (known !== undefined) return known;
    let count = 0;
    for (let day = from; day < to; ) {
      day = nextDay(day);
      if (isWorkingDay(day)) count += 1;
    }
    // A day's lists ask for the same days again and again; tomorrow's ask for others.
    if (counted.size >= 5_000) counted.clear();
    counted.set(asked, count);
    return count;
  };
  const rollForward = (day: LocalDate, policy: RollPolicy): RolledDay => {
    if (policy === 'as-printed' || isWorkingDay(day)) return { printed: day, on: day, policy, because: null };
    const because = off.get(day) ?? { vi: 'Ngày nghỉ cuối tuần', en: 'Weekend' };
    return { printed: day, on: addWorkingDays(day, 1), policy, because };
  };
  return { isWorkingDay, addWorkingDays, workingDaysBetween, rollForward, covers: (year) => years.has(year) };
}

// A board counts thousands of days at a time: plain UTC arithmetic, a hundred times quicker than Temporal and as right for bare days.
const isWeekend = (day: LocalDate) => new Date(day).getUTCDay() % 6 === 0;
const nextDay = (day: LocalDate, step = 1) =>
  new Date(Date.parse(day) + step * 86_400_000).toISOString().slice(0, 10) as LocalDate;

const noTable = (year: number, known: ReadonlySet<number>) =>
  new Refusal('no-holiday-table', {
    kind: 'invalid',
    field: 'year',
    vi: `Chưa có bảng ngày nghỉ năm ${year} (đang có: ${[...known].join(', ')}). Hãy nạp bảng ngày nghỉ của năm đó.`,
    en: `There is no holiday table for ${year} (known: ${[...known].join(', ')}). Load that year's table first.`,
    figures: { year, known: [...known] },
  });
