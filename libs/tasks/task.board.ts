import type { Row } from '#event-store';
import type { LocalDate } from '#language';
import { isMonthly } from './attention.js';
import { dateOf, firstDue, type Segment, segmentsOf } from './task.day.js';
import { type CarriedSegment, carriedThrough } from './task.lateness.js';
import type { Task } from './task.state.js';
import { type EventRef, versionsBehind } from './task.why.js';

/** A task as the board folds it: with the newest event alone, for each event's own row is written when it comes. */
export interface TaskOnBoard {
  readonly task: Task;
  readonly ref: EventRef | null;
  readonly simulated: boolean;
}

/** The rows of a task as it stands by all that was folded, and what they were made of. */
export interface Board {
  readonly task: Task;
  readonly segments: readonly Segment[];
  readonly rows: readonly Row[];
}

/**
 * The board of one task: a row a day from which on it stood otherwise. An event mostly touches the newest days; with the board
 * before it, rows of the days before those are given again, as they are.
 */
export function boardOf(id: string, task: Task, before?: Board): Board {
  const touched = before ? firstDayTouched(before.task, task) : null;
  if (before && touched === null) return { ...before, task };
  const segments = segmentsOf(task, before && touched ? { segments: before.segments, until: touched } : undefined);
  const due = firstDue(task);
  const same = before && firstDue(before.task) === due ? alike(segments, before.segments) : 0;
  const rows = before ? before.rows.slice(0, same) : [];
  for (const it of carriedThrough(task, segments, same)) rows.push(rowOf(id, task, it, due));
  return { task, segments, rows };
}

/** How many segments both begin with. */
function alike(segments: readonly Segment[], known: readonly Segment[]): number {
  let same = 0;
  while (same < known.length && segments[same] === known[same]) same++;
  return same;
}

const dated = [
  'phases',
  'owners',
  'dues',
  'coordination',
  'reports',
  'claims',
  'extensions',
  'delays',
  'exceeded',
  'objectiveCauses',
] as const;
const days = ['from', 'on', 'occurredOn', 'decidedOn', 'reopenedOn'] as const;
type Dated = Partial<Record<(typeof days)[number], LocalDate | null>>;

/** The first day that anything new, or said otherwise, is about; null when nothing is. What nothing touches stays the same object. */
export function firstDayTouched(before: Task, after: Task): LocalDate | null {
  let first: LocalDate | null = null;
  for (const name of dated) {
    const was: readonly Dated[] = before[name];
    const is: readonly Dated[] = after[name];
    if (was === is) continue;
    for (let i = 0; i < Math.max(was.length, is.length); i++)
      if (was[i] !== is[i]) first = firstDayOf(is[i], firstDayOf(was[i], first));
  }
  return first;
}

function firstDayOf(entry: Dated | undefined, known: LocalDate | null): LocalDate | null {
  let first = known;
  for (const day of days) {
    const on = entry?.[day];
    if (on && (first === null || on < first)) first = on;
  }
  return first;
}

function rowOf(
  id: string,
  task: Task,
  { from, it: on, lateness, earlierLateDays, inheritedLateDays }: CarriedSegment,
  firstDueOn: LocalDate | null,
): Row {
  return {
    task: id,
    valid_from: from,
    first_due_on: firstDueOn,
    agency: on.owner.agency,
    coordinating: on.coordination.coordinating,
    coordinating_ids: on.coordination.coordinating.flatMap((party) => party.id ?? []),
    due: on.due.due,
    due_kind: on.due.due.kind,
    due_on: dateOf(on.due),
    standing: on.standing,
    claim_late_days: on.claimLateDays,
    claim_excused_days: on.claimExcusedDays,
    objective: on.objective.length === 0 ? null : on.objective,
    monthly: isMonthly(on.due.due),
    watched_due: on.watchedDue,
    progress: on.progress,
    reported_on: on.reportedOn,
    reports: on.reports,
    reports_pending: on.reportsPending,
    evidence: on.evidence,
    extensions: on.extensions,
    delayed_declared: on.delayedDeclared,
    exceeded: on.exceeded,
    returned: on.returned,
    without_evidence: on.withoutEvidence,
    earlier_late_days: earlierLateDays,
    inherited_late_days: inheritedLateDays,
    events: `{${versionsBehind(task, { it: on, lateness }, from).join(',')}}`,
  };
}
