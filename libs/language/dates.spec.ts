import { dayOf, instant, localDate } from '#language';

describe('a day', () => {
  it('at 23:30 in Cà Mau is that same day', () => expect(dayOf(instant('2025-03-31T23:30:00+07:00'))).toBe('2025-03-31'));
  it('that does not exist is refused with the field named', () =>
    expect(() => localDate('2025-02-30', 'due')).toThrow(expect.objectContaining({ code: 'not-a-date', field: 'due' })));
});
