import fc from 'fast-check';
import { agencyId, type Of, succeededAmong } from '#language';
import { specFor } from '../language/given.js';
import { taskOn } from './task.day.js';
import type { Party } from './task.events.js';
import { assigned, cancelled, day, officer, standing, system } from './task.given.js';
import { task } from './task.js';
import type { TaskCommand } from './task.requests.js';

const given = specFor(task, { today: day('2025-03-10'), actor: system });
const body = (id: string): Party => ({ printed: id.toUpperCase(), kind: 'agency', id });
const group: Party = { printed: 'Sở, ban, ngành', kind: 'group', id: 'so-a' };
const named = assigned({ coordinating: [body('so-a'), group, body('so-b')] });
const succeed: Of<TaskCommand, 'succeed-coordination'> = {
  type: 'succeed-coordination',
  from: agencyId('so-a'),
  to: agencyId('so-moi'),
  named: 'Sở mới',
  reason: 'Kế thừa: hợp nhất',
  on: day('2025-03-01'),
};

describe('the coordinating bodies of a task', () => {
  it('have the successor where the old body stood, from the day of the act; a group of the same id is another thing', () =>
    given(named)
      .when(succeed)
      .leaves((it) => {
        const on = (text: string) => taskOn(it, day(text))?.coordination.coordinating.map((one) => one.printed);
        expect(on('2025-02-28')).toEqual(['SO-A', 'Sở, ban, ngành', 'SO-B']);
        expect(on('2025-03-01')).toEqual(['Sở mới', 'Sở, ban, ngành', 'SO-B']);
      }));

  it('are left alone where the body is not named, and after the end of the task', () => {
    given(named)
      .when({ ...succeed, from: agencyId('so-x') })
      .givesNothing();
    given(named, cancelled('2025-03-05')).when(succeed).isRefused('not-in-progress');
  });

  it('pass on by a succession or by whoever looks after the tasks, not before the day and not by others', () => {
    given(named).as(officer).when(succeed).isRefused('not-the-standing-agency');
    given(named).as(standing).when(succeed).givesTypes('coordination-changed');
    given(named).on('2025-02-28').when(succeed).isRefused('dated-in-the-future');
  });

  it('are sixty and not one more', () => {
    const change = (count: number): TaskCommand => ({
      type: 'change-coordination',
      coordinating: Array.from({ length: count }, (_, n) => body(`so-${n}`)),
      reason: 'Phân công lại',
    });
    given(named).as(standing).when(change(60)).givesTypes('coordination-changed');
    given(named).as(standing).when(change(61)).isRefused('too-many-parties');
  });

  it('whatever the lists, nobody named is lost, nobody is named twice for the succession, and the old body is gone', () =>
    fc.assert(
      fc.property(fc.uniqueArray(fc.constantFrom('so-a', 'so-b', 'so-c', 'so-moi'), { maxLength: 4 }), (ids) => {
        const after = succeededAmong(ids.map(body), 'so-a', body('so-moi')).map((it) => it.id);
        const expected = new Set(ids.map((it) => (it === 'so-a' ? 'so-moi' : it)));
        expect(new Set(after)).toEqual(expected);
        expect(after.length).toBe(expected.size);
      }),
    ));
});
