import fc from 'fast-check';
import { addDays, localDate, parseTaskId } from '#language';
import { accountOf, type Led, spansOf } from './responsibility.js';

const statuses = ['overdue', 'awaiting-acceptance', 'on-track', 'completed-on-time', 'completed-late', 'cancelled'] as const;

const taskAt = (n: number) => parseTaskId(`12-2025/IV.I.${n}/so-a`).id;
const lines = fc.uniqueArray(
  fc.record<Led>({
    id: fc.integer({ min: 1, max: 15 }).map(taskAt),
    status: fc.constantFrom(...statuses),
    lateDays: fc.nat(20),
    inheritedOverdue: fc.boolean(),
  }),
  { selector: (it) => it.id, maxLength: 15 },
);
/** A task that is on its way unless something else is said. */
const task = (n: number, it: Partial<Led> = {}): Led => ({
  id: taskAt(n),
  status: 'on-track',
  lateDays: 0,
  inheritedOverdue: false,
  ...it,
});

describe('what a body answers for in a span', () => {
  it('balances: taken and received are passed on, done on time, done late, cancelled or left, each once', () =>
    fc.assert(
      fc.property(lines, lines, (before, last) => {
        const { taken, received, passedOn, onTime, late: doneLate, cancelled, left } = accountOf(before, last);
        expect(taken + received).toBe(passedOn + onTime + doneLate + cancelled + left);
      }),
    ));

  it('is of what was taken over, what came, and what became of each', () => {
    const before = [
      task(1, { status: 'overdue', lateDays: 9 }),
      task(2),
      task(3),
      task(4, { status: 'awaiting-acceptance', lateDays: 2 }),
      task(5),
      task(6, { status: 'completed-on-time' }),
      task(7, { status: 'cancelled' }),
    ];
    const last = [
      task(1, { status: 'overdue', lateDays: 40 }),
      task(2, { status: 'completed-on-time' }),
      task(3, { status: 'cancelled' }),
      task(4, { status: 'completed-late', lateDays: 2 }),
      // 5 went to another body. 6 was done before, 7 was opened again.
      task(6, { status: 'completed-on-time' }),
      task(7),
      task(8, { status: 'overdue', lateDays: 30, inheritedOverdue: true }),
      task(9, { status: 'completed-on-time' }),
    ];
    expect(accountOf(before, last)).toEqual({
      taken: 5,
      takenOverdue: 2,
      received: 3,
      receivedOverdue: 1,
      passedOn: 1,
      onTime: 2,
      late: 1,
      cancelled: 1,
      left: 3,
      leftOverdue: 2,
    });
  });

  it('carries over: what is left at the end of one span is what is taken at the beginning of the next', () =>
    fc.assert(
      fc.property(lines, lines, lines, (before, between, last) => {
        const [first, second] = [accountOf(before, between), accountOf(between, last)];
        expect([second.taken, second.takenOverdue]).toEqual([first.left, first.leftOverdue]);
      }),
    ));
});

describe('the tenures of heads', () => {
  const from = localDate('2025-01-01');
  const until = addDays(from, 365);
  const tenures = fc.array(fc.tuple(fc.integer({ min: -60, max: 420 }), fc.option(fc.integer({ min: 1, max: 300 }))), {
    maxLength: 6,
  });

  it('are read on every day of the span as they were on that day, and never a day twice or not at all', () =>
    fc.assert(
      fc.property(tenures, (given) => {
        const heads = given.map(([start, days], i) => ({
          subject: `u_${i}`,
          office: 'Giám đốc',
          from: addDays(from, start),
          to: days === null ? null : addDays(from, start + days),
          source: '',
        }));
        const spans = spansOf(heads, from, until);
        for (let n = 0; n < 365; n += 1) {
          const day = addDays(from, n);
          const holding = spans.filter((it) => it.from <= day && day < it.to);
          expect(holding).toHaveLength(1);
          const inOffice = heads.filter((it) => it.from <= day && (it.to === null || day < it.to)).map((it) => it.subject);
          expect(holding[0]?.heads.map((it) => it.subject)).toEqual(inOffice);
        }
      }),
      { numRuns: 60 },
    ));
});
