import fc from 'fast-check';
import { workingCalendar } from '#calendar';
import { type Actor, addDays, agencyId, localDate, parseTaskId, planId, userId } from '#language';
import { specFor } from '../language/given.js';
import { ladderOn, laddersIn, rungOn } from './ladder.js';
import type { ReminderEvent } from './reminder.events.js';
import { reminders } from './reminder.js';

const program: Actor = { user: userId('reminders'), agency: null, role: 'system' };
const given = specFor(reminders, { today: localDate('2025-04-03'), actor: program });
const due = localDate('2025-03-31');
const lan = userId('u_lan');
const step = {
  task: parseTaskId('12-2025/IV.I.1/so-y-te').id,
  plan: planId('12-2025'),
  agency: agencyId('so-y-te'),
  due,
  step: 'after-3',
  offset: 3,
  recipients: [{ user: lan, role: 'officer' as const }],
};
const reminded: ReminderEvent = { type: 'reminded', data: { ...step, on: localDate('2025-04-03') } };

describe('a reminder', () => {
  it('is recorded once for a due day and a rung, and again when the deadline moved', () => {
    given()
      .when({ type: 'remind', ...step, simulated: false })
      .gives(reminded);
    given(reminded)
      .when({ type: 'remind', ...step, simulated: false })
      .givesNothing();
    given(reminded)
      .when({ type: 'remind', ...step, due: localDate('2025-05-30'), simulated: false })
      .givesTypes('reminded');
  });

  it('lived through by the simulator says at once that nothing was sent', () =>
    given()
      .when({ type: 'remind', ...step, simulated: true })
      .givesTypes('reminded', 'reminder-delivered'));

  it('has one result a person, whatever is recorded after it', () => {
    const delivery = { type: 'record-delivery', due, step: 'after-3', user: lan, reason: null } as const;
    const sent: ReminderEvent = {
      type: 'reminder-delivered',
      data: { due, step: 'after-3', user: lan, channel: 'mail', result: 'sent', reason: null, on: localDate('2025-04-03') },
    };
    given(reminded)
      .when({ ...delivery, result: 'sent' })
      .gives(sent);
    given(reminded, sent)
      .when({ ...delivery, result: 'failed' })
      .givesNothing();
    given()
      .when({ ...delivery, result: 'sent' })
      .isRefused('never-reminded');
  });

  it('is recorded by the program and by nobody else', () =>
    given()
      .as({ ...program, role: 'admin' })
      .when({ type: 'remind', ...step, simulated: false })
      .isRefused('not-the-program'));
});

describe('the ladder of the seeds', () => {
  const [first] = laddersIn('seeds/rules/reminders.json');
  const calendar = workingCalendar([], { withoutTable: 'weekends' });
  const at = (day: string) => (first ? (rungOn(first.rungs, due, localDate(day), calendar)?.step ?? null) : null);

  it('counts in working days: before the day to the officer, after it up to the committee', () => {
    expect(['2025-03-21', '2025-03-24', '2025-03-31', '2025-04-01', '2025-04-02', '2025-04-03'].map(at)).toEqual([
      null,
      'before-5',
      'before-5',
      'after-1',
      'after-1',
      'after-3',
    ]);
    expect([at('2025-04-07'), at('2025-04-14'), at('2025-12-31')]).toEqual(['after-5', 'after-10', 'after-10']);
  });

  it('whatever the day, a later day stands on the same rung or a higher one', () =>
    fc.assert(
      fc.property(fc.integer({ min: -40, max: 60 }), fc.nat(20), (days, more) => {
        const ladder = ladderOn(laddersIn('seeds/rules/reminders.json'), due);
        const offset = (day: number) =>
          rungOn(ladder.rungs, due, addDays(due, day), calendar)?.offset ?? Number.NEGATIVE_INFINITY;
        expect(offset(days + more)).toBeGreaterThanOrEqual(offset(days));
      }),
      { numRuns: 50 },
    ));
});
