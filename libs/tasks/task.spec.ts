import { type Actor, agencyId, instant, type Of, percent } from '#language';
import { specFor } from '../language/given.js';
import type { TaskEvent } from './task.events.js';
import {
  accepted,
  askedExtension,
  assigned,
  blank,
  cancelled,
  claimed,
  committee,
  day,
  document,
  due,
  file,
  head,
  officer,
  reported,
  returned,
  standing,
  stranger,
  suspended,
} from './task.given.js';
import { permittedActions, task } from './task.js';
import type { TaskCommand } from './task.requests.js';
import { evolveTask, notAssigned, type Task } from './task.state.js';

const report = (over: Partial<Of<TaskCommand, 'report-milestone'>> = {}): TaskCommand => ({
  type: 'report-milestone',
  report: 'r1',
  milestone: null,
  progress: percent(30),
  narrative: 'Đã mở hai lớp',
  evidence: [],
  document: null,
  occurredOn: day('2025-03-10'),
  ...over,
});
const claim = (over: Partial<Of<TaskCommand, 'claim-completion'>> = {}): TaskCommand => ({
  type: 'claim-completion',
  claim: 'c1',
  narrative: 'Đã xong',
  evidence: [],
  document: null,
  occurredOn: day('2025-03-10'),
  ...over,
});
const accept = (id = 'c1'): TaskCommand => ({ type: 'accept-completion', claim: id, note: null });

const given = specFor(task, { today: day('2025-03-10'), actor: officer });

describe('a task', () => {
  it('is given once; the same row again changes nothing', () =>
    given(assigned()).as(standing).when({ type: 'assign', assigned: assigned().data }).givesNothing());
  it('is given once even when stored JSON has another order of keys', () => {
    const { on, rule, kind, printed } = { ...due('2025-06-30'), rule: 'quarter', on: day('2025-06-30'), kind: 'date' as const };
    given(assigned())
      .as(standing)
      .when({ type: 'assign', assigned: { ...assigned().data, due: { rule, printed, on, kind } } })
      .givesNothing();
  });
  it('with another content is not overwritten by a second import', () =>
    given(assigned())
      .as(standing)
      .when({ type: 'assign', assigned: assigned({ title: 'Khác' }).data })
      .isRefused('already-assigned'));
  it('is not given by an agency to itself', () =>
    given().as(officer).when({ type: 'assign', assigned: assigned().data }).isRefused('not-the-standing-agency'));
  it('that was never assigned has nothing to report', () => given().when(report()).isRefused('not-assigned'));
});

