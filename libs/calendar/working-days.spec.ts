import fc from 'fast-check';
import { addDays, type LocalDate, localDate } from '#language';
import { holidayTable, holidayTablesIn } from './holidays.js';
import { workingCalendar } from './working-days.js';

const tables = holidayTablesIn('seeds/holidays');
const calendar = workingCalendar(tables);
const day = (text: string) => localDate(text);
const monthOf = (year: number, month: number) => {
  const days: LocalDate[] = [];
  const prefix = `${year}-${String(month).padStart(2, '0')}`;
  for (let at = day(`${prefix}-01`); at.startsWith(prefix); at = addDays(at, 1)) days.push(at);
  return days;
};

describe('the working days of 2025', () => {
  it('are 17, 20, 21, 21, 20, 21, 23, 21, 20, 23, 20, 23 by month', () => {
    const counts = Array.from({ length: 12 }, (_, m) => monthOf(2025, m + 1).filter(calendar.isWorkingDay).length);
    expect(counts).toEqual([17, 20, 21, 21, 20, 21, 23, 21, 20, 23, 20, 23]);
  });
  it('include the Saturday worked in exchange and leave out the Friday off', () => {
    expect(calendar.isWorkingDay(day('2025-04-26'))).toBe(true);
    expect(calendar.isWorkingDay(day('2025-05-02'))).toBe(false);
  });
  it('leave out the second day of National Day, which a holiday library forgets', () =>
    expect(calendar.isWorkingDay(day('2025-09-01'))).toBe(false));
});

describe('a last day in Tết', () => {
  it('ends with the next working day and keeps the printed day and the reason beside it', () =>
    expect(calendar.rollForward(day('2025-01-31'), 'next-working-day')).toEqual({
      printed: '2025-01-31',
      on: '2025-02-03',
      policy: 'next-working-day',
      because: { vi: 'Tết Nguyên đán Ất Tỵ', en: 'Lunar New Year' },
    }));
  it('stands where the policy says as printed', () =>
    expect(calendar.rollForward(day('2025-01-31'), 'as-printed')).toMatchObject({ on: '2025-01-31', because: null }));
  it('on an ordinary weekend says so', () =>
    expect(calendar.rollForward(day('2025-06-14'), 'next-working-day')).toMatchObject({
      on: '2025-06-16',
      because: { en: 'Weekend' },
    }));
});

describe('a year without a table', () => {
  it('is refused with the years that are known', () =>
    expect(() => calendar.isWorkingDay(day('2031-03-03'))).toThrow(
      expect.objectContaining({ code: 'no-holiday-table', figures: { year: 2031, known: [2025, 2026] } }),
    ));
  it('counts weekends only where that was asked for, and says that it is not covered', () => {
    const loose = workingCalendar(tables, { withoutTable: 'weekends' });
    expect(loose.isWorkingDay(day('2031-03-03'))).toBe(true);
    expect(loose.isWorkingDay(day('2031-03-01'))).toBe(false);
    expect(loose.covers(2031)).toBe(false);
  });
});

describe('06.11 a holiday announced late', () => {
  it('counts from the day it was announced', () => {
    const before = workingCalendar(tables, { knownOn: day('2025-12-24') });
    const after = workingCalendar(tables, { knownOn: day('2025-12-25') });
    expect(before.isWorkingDay(day('2026-01-02'))).toBe(true);
    expect(after.isWorkingDay(day('2026-01-02'))).toBe(false);
    expect(after.isWorkingDay(day('2026-01-10'))).toBe(true);
  });
});

describe('a holiday table', () => {
  it('with a day of another year is refused with the field named', () =>
    expect(() =>
      holidayTable(
        { year: 2025, off: [{ from: '2026-01-01', to: '2026-01-01', vi: '', en: '', source: '' }], worked: [] },
        '2025.json',
      ),
    ).toThrow(expect.objectContaining({ code: 'malformed-holiday-table', field: '2025.json.off[0].from' })));
});

describe('counting working days', () => {
  const anyDay = fc.integer({ min: 40, max: 690 }).map((n) => addDays(day('2025-01-01'), n));
  it('adds and counts to the same figure', () =>
    fc.assert(
      fc.property(anyDay, fc.integer({ min: -20, max: 20 }), (from, count) =>
        count === 0 || calendar.isWorkingDay(from) || count > 0
          ? calendar.workingDaysBetween(from, calendar.addWorkingDays(from, count)) === count
          : true,
      ),
    ));
  it('always lands on a working day and moves the right way', () =>
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 1, max: 20 }), (from, count) => {
        const to = calendar.addWorkingDays(from, count);
        return calendar.isWorkingDay(to) && to > from;
      }),
    ));
  it('whatever the tables, counts the days after the first one that are neither a weekend nor off, and weekends worked', () => {
    const anyTable = fc
      .tuple(
        fc.array(fc.tuple(fc.nat(360), fc.nat(9), fc.option(fc.nat(360))), { maxLength: 6 }),
        fc.uniqueArray(fc.nat(51), { maxLength: 4 }),
        fc.option(fc.nat(364), { nil: undefined }),
      )
      .map(([spans, weeks, known]) => ({
        off: spans.map(([start, length, announced]) => ({
          from: addDays(day('2025-01-01'), Math.min(start, 350)),
          to: addDays(day('2025-01-01'), Math.min(start, 350) + length),
          announcedOn: announced === null ? null : addDays(day('2025-01-01'), announced),
        })),
        // 4 January 2025 is a Saturday.
        worked: weeks.map((week) => addDays(day('2025-01-04'), week * 7)).filter((it) => it.startsWith('2025')),
        known: known === undefined ? undefined : addDays(day('2025-01-01'), known),
      }));
    fc.assert(
      fc.property(anyTable, fc.nat(364), fc.nat(364), ({ off, worked, known }, a, b) => {
        const table = {
          year: 2025,
          off: off.map((it) => ({ ...it, vi: '', en: '', source: '' })),
          worked: worked.map((on) => ({ on, insteadOf: on, source: '', announcedOn: null })),
        };
        const one = workingCalendar([table], known ? { knownOn: known } : {});
        const [from, to] = [addDays(day('2025-01-01'), Math.min(a, b)), addDays(day('2025-01-01'), Math.max(a, b))];
        const isOff = (at: LocalDate) =>
          off.some((it) => it.from <= at && at <= it.to && (!known || it.announcedOn === null || it.announcedOn <= known));
        let expected = 0;
        for (let at = addDays(from, 1); at <= to; at = addDays(at, 1)) {
          const weekend = [0, 6].includes(new Date(at).getUTCDay());
          if (worked.includes(at) || (!weekend && !isOff(at))) expected += 1;
        }
        expect(one.workingDaysBetween(from, to)).toBe(expected);
        expect(one.workingDaysBetween(to, from)).toBe(0 - expected);
      }),
    );
  });
  it('is additive over any day between', () =>
    fc.assert(
      fc.property(
        anyDay,
        anyDay,
        anyDay,
        (a, b, c) => calendar.workingDaysBetween(a, b) + calendar.workingDaysBetween(b, c) === calendar.workingDaysBetween(a, c),
      ),
    ));
  it('rolling forward never moves a working day and never goes back', () =>
    fc.assert(
      fc.property(anyDay, (at) => {
        const rolled = calendar.rollForward(at, 'next-working-day');
        return calendar.isWorkingDay(rolled.on) && (calendar.isWorkingDay(at) ? rolled.on === at : rolled.on > at);
      }),
    ));
});
