import { agencyId, localDate, type TaskId } from '#language';
import { statuses, type TaskRow } from '#tasks';
import { expectedOn } from './expected.js';

describe('who is to report', () => {
  const on = localDate('2025-03-03');
  const yTe = agencyId('so-y-te');
  const nobodyBesides = { groups: [], agencies: [] };
  const registry = { agencies: [], groups: [] };
  const task = (n: number) => `267-2025/IV.I.${n}/so-y-te` as TaskId;
  const row = (n: number, status: TaskRow['status']) =>
    ({ id: task(n), status, agency: { id: yTe, name: 'Sở Y tế' }, due: { kind: 'unset', printed: '' } }) as TaskRow;

  it('is whoever leads a task that is under way, overdue or claimed; not of what is done, suspended or cancelled', () => {
    const rows = statuses.map((status, n) => row(n, status));
    const [owed] = expectedOn(rows, registry, nobodyBesides, on);
    const asked = new Set(owed?.tasks.map((it) => it.task));
    expect(statuses.filter((_, n) => asked.has(task(n)))).toEqual([
      'overdue',
      'due-soon',
      'awaiting-acceptance',
      'on-track',
      'not-started',
      'no-deadline',
      'continuous',
    ]);
  });
  it('is nobody for suspended tasks alone', () =>
    expect(expectedOn([row(1, 'suspended')], registry, nobodyBesides, on)).toEqual([]));
});
