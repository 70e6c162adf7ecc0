import type { TaskEvent } from './task.events.js';
import {
  accepted,
  askedExtension,
  assigned,
  cancelled,
  changed,
  claimed,
  day,
  granted,
  life,
  on,
  passedTo,
  reopened,
  resumed,
  returned,
  statusOf,
  suspended,
} from './task.given.js';
import { eventsBehind, whyOn } from './task.why.js';

// Every task here is due on 30 June 2025, and so is a day late on 1 July.

describe('one lateness stands in exactly one figure', () => {
  const late = [assigned(), claimed('2025-07-05'), accepted('2025-07-06'), reopened('2025-07-10')];
  const again = [...late, changed('2025-12-31', '2025-07-11')];
  const done = [...again, claimed('2025-08-01', 'c2'), accepted('2025-08-02', 'c2')];

  it('accepted late, opened again and done within the new date: the late claim in one, what came beside it in the other', () => {
    expect(on('2025-07-10', ...again)).toMatchObject({ status: 'overdue', lateDays: 10, earlierLateDays: 0 });
    expect(on('2025-07-11', ...again)).toMatchObject({ lateDays: 0, earlierLateDays: 11 });
    expect(on('2025-08-01', ...done)).toMatchObject({ status: 'awaiting-acceptance', lateDays: 0, earlierLateDays: 11 });
    expect(on('2025-08-02', ...done)).toMatchObject({ status: 'completed-late', lateDays: 5, earlierLateDays: 6 });
  });
  it('given its new date on the very day it was opened again, nothing is left beside the late claim', () => {
    const atOnce = [...late, changed('2025-12-31', '2025-07-10'), claimed('2025-08-01', 'c2'), accepted('2025-08-02', 'c2')];
    expect(on('2025-07-20', ...atOnce)).toMatchObject({ lateDays: 0, earlierLateDays: 5 });
    expect(on('2025-08-02', ...atOnce)).toMatchObject({ status: 'completed-late', lateDays: 5, earlierLateDays: 0 });
  });
  it('late twice, under two dates: both count', () => {
    const twice = [...again, claimed('2026-01-03', 'c2'), accepted('2026-01-04', 'c2')];
    expect(on('2026-01-04', ...twice)).toMatchObject({ lateDays: 5, earlierLateDays: 9 });
  });
  it('a late claim that was still waiting when the task was cancelled keeps its days', () => {
    expect(on('2025-07-20', assigned(), claimed('2025-07-05'), cancelled('2025-07-08'))).toMatchObject({
      status: 'cancelled',
      lateDays: 0,
      earlierLateDays: 5,
    });
  });
  it('a late claim that was made on the day the task was resumed, and accepted, keeps its days', () => {
    const resumedLate = [
      assigned(),
      suspended('2025-06-20'),
      resumed('2025-07-05'),
      claimed('2025-07-05'),
      accepted('2025-07-06'),
    ];
    const opened = [...resumedLate, reopened('2025-07-10'), changed('2025-12-31', '2025-07-10')];
    expect(on('2025-07-06', ...resumedLate)).toMatchObject({ status: 'completed-late', lateDays: 5, earlierLateDays: 0 });
    expect(on('2025-07-20', ...opened)).toMatchObject({ lateDays: 0, earlierLateDays: 5 });
  });
});

const latenessOf = (text: string, ...events: TaskEvent[]) => on(text, ...events).lateness;

describe('late days belong to the agency that was accountable while they ran', () => {
  it('one that has the task for the second time does not inherit its own', () => {
    const events = [assigned(), passedTo('so-khcn', '2025-07-04'), passedTo('so-y-te', '2025-07-11', 'so-khcn')];
    expect(on('2025-07-20', ...events)).toMatchObject({ lateDays: 20, inheritedLateDays: 7 });
    expect(latenessOf('2025-07-20', ...events)).toMatchObject([
      {
        days: 20,
        owners: [
          { agency: 'so-y-te', days: 13 },
          { agency: 'so-khcn', days: 7 },
        ],
      },
    ]);
  });
  it('whatever ended the lateness: a new date after the handing over leaves each its own', () => {
    const events = [assigned(), passedTo('so-khcn', '2025-07-04'), changed('2025-12-31', '2025-07-11')];
    expect(on('2025-07-20', ...events)).toMatchObject({ earlierLateDays: 11, inheritedLateDays: 0 });
    expect(latenessOf('2025-07-20', ...events)).toMatchObject([
      {
        endedBy: 'new-due',
        owners: [
          { agency: 'so-y-te', days: 4 },
          { agency: 'so-khcn', days: 7 },
        ],
      },
    ]);
    const { task, refs } = life(...events);
    const why = whyOn(task, day('2025-07-20'), statusOf(task, '2025-07-20'), refs).steps.find((it) =>
      it.vi.startsWith('Quá hạn'),
    );
    expect(why).toMatchObject({
      vi: 'Quá hạn 30/06/2025: 11 ngày, đến 11/07/2025 (ngày có hạn mới); tính cho so-y-te 4 ngày, so-khcn 7 ngày.',
      en: 'Past the due date 30/06/2025: 11 days, until 11/07/2025 (the day of the new deadline); of so-y-te 4 days, so-khcn 7 days.',
    });
  });
  it('and those that ran before anybody else had it are of who had it first, though the date lay before the task was given', () => {
    const events = [assigned({ on: day('2025-07-10') }), passedTo('so-khcn', '2025-07-12')];
    expect(on('2025-07-20', ...events)).toMatchObject({ lateDays: 20, inheritedLateDays: 12 });
  });
  it('also where the earlier one claimed late, and the later one did the work again in time', () => {
    const late = [assigned(), claimed('2025-07-05'), accepted('2025-07-06'), reopened('2025-07-10')];
    const events = [...late, passedTo('so-khcn', '2025-07-10'), changed('2025-12-31', '2025-07-10')];
    const done = [...events, claimed('2025-08-01', 'c2'), accepted('2025-08-02', 'c2')];
    expect(on('2025-08-02', ...done)).toMatchObject({ status: 'completed-late', lateDays: 5, inheritedLateDays: 5 });
  });
  it('also where a claim waited on the day of the handing over, which was returned since', () => {
    const events = [assigned(), claimed('2025-06-25'), returned('2025-07-10'), passedTo('so-khcn', '2025-07-05')];
    expect(on('2025-07-09', ...events)).toMatchObject({ status: 'awaiting-acceptance', lateDays: 0, inheritedLateDays: 0 });
    expect(on('2025-07-20', ...events)).toMatchObject({ status: 'overdue', lateDays: 20, inheritedLateDays: 5 });
  });
});

