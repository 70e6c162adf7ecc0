import { upcast } from '#event-store';
import { fold, type Of, percent } from '#language';
import { limitsOn } from './attention.js';
import type { TaskEvent } from './task.events.js';
import {
  accepted,
  askedExtension,
  assigned,
  attention,
  blank,
  calendar,
  cancelled,
  changed,
  claimed,
  day,
  due,
  granted,
  life,
  limits,
  on,
  passedTo,
  recorded,
  reopened,
  reported,
  returned,
  statusOf,
  suspended,
} from './task.given.js';
import { task } from './task.js';
import { latenessOn } from './task.lateness.js';
import { orderOf } from './task.projection.js';
import { describeTaskEvent } from './task.sentences.js';
import { cellOf, statusOn } from './task.status.js';
import { taskUpcasters } from './task.upcasting.js';
import { whyOn } from './task.why.js';

describe('a task on a day', () => {
  it('is not yet there before it was given', () =>
    expect(statusOn(life(assigned()).task, day('2024-12-09'), calendar, limits)).toBeNull());
  it('is not started until something is reported, then on track', () => {
    expect(on('2025-02-28', assigned()).status).toBe('not-started');
    expect(on('2025-03-01', assigned(), reported()).status).toBe('on-track');
    expect(on('2025-02-28', assigned(), reported()).status).toBe('not-started');
  });
  it('is due soon from ten working days before the date, that day included', () => {
    expect(on('2025-06-13', assigned(), reported()).status).toBe('on-track');
    expect(on('2025-06-16', assigned(), reported())).toMatchObject({ status: 'due-soon', workingDaysLeft: 10 });
    expect(on('2025-06-30', assigned(), reported())).toMatchObject({ status: 'due-soon', workingDaysLeft: 0, lateDays: 0 });
  });
  it('is due soon on a day off that follows the tenth working day', () => {
    const saturday = assigned({ due: due('2025-06-28') });
    expect(on('2025-06-12', saturday, reported()).status).toBe('on-track');
    expect(on('2025-06-13', saturday, reported()).status).toBe('due-soon');
  });
  it('is overdue the day after the date, also when nothing was ever reported', () =>
    expect(on('2025-07-01', assigned())).toMatchObject({ status: 'overdue', lateDays: 1, workingDaysLeft: null }));
  it('awaits acceptance from the day of the claim, and carries the days by which the claim was late', () => {
    expect(on('2025-07-20', assigned(), claimed('2025-07-10'))).toMatchObject({ status: 'awaiting-acceptance', lateDays: 10 });
    expect(on('2025-07-20', assigned(), claimed('2025-06-30'))).toMatchObject({ status: 'awaiting-acceptance', lateDays: 0 });
    expect(on('2025-07-09', assigned(), claimed('2025-07-10'))).toMatchObject({ status: 'overdue', lateDays: 9 });
  });
  it('is judged on time by the day the accepted claim was made, not by the day of acceptance', () => {
    expect(on('2025-08-01', assigned(), claimed('2025-06-30'), accepted('2025-07-15')).status).toBe('completed-on-time');
    expect(on('2025-08-01', assigned(), claimed('2025-07-01'), accepted('2025-07-15'))).toMatchObject({
      status: 'completed-late',
      lateDays: 1,
    });
  });
  it('is late by the day on which the claim was made, whatever day it says the work was done', () => {
    const event = claimed('2025-07-05');
    const backdated = { ...event, data: { ...event.data, occurredOn: day('2025-06-20'), backdatedDays: 15 } };
    expect(on('2025-07-20', assigned(), backdated)).toMatchObject({ status: 'awaiting-acceptance', lateDays: 5 });
    expect(on('2025-07-20', assigned(), backdated, accepted('2025-07-15'))).toMatchObject({
      status: 'completed-late',
      lateDays: 5,
    });
  });
  it('is open again when the claim is returned, and the later claim is the one that counts', () => {
    const before = [assigned(), claimed('2025-06-20'), returned('2025-06-25')];
    expect(on('2025-06-26', ...before).status).toBe('due-soon');
    expect(on('2025-08-01', ...before, claimed('2025-07-05', 'c2'), accepted('2025-07-06', 'c2'))).toMatchObject({
      status: 'completed-late',
      lateDays: 5,
    });
  });
  it('suspended or cancelled is out of the four cells, and resumed it has its old date', () => {
    expect(on('2025-07-10', assigned(), suspended('2025-06-01'))).toMatchObject({ status: 'suspended', lateDays: 0 });
    expect(on('2025-07-10', assigned(), cancelled('2025-06-01')).status).toBe('cancelled');
    const resumed: TaskEvent = { type: 'resumed', data: { reason: 'Tiếp tục', document: null, on: day('2025-07-05') } };
    expect(on('2025-07-10', assigned(), suspended('2025-06-01'), resumed)).toMatchObject({ status: 'overdue', lateDays: 10 });
  });
  it('shows the progress of the newest day reported, without what was returned', () => {
    const second = reported({ report: 'r2', progress: percent(80), occurredOn: day('2025-04-01') });
    const back: TaskEvent = { type: 'report-returned', data: { report: 'r2', reason: 'Sai', on: day('2025-04-10') } };
    expect(on('2025-03-15', assigned(), reported(), second).it.progress).toBe(30);
    expect(on('2025-04-05', assigned(), reported(), second, back).it.progress).toBe(80);
    expect(on('2025-04-10', assigned(), reported(), second, back).it.progress).toBe(30);
  });
});

