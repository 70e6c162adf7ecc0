import { factsOf } from './document.js';

const lines = (...texts: string[]) => texts.map((text, i) => ({ text, line: i + 1 }));
const facts = (...texts: string[]) => factsOf(lines(...texts), lines(...texts));
const number = 'Số: 12/KH-UBND';

describe('what names a plan', () => {
  it('has its place between the bar and the day', () =>
    expect(
      facts(
        'ỦY BAN NHÂN DÂN',
        `${number} | Sơn La, ngày 03 tháng 02 năm 2026`,
        'KẾ HOẠCH',
        'NĂM 2026',
        'Ủy ban nhân dân tỉnh Sơn La giao',
      ),
    ).toMatchObject({ number: '12/KH-UBND', place: 'Sơn La', issuer: 'Ủy ban nhân dân tỉnh Sơn La' }));
  it.each(['Bà Rịa - Vũng Tàu', '(((', 'Sơn [La', 'a+)+$', '$& $1', '\\'])('takes “%s” as the words they are', (place) => {
    const read = facts(`ỦY BAN NHÂN DÂN ${place}`, number, `${place}, ngày 03 tháng 02 năm 2026`, 'KẾ HOẠCH', 'NĂM 2026');
    expect(read).toMatchObject({ place, issuer: expect.stringContaining(place) });
    expect(facts(`ỦY BAN (NHÂN`, number, `${place}, ngày 03 tháng 02 năm 2026`, 'KẾ HOẠCH', 'NĂM 2026').place).toBe(place);
  });
  it('is not looked for in the depths of a huge line', () => {
    const huge = `${number} ${'Số'.repeat(10_000)}${' '.repeat(10_000)}, ngày 03 tháng 02 năm 2026`;
    const began = process.cpuUsage();
    expect(() => facts(huge, 'KẾ HOẠCH')).toThrow(expect.objectContaining({ code: 'not-a-plan' }));
    expect(process.cpuUsage(began).user / 1_000).toBeLessThan(5_000);
  });
});