describe('a claim that was returned stops no lateness', () => {
  const asked = [assigned(), askedExtension('2025-07-31', '2025-06-20'), claimed('2025-06-25')];
  const [, grant] = granted('2025-07-31', '2025-07-08');
  if (!grant) throw new Error('nothing was granted');

  it('an extension granted after the date, while it waited, leaves the days up to the grant, as without a claim', () => {
    const events = [...asked, grant, returned('2025-07-10')];
    expect(on('2025-07-09', ...events)).toMatchObject({ status: 'awaiting-acceptance', lateDays: 0, earlierLateDays: 0 });
    expect(on('2025-07-10', ...events)).toMatchObject({ status: 'on-track', lateDays: 0, earlierLateDays: 8 });
    expect(on('2025-07-10', assigned(), ...granted('2025-07-31', '2025-07-08'))).toMatchObject({ earlierLateDays: 8 });
  });
  it('nor does it when the new date comes on the day of the return, or a second claim does', () => {
    expect(on('2025-07-12', ...asked, returned('2025-07-10'), changed('2025-12-31', '2025-07-10'))).toMatchObject({
      lateDays: 0,
      earlierLateDays: 10,
    });
    expect(on('2025-07-12', ...asked, grant, returned('2025-07-10'), claimed('2025-07-10', 'c2'))).toMatchObject({
      status: 'awaiting-acceptance',
      lateDays: 0,
      earlierLateDays: 8,
    });
  });
  it('nor does one without an answer, when a cancelled task comes back', () => {
    const events = [...asked, cancelled('2025-07-04'), reopened('2025-07-20'), changed('2025-12-31', '2025-07-20')];
    expect(on('2025-07-20', ...events)).toMatchObject({ lateDays: 0, earlierLateDays: 4 });
  });
  it('one that was accepted stopped it: opened again within the newer date, nothing is late', () => {
    const events = [...asked, grant, accepted('2025-07-09'), reopened('2025-07-15')];
    expect(on('2025-07-16', ...events)).toMatchObject({ status: 'on-track', lateDays: 0, earlierLateDays: 0 });
  });
});

describe('a figure lists every event behind it', () => {
  const watched = (due: string, text: string): TaskEvent => ({
    type: 'delayed',
    data: { by: 'watch', due: day(due), cause: null, explanation: null, expectedOn: null, on: day(text) },
  });
  const behind = (text: string, ...events: TaskEvent[]) => {
    const { task, refs } = life(...events);
    return eventsBehind(task, statusOf(task, text), day(text), refs).map((it) => it.version);
  };

  it('an earlier lateness with the deadline that was missed, the watch that saw it and what ended it', () => {
    const events = [
      assigned(),
      changed('2025-08-31', '2025-06-10'),
      watched('2025-08-31', '2025-09-01'),
      changed('2025-10-31', '2025-09-05'),
      changed('2025-12-31', '2025-10-10'),
    ];
    expect(on('2025-10-20', ...events)).toMatchObject({ lateDays: 0, earlierLateDays: 5 });
    expect(behind('2025-10-20', ...events)).toEqual([1, 2, 3, 4, 5]);
    // Nothing was late by then: the newest deadline alone.
    expect(behind('2025-08-20', ...events)).toEqual([1, 2]);
  });
  it('one that a suspension ended, with it; and whose the days were, with the handing over', () => {
    const handed = [assigned(), passedTo('so-khcn', '2025-07-03'), suspended('2025-07-05'), resumed('2025-07-10')];
    const events = [...handed, changed('2025-12-31', '2025-07-10'), passedTo('so-xd', '2025-07-12', 'so-khcn')];
    expect(on('2025-07-20', ...events)).toMatchObject({ lateDays: 0, earlierLateDays: 5 });
    expect(behind('2025-07-20', ...events)).toEqual([1, 2, 3, 4, 5, 6]);
  });
  it('one that a returned claim had covered, with the claim and its return', () => {
    const [asked, grant] = granted('2025-07-31', '2025-07-08');
    if (!asked || !grant) throw new Error('nothing was granted');
    const events = [assigned(), asked, claimed('2025-06-25'), grant, returned('2025-07-10')];
    expect(behind('2025-07-09', ...events)).toEqual([1, 3]);
    expect(behind('2025-07-20', ...events)).toEqual([1, 3, 4, 5]);
  });
});