describe('06.1 late stays late', () => {
  it('a task accepted late is late for ever, also when it is opened, given a new date and completed within it', () => {
    const events = [
      assigned(),
      claimed('2025-07-05'),
      accepted('2025-07-06'),
      reopened('2025-07-10'),
      changed('2025-12-31', '2025-07-11'),
      claimed('2025-08-01', 'c2'),
      accepted('2025-08-02', 'c2'),
    ];
    expect(on('2025-09-01', ...events)).toMatchObject({ status: 'completed-late', lateDays: 5 });
  });
  it('a task opened again is open, overdue by its old date, and no longer exceeded, until it is claimed and found so once more', () => {
    const exceeded: Of<TaskEvent, 'exceeded'> = {
      type: 'exceeded',
      data: { reason: 'Vượt 20 %', document: null, on: day('2025-06-25') },
    };
    const before = [assigned(), claimed('2025-06-20'), accepted('2025-06-25'), exceeded, reopened('2025-07-10')];
    expect(on('2025-07-09', ...before)).toMatchObject({ status: 'completed-on-time', it: { exceeded: true } });
    expect(on('2025-07-10', ...before)).toMatchObject({ status: 'overdue', lateDays: 10, it: { claim: null } });
    const again = [...before, claimed('2025-07-12', 'c2'), accepted('2025-07-13', 'c2')];
    expect(on('2025-07-13', ...again)).toMatchObject({ status: 'completed-late', it: { exceeded: false } });
    expect(on('2025-07-13', ...again, { ...exceeded, data: { ...exceeded.data, on: day('2025-07-13') } }).it.exceeded).toBe(true);
  });
  it('claiming does not clear a lateness from the official figures while it waits', () => {
    expect(cellOf('awaiting-acceptance', 3)).toBe('overdue');
    expect(cellOf('awaiting-acceptance', 0)).toBe('openInTime');
  });
});

describe('06.8 a recurring duty', () => {
  it('keeps each occurrence: four quarters reported are four records, each with its day, and the date never moves', () => {
    const quarterly = assigned({ due: { kind: 'continuous', every: 'quarter', printed: 'Thường xuyên', rule: 'continuous' } });
    const quarters = ['2025-03-14', '2025-06-14', '2025-09-14', '2025-12-14'];
    const events = quarters.map((it, i) => reported({ report: `r${i}`, occurredOn: day(it) }));
    const state = fold(task, [quarterly, ...events]);
    expect(state.reports.map((it) => it.occurredOn)).toEqual(quarters);
    expect(state.dues.map((it) => it.due.kind)).toEqual(['continuous']);
  });
});

