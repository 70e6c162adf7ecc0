import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { addDays, dayOf, daysBetween, instant, knownUpTo, localDate } from '#language';

describe('a day', () => {
  it('at 23:30 in Cà Mau is that same day', () => expect(dayOf(instant('2025-03-31T23:30:00+07:00'))).toBe('2025-03-31'));
  it('that does not exist is refused with the field named', () =>
    expect(() => localDate('2025-02-30', 'due')).toThrow(expect.objectContaining({ code: 'not-a-date', field: 'due' })));
  it('is counted as the calendar counts', () =>
    fc.assert(
      fc.property(days, fc.integer({ min: -40_000, max: 40_000 }), (day, by) => {
        const counted = Temporal.PlainDate.from(day).add({ days: by }).toString();
        expect(addDays(day, by)).toBe(counted);
        expect(daysBetween(day, addDays(day, by))).toBe(by);
      }),
    ));
  it('is that of the province, whatever the moment', () =>
    fc.assert(
      fc.property(fc.date({ min: new Date('1940-01-01'), max: new Date('2190-01-01'), noInvalidDate: true }), (moment) => {
        const zoned = Temporal.Instant.from(moment.toISOString()).toZonedDateTimeISO('Asia/Ho_Chi_Minh');
        expect(dayOf(instant(moment.toISOString()))).toBe(zoned.toPlainDate().toString());
      }),
    ));
});

describe('up to when a thing was known', () => {
  it('is a moment, or the end of a day in the province', () => {
    expect(knownUpTo('2025-07-05T17:00:00+07:00')).toBe('2025-07-05T10:00:00.000Z');
    expect(knownUpTo('2025-06-30')).toBe('2025-06-30T16:59:59.999Z');
  });
  it('is refused at its field when there is no such day or moment', () => {
    for (const text of ['2025-02-30', 'hôm qua'])
      expect(() => knownUpTo(text)).toThrow(expect.objectContaining({ field: 'knownOn' }));
  });
});

const days = fc
  .date({ min: new Date('1900-01-01'), max: new Date('2199-12-31'), noInvalidDate: true })
  .map((it) => localDate(it.toISOString().slice(0, 10)));
