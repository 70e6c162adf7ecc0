import fc from 'fast-check';
import { compareDecimals, compareRatio, type Decimal, decimal, minus, percentOf, shownDecimal, sumOf } from './decimal.js';

const cents = fc.bigInt({ min: -(10n ** 14n), max: 10n ** 14n });
const ofCents = (it: bigint): Decimal => {
  const text = String(it < 0n ? -it : it).padStart(3, '0');
  return decimal(`${it < 0n ? '-' : ''}${text.slice(0, -2)},${text.slice(-2)}`);
};

describe('an exact number', () => {
  it.each([
    ['86,41', '86.41'],
    ['90.11', '90.11'],
    ['1.349.299', '1349299'],
    ['1.349.299,50', '1349299.5'],
    ['122656', '122656'],
    ['0.125', '0.125'],
    ['007,0', '7'],
    ['-3,5', '-3.5'],
    ['-0', '0'],
  ])('is read from “%s”', (typed, read) => expect(decimal(typed)).toBe(read));

  it('asks what “1.200” means, and refuses what is no number', () => {
    expect(() => decimal('1.200')).toThrow(expect.objectContaining({ code: 'ambiguous-number' }));
    for (const text of ['', '-', '12%', '1e3', 'NaN', '1.2.3', '1,2,3', '٣'])
      expect(() => decimal(text)).toThrow(expect.objectContaining({ code: 'not-a-number' }));
    expect(() => decimal('1,1234567')).toThrow(expect.objectContaining({ code: 'number-too-long' }));
  });

  it('adds, subtracts and compares as whole cents do, where floats would not', () => {
    expect(sumOf([decimal('0,1'), decimal('0,2')])).toBe('0.3');
    fc.assert(
      fc.property(fc.array(cents, { maxLength: 20 }), cents, cents, (many, a, b) => {
        expect(sumOf(many.map(ofCents))).toBe(ofCents(many.reduce((sum, it) => sum + it, 0n)));
        expect(minus(ofCents(a), ofCents(b))).toBe(ofCents(a - b));
        expect(compareDecimals(ofCents(a), ofCents(b))).toBe(a < b ? -1 : a > b ? 1 : 0);
      }),
    );
  });

  it('gives a percentage rounded half up, and compares ratios unrounded', () => {
    expect(percentOf(decimal('2490'), decimal('3360'))).toBe('74.11');
    expect(percentOf(decimal('1'), decimal('8'), 1)).toBe('12.5');
    expect(percentOf(decimal('1'), decimal('800'), 2)).toBe('0.13');
    expect(compareRatio(decimal('2'), decimal('3'), decimal('66,67'))).toBe(-1);
    expect(compareRatio(decimal('19'), decimal('24'), decimal('79,1'))).toBe(1);
  });

  it('is shown as each language prints it', () => {
    expect(shownDecimal(decimal('1349299,5'))).toBe('1.349.299,5');
    expect(shownDecimal(decimal('1349299,5'), 'en')).toBe('1,349,299.5');
  });
});