describe('a date that is near', () => {
  it('is soon by the rules of the day that is asked about: an older day keeps its own', () => {
    const [first] = attention;
    if (!first) throw new Error('no rules');
    const next = { ...first, version: 2, effectiveFrom: day('2025-06-19'), dueSoon: { ...first.dueSoon, workingDays: 3 } };
    const task = life(assigned(), reported()).task;
    const statusOnDay = (text: string) => statusOn(task, day(text), calendar, limitsOn([next, first], day(text)))?.status;
    // Due on Monday 30 June: ten working days are left on the 16th, three on the 25th.
    expect(['2025-06-13', '2025-06-16', '2025-06-18'].map(statusOnDay)).toEqual(['on-track', 'due-soon', 'due-soon']);
    expect(['2025-06-19', '2025-06-24', '2025-06-25'].map(statusOnDay)).toEqual(['on-track', 'on-track', 'due-soon']);
  });
});

describe('06.2 a task with no date is not invisible', () => {
  it('is silent by the rules of the day that is asked about: an older day keeps its own', () => {
    const [first] = attention;
    if (!first) throw new Error('no rules');
    const next = {
      ...first,
      version: 2,
      effectiveFrom: day('2025-07-01'),
      silence: { ...first.silence, days: { monthly: 31, other: 92 } },
    };
    const task = life(assigned({ due: blank })).task;
    const silentOn = (text: string) => {
      const at = day(text);
      return statusOn(task, at, calendar, limitsOn([next, first], at))?.silent;
    };
    expect([silentOn('2025-06-12'), silentOn('2025-06-13'), silentOn('2025-07-01')]).toEqual([false, true, true]);
    expect(limitsOn([next, first], day('2025-06-30'))).toMatchObject(first.silence.days);
    expect(limitsOn([next, first], day('2025-07-01'))).toMatchObject(next.silence.days);
    expect(first.silence.source).not.toBe('');
  });
  it('has a state of its own and is silent after two periods', () => {
    expect(on('2025-06-12', assigned({ due: blank }))).toMatchObject({ status: 'no-deadline', silent: false });
    expect(on('2025-06-13', assigned({ due: blank }))).toMatchObject({ status: 'no-deadline', silent: true });
    const monthly = assigned({ due: { kind: 'continuous', every: 'month', printed: 'Thường xuyên', rule: 'continuous' } });
    expect(on('2025-02-11', monthly)).toMatchObject({ status: 'continuous', silent: true });
    expect(on('2025-03-02', monthly, reported())).toMatchObject({ status: 'continuous', silent: false });
  });
});

describe('06.3 extensions', () => {
  it('granted before the date: never overdue', () => {
    const events = [assigned(), ...granted('2025-07-31', '2025-06-30')];
    expect(on('2025-07-10', ...events)).toMatchObject({ status: 'not-started', lateDays: 0, earlierLateDays: 0 });
    expect(latenessOn(life(...events).task, day('2025-07-31'))).toEqual([]);
  });
  it('granted after the date: the late days up to the grant stay visible', () => {
    const events = [assigned(), ...granted('2025-07-31', '2025-07-08')];
    expect(on('2025-07-07', ...events)).toMatchObject({ status: 'overdue', lateDays: 7 });
    expect(on('2025-07-10', ...events)).toMatchObject({ lateDays: 0, earlierLateDays: 8 });
    const done = [...events, claimed('2025-07-20'), accepted('2025-07-21')];
    expect(on('2025-12-31', ...done)).toMatchObject({ status: 'completed-on-time', earlierLateDays: 8 });
    expect(latenessOn(life(...done).task, day('2025-12-31'))).toEqual([
      {
        due: '2025-06-30',
        days: 8,
        until: '2025-07-08',
        endedBy: 'new-due',
        owners: [{ agency: 'so-y-te', days: 8 }],
        at: [1, 3],
      },
    ]);
  });
  it('granted after the claim do not help the claim', () => {
    const events = [
      assigned(),
      askedExtension('2025-07-31', '2025-06-20'),
      claimed('2025-07-05'),
      ...granted('2025-07-31', '2025-07-06').slice(1),
    ];
    expect(on('2025-07-20', ...events, accepted('2025-07-10'))).toMatchObject({ status: 'completed-late', lateDays: 5 });
  });
});

