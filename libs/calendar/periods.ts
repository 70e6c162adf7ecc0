import { addDays, type LocalDate } from '#language';
import { dayInMonth } from './months.js';
import type { WorkingCalendar } from './working-days.js';

export type PeriodKind = 'month' | 'quarter' | 'half' | 'nine-months' | 'year';

/** A window of figures. `from` and `to` are both inside it; `to` is the cut-off (ngày chốt số liệu). */
export interface ReportingPeriod {
  /** `2025-Q1`, `2025-M02`, `2025-H1`, `2025-9M`, `2025`. */
  readonly id: string;
  readonly kind: PeriodKind;
  readonly year: number;
  readonly from: LocalDate;
  readonly to: LocalDate;
  /** What the window rests on; empty when left to the body that issues the report. */
  readonly source: string;
}

/** How windows are cut: Decree 09/2019 from the 15th to the 14th, or calendar months as statistics do (Decree 60/2018). */
export const periodStrategies = ['decree-09-2019', 'calendar'] as const;
export type PeriodStrategy = (typeof periodStrategies)[number];

/** Months from a period's first to its last, and how many of the kind a year has. */
const shapes = {
  month: { length: 1, count: 12, id: (n: number) => `-M${String(n).padStart(2, '0')}` },
  quarter: { length: 3, count: 4, id: (n: number) => `-Q${n}` },
  half: { length: 6, count: 2, id: (n: number) => `-H${n}` },
  'nine-months': { length: 9, count: 1, id: () => '-9M' },
  year: { length: 12, count: 1, id: () => '' },
} as const;

const sources: Readonly<Record<PeriodStrategy, Readonly<Record<PeriodKind, string>>>> = {
  'decree-09-2019': {
    month: 'Nghị định 09/2019/NĐ-CP, Điều 12 khoản 1',
    quarter: 'Nghị định 09/2019/NĐ-CP, Điều 12 khoản 2',
    half: 'Nghị định 09/2019/NĐ-CP, Điều 12; Thông tư 58/2020/TT-BQP; Thông tư 09/2019/TT-NHNN',
    // The decree names no nine-month window: it is the issuing body's (báo cáo định kỳ khác).
    'nine-months': '',
    year: 'Nghị định 09/2019/NĐ-CP, Điều 12 khoản 4',
  },
  calendar: {
    month: 'Nghị định 60/2018/NĐ-CP',
    quarter: 'Nghị định 60/2018/NĐ-CP',
    half: 'Nghị định 60/2018/NĐ-CP',
    'nine-months': 'Nghị định 60/2018/NĐ-CP',
    year: 'Nghị định 60/2018/NĐ-CP',
  },
};

/**
 * The windows of one kind in a reporting year, first to last. Under Decree 09/2019 the year runs from 15/12 of the year
 * before to 14/12, so what is done on 15–31/12 belongs to the next year's figures.
 */
export function reportingPeriods(strategy: PeriodStrategy, kind: PeriodKind, year: number): ReportingPeriod[] {
  const { length, count, id } = shapes[kind];
  return Array.from({ length: count }, (_, i) => {
    const first = i * length + 1;
    const after = first + length;
    const [from, next] =
      strategy === 'calendar'
        ? [dayInMonth(year, first, 1), dayInMonth(year, after, 1)]
        : [dayInMonth(year, first - 1, 15), dayInMonth(year, after - 1, 15)];
    return { id: `${year}${id(i + 1)}`, kind, year, from, to: addDays(next, -1), source: sources[strategy][kind] };
  });
}

/** The window of this kind that a day falls in; null for the months after a nine-month window. */
export function periodOf(strategy: PeriodStrategy, kind: PeriodKind, day: LocalDate): ReportingPeriod | null {
  const year = Number(day.slice(0, 4));
  const candidates = [year, year + 1].flatMap((y) => reportingPeriods(strategy, kind, y));
  return candidates.find((period) => period.from <= day && day <= period.to) ?? null;
}

/** The earliest day on which a report may be owed: at least one working day after the cut-off (Decree 09/2019, art. 8(5)). */
export function earliestClosing(cutOff: LocalDate, calendar: WorkingCalendar): LocalDate {
  return calendar.addWorkingDays(cutOff, 1);
}
