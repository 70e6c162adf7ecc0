import fc from 'fast-check';
import { addDays, localDate } from '#language';
import { holidayTablesIn } from './holidays.js';
import { earliestClosing, type PeriodKind, periodOf, reportingPeriods } from './periods.js';
import { workingCalendar } from './working-days.js';

const windows = (kind: PeriodKind, year = 2025) =>
  reportingPeriods('decree-09-2019', kind, year).map((period) => [period.id, period.from, period.to]);

describe('reporting periods under Decree 09/2019', () => {
  it('run by month from the 15th to the 14th', () => {
    expect(windows('month')[0]).toEqual(['2025-M01', '2024-12-15', '2025-01-14']);
    expect(windows('month')[1]).toEqual(['2025-M02', '2025-01-15', '2025-02-14']);
    expect(windows('month')).toHaveLength(12);
  });
  it('run by quarter from the month before it', () =>
    expect(windows('quarter')).toEqual([
      ['2025-Q1', '2024-12-15', '2025-03-14'],
      ['2025-Q2', '2025-03-15', '2025-06-14'],
      ['2025-Q3', '2025-06-15', '2025-09-14'],
      ['2025-Q4', '2025-09-15', '2025-12-14'],
    ]));
  it('run by half, nine months and year', () => {
    expect(windows('half')).toEqual([
      ['2025-H1', '2024-12-15', '2025-06-14'],
      ['2025-H2', '2025-06-15', '2025-12-14'],
    ]);
    expect(windows('nine-months')).toEqual([['2025-9M', '2024-12-15', '2025-09-14']]);
    expect(windows('year')).toEqual([['2025', '2024-12-15', '2025-12-14']]);
  });
  it('cite the decree, and nothing for nine months, which it leaves to the issuing body', () => {
    expect(reportingPeriods('decree-09-2019', 'quarter', 2025)[0]?.source).toBe('Nghị định 09/2019/NĐ-CP, Điều 12 khoản 2');
    expect(reportingPeriods('decree-09-2019', 'nine-months', 2025)[0]?.source).toBe('');
  });
  it('put what is done on 31/12 into the next year', () =>
    expect(periodOf('decree-09-2019', 'year', localDate('2025-12-31'))?.id).toBe('2026'));
});

describe('calendar periods', () => {
  it('are whole months, quarters and years', () => {
    expect(reportingPeriods('calendar', 'month', 2024)[1]).toMatchObject({ from: '2024-02-01', to: '2024-02-29' });
    expect(reportingPeriods('calendar', 'quarter', 2025)[3]).toMatchObject({ from: '2025-10-01', to: '2025-12-31' });
    expect(reportingPeriods('calendar', 'year', 2025)[0]).toMatchObject({ from: '2025-01-01', to: '2025-12-31' });
  });
});

describe('a period', () => {
  it('of each kind holds every day once (nine months apart)', () =>
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 3000 }).map((n) => addDays(localDate('2023-01-01'), n)),
        fc.constantFrom('decree-09-2019' as const, 'calendar' as const),
        fc.constantFrom('month' as const, 'quarter' as const, 'half' as const, 'year' as const),
        (day, strategy, kind) => {
          const year = Number(day.slice(0, 4));
          const holding = [year - 1, year, year + 1]
            .flatMap((y) => reportingPeriods(strategy, kind, y))
            .filter((period) => period.from <= day && day <= period.to);
          return holding.length === 1 && periodOf(strategy, kind, day)?.id === holding[0]?.id;
        },
      ),
    ));
  it('of nine months is the first three quarters, and a day of the last quarter is in none', () =>
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 3000 }).map((n) => addDays(localDate('2023-01-01'), n)),
        fc.constantFrom('decree-09-2019' as const, 'calendar' as const),
        (day, strategy) => {
          const quarter = periodOf(strategy, 'quarter', day);
          const expected = quarter && !quarter.id.endsWith('Q4') ? `${quarter.year}-9M` : undefined;
          expect(periodOf(strategy, 'nine-months', day)?.id).toBe(expected);
        },
      ),
    ));
  it('of a kind is made of the shorter ones, first day to last, with no day between them', () =>
    fc.assert(
      fc.property(
        fc.integer({ min: 2000, max: 2100 }),
        fc.constantFrom('decree-09-2019' as const, 'calendar' as const),
        (year, strategy) => {
          const months = reportingPeriods(strategy, 'month', year);
          expect(months.map((it) => it.from).slice(1)).toEqual(months.slice(0, -1).map((it) => addDays(it.to, 1)));
          const spans = (kind: PeriodKind) => reportingPeriods(strategy, kind, year).map((it) => [it.from, it.to]);
          const grouped = (n: number) =>
            Array.from({ length: 12 / n }, (_, i) => [months[i * n]?.from, months[i * n + n - 1]?.to]);
          expect(spans('quarter')).toEqual(grouped(3));
          expect(spans('half')).toEqual(grouped(6));
          expect(spans('year')).toEqual(grouped(12));
          expect(spans('nine-months')).toEqual([[months[0]?.from, months[8]?.to]]);
          const next = reportingPeriods(strategy, 'year', year + 1)[0];
          expect(next?.from).toBe(addDays(months[11]?.to ?? localDate('2000-01-01'), 1));
        },
      ),
    ));
  it('is owed on a working day after its cut-off, with no working day between', () => {
    const calendar = workingCalendar(holidayTablesIn('seeds/holidays'));
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 690 }).map((n) => addDays(localDate('2025-01-01'), n)),
        (cutOff) => {
          const owed = earliestClosing(cutOff, calendar);
          expect([owed > cutOff, calendar.isWorkingDay(owed)]).toEqual([true, true]);
          for (let at = addDays(cutOff, 1); at < owed; at = addDays(at, 1)) expect(calendar.isWorkingDay(at)).toBe(false);
        },
      ),
    );
  });
  it('that is cut off on a weekend leaves a working day before the report is owed', () => {
    const calendar = workingCalendar(holidayTablesIn('seeds/holidays'));
    expect(earliestClosing(localDate('2025-06-14'), calendar)).toBe('2025-06-16');
    expect(earliestClosing(localDate('2025-03-14'), calendar)).toBe('2025-03-17');
  });
});
