import fc from 'fast-check';
import { localDate } from '#language';
import { readDeadline, vagueRules } from './deadline.js';

const read = (phrase: string) => readDeadline(phrase, { planYear: 2025, adoptedOn: localDate('2024-12-10') });

describe('a deadline phrase with a last day', () => {
  it.each([
    ['Năm 2025', '2025-12-31', 'year-end'],
    ['Trong năm 2025', '2025-12-31', 'year-end'],
    ['2026', '2026-12-31', 'year-end'],
    ['cuối năm', '2025-12-31', 'year-end'],
    ['Cuối năm 2026', '2026-12-31', 'year-end'],
    ['Đến hết năm 2025', '2025-12-31', 'year-end'],
    ['Quí III/2025', '2025-09-30', 'quarter-end'],
    ['Quý II/2025', '2025-06-30', 'quarter-end'],
    ['QUÝ 1 năm 2026', '2026-03-31', 'quarter-end'],
    ['Quý IV', '2025-12-31', 'quarter-end'],
    ['Q2/2025', '2025-06-30', 'quarter-end'],
    ['Quý I - Quý III/2025', '2025-09-30', 'quarter-end'],
    ['Quý I, II năm 2025', '2025-06-30', 'quarter-end'],
    ['Trong Quý III', '2025-09-30', 'quarter-end'],
    ['Tháng 01/2025', '2025-01-31', 'month-end'],
    ['Tháng 2', '2025-02-28', 'month-end'],
    ['Tháng 2/2028', '2028-02-29', 'month-end'],
    ['Trước cuối tháng 6', undefined, undefined],
    ['Cuối tháng 6/2025', '2025-06-30', 'month-end'],
    ['Trong tháng 6 năm 2025', '2025-06-30', 'month-end'],
    ['Từ tháng 3 đến tháng 8/2025', '2025-08-31', 'month-end'],
    ['trong tháng', '2024-12-31', 'month-of-adoption'],
    ['6 tháng đầu năm', '2025-06-30', 'first-months-of-year'],
    ['09 tháng đầu năm 2025', '2025-09-30', 'first-months-of-year'],
    ['Sáu tháng đầu năm', '2025-06-30', 'first-months-of-year'],
    ['6 tháng cuối năm 2025', '2025-12-31', 'last-months-of-year'],
    ['Trước ngày 15/6/2025', '2025-06-14', 'before-day'],
    ['trước 01/3/2025', '2025-02-28', 'before-day'],
    ['Trước tháng 6/2025', '2025-05-31', 'before-period'],
    ['Trước quý III/2025', '2025-06-30', 'before-period'],
    ['Ngày 20/11/2025', '2025-11-20', 'by-day'],
    ['Chậm nhất ngày 20 tháng 11 năm 2025', '2025-11-20', 'by-day'],
    ['Hoàn thành đến hết ngày 30/9', '2025-09-30', 'by-day'],
    ['2021-2025', '2025-12-31', 'year-range-end'],
    ['Giai đoạn 2024 – 2026', '2026-12-31', 'year-range-end'],
    ['đầu năm 2025', '2025-03-31', 'year-start'],
    ['giữa năm', '2025-06-30', 'year-middle'],
    ['hằng năm', '2025-12-31', 'every-year'],
  ])('“%s” is %s by the rule %s', (phrase, on, rule) => {
    const due = read(phrase);
    if (on === undefined) expect(due.kind).toBe('unreadable');
    else expect(due).toEqual({ kind: 'date', on, printed: phrase, rule });
  });
  it('that is vague is marked so that someone settles it', () => {
    const due = read('đầu năm');
    expect(due.kind === 'date' && vagueRules.has(due.rule)).toBe(true);
  });
});

describe('a deadline phrase without a last day', () => {
  it.each([
    ['Thường xuyên', 'quarter', 'continuous'],
    ['thường xuyên, liên tục', 'quarter', 'continuous'],
    ['Hằng quý', 'quarter', 'every-quarter'],
    ['Định kỳ hàng tháng', 'month', 'every-month'],
  ])('“%s” is continuous and reports each %s', (phrase, every, rule) =>
    expect(read(phrase)).toEqual({ kind: 'continuous', every, printed: phrase, rule }),
  );
  it.each([
    ['Theo Kế hoạch của Ủy ban quốc gia về chuyển đổi số', 'Kế hoạch của Ủy ban quốc gia về chuyển đổi số'],
    ['Sau khi Trung ương ban hành hướng dẫn', 'Trung ương ban hành hướng dẫn'],
    ['Trong 15 ngày kể từ ngày Nghị định có hiệu lực', 'Trong 15 ngày kể từ ngày Nghị định có hiệu lực'],
  ])('“%s” waits for another act', (phrase, waitsFor) => expect(read(phrase)).toMatchObject({ kind: 'dependent', waitsFor }));
  it.each(['', '   ', '-', '…'])('“%s” is unset', (phrase) => expect(read(phrase).kind).toBe('unset'));
  it.each(['Sớm', 'Quý V/2025', 'Tháng 13/2025', 'Ngày 31/02/2025', 'Tháng'])('“%s” is left to a person', (phrase) =>
    expect(readDeadline(phrase, { planYear: 2025 }).kind).toBe('unreadable'),
  );
});

describe('the writing of a phrase', () => {
  const phrases = ['Năm 2025', 'Quí III/2025', 'Tháng 01/2025', 'Trước ngày 15/6/2025', '6 tháng đầu năm', 'Hằng quý'];
  const outcome = (phrase: string) => {
    const { printed: _, ...rest } = read(phrase);
    return rest;
  };
  it('in NFD, in capitals or with odd spaces does not change its day', () =>
    fc.assert(
      fc.property(
        fc.constantFrom(...phrases),
        fc.constantFrom(
          (s: string) => s.normalize('NFD'),
          (s: string) => s.toUpperCase(),
          (s: string) => s.toLowerCase(),
        ),
        fc.constantFrom(' ', '  ', '\u00a0', ' \n '),
        (phrase, write, space) => {
          expect(outcome(` ${write(phrase).replaceAll(' ', space)}. `)).toEqual(outcome(phrase));
        },
      ),
    ));
  it('of any kind never throws and always keeps the printed words', () =>
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (phrase) => read(phrase).printed === phrase.normalize('NFC')),
    ));
  it('naming a day gives that day, whatever the day', () =>
    fc.assert(
      fc.property(fc.date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true }), (date) => {
        const iso = date.toISOString().slice(0, 10);
        const [y, m, d] = iso.split('-');
        expect(read(`ngày ${d}/${m}/${y}`)).toMatchObject({ kind: 'date', on: iso });
      }),
    ));
});