describe('a milestone report', () => {
  it('is recorded with the day it is about', () =>
    given(assigned())
      .when(report())
      .gives(reported({ occurredOn: day('2025-03-10') })));
  it('06.12: is refused when dated in the future', () =>
    given(assigned())
      .when(report({ occurredOn: day('2025-03-11') }))
      .isRefused('dated-in-the-future'));
  it('06.12: dated in the past is marked with the days between doing and recording', () =>
    given(assigned())
      .when(report({ occurredOn: day('2025-03-01') }))
      .gives(reported({ backdatedDays: 9 })));
  it('is refused when dated before the task was given', () =>
    given(assigned())
      .when(report({ occurredOn: day('2024-12-09') }))
      .isRefused('dated-before-the-task'));
  it('of another agency is refused, naming the accountable one', () =>
    given(assigned()).as(stranger).when(report()).isRefused('not-the-accountable-agency'));
  it('is open to the head of the agency too', () => given(assigned()).as(head).when(report()).givesTypes('milestone-reported'));
  it('sent twice in the same words is recorded once', () =>
    given(assigned(), reported({ occurredOn: day('2025-03-10') }))
      .when(report({ report: 'r2' }))
      .isRefused('same-report-again'));
  it('of 100 % does not complete the task', () =>
    given(assigned())
      .when(report({ progress: percent(100) }))
      .leaves((it) => expect(it.claims).toEqual([])));
  it('may go back behind the one before', () =>
    given(assigned(), reported({ progress: percent(80) }))
      .when(report({ progress: percent(40) }))
      .givesTypes('milestone-reported'));
  it('names only milestones that were planned', () =>
    given(assigned())
      .when(report({ milestone: 'm9' }))
      .isRefused('unknown-entry'));
  it('needs words, and not more than ten thousand letters of them', () => {
    given(assigned())
      .when(report({ narrative: '  ' }))
      .isRefused('words-missing');
    given(assigned())
      .when(report({ narrative: 'x'.repeat(10_001) }))
      .isRefused('words-too-long');
  });
  it('takes twenty files and not one more, and none twice', () => {
    const many = Array.from({ length: 21 }, (_, i) => ({ ...file(1), sha256: String(i).padStart(64, '0') }));
    given(assigned())
      .when(report({ evidence: many.slice(0, 20) }))
      .givesTypes('milestone-reported');
    given(assigned())
      .when(report({ evidence: many }))
      .isRefused('too-many-files');
    given(assigned())
      .when(report({ evidence: [file(1), file(1)] }))
      .isRefused('same-file-twice');
  });
  it('on a finished, suspended or cancelled task is refused', () => {
    given(assigned(), claimed('2025-03-01'), accepted('2025-03-02')).when(report()).isRefused('not-in-progress');
    given(assigned(), suspended('2025-03-01')).when(report()).isRefused('not-in-progress');
    given(assigned(), cancelled('2025-03-01')).when(report()).isRefused('not-in-progress');
  });
  it('06.14: is accepted by the standing agency and not by its own', () => {
    given(assigned(), reported())
      .as(standing)
      .when({ type: 'accept-report', report: 'r1', note: null })
      .givesTypes('report-accepted');
    given(assigned(), reported())
      .as(head)
      .when({ type: 'accept-report', report: 'r1', note: null })
      .isRefused('not-the-standing-agency');
  });
  it('06.14: is neither accepted nor returned by who reported it, in whatever office they act now', () => {
    const before = [assigned(), reported({ by: standing.user })];
    given(...before)
      .as(standing)
      .when({ type: 'accept-report', report: 'r1', note: null })
      .isRefused('verifier-is-the-reporter');
    given(...before)
      .as(standing)
      .when({ type: 'return-report', report: 'r1', reason: 'Thiếu' })
      .isRefused('verifier-is-the-reporter');
  });
  it('accepted is not returned afterwards', () =>
    given(assigned(), reported(), { type: 'report-accepted', data: { report: 'r1', note: null, on: day('2025-03-02') } })
      .as(standing)
      .when({ type: 'return-report', report: 'r1', reason: 'Nhầm' })
      .isRefused('already-decided'));
});