describe('06.5 a new owner does not inherit the blame', () => {
  const events = [assigned(), passedTo('so-khcn', '2025-07-11')];
  it('days overdue before the handing over are labelled', () => {
    expect(on('2025-07-20', ...events)).toMatchObject({ status: 'overdue', lateDays: 20, inheritedLateDays: 11 });
    expect(on('2025-07-20', ...events).it.owner.agency).toBe('so-khcn');
    expect(on('2025-07-10', ...events)).toMatchObject({ lateDays: 10, inheritedLateDays: 0 });
    expect(on('2025-07-10', ...events).it.owner.agency).toBe('so-y-te');
  });
  it('also when it was handed over suspended, and resumed by the new owner', () => {
    const held = [assigned(), suspended('2025-07-05'), passedTo('so-khcn', '2025-07-11')];
    expect(on('2025-07-12', ...held)).toMatchObject({ status: 'suspended', lateDays: 0 });
    const resumed: TaskEvent = { type: 'resumed', data: { reason: 'Tiếp tục.', document: null, on: day('2025-07-15') } };
    expect(on('2025-07-20', ...held, resumed)).toMatchObject({ status: 'overdue', lateDays: 20, inheritedLateDays: 11 });
  });
  it('nothing is inherited of what was not late, nor under a new date', () => {
    expect(on('2025-07-20', assigned(), passedTo('so-khcn', '2025-06-01'))).toMatchObject({ lateDays: 20, inheritedLateDays: 0 });
    expect(on('2025-10-05', ...events, changed('2025-09-30', '2025-07-12'))).toMatchObject({ lateDays: 5, inheritedLateDays: 0 });
  });
});

describe('06.9 why', () => {
  it('gives each step with its event, and ends with the comparison', () => {
    const { task, refs } = life(assigned(), ...granted('2025-07-31', '2025-07-08'));
    const why = whyOn(task, day('2025-08-02'), statusOf(task, '2025-08-02'), refs, (id) => (id === 'so-y-te' ? 'Sở Y tế' : id));
    expect(why.steps.map((step) => [step.vi, step.event?.version ?? null])).toEqual([
      ['Giao ngày 10/12/2024 cho Sở Y tế (kế hoạch ghi “Sở Y tế”); thời hạn: 30/06/2025 (“Quý II/2025”).', 1],
      ['Ngày 08/07/2025 được gia hạn đến 31/07/2025 (“Quý II/2025”): Chờ kinh phí', 3],
      ['Quá hạn 30/06/2025: 8 ngày, đến 08/07/2025 (ngày có hạn mới).', null],
      ['Quá hạn 31/07/2025: 2 ngày, và chưa dừng.', null],
      ['Quá hạn: đến 02/08/2025 đã quá hạn 31/07/2025 2 ngày.', null],
    ]);
    expect(why.sentence.en).toBe('Overdue: on 02/08/2025 it is 2 days past 31/07/2025.');
  });
});

