import fc from 'fast-check';
import { type AgencyId, type LocalDate, localDate, planId, type TaskId } from '#language';
import { ratesOf, type Status, statuses, type TaskRow } from '#tasks';
import { figures } from './figures.js';
import { whyNotRanked } from './ranking.js';
import { rulesOn, scorecardRulesIn } from './rules.js';
import { scorecard } from './scorecard.js';

const row = (status: Status, more: Partial<TaskRow> = {}): TaskRow => ({
  id: '1-2025/IV.I.1/so-a' as TaskId,
  plan: planId('1-2025'),
  item: 'IV.I.1' as TaskRow['item'],
  section: 'I',
  title: 'Một nhiệm vụ',
  agency: { id: 'so-a' as AgencyId, name: 'Sở A' },
  group: null,
  coordinating: [],
  due: { kind: 'unset', printed: '' },
  firstDue: null,
  dueOn: ['continuous', 'no-deadline'].includes(status) ? null : ('2025-06-30' as LocalDate),
  status,
  lateDays: ['overdue', 'completed-late'].includes(status) ? 5 : 0,
  excusedDays: 0,
  earlierLateDays: 0,
  inheritedOverdue: false,
  inheritedLateDays: 0,
  workingDaysLeft: null,
  progress: null,
  reportedOn: null,
  reportAgeDays: null,
  silent: false,
  evidence: 0,
  reports: 0,
  reportsPending: 0,
  extensions: 0,
  delayedDeclared: false,
  exceeded: false,
  returned: false,
  withoutEvidence: false,
  simulated: false,
  version: 1,
  ...more,
});

const anyRow = fc
  .record({
    status: fc.constantFrom(...statuses),
    late: fc.nat(30),
    excused: fc.nat(5),
    age: fc.option(fc.nat(400)),
    silent: fc.boolean(),
    agency: fc.constantFrom('so-a', 'so-b', 'so-c'),
  })
  .map(({ status, late, excused, age, silent, agency }) =>
    row(status, {
      reportAgeDays: age,
      silent,
      ...(['overdue', 'completed-late'].includes(status) && { excusedDays: excused }),
      agency: { id: agency as AgencyId, name: agency },
      ...(status === 'awaiting-acceptance' && { lateDays: late }),
    }),
  );

describe('a scorecard', () => {
  it('counts the four official numbers so that they and what is apart add up to the tasks', () =>
    fc.assert(
      fc.property(fc.array(anyRow), (rows) => {
        const { four, tasks } = scorecard(rows);
        expect(four.onTime + four.late + four.openInTime + four.overdue + four.suspended + four.cancelled).toBe(tasks);
        expect(four.noDate).toBeLessThanOrEqual(four.openInTime);
      }),
    ));

  it('06.6 right denominators: no rate is over 100 %, and none is given of nothing', () =>
    fc.assert(
      fc.property(fc.array(anyRow), (rows) => {
        const card = scorecard(rows);
        for (const { numerator, denominator, percent } of [card.completion, card.onTime]) {
          expect(numerator).toBeLessThanOrEqual(denominator);
          if (denominator === 0) expect(percent).toBeNull();
          else expect(percent).toBeCloseTo((numerator / denominator) * 100, 1);
        }
      }),
    ));

  it('adds up over agencies to the figures of all tasks together', () =>
    fc.assert(
      fc.property(fc.array(anyRow), (rows) => {
        const whole = scorecard(rows);
        const parts = ['so-a', 'so-b', 'so-c'].map((id) => scorecard(rows.filter((it) => it.agency.id === id)));
        const sum = (of: (card: typeof whole) => number) => parts.reduce((total, part) => total + of(part), 0);
        for (const key of ['onTime', 'late', 'openInTime', 'overdue', 'noDate'] as const)
          expect(sum((it) => it.four[key])).toBe(whole.four[key]);
        expect(sum((it) => it.completion.denominator)).toBe(whole.completion.denominator);
      }),
    ));

  it('gives the national figures of 2017 their two rates: 98,63 % completed and 87,65 % on time', () => {
    const many = (n: number, status: Status) => Array.from({ length: n }, () => row(status));
    const card = scorecard([
      ...many(14_068, 'completed-on-time'),
      ...many(1_983, 'completed-late'),
      ...many(5_640, 'on-track'),
      ...many(223, 'overdue'),
    ]);
    expect(card.completion).toEqual({ numerator: 16_051, denominator: 16_274, percent: 98.63 });
    expect(card.onTime).toEqual({ numerator: 14_068, denominator: 16_051, percent: 87.65 });
  });

  it('06.6 never round to all what is not all, nor to none what is some', () => {
    const late = { onTime: 99_999, late: 1, openInTime: 0, overdue: 1, suspended: 0, cancelled: 0, noDate: 0 };
    expect(ratesOf(late)).toEqual({
      completion: { numerator: 100_000, denominator: 100_001, percent: 99.99 },
      onTime: { numerator: 99_999, denominator: 100_000, percent: 99.99 },
    });
    expect(ratesOf({ ...late, onTime: 1, late: 99_999 }).onTime.percent).toBe(0.01);
    expect(ratesOf({ ...late, late: 0, overdue: 0 }).onTime.percent).toBe(100);
    expect(ratesOf({ ...late, onTime: 0 }).onTime.percent).toBe(0);
  });

  it('a claim made after the date stays among the overdue until somebody accepts it', () =>
    expect(scorecard([row('awaiting-acceptance', { lateDays: 3 })]).four.overdue).toBe(1));

  it('tells lateness for an accepted objective cause apart: the days, the tasks, and the rate without those late for it alone', () => {
    const card = scorecard([
      row('completed-on-time'),
      row('completed-late', { excusedDays: 5 }),
      row('completed-late', { excusedDays: 2 }),
      row('overdue', { excusedDays: 5 }),
      row('overdue'),
    ]);
    expect(card.objective).toEqual({
      tasks: 3,
      wholly: 2,
      lateDays: 15,
      excusedDays: 12,
      onTime: { numerator: 1, denominator: 2, percent: 50 },
    });
    // Nothing is taken off the official numbers.
    expect(card.four).toMatchObject({ onTime: 1, late: 2, overdue: 2 });
    expect(card.onTime).toEqual({ numerator: 1, denominator: 3, percent: 33.33 });
  });

  it('06.13 unreported never scores as good: a task never heard of is not in the median of report ages', () => {
    const card = scorecard([row('on-track', { reportAgeDays: 10 }), row('not-started'), row('on-track', { reportAgeDays: 30 })]);
    expect(card.reportAge).toEqual({ medianDays: 20, oldestDays: 30, neverReported: 1, silent: 0 });
  });
});

