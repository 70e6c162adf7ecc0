import type { WorkingCalendar } from '#calendar';
import type { AgencyId, LocalDate } from '#language';
import { addDays, daysBetween } from '#language';
import { type AttentionLimits, silenceLimit } from './attention.js';
import { dateOf, dueFor, type Segment, segmentsOf, type TaskOnDay, taskOn } from './task.day.js';
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
  /** Late days under earlier deadlines, which an extension or a reopening does not wipe out (06.1, 06.3). */
  readonly earlierLateDays: number;
  /** Of these late days, how many had passed when the present agency took the task over (06.5). */
  readonly inheritedLateDays: number;
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
  const { earlierLateDays, inheritedLateDays } = carriedInto(task, it, day);
  return {
    status,
    lateDays: status === 'overdue' && due ? daysBetween(due, day) : it.claimLateDays,
    excusedDays: status === 'overdue' && due ? excusedDays(it.objective, due, day) : it.claimExcusedDays,
    earlierLateDays,
    inheritedLateDays,
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

/** A stretch of being open past one due date, and what ended it. */
export interface Lateness {
  readonly due: LocalDate;
  readonly days: number;
  /** The day it ended; null while it runs. */
  readonly until: LocalDate | null;
  readonly endedBy: 'claim' | 'new-due' | 'suspension' | 'cancellation' | null;
  readonly agency: AgencyId;
}

/** Every lateness up to a day, one a due date, in the order of their dates. Nothing later removes one. */
export function latenessOn(task: Task, day: LocalDate): readonly Lateness[] {
  const segments = segmentsOf(task);
  const byDue = new Map<LocalDate, Lateness>();
  for (const [i, { from, it }] of segments.entries()) {
    const due = dateOf(it.due);
    if (from > day || it.standing !== 'open' || due === null) continue;
    const to = segments[i + 1]?.from;
    const until = to !== undefined && to <= day ? to : null;
    const days = daysBetween(due, until ?? day);
    if (days > 0)
      byDue.set(due, { due, days, until, endedBy: until ? endedBy(segments[i + 1], due) : null, agency: it.owner.agency });
  }
  return [...byDue.values()].filter((it) => it.until === null || it.endedBy !== null).sort((a, b) => (a.due < b.due ? -1 : 1));
}

/** What a task carries into a day from before: late days under other deadlines, and late days of another agency. */
export function carriedInto(task: Task, it: TaskOnDay, day: LocalDate) {
  const judgedBy = dueJudgedBy(task, it);
  const earlierLateDays = latenessOn(task, day)
    .filter((late) => late.until !== null && late.due !== judgedBy)
    .reduce((sum, late) => sum + late.days, 0);
  return { earlierLateDays, inheritedLateDays: inherited(task, it, judgedBy) };
}

/** A segment with what its first day carries from before. */
export type CarriedSegment = Segment & ReturnType<typeof carriedInto>;

/** The segments of a task from the nth on, with what they carry, in one go from the first to the last. */
export function carriedThrough(task: Task, segments: readonly Segment[], nth: number): CarriedSegment[] {
  const ended = new Map<LocalDate, number>();
  const carried: CarriedSegment[] = [];
  let i = 0;
  for (const { from, it } of segments) {
    const next = segments[i + 1];
    if (i++ >= nth) {
      const judgedBy = dueJudgedBy(task, it);
      let earlierLateDays = 0;
      for (const [due, days] of ended) if (due !== judgedBy) earlierLateDays += days;
      carried.push({ from, it, earlierLateDays, inheritedLateDays: inherited(task, it, judgedBy) });
    }
    const due = it.standing === 'open' ? dateOf(it.due) : null;
    if (due === null || !next || next.from <= due) continue;
    if (endedBy(next, due)) ended.set(due, daysBetween(due, next.from));
    else ended.delete(due);
  }
  return carried;
}

const dueJudgedBy = (task: Task, it: TaskOnDay): LocalDate | null =>
  it.claim ? dateOf(dueFor(task, it.claim)) : it.standing === 'open' ? dateOf(it.due) : null;

/** Days by which the task was late already when its present agency took it over. */
function inherited(task: Task, it: TaskOnDay, judgedBy: LocalDate | null): number {
  const takenOver = task.owners[0]?.at === it.owner.at ? null : taskOn(task, it.owner.from);
  // A suspension stops no deadline: resumed, the task is as late as if it had never been suspended.
  const wasRunning = takenOver?.standing === 'open' || takenOver?.standing === 'suspended';
  const then = takenOver && wasRunning ? dateOf(takenOver.due) : null;
  return then !== null && then === judgedBy ? Math.max(0, daysBetween(then, it.owner.from)) : 0;
}

/** Days since anything was heard, counted from the assignment when nothing ever was. */
export const daysSilent = (it: TaskOnDay, assignedOn: LocalDate, day: LocalDate): number =>
  daysBetween(it.reportedOn ?? assignedOn, day);

function endedBy(next: Segment | undefined, due: LocalDate): Lateness['endedBy'] {
  if (!next) return null;
  switch (next.it.standing) {
    case 'open':
      return dateOf(next.it.due) === due ? null : 'new-due';
    case 'suspended':
      return 'suspension';
    case 'cancelled':
      return 'cancellation';
    default:
      return 'claim';
  }
}
