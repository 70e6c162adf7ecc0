import type { LocalDate, Percent } from '#language';
import { daysBetween } from '#language';
import { excusedDays, type ObjectiveSpan, objectiveSpans } from './task.objective.js';
import type { Claim, Coordination, DueInForce, Owner, Phase, Report, Task } from './task.state.js';

/** What holds whatever the day of reading, until something else happens. `open` is judged further by the day: task.status.ts. */
export type Standing = 'open' | 'awaiting-acceptance' | 'completed-on-time' | 'completed-late' | 'suspended' | 'cancelled';

/** A task as it stood at the end of a day, by all that is known now about that day. */
export interface TaskOnDay {
  readonly standing: Standing;
  readonly phase: Phase;
  readonly owner: Owner;
  readonly due: DueInForce;
  readonly coordination: Coordination;
  /** The claim that is awaiting or accepted. */
  readonly claim: Claim | null;
  /** Calendar days by which the claim was late, by the deadline in force when it was made; 0 while open. */
  readonly claimLateDays: number;
  /** Of them, days whose cause was accepted as objective. */
  readonly claimExcusedDays: number;
  /** Every day whose cause was accepted as objective by then. */
  readonly objective: readonly ObjectiveSpan[];
  readonly progress: Percent | null;
  /** The day of the newest thing that the agency reported or claimed. */
  readonly reportedOn: LocalDate | null;
  readonly reports: number;
  /** Different files. */
  readonly evidence: number;
  readonly extensions: number;
  readonly delayedDeclared: boolean;
  readonly exceeded: boolean;
  /** The last report or claim was returned and nothing came after it. */
  readonly returned: boolean;
  readonly reportsPending: number;
  /** Claimed or accepted with neither a file nor a document. */
  readonly withoutEvidence: boolean;
  /** The last due date that the watch recorded as passed. */
  readonly watchedDue: LocalDate | null;
}

/** How a task stood from a day on, until the next segment of it begins. */
export interface Segment {
  readonly from: LocalDate;
  readonly it: TaskOnDay;
}

/** After every day that an event can name. */
const endOfDays = '2199-12-31' as LocalDate;

/** The task as it stands by everything recorded. */
export const currently = (task: Task): TaskOnDay => standingOn(task, endOfDays);

function standingOn(task: Task, day: LocalDate): TaskOnDay {
  const it = taskOn(task, day);
  if (!it) throw new Error('asked about a task before it was assigned');
  return it;
}

/** The task on a day; null before it was assigned. Claims and decisions hold from the day they were made, progress from the day it occurred. */
export function taskOn(task: Task, day: LocalDate): TaskOnDay | null {
  const phase = lastFrom(task.phases, day);
  const owner = lastFrom(task.owners, day);
  const due = lastFrom(task.dues, day);
  const coordination = lastFrom(task.coordination, day);
  if (!phase || !owner || !due || !coordination) return null;

  const { lastClaim, progress, reportedOn, reports, reportsPending, evidence, returned } = saidBy(task, day);
  const claim = lastClaim && !returnedBy(lastClaim, day) && !happened(lastClaim.reopenedOn, day) ? lastClaim : null;
  const accepted = claim?.state === 'accepted' && happened(claim.decidedOn, day);
  const { latest, lateEver } = latestAccepted(task, day);
  const objective = objectiveSpans(task.objectiveCauses, day);
  const claimLate = claim ? lateDaysOf(task, claim) : 0;
  const standing: Standing =
    phase.phase !== 'open'
      ? phase.phase
      : !claim
        ? 'open'
        : !accepted || claimLate === null
          ? 'awaiting-acceptance'
          : lateEver > 0
            ? 'completed-late'
            : 'completed-on-time';

  return {
    standing,
    phase,
    owner,
    due,
    coordination,
    claim,
    claimLateDays: standing === 'completed-late' ? lateEver : standing === 'awaiting-acceptance' ? (claimLate ?? 0) : 0,
    claimExcusedDays:
      standing === 'completed-late'
        ? excusedOf(task, latest, objective)
        : standing === 'awaiting-acceptance'
          ? excusedOf(task, claim, objective)
          : 0,
    objective,
    progress: accepted ? (100 as Percent) : progress,
    reportedOn,
    reports,
    evidence,
    extensions: task.extensions.filter((it) => it.state === 'granted' && happened(it.decidedOn, day)).length,
    delayedDeclared: task.delays.some((it) => it.by === 'agency' && it.on <= day && (it.due === null || it.due === dateOf(due))),
    exceeded: accepted === true && task.exceeded.some((it) => it.on <= day && claim !== null && it.at > claim.at),
    returned,
    reportsPending,
    withoutEvidence: claim !== null && claim.evidence.length === 0 && claim.document === null,
    watchedDue: task.delays.findLast((it) => it.by === 'watch' && it.on <= day)?.due ?? null,
  };
}

const happened = (on: LocalDate | null, day: LocalDate): boolean => on !== null && on <= day;

const returnedBy = (it: Report | Claim, day: LocalDate): boolean => it.state === 'returned' && happened(it.decidedOn, day);