describe('the figures of a scorecard', () => {
  it('06.9 show how it was calculated: each lists as many tasks as it counts, and the formula has the numbers in it', () =>
    fc.assert(
      fc.property(fc.array(anyRow.map((it) => ({ ...it, events: [] }))), (rows) => {
        const card = scorecard(rows);
        for (const { key, value, rate, tasks, formula } of figures(card, rows, { monthly: 62, other: 184 })) {
          if (rate) expect(tasks.length).toBe(rate.denominator);
          else if (key !== 'reportAge') expect(tasks.length).toBe(value);
          if (rate) expect(formula.vi).toContain(`${rate.numerator}/${rate.denominator}`);
        }
      }),
    ));

  it('say from how many days on a task is silent, as the rules have it', () => {
    const rows = [{ ...row('on-track', { silent: true }), events: [] }];
    const silent = figures(scorecard(rows), rows, { monthly: 31, other: 92 }).find(({ key }) => key === 'silent');
    expect(silent?.formula.vi).toBe(
      '1 nhiệm vụ đang mở không có báo cáo nào quá 31 ngày (báo cáo hằng tháng) hoặc 92 ngày (nhiệm vụ khác).',
    );
    expect(silent?.formula.en).toMatch(/more than 31 days .* or 92 days/);
    expect(`${silent?.vi} ${silent?.en}`).not.toMatch(/hai kỳ|two periods/);
  });
});

describe('a rank', () => {
  const of = (ratable: boolean, ...statuses: Status[]) =>
    whyNotRanked(ratable, scorecard(statuses.map((status) => row(status))), { smallGroup: 3 })?.vi ?? null;

  it('is given from three obligations on', () => expect(of(true, 'overdue', 'on-track', 'completed-late')).toBeNull());
  it('is not given for two, nor for three of which one is no obligation any more', () => {
    expect(of(true, 'overdue', 'on-track')).toBe('Chỉ có 2 nhiệm vụ, dưới 3: không xếp hạng.');
    expect(of(true, 'overdue', 'on-track', 'cancelled')).toBe('Chỉ có 2 nhiệm vụ, dưới 3: không xếp hạng.');
    expect(of(true, 'overdue', 'on-track', 'suspended')).toBe('Chỉ có 2 nhiệm vụ, dưới 3: không xếp hạng.');
  });
  it('is not given to a body that the province may assign tasks to and not rate', () =>
    expect(of(false, 'overdue', 'on-track', 'completed-late')).toContain('không xếp hạng'));
});

describe('the scorecard rules', () => {
  const rules = scorecardRulesIn('seeds/rules/scorecards.json');
  it('are data with an effective date and a source', () => expect(rules[0]?.source).not.toBe(''));
  it('of a past day stay those of that day', () => {
    const [first] = rules;
    if (!first) throw new Error('no rules');
    const next = { ...first, version: 2, effectiveFrom: localDate('2026-01-01') };
    expect(rulesOn([next, first], localDate('2025-12-31')).version).toBe(1);
    expect(rulesOn([next, first], localDate('2026-01-01')).version).toBe(2);
  });
});