describe('a completion', () => {
  it('06.12: dated in the future is refused', () =>
    given(assigned())
      .when(claim({ occurredOn: day('2025-03-11') }))
      .isRefused('dated-in-the-future'));
  it('is claimed by the agency, on the day of the claim whatever day it is about', () =>
    given(assigned())
      .when(claim({ occurredOn: day('2025-03-01') }))
      .gives({
        type: 'completed',
        data: {
          claim: 'c1',
          narrative: 'Đã xong',
          evidence: [],
          document: null,
          occurredOn: day('2025-03-01'),
          on: day('2025-03-10'),
          backdatedDays: 9,
          by: officer.user,
        },
      }));
  it('may be claimed while a report still waits', () => given(assigned(), reported()).when(claim()).givesTypes('completed'));
  it('is not claimed again while one claim waits', () =>
    given(assigned(), claimed('2025-03-09'))
      .when(claim({ claim: 'c2' }))
      .isRefused('not-open'));
  it('may be claimed again after a return', () =>
    given(assigned(), claimed('2025-03-01'), returned('2025-03-05'))
      .when(claim({ claim: 'c2' }))
      .givesTypes('completed'));
  it('06.8 of a continuous task is refused: it is reported period by period', () =>
    given(assigned({ due: { kind: 'continuous', every: 'quarter', printed: 'Thường xuyên', rule: 'continuous' } }))
      .when(claim())
      .isRefused('continuous-is-never-done'));
  it('06.14: is accepted by somebody of another agency, and never by who claimed it', () => {
    const before = [assigned(), claimed('2025-03-09')];
    given(...before)
      .as(standing)
      .when(accept())
      .givesTypes('completion-accepted');
    given(...before)
      .as(head)
      .when(accept())
      .isRefused('not-the-standing-agency');
    given(assigned(), claimed('2025-03-09', 'c1', standing.user))
      .as(standing)
      .when(accept())
      .isRefused('verifier-is-the-reporter');
  });
  it('06.14: of the standing agency’s own task is verified by the committee', () => {
    const own = [assigned({ agency: agencyId('so-tttt') }), claimed('2025-03-09')];
    given(...own)
      .as(standing)
      .when(accept())
      .isRefused('own-task');
    given(...own)
      .as(committee)
      .when(accept())
      .givesTypes('completion-accepted');
  });
  it('06.13: without a deadline is not accepted as good; the deadline is settled first', () => {
    const before = [assigned({ due: blank }), claimed('2025-03-09')];
    given(...before)
      .as(standing)
      .when(accept())
      .isRefused('due-not-settled');
    given(...before, { type: 'due-read', data: { due: due('2025-03-31'), note: 'Năm kế hoạch' } })
      .as(standing)
      .when(accept())
      .givesTypes('completion-accepted');
  });
  it('accepted twice writes once', () =>
    given(assigned(), claimed('2025-03-08'), accepted('2025-03-09')).as(standing).when(accept()).givesNothing());
  it('is marked as exceeded by the verifier, after acceptance only', () => {
    const exceed: TaskCommand = { type: 'exceed', reason: 'Vượt 20 %', document: null };
    given(assigned(), claimed('2025-03-08')).as(standing).when(exceed).isRefused('not-completed');
    given(assigned(), claimed('2025-03-08'), accepted('2025-03-09')).as(standing).when(exceed).givesTypes('exceeded');
    given(assigned(), claimed('2025-03-08'), accepted('2025-03-09'))
      .as(officer)
      .when(exceed)
      .isRefused('not-the-standing-agency');
  });
  it('can be opened again, and a cancelled task only by a document', () => {
    const reopen: TaskCommand = { type: 'reopen', reason: 'Kiểm tra lại', document: null };
    given(assigned(), claimed('2025-03-08'), accepted('2025-03-09')).as(committee).when(reopen).givesTypes('reopened');
    given(assigned(), cancelled('2025-03-08')).as(committee).when(reopen).isRefused('document-missing');
    given(assigned()).as(committee).when(reopen).isRefused('not-finished');
  });
});

describe('holding, passing on and taking back a task', () => {
  it('needs a document and somebody from outside the agency', () => {
    given(assigned()).as(standing).when({ type: 'suspend', reason: 'Chờ', document }).givesTypes('suspended');
    given(assigned())
      .as(standing)
      .when({ type: 'cancel', reason: 'Bỏ', document: { number: ' ' } })
      .isRefused('words-missing');
    given(assigned()).as(officer).when({ type: 'cancel', reason: 'Bỏ', document }).isRefused('not-the-standing-agency');
  });
  it('06.5: keeps the former agency in the record when it is passed on', () =>
    given(assigned())
      .as(standing)
      .when({ type: 'reassign', to: agencyId('so-khcn'), reason: 'Sắp xếp', document })
      .leaves((it) => expect(it.owners.map((owner) => owner.agency)).toEqual(['so-y-te', 'so-khcn'])));
  it('is not passed to the agency that has it', () =>
    given(assigned())
      .as(standing)
      .when({ type: 'reassign', to: agencyId('so-y-te'), reason: 'Sắp xếp', document })
      .isRefused('same-agency'));
  it('passes on from a day that has come, not before the agency that has it took it over', () => {
    const pass = (on: string): TaskCommand => ({
      type: 'reassign',
      to: agencyId('so-khcn'),
      reason: 'Sắp xếp',
      document,
      on: day(on),
    });
    given(assigned()).as(standing).when(pass('2025-03-01')).givesTypes('reassigned');
    given(assigned()).as(standing).when(pass('2024-12-09')).isRefused('before-the-owner');
    given(assigned()).as(standing).when(pass('2025-03-11')).isRefused('dated-in-the-future');
  });
  it('is not done twice', () =>
    given(assigned(), suspended('2025-03-01'))
      .as(standing)
      .when({ type: 'suspend', reason: 'Chờ', document })
      .isRefused('not-open'));
});

