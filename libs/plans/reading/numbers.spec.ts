import fc from 'fast-check';
import { figuresIn } from './figures.js';
import { printNumber, readNumber } from './numbers.js';

describe('a printed number', () => {
  it.each([
    ['122.656', 122_656],
    ['1.349.299', 1_349_299],
    ['86,41', 86.41],
    ['90.11', 90.11],
    ['6.57', 6.57],
    ['02', 2],
    ['19.063.392', 19_063_392],
    ['9,5', 9.5],
  ])('“%s” is %d', (printed, value) => expect(readNumber(printed)).toMatchObject({ value, otherwise: null }));
  it('of three digits after one comma is open', () => expect(readNumber('1,200')).toMatchObject({ value: 1.2, otherwise: 1200 }));
  it('“1.200” is open where a percentage is expected', () =>
    expect(readNumber('1.200', 'percent')).toMatchObject({ otherwise: 1.2 }));
  it('that is none is not read', () => expect(readNumber('12.34.5')).toBeNull());
  it('reads back as it was printed', () =>
    fc.assert(fc.property(fc.integer({ min: 0, max: 999_999_999 }), (value) => readNumber(printNumber(value))?.value === value)));
});

describe('figures in running text', () => {
  const values = (text: string) =>
    figuresIn(text).map((it) => (it.of ? `${it.value}/${it.of.value}` : `${it.value}${it.percent ? '%' : ''}`));
  it('are not dates, numbers of documents, standards or "24/7"', () =>
    expect(
      values('Quyết định 1568/QĐ-UBND ngày 31/8/2023, tháng 10/2024, ISO/IEC 27001:2013, hoạt động 24/7, 50/2024/QĐ-UBND'),
    ).toEqual([]));
  it('are ratios, percentages and counts', () =>
    expect(values('Có 349.605/356.257 văn bản, tỷ lệ 98,67%, 4G, 07/9 đơn vị')).toEqual(['349605/356257', '98.67%', '7/9']));
});
