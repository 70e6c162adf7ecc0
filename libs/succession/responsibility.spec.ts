import fc from 'fast-check';
import { addDays, localDate } from '#language';
import type { JudgedTask } from '#tasks';
import { accountOf, spansOf } from './responsibility.js';

const statuses = ['overdue', 'awaiting-acceptance', 'on-track', 'completed-on-time', 'completed-late', 'cancelled'] as const;

/** As much of a row as an account looks at. */
interface Line {
  readonly id: string;
  readonly status: (typeof statuses)[number];
  readonly lateDays: number;
  readonly inheritedOverdue: boolean;
}
const lines = fc.uniqueArray(
  fc.record<Line>({
    id: fc.integer({ min: 1, max: 15 }).map((n) => `12-2025/IV.I.${n}/so-a`),
    status: fc.constantFrom(...statuses),
    lateDays: fc.nat(20),
    inheritedOverdue: fc.boolean(),
  }),
  { selector: (it) => it.id, maxLength: 15 },
);
const account = (before: readonly Line[], last: readonly Line[]) =>
  accountOf(before as readonly unknown[] as readonly JudgedTask[], last as readonly unknown[] as readonly JudgedTask[]);
const open = ({ status }: Line) => ['overdue', 'awaiting-acceptance', 'on-track'].includes(status);
const late = ({ status, lateDays }: Line) => status === 'overdue' || (status === 'awaiting-acceptance' && lateDays > 0);

describe('what a body answers for in a span', () => {
  it('balances: taken and received are passed on, done on time, done late, cancelled or left, each once', () =>
    fc.assert(
      fc.property(lines, lines, (before, last) => {
        const { taken, received, passedOn, onTime, late: doneLate, cancelled, left } = account(before, last);
        expect(taken + received).toBe(passedOn + onTime + doneLate + cancelled + left);
      }),
    ));

  it('is counted as anybody would count it by hand', () =>
    fc.assert(
      fc.property(lines, lines, (before, last) => {
        const was = new Map(before.map((it) => [it.id, it]));
        const its = (id: string) => last.find((it) => it.id === id);
        const wasOpen = (id: string) => open(was.get(id) ?? ({ status: 'cancelled' } as Line));
        const ended = (status: Line['status']) =>
          last.filter((it) => it.status === status && (wasOpen(it.id) || !was.has(it.id))).length;
        expect(account(before, last)).toEqual({
          taken: before.filter(open).length,
          takenOverdue: before.filter(late).length,
          received: last.filter((it) => !wasOpen(it.id) && (open(it) || !was.has(it.id))).length,
          receivedOverdue: last.filter((it) => it.inheritedOverdue && !wasOpen(it.id) && (open(it) || !was.has(it.id))).length,
          passedOn: before.filter((it) => open(it) && !its(it.id)).length,
          onTime: ended('completed-on-time'),
          late: ended('completed-late'),
          cancelled: ended('cancelled'),
          left: last.filter(open).length,
          leftOverdue: last.filter(late).length,
        });
      }),
    ));

  it('carries over: what is left at the end of one span is what is taken at the beginning of the next', () =>
    fc.assert(
      fc.property(lines, lines, lines, (before, between, last) => {
        const [first, second] = [account(before, between), account(between, last)];
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
