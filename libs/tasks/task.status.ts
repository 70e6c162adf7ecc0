import type { WorkingCalendar } from '#calendar';
import type { LocalDate } from '#language';
import { addDays, daysBetween } from '#language';
import { type AttentionLimits, silenceLimit } from './attention.js';
import { dateOf, type TaskOnDay, taskOn } from './task.day.js';
import { carriedBy, type Lateness, latenessOn } from './task.lateness.js';
import { excusedDays } from './task.objective.js';
import type { Task } from './task.state.js';

/** Derived on the day of reading, never stored as a fact. In the order of a committee's attention. */
export const statuses = [
  'overdue',
  'due-soon',
  'awaiting-acceptance',
  'on-track',
  'not-started',
  'no-deadline',
  'continuous',
  'completed-late',
  'completed-on-time',
  'suspended',
  'cancelled',
] as const;
export type Status = (typeof statuses)[number];

export const statusLabels: Readonly<Record<Status, { readonly vi: string; readonly en: string }>> = {
  overdue: { vi: 'Quá hạn', en: 'Overdue' },
  'due-soon': { vi: 'Sắp đến hạn', en: 'Due soon' },
  'awaiting-acceptance': { vi: 'Chờ xác nhận', en: 'Awaiting acceptance' },
  'on-track': { vi: 'Trong hạn', en: 'On track' },
  'not-started': { vi: 'Chưa bắt đầu', en: 'Not started' },
  'no-deadline': { vi: 'Chưa xác định hạn', en: 'No deadline' },
  continuous: { vi: 'Thường xuyên', en: 'Continuous' },
  'completed-late': { vi: 'Hoàn thành quá hạn', en: 'Completed late' },
  'completed-on-time': { vi: 'Hoàn thành đúng hạn', en: 'Completed on time' },
  suspended: { vi: 'Tạm dừng', en: 'Suspended' },
  cancelled: { vi: 'Không còn hiệu lực', en: 'Cancelled' },
};

/** The last due date that is soon, seen from a day: at most so many working days lie between. */
export const dueSoonHorizon = (
  day: LocalDate,
  calendar: WorkingCalendar,
  { dueSoon }: Pick<AttentionLimits, 'dueSoon'>,
): LocalDate => addDays(calendar.addWorkingDays(day, dueSoon + 1), -1);

export interface StatusOn {
  readonly status: Status;
  /** Calendar days past the due date: running while overdue, fixed by the claim afterwards. */
  readonly lateDays: number;
  /** Of the late days, those with an objective cause accepted by the committee: shown apart, never taken off. */
  readonly excusedDays: number;
  /** Late days that stand beside those: what an extension, a suspension, a cancelling or a reopening does not wipe out (06.1, 06.3). */
  readonly earlierLateDays: number;
  /** Of `lateDays`, those that ran while another agency was accountable (06.5). */
  readonly inheritedLateDays: number;
  /** Every lateness up to that day; its days are lateDays and earlierLateDays together. */
  readonly lateness: readonly Lateness[];
  /** Working days left until the due date, that day included; null when there is none or it has passed. */
  readonly workingDaysLeft: number | null;
  /** Nothing heard for longer than the rules of silence allow (06.2). */
  readonly silent: boolean;
  readonly it: TaskOnDay;
}

/** The status of a task on a day, by all that is in it; null before it was assigned. `limits`: those in force on that day. */
export function statusOn(task: Task, day: LocalDate, calendar: WorkingCalendar, limits: AttentionLimits): StatusOn | null {
  const it = taskOn(task, day);
  if (!it || !task.assigned) return null;
  const status = statusOf(it, day, dueSoonHorizon(day, calendar, limits));
  const due = dateOf(it.due);
  const lateness = latenessOn(task, day);
  return {
    status,
    lateDays: status === 'overdue' && due ? daysBetween(due, day) : it.claimLateDays,
    excusedDays: status === 'overdue' && due ? excusedDays(it.objective, due, day) : it.claimExcusedDays,
    ...carriedBy(task, it, day, lateness),
    lateness,
    workingDaysLeft: it.standing === 'open' && due && day <= due ? calendar.workingDaysBetween(day, due) : null,
    silent: it.standing === 'open' && daysSilent(it, task.assigned.on, day) > silenceLimit(it.due.due, limits),
    it,
  };
}

/** What the page, the board's SQL and the scorecards agree on. `horizon` is dueSoonHorizon of the day. */
export function statusOf(it: TaskOnDay, day: LocalDate, horizon: LocalDate): Status {
  if (it.standing !== 'open') return it.standing;
  const due = dateOf(it.due);
  if (due === null) return it.due.due.kind === 'continuous' ? 'continuous' : 'no-deadline';
  if (due < day) return 'overdue';
  if (due <= horizon) return 'due-soon';
  return it.reportedOn === null ? 'not-started' : 'on-track';
}

/** The cell of the national statistics that a task counts in: done on time, done late, open in time, open overdue; or outside them. */
export const cells = ['onTime', 'late', 'openInTime', 'overdue', 'suspended', 'cancelled'] as const;
export type Cell = (typeof cells)[number];

/** The official cells, those open without a date also counted apart. */
export type Four = Readonly<Record<Cell, number>> & { readonly noDate: number };

/** A claim made after the date leaves the task among the overdue until it is accepted: claiming does not clear a lateness. */
export function cellOf(status: Status, lateDays: number): Cell {
  switch (status) {
    case 'completed-on-time':
      return 'onTime';
    case 'completed-late':
      return 'late';
    case 'overdue':
      return 'overdue';
    case 'awaiting-acceptance':
      return lateDays > 0 ? 'overdue' : 'openInTime';
    case 'suspended':
    case 'cancelled':
      return status;
    default:
      return 'openInTime';
  }
}

/** Days since anything was heard, counted from the assignment when nothing ever was. */
export const daysSilent = (it: TaskOnDay, assignedOn: LocalDate, day: LocalDate): number =>
  daysBetween(it.reportedOn ?? assignedOn, day);
