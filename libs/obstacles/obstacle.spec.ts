import fc from 'fast-check';
import { workingCalendar } from '#calendar';
import { type Actor, addDays, agencyId, daysBetween, localDate, type TaskId, userId } from '#language';
import { specFor } from '../language/given.js';
import type { ObstacleEvent } from './obstacle.events.js';
import { type ObstacleCommand, obstacle, type Waiting } from './obstacle.js';
import { daysWaited, waitedWhileLate } from './waiting.js';

const calendar = workingCalendar([], { withoutTable: 'weekends' });
const yTe = agencyId('so-y-te');
const taiChinh = agencyId('so-tai-chinh');
const officer: Actor = { user: userId('u_officer'), agency: yTe, role: 'officer' };
const standing: Actor = { user: userId('u_standing'), agency: agencyId('so-tttt'), role: 'standing' };
const committee: Actor = { user: userId('u_committee'), agency: null, role: 'committee' };
const task = '267-2025/IV.IV.1/so-y-te' as TaskId;
const given = specFor(obstacle, { today: localDate('2025-05-05'), actor: officer });

const raise: Extract<ObstacleCommand, { type: 'raise' }> = {
  type: 'raise',
  task,
  about: { accountable: yTe, underWay: true },
  title: 'Chưa có số liệu dân cư',
  description: 'Đã đề nghị hai lần, chưa được cung cấp.',
  waits: 'body',
  waitsFor: taiChinh,
  document: null,
  since: localDate('2025-04-28'),
};
const { type: _, about: __, ...said } = raise;
const raised: ObstacleEvent = {
  type: 'obstacle-raised',
  data: { ...said, agency: yTe, on: localDate('2025-05-05'), by: officer.user },
};
const escalated: ObstacleEvent = {
  type: 'obstacle-escalated',
  data: { to: 'committee', reason: 'Quá thẩm quyền', on: localDate('2025-05-12') },
};
const answer: ObstacleCommand = {
  type: 'answer',
  directive: 'Sở Tài chính cung cấp số liệu',
  document: null,
  next: taiChinh,
  dueOn: localDate('2025-05-30'),
  accountable: yTe,
};

describe('an obstacle', () => {
  it('is raised by the accountable agency, on a task that is under way', () => {
    given().when(raise).gives(raised);
    given().as(standing).when(raise).isRefused('not-the-accountable-agency');
    given()
      .when({ ...raise, about: { accountable: yTe, underWay: false } })
      .isRefused('task-not-under-way');
    given()
      .when({ ...raise, about: null })
      .isRefused('unknown-task');
    given()
      .when({ ...raise, since: localDate('2025-05-06') })
      .isRefused('dated-in-the-future');
    given()
      .when({ ...raise, waitsFor: yTe })
      .isRefused('waits-for-whom');
    given()
      .when({ ...raise, waits: 'none' })
      .isRefused('nobody-is-waited-for');
  });
  it('once before the committee is answered by the committee, and never by its own agency', () => {
    given(raised).as(standing).when(answer).givesTypes('obstacle-answered');
    given(raised, escalated).on('2025-05-20').as(standing).when(answer).isRefused('may-not-direct');
    given(raised, escalated).on('2025-05-20').as(committee).when(answer).givesTypes('obstacle-answered');
    given(raised)
      .as({ ...committee, agency: yTe })
      .when(answer)
      .isRefused('may-not-direct');
  });
  it('passes with its task: whoever answers for it now passes it up and resolves it, and answers it no more than whoever raised it', () => {
    const heir = agencyId('so-khcn');
    const up: ObstacleCommand = { type: 'escalate', to: 'committee', reason: 'Quá thẩm quyền', accountable: heir };
    const done: ObstacleCommand = { type: 'resolve', how: 'Đã có số liệu', accountable: heir };
    given(raised)
      .as({ ...officer, agency: heir })
      .when(up)
      .givesTypes('obstacle-escalated');
    given(raised)
      .as({ ...officer, agency: heir })
      .when(done)
      .givesTypes('obstacle-resolved');
    given(raised).as(officer).when(done).isRefused('not-the-accountable-agency');
    for (const agency of [heir, yTe])
      given(raised)
        .as({ ...standing, agency })
        .when({ ...answer, accountable: heir })
        .isRefused('may-not-direct');
  });
  it('passed up to the committee is not passed down to the standing agency', () => {
    const down: ObstacleCommand = { type: 'escalate', to: 'standing', reason: 'Nhầm cấp', accountable: yTe };
    given(raised).when(down).givesTypes('obstacle-escalated');
    given(raised, escalated).on('2025-05-20').when(down).givesNothing();
    given(raised, escalated).on('2025-05-20').as(standing).when(down).givesNothing();
  });
  it('answered so that its own agency is to act waits for nobody', () =>
    given(raised, escalated)
      .on('2025-05-20')
      .as(committee)
      .when({ ...answer, next: yTe })
      .leaves(({ waiting }) => expect(waiting.filter((it) => it.to === null)).toEqual([])));
  it('measures its waits one after another: for the body, for the decision, for the body again', () =>
    given(raised, escalated)
      .on('2025-05-20')
      .as(committee)
      .when(answer)
      .leaves(({ waiting }) =>
        expect(waiting).toEqual([
          { for: 'body', whom: taiChinh, from: '2025-05-05', to: '2025-05-12' },
          { for: 'decision', whom: null, from: '2025-05-12', to: '2025-05-20' },
          { for: 'body', whom: taiChinh, from: '2025-05-20', to: null },
        ]),
      ));
  it('resolved waits no more, and is not answered again', () => {
    const resolved: ObstacleEvent = { type: 'obstacle-resolved', data: { how: 'Đã có số liệu', on: localDate('2025-05-22') } };
    given(raised)
      .when({ type: 'resolve', how: 'Đã có số liệu', accountable: yTe })
      .leaves(({ waiting }) => expect(waiting.every((it) => it.to !== null)).toBe(true));
    given(raised, resolved).as(committee).when(answer).isRefused('already-resolved');
    given(raised, resolved).when({ type: 'resolve', how: 'Nhắc lại', accountable: yTe }).givesNothing();
  });
});

describe('time spent waiting', () => {
  const begin = localDate('2025-01-01');
  const spans = fc.array(
    fc.record({ from: fc.nat(200), days: fc.option(fc.nat(60)), decision: fc.boolean() }).map(
      ({ from, days, decision }): Waiting => ({
        for: decision ? 'decision' : 'body',
        whom: null,
        from: addDays(begin, from),
        to: days === null ? null : addDays(begin, from + days),
      }),
    ),
    { maxLength: 8 },
  );
  it('counts a day once, however many obstacles it has, in calendar and in working days', () =>
    fc.assert(
      fc.property(spans, fc.nat(260), (waiting, after) => {
        const day = addDays(begin, after);
        const days = Array.from({ length: daysBetween(begin, day) + 1 }, (_, i) => addDays(begin, i)).filter((it) =>
          waiting.some(({ from, to }) => from <= it && (to === null || it < to)),
        );
        expect(daysWaited(waiting, day, calendar)).toEqual({
          calendar: days.length,
          working: days.filter((it) => calendar.isWorkingDay(it)).length,
        });
      }),
    ));
  it('within a lateness is never more than the lateness', () =>
    fc.assert(
      fc.property(spans, fc.nat(100), fc.nat(100), (waiting, due, late) => {
        const on = addDays(begin, due);
        const day = addDays(on, late);
        expect(waitedWhileLate(waiting, on, day, calendar).calendar).toBeLessThanOrEqual(late);
      }),
    ));
});