/** What was reported and claimed by a day, in one walk: it is asked with every event. */
function saidBy(task: Task, day: LocalDate) {
  let [reports, reportsPending] = [0, 0];
  let newest: Report | null = null;
  let lastClaim: Claim | null = null;
  let last: Report | Claim | null = null;
  let reportedOn: LocalDate | null = null;
  const files = new Set<string>();
  for (const it of task.reports) {
    if (it.occurredOn > day) continue;
    reports++;
    if (it.on <= day && !happened(it.decidedOn, day)) reportsPending++;
    if ((newest === null || it.occurredOn >= newest.occurredOn) && !returnedBy(it, day)) newest = it;
    if (reportedOn === null || it.occurredOn > reportedOn) reportedOn = it.occurredOn;
    if (last === null || it.at > last.at) last = it;
    for (const { sha256 } of it.evidence) files.add(sha256);
  }
  for (const it of task.claims) {
    if (it.on > day) continue;
    lastClaim = it;
    if (reportedOn === null || it.on > reportedOn) reportedOn = it.on;
    if (last === null || it.at > last.at) last = it;
    for (const { sha256 } of it.evidence) files.add(sha256);
  }
  return {
    lastClaim,
    progress: newest?.progress ?? null,
    reportedOn,
    reports,
    reportsPending,
    evidence: files.size,
    returned: last !== null && returnedBy(last, day),
  };
}

/** Of the claims accepted by a day, the one that came the latest after its deadline, and by how many days. */
export function latestAccepted(task: Task, day: LocalDate): { latest: Claim | null; lateEver: number } {
  let latest: Claim | null = null;
  let lateEver = 0;
  for (const it of task.claims) {
    const late = it.state === 'accepted' && happened(it.decidedOn, day) ? (lateDaysOf(task, it) ?? 0) : 0;
    if (late > lateEver) [latest, lateEver] = [it, late];
  }
  return { latest, lateEver };
}

/**
 * The whole valid time of a task, cut where something changes. The last segment is open-ended. `known` are segments of an
 * earlier state of the task from which nothing differs before the day `until`: those that begin before it are given again.
 */
export function segmentsOf(
  task: Task,
  known?: { readonly segments: readonly Segment[]; readonly until: LocalDate },
): readonly Segment[] {
  const segments = known ? known.segments.slice(0, firstFrom(known.segments, known.until)) : [];
  for (const from of cutsOf(task, known?.until)) segments.push({ from, it: standingOn(task, from) });
  return segments;
}

function firstFrom(segments: readonly Segment[], day: LocalDate): number {
  const first = segments.findIndex((it) => it.from >= day);
  return first < 0 ? segments.length : first;
}

/** The days on which something of a task changes, in order, from the assignment and from `since` on. */
function cutsOf(task: Task, since?: LocalDate): readonly LocalDate[] {
  const { assigned } = task;
  if (!assigned) return [];
  const first = since && since > assigned.on ? since : assigned.on;
  const days: LocalDate[] = [];
  const cut = (day: LocalDate | null) => {
    if (day !== null && day >= first && !days.includes(day)) days.push(day);
  };
  for (const list of [task.phases, task.owners, task.dues, task.coordination]) for (const it of list) cut(it.from);
  for (const it of task.reports) for (const day of [it.occurredOn, it.on, it.decidedOn]) cut(day);
  for (const it of task.claims) for (const day of [it.on, it.decidedOn, it.reopenedOn]) cut(day);
  for (const it of task.extensions) cut(it.decidedOn);
  for (const it of task.delays) cut(it.on);
  for (const it of task.exceeded) cut(it.on);
  for (const it of task.objectiveCauses) cut(it.on);
  return days.sort();
}

/**
 * Days by which a claim came after the deadline in force when it was made: an extension granted afterwards does not
 * help it, a reading does, for it says what the deadline always was. Null where there is no date to judge by.
 */
export function lateDaysOf(task: Task, claim: Claim): number | null {
  const on = dateOf(dueFor(task, claim));
  return on === null ? null : Math.max(0, daysBetween(on, claim.on));
}

function excusedOf(task: Task, claim: Claim | null, objective: readonly ObjectiveSpan[]): number {
  const on = claim && dateOf(dueFor(task, claim));
  return claim && on ? excusedDays(objective, on, claim.on) : 0;
}

/** The deadline by which a claim is judged. */
export const dueFor = (task: Task, claim: Claim): DueInForce | undefined =>
  task.dues.findLast((it) => it.at < claim.at || it.how === 'read');

/** The day of a deadline that is one. */
export const dateOf = (due: DueInForce | undefined): LocalDate | null => (due?.due.kind === 'date' ? due.due.on : null);

/** The first deadline that was a day, whatever came after (06.3). */
export const firstDue = (task: Task): LocalDate | null => dateOf(task.dues.find((it) => it.due.kind === 'date'));

const lastFrom = <T extends { readonly from: LocalDate }>(list: readonly T[], day: LocalDate): T | undefined =>
  list.findLast((it) => it.from <= day);
