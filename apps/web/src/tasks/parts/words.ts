import type { TFunction } from 'i18next';
import type { Due, TaskRow } from '../../api/answers';
import { day } from '../../language/dates';

/** What the deadline is taken to be, in words. */
export function dueReading(t: TFunction, due: Due): string {
  switch (due.kind) {
    case 'date':
      return day(due.on);
    case 'continuous':
      return t(due.every === 'month' ? 'tasks.everyMonth' : 'tasks.everyQuarter');
    case 'dependent':
      return t('tasks.waitsFor', { what: due.waitsFor });
    case 'unset':
      return t('tasks.dueUnset');
  }
}

export const printedDue = (t: TFunction, due: Due): string => (due.printed.trim() ? `“${due.printed}”` : t('tasks.printedBlank'));

/** Where a task's page is. */
export const taskLink = (task: Pick<TaskRow, 'id'>) => {
  const [plan = '', item = '', agency = ''] = task.id.split('/');
  return { to: '/tasks/$plan/$item/$agency', params: { plan, item, agency } } as const;
};

/** How long ago somebody reported. */
export const reportAge = (t: TFunction, task: Pick<TaskRow, 'reportedOn' | 'reportAgeDays'>): string =>
  task.reportedOn === null ? t('tasks.neverReported') : t('tasks.reportAge', { count: task.reportAgeDays ?? 0 });
