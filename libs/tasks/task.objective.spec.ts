import fc from 'fast-check';
import { addDays, daysBetween, type LocalDate, localDate } from '#language';
import { excusedDays, objectiveSpans } from './task.objective.js';
import type { ObjectiveCause } from './task.state.js';

const day = (text: string): LocalDate => localDate(text);
const cause = (from: string, to: string, on = '2025-08-01'): ObjectiveCause => ({
  cause: 'force-majeure',
  from: day(from),
  to: day(to),
  reason: 'Bão số 5',
  document: null,
  on: day(on),
  at: 2,
});
const excused = (causes: readonly ObjectiveCause[], due: string, until: string, asked = '2025-12-31') =>
  excusedDays(objectiveSpans(causes, day(asked)), day(due), day(until));

describe('late days with an accepted objective cause', () => {
  it('are the days of the cause after the due day, up to the day of the claim or of asking, both included', () => {
    const storm = [cause('2025-06-25', '2025-07-04')];
    expect(excused(storm, '2025-06-30', '2025-07-10')).toBe(4);
    expect(excused(storm, '2025-06-30', '2025-07-02')).toBe(2);
    expect(excused(storm, '2025-06-20', '2025-07-10')).toBe(10);
    expect(excused(storm, '2025-07-04', '2025-07-10')).toBe(0);
  });
  it('are counted once where two causes overlap or adjoin', () => {
    expect(excused([cause('2025-07-01', '2025-07-04'), cause('2025-07-03', '2025-07-06')], '2025-06-30', '2025-07-10')).toBe(6);
    expect(excused([cause('2025-07-03', '2025-07-06'), cause('2025-07-01', '2025-07-08')], '2025-06-30', '2025-07-10')).toBe(8);
    expect(objectiveSpans([cause('2025-07-05', '2025-07-06'), cause('2025-07-01', '2025-07-04')], day('2025-12-31'))).toEqual([
      { from: '2025-07-01', to: '2025-07-06' },
    ]);
  });
  it('are not known before the day of the acceptance: an older board does not change', () => {
    const storm = [cause('2025-07-01', '2025-07-04', '2025-08-01')];
    expect(excused(storm, '2025-06-30', '2025-07-10', '2025-07-31')).toBe(0);
    expect(excused(storm, '2025-06-30', '2025-07-10', '2025-08-01')).toBe(4);
  });
  it('are, whatever the causes, the different days among the late ones, and so never more than the lateness', () => {
    const first = day('2025-06-01');
    const anyCause = fc
      .tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 15 }))
      .map(([from, length]) => cause(addDays(first, from), addDays(first, from + length)));
    fc.assert(
      fc.property(
        fc.array(anyCause, { maxLength: 5 }),
        fc.integer({ min: 0, max: 40 }),
        fc.integer({ min: 0, max: 20 }),
        (all, at, late) => {
          const due = addDays(first, at);
          const days = Array.from({ length: late }, (_, i) => addDays(due, i + 1));
          const within = days.filter((it) => all.some(({ from, to }) => from <= it && it <= to));
          const found = excused(all, due, addDays(due, late));
          expect(found).toBe(within.length);
          expect(found).toBeLessThanOrEqual(daysBetween(due, addDays(due, late)));
        },
      ),
    );
  });
});
