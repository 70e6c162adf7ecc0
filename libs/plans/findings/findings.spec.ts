import { readFileSync } from 'node:fs';
import { holidayTablesIn, workingCalendar } from '#calendar';
import type { Finding } from '../finding.js';
import { administrativeUnitsIn } from '../reading/administrative-units.js';
import { readPlan } from '../reading/read-plan.js';
import { findingsOf } from './all.js';
import { verdictCounts } from './results.js';

const text = readFileSync('seeds/plans/267-KH-UBND.txt', 'utf8');
const around = {
  calendar: workingCalendar(holidayTablesIn('seeds/holidays')),
  units: administrativeUnitsIn('seeds/plans/administrative-units.json'),
};
const read = new Map<string, Promise<Finding[]>>();
const findings = (it = text): Promise<Finding[]> => {
  const known = read.get(it) ?? readPlan(Buffer.from(it)).then((plan) => findingsOf(plan, around));
  read.set(it, known);
  return known;
};
const items = async (code: string) => (await findings()).filter((it) => it.code === code).map((it) => it.item);
/** The plan with one thing changed; the change must be there to be made. */
const but = (was: string, now: string) => {
  if (!text.includes(was)) throw new Error(`the plan does not say “${was}”`);
  return text.replace(was, now);
};

describe('the published plan', () => {
  it('has nothing that stops it', async () => expect((await findings()).filter((it) => it.severity === 'blocking')).toEqual([]));
  it('leaves one deadline blank, two continuous and one waiting for another act', async () => {
    expect(await items('deadline-blank')).toEqual(['IV.VI.3']);
    expect(await items('deadline-continuous')).toEqual(['IV.V.1', 'IV.VI.1']);
    expect(await items('deadline-dependent')).toEqual(['IV.II.3']);
  });
  it('lets two deadlines fall into Tết', async () => {
    const found = (await findings()).filter((it) => it.code === 'deadline-on-day-off');
    expect(found.map((it) => [it.item, it.proposed])).toEqual([
      ['IV.I.1', '2025-02-03'],
      ['IV.II.1', '2025-02-03'],
    ]);
  });
  it('names no executor for six targets', async () =>
    expect(await items('executor-blank')).toEqual(['III.II.3', 'III.II.6', 'III.III.2', 'III.III.5', 'III.III.6', 'III.III.7']));
  it('cuts one row off in two cells, and the rest stands in the running text', async () => {
    const [cut, ...more] = (await findings()).filter((it) => it.code === 'row-cut-off');
    expect(more).toEqual([]);
    expect(cut).toMatchObject({ item: 'III.I.10', line: 403 });
    expect(cut?.proposed).toBe(
      '50% hoạt động kiểm tra, đánh giá của cơ quan quản lý nhà nước được thực hiện thông qua môi trường số và hệ thống thông tin của cơ quan quản lý. | Sở, ban, ngành; UBND cấp huyện, cấp xã',
    );
    expect(cut?.figures).toMatchObject({ cells: [{ from: 'Phần II.I.2.a', line: 129 }, { from: 'III.I.1' }] });
  });
  it('prints one sentence as a target and as a task', async () => {
    const found = (await findings()).filter((it) => it.code === 'row-repeated');
    expect(found.map((it) => [it.item, it.proposed])).toEqual([['IV.IV.8', 'III.IV.2']]);
  });
  it('counts 19 targets met, 2 not met and 3 not measured, as its text says', async () => {
    const { plan } = await readPlan(Buffer.from(text));
    expect(verdictCounts(plan)).toEqual({ met: 19, 'not-met': 2, unmeasured: 3 });
    expect(await items('result-unmeasured')).toEqual(['I.II.3', 'I.II.5', 'I.III.4']);
    expect(await items('result-not-met')).toEqual(['I.III.2', 'I.III.7']);
    expect(await items('result-count-differs')).toEqual([]);
  });
  it('has an estimate, three results in one cell, one in words and one in prose', async () => {
    expect(await items('result-estimated')).toEqual(['I.II.2']);
    expect(await items('result-several')).toEqual(['I.I.4']);
    expect(await items('result-in-words')).toEqual(['I.I.12']);
    expect(await items('result-in-prose')).toEqual(['I.III.1']);
  });
  it('has three targets with several thresholds', async () =>
    expect(await items('target-with-several-thresholds')).toEqual(['III.I.4', 'III.III.1', 'III.III.10']));
  it('doubles three words, leaves one quotation open and heads three sections otherwise than its text', async () => {
    const all = await findings();
    const printed = (code: string) => all.filter((it) => it.code === code).map((it) => it.printed);
    expect(printed('word-doubled')).toEqual(['vào vào', 'vẫn còn vẫn còn', 'trên trên']);
    expect(all.filter((it) => it.code === 'quote-not-closed').map((it) => it.line)).toEqual([213]);
    expect(printed('heading-differs')).toEqual(['Thể chế, chính sách', 'An toàn an thông tin mạng', 'Chính quyền số']);
    expect(printed('heading-without-section')).toHaveLength(3);
    expect(printed('document-number-spaced')).toEqual(['1567/QĐ- UBND', '2034/QĐ- UBND', '1568/QĐ- UBND', '236/KH- UBND']);
  });
  it('gives every finding its own id, a line, and a sentence in both languages', async () => {
    const all = await findings();
    expect(new Set(all.map((it) => it.id)).size).toBe(all.length);
    for (const it of all) {
      expect(it.line).toBeGreaterThan(0);
      expect(it.vi.length).toBeGreaterThan(10);
      expect(it.en.length).toBeGreaterThan(10);
    }
  });
});

