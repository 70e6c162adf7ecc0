import fc from 'fast-check';
import { type Decimal, decimal } from '#language';
import type { Threshold } from './target.events.js';
import { computed, type Figure, holds } from './target.thresholds.js';

const asks = (compare: Threshold['compare'], value: string): Threshold => ({
  key: 'a',
  of: 'hồ sơ',
  kind: 'percent',
  compare,
  value: decimal(value),
  unit: '%',
  printed: '',
  striving: false,
});
const said = (value: string): Figure => ({ value: decimal(value), numerator: null, denominator: null, reached: null });
const ratio = (numerator: number, denominator: number, typed: Decimal | null = null): Figure => ({
  value: typed,
  numerator: decimal(String(numerator)),
  denominator: decimal(String(denominator)),
  reached: null,
});

const hundredths = fc.integer({ min: 0, max: 15_000 });
const inPercent = (it: number) => decimal((it / 100).toFixed(2));

describe('a threshold', () => {
  it('“trên 80%” is not met by 80 %, and “đạt 80%” is', () => {
    expect(holds(asks('over', '80'), said('80'))).toBe(false);
    expect(holds(asks('at-least', '80'), said('80'))).toBe(true);
  });

  it('is compared with the ratio itself, so that rounding lifts nobody over it', () => {
    const figure = ratio(79_996, 100_000);
    expect(computed(decimal('79996'), decimal('100000'), decimal('80.00')).computed).toBe('80');
    expect(holds(asks('at-least', '80'), figure)).toBe(false);
  });

  it('without a figure is neither met nor missed', () => expect(holds(asks('at-least', '80'), null)).toBeNull());

  it('compares as numbers are ordered, exactly, and only one side of a strict pair holds', () =>
    fc.assert(
      fc.property(hundredths, hundredths, (a, b) => {
        const figure = said(inPercent(a));
        expect(holds(asks('at-least', inPercent(b)), figure)).toBe(a >= b);
        expect(holds(asks('over', inPercent(b)), figure)).toBe(a > b);
        expect(holds(asks('at-most', inPercent(b)), figure)).toBe(a <= b);
        expect(holds(asks('under', inPercent(b)), figure)).toBe(a < b);
      }),
    ));

  it('is met by a ratio exactly when whole numbers say so, whatever percentage was typed beside it', () =>
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 2_000_000 }),
        fc.integer({ min: 1, max: 2_000_000 }),
        hundredths,
        fc.option(hundredths, { nil: null }),
        (part, whole, threshold, typed) => {
          const figure = ratio(part, whole, typed === null ? null : inPercent(typed));
          const [is, wanted] = [BigInt(part) * 10_000n, BigInt(threshold) * BigInt(whole)];
          expect(holds(asks('at-least', inPercent(threshold)), figure)).toBe(is >= wanted);
          expect(holds(asks('over', inPercent(threshold)), figure)).toBe(is > wanted);
          expect(holds(asks('at-most', inPercent(threshold)), figure)).toBe(is <= wanted);
          expect(holds(asks('under', inPercent(threshold)), figure)).toBe(is < wanted);
        },
      ),
    ));

  it('that is exactly reached by a ratio is reached and not passed, however large its figures are', () =>
    fc.assert(
      fc.property(hundredths, fc.integer({ min: 1, max: 1_000_000 }), (threshold, times) => {
        const figure = ratio(threshold * times, 10_000 * times);
        const held = (compare: Threshold['compare']) => holds(asks(compare, inPercent(threshold)), figure);
        expect([held('at-least'), held('over'), held('at-most'), held('under')]).toEqual([true, false, true, false]);
      }),
    ));

  it('once met stays met when the figure grows, and once missed stays missed when it falls', () =>
    fc.assert(
      fc.property(
        hundredths,
        hundredths,
        hundredths,
        fc.constantFrom('at-least' as const, 'over' as const),
        (value, less, more, compare) => {
          const threshold = asks(compare, inPercent(value));
          const [low, high] = less <= more ? [less, more] : [more, less];
          if (holds(threshold, said(inPercent(low)))) expect(holds(threshold, said(inPercent(high)))).toBe(true);
        },
      ),
    ));
});

describe('a percentage typed beside its ratio', () => {
  it('agrees when it is the ratio to the decimals typed: 349.605/356.257 is 98,13 % and not the printed 98,67 %', () => {
    const [part, whole] = [decimal('349605'), decimal('356257')];
    expect(computed(part, whole, decimal('98,67'))).toEqual({ computed: '98.13', agrees: false });
    expect(computed(part, whole, decimal('98,13')).agrees).toBe(true);
    expect(computed(part, whole, decimal('98,1')).agrees).toBe(true);
    expect(computed(part, whole, decimal('98')).agrees).toBe(true);
    expect(computed(part, whole, null).agrees).toBeNull();
  });

  it('agrees exactly when it is within half of its last decimal, the half upwards', () =>
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 3_000 }),
        fc.integer({ min: 1, max: 3_000 }),
        fc.integer({ min: -3, max: 3 }),
        fc.constantFrom(0, 1, 2),
        (part, whole, off, places) => {
          const scale = 10 ** places;
          // The ratio in units of the last decimal, exact: n/d; the typed figure lies `off` such units from its floor.
          const [n, d] = [BigInt(part) * 100n * BigInt(scale), BigInt(whole)];
          const units = n / d + BigInt(off);
          if (units < 0n) return;
          const typed = decimal((Number(units) / scale).toFixed(places));
          const rounded = (n * 2n + d) / (d * 2n);
          // Trailing zeros say nothing of how exactly somebody typed.
          const typedPlaces = (typed.split('.')[1] ?? '').length;
          if (typedPlaces !== places) return;
          expect(computed(decimal(String(part)), decimal(String(whole)), typed).agrees).toBe(units === rounded);
        },
      ),
      { numRuns: 500 },
    ));
});