describe('06.9 why a task that was opened again is late', () => {
  it('names the claim that was late and the deadline it missed, not the newer ones that were kept', () => {
    const events = [assigned(), claimed('2025-07-05'), accepted('2025-07-06'), reopened('2025-07-10')];
    const again = [changed('2025-12-31', '2025-07-11'), claimed('2025-08-01', 'c2'), accepted('2025-08-02', 'c2')];
    const { task, refs } = life(...events, ...again);
    expect(whyOn(task, day('2025-09-01'), statusOf(task, '2025-09-01'), refs).sentence).toEqual({
      vi: 'Hoàn thành quá hạn: báo hoàn thành ngày 05/07/2025, quá hạn 5 ngày (hạn 30/06/2025); mở lại và báo hoàn thành ngày 01/08/2025 không xóa lần quá hạn đó.',
      en: 'Completed late: claimed on 05/07/2025, 5 days late (due 30/06/2025); opened again and claimed on 01/08/2025, it stays late.',
    });
    const once = life(...events.slice(0, 3));
    expect(whyOn(once.task, day('2025-07-09'), statusOf(once.task, '2025-07-09'), once.refs).sentence.en).toBe(
      'Completed late: claimed on 05/07/2025, 5 days late (due 30/06/2025).',
    );
  });
});

describe('06.12 a correction', () => {
  it('changes the task as it happened and not as it was known', () => {
    const wrong = reported({ progress: percent(90) });
    const right: TaskEvent = {
      type: 'corrected',
      data: { entry: 'r1', changes: { progress: percent(9) }, reason: 'Gõ nhầm', on: day('2025-04-01') },
    };
    expect(on('2025-03-10', assigned(), wrong, right).it.progress).toBe(9);
    expect(on('2025-03-10', assigned(), wrong).it.progress).toBe(90);
  });
});

describe('06.13 what is missing is never good', () => {
  it('a claim without a date to judge by is never on time, and one without evidence is marked', () => {
    const status = on('2025-08-01', assigned({ due: blank }), claimed('2025-03-01'), accepted('2025-03-02'));
    expect(status.status).toBe('awaiting-acceptance');
    const bare = claimed('2025-03-01');
    expect(on('2025-03-01', assigned(), { ...bare, data: { ...bare.data, document: null } }).it.withoutEvidence).toBe(true);
    expect(status.it.withoutEvidence).toBe(false);
  });
});

describe('06.16 the history of a task', () => {
  it('is sentences in both languages, with the figures', () => {
    const back = recorded(reported({ backdatedDays: 9 }), 2);
    expect(describeTaskEvent(back)).toEqual({
      vi: 'Báo cáo tiến độ 30 % (việc ngày 01/03/2025, ghi sau 9 ngày): Đã mở hai lớp',
      en: 'Reported progress 30 % (for 01/03/2025, recorded 9 days later): Đã mở hai lớp',
    });
  });
});

describe('a report as it was written before it named its reporter', () => {
  // Stored by the first schema: no `by` in the data.
  const stored = JSON.parse(
    '{"report":"r1","milestone":null,"progress":30,"narrative":"Đã mở hai lớp","evidence":[],"document":null,"occurredOn":"2025-03-01","backdatedDays":0}',
  );
  it('is read with the actor of its metadata as the reporter, and its bytes stay', () => {
    const event = { ...recorded(reported(), 2), data: stored };
    const read = upcast(taskUpcasters, event);
    expect(read.data).toEqual({ ...stored, by: 'u_chu' });
    expect(read.meta.schema).toBe(2);
    expect(event.data).toEqual(stored);
  });
  it('once it names one, keeps it', () => {
    const event = { ...recorded(reported(), 2), meta: { ...recorded(reported(), 2).meta, schema: 2 } };
    expect(upcast(taskUpcasters, event)).toBe(event);
  });
});

it('items sort as people count', () =>
  expect(['IV.X.1', 'IV.IX.2', 'IV.II.10', 'IV.II.9'].sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1))).toEqual([
    'IV.II.9',
    'IV.II.10',
    'IV.IX.2',
    'IV.X.1',
  ]));