describe('the contradictions of the published plan', () => {
  const found = async (code: string, at: string | number) =>
    (await findings()).find((it) => it.code === code && (it.item === at || it.line === at));
  it('1: a subtotal of 8.530 over rows that add to 8.350, while the grand total is right', async () =>
    expect(await found('subtotal-differs', 370)).toMatchObject({
      printed: '8.530',
      proposed: '8.350',
      figures: { printed: 8530, rows: 8350, swapped: true, grandTotal: 122_656, subtotals: 122_836 },
    }));
  it('3: money of 2024 for a project of 2021-2022', async () =>
    expect(await found('allotted-outside-period', 'II.I.6')).toMatchObject({
      figures: { year: 2024, to: 2022, allotted: 1000 },
    }));
  it('4: 349.605/356.257 printed as 98,67 %', async () =>
    expect(await found('rate-differs', 'I.I.3')).toMatchObject({ line: 68, proposed: '98,13%' }));
  it('5: 818.508 whose parts add to 821.508, which gives the printed 81,6 %', async () =>
    expect(await found('figures-disagree', 87)).toMatchObject({ proposed: '821.508/1.006.704 = 81,6%' }));
  it('6: 214 remaining of 14.981 less 14.960', async () =>
    expect(await found('remainder-differs', 91)).toMatchObject({ proposed: '21' }));
  it('7: 99,2 % and 1.569 remaining of 200.583/202.583', async () =>
    expect(await found('figures-disagree', 91)).toMatchObject({ proposed: '201.014/202.583 = 99,2%' }));
  it('8: 2.490 as 52,42 % and as 74,1 %', async () =>
    expect(await found('rate-conflict', 'I.II.1')).toMatchObject({ figures: { wholes: ['4.750', '3.360'] } }));
  it('9: 277.959 and 277.909, and more staff than there are staff records', async () => {
    expect(await found('nearly-equal-figures', 'I.I.7')).toMatchObject({ figures: { values: [277_959, 277_909] } });
    expect(await found('count-over-whole', 'I.I.7')).toMatchObject({ figures: { count: 277_909, whole: 27_457 } });
  });
  it('10: a target said to be measured by the ministry that nobody has laid down how to measure', async () =>
    expect(await found('unmeasured-reason-conflict', 'I.II.5')).toMatchObject({ figures: { claimLine: 15 } }));
  it('11: 101 communes where there were 100 on the day of adoption', async () =>
    expect(await found('unit-count-differs', 52)).toMatchObject({
      proposed: '100',
      figures: { source: 'Nghị quyết 1252/NQ-UBTVQH15' },
    }));
  it('are all that its figures contradict', async () => {
    const arithmetic =
      /^(subtotal|grand-total|rate|remainder|sum|figures|nearly|count-over|allotted|row-count|footnote|unit-count)/;
    expect((await findings()).filter((it) => arithmetic.test(it.code))).toHaveLength(10);
  });
});

describe('a line of the plan that is consistent', () => {
  it.each([
    ['the stations by generation', '2.103 trạm 4G', '2.113 trạm 4G', 'sum-differs'],
    ['shared masts', 'chiếm 16,63% số cột', 'chiếm 16,36% số cột', 'rate-differs'],
    ['learners who finished', 'đạt tỷ lệ 52%', 'đạt tỷ lệ 55%', 'rate-differs'],
    ['signatures, beside another slip', 'cá nhân 4.457)', 'cá nhân 4.475)', 'figures-disagree'],
    ['the systems by level', 'có 14 hệ thống thông tin cấp độ 3', 'có 15 hệ thống thông tin cấp độ 3', 'sum-differs'],
    ['the systems with a plan', 'tỷ lệ 76,81%', 'tỷ lệ 78,61%', 'rate-differs'],
    ['personal signatures', '27.320 (chữ ký', '27.230 (chữ ký', 'sum-differs'],
    ['the units inspected', '24 Bộ phận Tiếp nhận', '26 Bộ phận Tiếp nhận', 'sum-differs'],
    ['agencies that opened data', '14/17 cơ quan', '13/17 cơ quan', 'rate-differs'],
    ['agencies that inspect on line', '11/19 sở', '12/19 sở', 'rate-differs'],
    ['the projects counted in the text', '29 nhiệm vụ, dự án, với', '28 nhiệm vụ, dự án, với', 'row-count-differs'],
    ['the databases listed', 'triển khai 16 CSDL', 'triển khai 17 CSDL', 'footnote-count-differs'],
    ['the results counted in the text', 'hoàn thành 19/24', 'hoàn thành 20/24', 'result-count-differs'],
    ['the grand total', '| 122.656 |', '| 122.665 |', 'grand-total-differs'],
  ])('(%s) raises nothing, and raises a finding once a digit is changed', async (_, was, now, code) => {
    const before = (await findings()).filter((it) => it.code === code).length;
    expect((await findings(but(was, now))).filter((it) => it.code === code)).toHaveLength(before + 1);
  });
});
