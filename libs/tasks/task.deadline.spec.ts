import { agencyId, type Of } from '#language';
import { specFor } from '../language/given.js';
import type { TaskEvent } from './task.events.js';
import {
  askedExtension,
  assigned,
  blank,
  claimed,
  committee,
  day,
  document,
  due,
  officer,
  standing,
  stranger,
  suspended,
  system,
} from './task.given.js';
import { task } from './task.js';
import type { TaskCommand } from './task.requests.js';

const extension = (until: string): TaskCommand => ({
  type: 'request-extension',
  request: 'x1',
  until: day(until),
  reason: 'Chờ kinh phí',
  document: null,
  evidence: [],
});
const grant: Of<TaskCommand, 'grant-extension'> = { type: 'grant-extension', request: 'x1', until: null, document: null };

const given = specFor(task, { today: day('2025-03-10'), actor: officer });

describe('an extension', () => {
  it('is asked by the agency for a later date than the one in force', () => {
    given(assigned()).when(extension('2025-07-31')).givesTypes('extension-requested');
    given(assigned()).when(extension('2025-06-30')).isRefused('not-a-later-date');
    given(assigned()).as(stranger).when(extension('2025-07-31')).isRefused('not-the-accountable-agency');
  });
  it('is asked once at a time, and only where there is a date', () => {
    given(assigned(), askedExtension('2025-07-31')).when(extension('2025-08-31')).isRefused('extension-already-requested');
    given(assigned({ due: blank }))
      .when(extension('2025-08-31'))
      .isRefused('no-date-to-extend');
  });
  it('is granted by the committee alone', () => {
    given(assigned(), askedExtension('2025-07-31')).as(committee).when(grant).givesTypes('extension-granted');
    given(assigned(), askedExtension('2025-07-31')).as(standing).when(grant).isRefused('not-the-committee');
  });
  it('is not granted until a day that has passed meanwhile: the committee names a later one', () => {
    const before = [assigned({ due: due('2025-01-31') }), askedExtension('2025-03-09', '2025-02-01')];
    given(...before)
      .as(committee)
      .when(grant)
      .isRefused('not-a-later-date');
    given(...before)
      .as(committee)
      .when({ ...grant, until: day('2025-03-10') })
      .givesTypes('extension-granted');
  });
  it('granted twice writes once, and is not refused afterwards', () => {
    const granted: TaskEvent = {
      type: 'extension-granted',
      data: { request: 'x1', until: day('2025-07-31'), document: null, on: day('2025-06-02') },
    };
    given(assigned(), askedExtension('2025-07-31'), granted).as(committee).when(grant).givesNothing();
    given(assigned(), askedExtension('2025-07-31'), granted)
      .as(committee)
      .when({ type: 'refuse-extension', request: 'x1', reason: 'Không' })
      .isRefused('already-decided');
  });
  it('06.3: keeps the first deadline, the reason and who decided', () =>
    given(assigned(), askedExtension('2025-07-31'))
      .on('2025-06-10')
      .as(committee)
      .when(grant)
      .leaves((it) => {
        expect(it.dues.map((one) => [one.how, one.due.kind === 'date' && one.due.on, one.reason])).toEqual([
          ['printed', '2025-06-30', null],
          ['extended', '2025-07-31', 'Chờ kinh phí'],
        ]);
        expect(it.extensions[0]).toMatchObject({ state: 'granted', decidedOn: '2025-06-10', decidedAt: 3 });
      }));
});