describe('a correction', () => {
  const correct = (changes: Of<TaskCommand, 'correct'>['changes']): TaskCommand => ({
    type: 'correct',
    entry: 'r1',
    changes,
    reason: 'Gõ nhầm',
  });
  it('06.12: changes the task as it happened and leaves the wrong event in the record', () => {
    const before = [assigned(), reported()];
    given(...before)
      .when(correct({ progress: percent(35) }))
      .leaves((it) => {
        expect(it.reports[0]).toMatchObject({ progress: 35, corrections: [{ at: 3 }] });
        expect(it.version).toBe(3);
      });
  });
  it('must differ from what was said, and not be in the future of it', () => {
    given(assigned(), reported())
      .when(correct({ progress: percent(30) }))
      .isRefused('nothing-to-correct');
    given(assigned(), reported())
      .when(correct({ occurredOn: day('2025-03-05') }))
      .isRefused('dated-in-the-future');
  });
  it('after acceptance is the verifier’s', () => {
    const before = [
      assigned(),
      reported(),
      { type: 'report-accepted', data: { report: 'r1', note: null, on: day('2025-03-02') } } as const,
    ];
    given(...before)
      .when(correct({ progress: percent(35) }))
      .isRefused('not-the-standing-agency');
    given(...before)
      .as(standing)
      .when(correct({ progress: percent(35) }))
      .givesTypes('corrected');
  });
  it('06.5: of what an earlier agency said is the verifier’s, also before it is accepted', () => {
    const passed: TaskEvent = {
      type: 'reassigned',
      data: { from: agencyId('so-y-te'), to: agencyId('so-tai-chinh'), reason: 'Sắp xếp', document, on: day('2025-03-05') },
    };
    const wrong = correct({ progress: percent(35) });
    given(assigned(), reported(), passed).as(stranger).when(wrong).isRefused('not-the-standing-agency');
    given(assigned(), reported(), passed).as(standing).when(wrong).givesTypes('corrected');
    given(assigned(), passed, reported()).as(stranger).when(wrong).givesTypes('corrected');
  });
  it('06.14: after acceptance is not made by who reported', () =>
    given(assigned(), reported({ by: standing.user }), {
      type: 'report-accepted',
      data: { report: 'r1', note: null, on: day('2025-03-02') },
    })
      .as(standing)
      .when(correct({ progress: percent(35) }))
      .isRefused('verifier-is-the-reporter'));
  it('of something that was never said is refused', () =>
    given(assigned())
      .when(correct({ progress: percent(35) }))
      .isRefused('unknown-entry'));
});

describe('what a page may offer', () => {
  const folded = (...events: TaskEvent[]): Task =>
    events.reduce((state, event) => {
      const rule = evolveTask[event.type] as (state: Task, data: TaskEvent['data']) => Task;
      return rule(state, event.data);
    }, notAssigned);
  const offered = (who: Actor, ...events: TaskEvent[]) =>
    permittedActions(folded(...events), { actor: who, today: day('2025-03-10'), now: instant('2025-03-10T03:00:00Z') });

  it('to the accountable agency: report, delay, extension, claim, milestone', () =>
    expect(offered(officer, assigned())).toEqual([
      'report-milestone',
      'report-delay',
      'request-extension',
      'claim-completion',
      'plan-milestone',
    ]));
  it('to another agency: nothing', () => expect(offered(stranger, assigned())).toEqual([]));
  it('to the committee: the extension that waits', () =>
    expect(offered(committee, assigned(), askedExtension('2025-07-31'))).toEqual(
      expect.arrayContaining(['grant-extension', 'refuse-extension']),
    ));
  it('to the standing agency: accepting only where a date allows it', () => {
    expect(offered(standing, assigned(), claimed('2025-03-09'))).toContain('accept-completion');
    const dateless = offered(standing, assigned({ due: blank }), claimed('2025-03-09'));
    expect(dateless).toContain('return-completion');
    expect(dateless).not.toContain('accept-completion');
  });
  it('on a cancelled task: only to open it again', () =>
    expect(offered(committee, assigned(), cancelled('2025-03-01'))).toEqual(['reopen']));
});
