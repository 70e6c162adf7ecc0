import { useTranslation } from 'react-i18next';
import type { TaskRow } from '../../api/answers';
import { percent } from '../../language/numbers';
import style from './parts.module.css';

/** Wherever a row comes from the simulator. */
export function Simulated() {
  const { t } = useTranslation();
  return <span className={style.simulated}>{t('frame.sampleMark')}</span>;
}

/** How far from the due day, in the words that people use: working days ahead, calendar days behind. */
export function Distance({ task }: { task: Pick<TaskRow, 'status' | 'lateDays' | 'excusedDays' | 'workingDaysLeft'> }) {
  const { t } = useTranslation();
  if (task.lateDays > 0)
    return (
      <span className={style.late}>
        {t(task.status === 'overdue' ? 'tasks.lateNow' : 'tasks.lateDone', { count: task.lateDays })}
        {task.excusedDays ? ` ${t('tasks.excused', { count: task.excusedDays })}` : ''}
      </span>
    );
  if (task.workingDaysLeft !== null && task.workingDaysLeft !== undefined)
    return <span className={style.left}>{t('tasks.daysLeft', { count: task.workingDaysLeft })}</span>;
  return null;
}

/** A bar with its number; null says that nothing was reported, which is not zero. */
export function Progress({ value }: { value: number | null }) {
  const { t } = useTranslation();
  if (value === null) return <span className={style.none}>{t('tasks.noReport')}</span>;
  return (
    <span className={style.progress}>
      <svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
        <rect width="100" height="6" rx="3" fill="var(--rule)" />
        <rect width={value} height="6" rx="3" fill="var(--accent)" />
      </svg>
      <span>{percent(value)}</span>
    </span>
  );
}