describe('a deadline', () => {
  it('left blank is settled by the standing agency, with a note', () =>
    given(assigned({ due: blank }))
      .as(standing)
      .when({ type: 'read-due', due: due('2025-12-31'), note: 'Cả năm kế hoạch' })
      .givesTypes('due-read'));
  it('that the words name clearly is not read again: it moves by a document', () =>
    given(assigned())
      .as(standing)
      .when({ type: 'read-due', due: due('2025-12-31'), note: 'Đọc nhầm' })
      .isRefused('due-already-a-day'));
  it('that vague words were read to is settled until it has passed, and never read away after it', () => {
    const vague = assigned({ due: { kind: 'date', on: day('2025-03-31'), printed: 'Đầu năm 2025', rule: 'year-start' } });
    const read: TaskCommand = { type: 'read-due', due: due('2025-04-30'), note: 'Theo kết luận' };
    given(vague).as(standing).when(read).givesTypes('due-read');
    given(vague).as(officer).when(read).isRefused('not-the-standing-agency');
    given(vague).on('2025-04-01').as(standing).when(read).isRefused('read-date-has-passed');
    given(vague)
      .as(standing)
      .when({ ...read, due: due('2025-03-09') })
      .isRefused('read-date-has-passed');
  });
  it('of vague words is not settled by the agency whose task it is', () =>
    given(
      assigned({
        agency: agencyId('so-tttt'),
        due: { kind: 'date', on: day('2025-03-31'), printed: 'Đầu năm 2025', rule: 'year-start' },
      }),
    )
      .as(standing)
      .when({ type: 'read-due', due: due('2025-04-30'), note: 'Theo kết luận' })
      .isRefused('own-task'));
  it('that was moved is not read any more: reading would move it without a document', () => {
    const read: TaskCommand = { type: 'read-due', due: due('2025-12-31'), note: 'Cả năm' };
    const changed: TaskEvent = {
      type: 'due-changed',
      data: { due: due('2025-09-30'), reason: 'Điều chỉnh', document, on: day('2025-03-01') },
    };
    given(assigned({ due: blank }), changed)
      .as(standing)
      .when(read)
      .isRefused('due-already-moved');
  });
  it('is changed by a document, not by the agency, not into the past', () => {
    const change = (on: string): TaskCommand => ({ type: 'change-due', due: due(on), reason: 'Điều chỉnh kế hoạch', document });
    given(assigned()).as(standing).when(change('2025-09-30')).givesTypes('due-changed');
    given(assigned()).as(officer).when(change('2025-09-30')).isRefused('not-the-standing-agency');
    given(assigned()).as(standing).when(change('2025-03-09')).isRefused('new-due-in-the-past');
    given(assigned({ agency: agencyId('so-tttt') }))
      .as(standing)
      .when(change('2025-09-30'))
      .isRefused('own-task');
  });
  it('is not moved by declaring a delay', () =>
    given(assigned())
      .when({ type: 'report-delay', cause: 'funding', explanation: 'Chưa có kinh phí', expectedOn: day('2025-07-15') })
      .leaves((it) => expect(it.dues).toHaveLength(1)));
  it('within which the work is expected is no delay', () =>
    given(assigned())
      .when({ type: 'report-delay', cause: 'funding', explanation: 'Chưa có kinh phí', expectedOn: day('2025-06-30') })
      .isRefused('expected-is-not-late'));
});

describe('the deadline watch', () => {
  const record: TaskCommand = { type: 'record-overdue', due: day('2025-06-30') };
  const late: Of<TaskEvent, 'delayed'> = {
    type: 'delayed',
    data: { by: 'watch', due: day('2025-06-30'), cause: null, explanation: null, expectedOn: null, on: day('2025-07-01') },
  };
  it('records the day after the due date, whatever day it comes round', () => {
    given(assigned()).on('2025-07-01').as(system).when(record).gives(late);
    given(assigned()).on('2025-07-09').as(system).when(record).gives(late);
  });
  it('records nothing on the due date itself', () => given(assigned()).on('2025-06-30').as(system).when(record).givesNothing());
  it('records once', () => given(assigned(), late).on('2025-07-02').as(system).when(record).givesNothing());
  it('records nothing about a task claimed in time, suspended, extended or without a date', () => {
    given(assigned(), claimed('2025-06-30')).on('2025-07-02').as(system).when(record).givesNothing();
    given(assigned(), suspended('2025-06-30')).on('2025-07-02').as(system).when(record).givesNothing();
    given(assigned({ due: blank }))
      .on('2025-07-02')
      .as(system)
      .when(record)
      .givesNothing();
    given(assigned(), askedExtension('2025-07-31'), {
      type: 'extension-granted',
      data: { request: 'x1', until: day('2025-07-31'), document: null, on: day('2025-06-30') },
    })
      .on('2025-07-02')
      .as(system)
      .when(record)
      .givesNothing();
  });
  it('of a task that was suspended over its date records the day of resuming', () =>
    given(assigned(), suspended('2025-06-01'), {
      type: 'resumed',
      data: { reason: 'Tiếp tục', document: null, on: day('2025-07-05') },
    })
      .on('2025-07-09')
      .as(system)
      .when(record)
      .gives({ ...late, data: { ...late.data, on: day('2025-07-05') } }));
  it('is nobody’s hand', () => given(assigned()).on('2025-07-02').as(standing).when(record).isRefused('not-the-watch'));
});
