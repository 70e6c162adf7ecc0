import type { AgencyId, LocalDate } from '#language';
import { daysBetween } from '#language';
import { dateOf, dueFor, latestAccepted, type Segment, segmentsOf, type TaskOnDay } from './task.day.js';
import type { Claim, Task } from './task.state.js';

/** A stretch of being open past one due date, and what ended it. */
export interface Lateness {
  readonly due: LocalDate;
  readonly days: number;
  /** The day it ended; null while it runs. */
  readonly until: LocalDate | null;
  readonly endedBy: 'claim' | 'new-due' | 'suspension' | 'cancellation' | null;
  /** Whose days they are: of each agency those that ran while it was accountable. They add up to `days`. */
  readonly owners: readonly DaysOf[];
  /** The versions of the events behind it, in order. */
  readonly at: readonly number[];
}

export interface DaysOf {
  readonly agency: AgencyId;
  readonly days: number;
}

/** A segment with what its first day carries from before: every lateness up to it, and of which figure and agency the days are. */
export interface CarriedSegment extends Segment {
  readonly lateness: readonly Lateness[];
  readonly earlierLateDays: number;
  readonly inheritedLateDays: number;
}

/** Every lateness up to a day, one a due date, in the order of their dates. Nothing later removes one. */
export function latenessOn(task: Task, day: LocalDate): readonly Lateness[] {
  const walk = new Walk(task);
  let last: Segment | null = null;
  for (const segment of segmentsOf(task)) {
    if (segment.from > day) break;
    if (last) walk.pass(last, segment);
    last = segment;
  }
  return last ? walk.upTo(day, last.it) : none;
}

/** The segments of a task from the nth on, with what they carry, in one go from the first to the last. */
export function carriedThrough(task: Task, segments: readonly Segment[], nth: number): CarriedSegment[] {
  const walk = new Walk(task);
  const carried: CarriedSegment[] = [];
  let last: Segment | null = null;
  for (const [i, segment] of segments.entries()) {
    const { from, it } = segment;
    if (last) walk.pass(last, segment);
    last = segment;
    if (i < nth) continue;
    const lateness = walk.upTo(from, it);
    carried.push({ from, it, lateness, ...carriedBy(task, it, from, lateness) });
  }
  return carried;
}

/**
 * How the days of every lateness up to a day go into the figures. Each stands in exactly one: `lateDays`, that is what runs or what
 * the claim which is judged was late by, or `earlierLateDays`. What is inherited is of the former. All but what runs stays the same until the
 * next segment.
 */
export function carriedBy(task: Task, it: TaskOnDay, day: LocalDate, lateness: readonly Lateness[]) {
  if (lateness.length === 0) return nothingCarried;
  const running = lateness.find((late) => late.until === null);
  const judged = it.standing === 'completed-late' ? latestAccepted(task, day).latest : it.claim;
  const due = it.claimLateDays > 0 && judged ? dateOf(dueFor(task, judged)) : null;
  const owners = running ? running.owners : due && judged ? stintsPast(task, due, judged.on) : [];
  return {
    earlierLateDays: sumOf(lateness) - (running?.days ?? it.claimLateDays),
    inheritedLateDays: sumOf(owners.filter((of) => of.agency !== it.owner.agency)),
  };
}

const none: readonly Lateness[] = [];
const nothingCarried = { earlierLateDays: 0, inheritedLateDays: 0 };

const sumOf = (all: readonly { readonly days: number }[]): number => all.reduce((sum, { days }) => sum + days, 0);

interface Stint extends DaysOf {
  /** The version of the event that made the agency accountable. */
  readonly at: number;
}

/** The days after a due date up to and including `until`, by who was accountable; the day of a handing over is the last of who hands over. */
function stintsPast(task: Task, due: LocalDate, until: LocalDate): Stint[] {
  const [first, second] = task.owners;
  if (first && !second) return [{ agency: first.agency, days: daysBetween(due, until), at: first.at }];
  return task.owners.flatMap(({ agency, from, at }, i) => {
    const to = task.owners[i + 1]?.from;
    const last = to !== undefined && to < until ? to : until;
    // Who was accountable first is so for the days before as well: a date may lie before the task was given.
    const days = daysBetween(i > 0 && from > due ? from : due, last);
    return days > 0 ? [{ agency, days, at }] : [];
  });
}

function daysByAgency(stints: readonly DaysOf[]): DaysOf[] {
  if (stints.length === 1) return stints.map(({ agency, days }) => ({ agency, days }));
  const sums = new Map<AgencyId, number>();
  for (const { agency, days } of stints) sums.set(agency, (sums.get(agency) ?? 0) + days);
  return [...sums].map(([agency, days]) => ({ agency, days }));
}

/** How far a task was past one due date. */
interface Stretch {
  readonly until: LocalDate;
  /** Null where it goes on. */
  readonly endedBy: Lateness['endedBy'];
  /** The events that set the date and that ended it. */
  readonly at: readonly number[];
}

/** Goes along the segments of a task and keeps how late it has been, by due date. */
class Walk {
  private readonly ended = new Map<LocalDate, Stretch>();
  /** What would have been late had the claim that stands not been made. */
  private readonly covered = new Map<LocalDate, Stretch>();
  /** Claims that stood past a date and were returned, with their returns: without these the days were not late. */
  private readonly returned = new Map<LocalDate, readonly number[]>();

  constructor(private readonly task: Task) {}

  /** From one segment into the next. A claim that falls unaccepted stopped nothing: from that day on its days are late (06.1, 06.3). */
  pass({ it }: Segment, next: Segment): void {
    const due = it.phase.phase === 'open' ? dateOf(it.due) : null;
    // After a report or the watch the same lateness mostly goes on.
    if (it.standing === 'open' && next.it.standing === 'open' && next.it.due === it.due) {
      if (due !== null && due < next.from) this.ended.delete(due);
      return;
    }
    if (due !== null && due < next.from) {
      const { endedBy, at } = endOf(it, next.it);
      const stretch = { until: next.from, endedBy, at: [it.due.at, ...at] };
      if (it.claim) this.covered.set(due, stretch);
      else this.close(due, stretch);
    }
    if (!it.claim || it.claim.at === next.it.claim?.at) return;
    if (it.claim.state !== 'accepted')
      for (const [past, stretch] of this.covered) {
        this.close(past, stretch);
        this.returned.set(past, [...(this.returned.get(past) ?? []), ...answered(it.claim)]);
      }
    this.covered.clear();
  }

  private close(due: LocalDate, stretch: Stretch): void {
    if (stretch.endedBy) this.ended.set(due, stretch);
    else this.ended.delete(due);
  }

  /** The latenesses up to a day of the segment that was passed into last. */
  upTo(day: LocalDate, it: TaskOnDay): readonly Lateness[] {
    const due = it.standing === 'open' ? dateOf(it.due) : null;
    let found = this.ended;
    const add = (due: LocalDate, stretch: Stretch) => {
      if (found === this.ended) found = new Map(found);
      found.set(due, stretch);
    };
    // Made on the day of being given, resumed or reopened: the task was at the end of no day open past that date.
    for (const claim of this.task.claims) {
      const counts = claim.at === it.claim?.at || (claim.state === 'accepted' && claim.decidedOn && claim.decidedOn <= day);
      const by = counts ? dueFor(this.task, claim) : undefined;
      const on = dateOf(by);
      if (by && on && on < claim.on && (found.get(on)?.until ?? on) < claim.on)
        add(on, { until: claim.on, endedBy: 'claim', at: [by.at, claim.at] });
    }
    if (due !== null && due < day) add(due, { until: day, endedBy: null, at: [it.due.at] });
    if (found.size === 0) return none;
    return [...found].map(([due, it]) => this.lateness(due, it, day)).sort((a, b) => (a.due < b.due ? -1 : 1));
  }

  private lateness(due: LocalDate, { until, endedBy, at }: Stretch, day: LocalDate): Lateness {
    const stints = stintsPast(this.task, due, until);
    const watched = this.task.delays.filter((it) => it.by === 'watch' && it.due === due && it.on <= day);
    const behind = new Set(at);
    for (const { at } of stints) behind.add(at);
    for (const { at } of watched) behind.add(at);
    for (const at of this.returned.get(due) ?? []) behind.add(at);
    return {
      due,
      days: daysBetween(due, until),
      until: endedBy && until,
      endedBy,
      owners: daysByAgency(stints),
      at: [...behind].sort((a, b) => a - b),
    };
  }
}

/** What ended a stretch, seen from the segment after it; nothing where the date goes on. */
function endOf(it: TaskOnDay, next: TaskOnDay): { readonly endedBy: Lateness['endedBy']; readonly at: readonly number[] } {
  if (next.phase.phase !== 'open')
    return { endedBy: next.phase.phase === 'suspended' ? 'suspension' : 'cancellation', at: [next.phase.at] };
  if (next.claim && next.claim.at !== it.claim?.at) return { endedBy: 'claim', at: [next.claim.at] };
  return dateOf(next.due) === dateOf(it.due) ? { endedBy: null, at: [] } : { endedBy: 'new-due', at: [next.due.at] };
}

/** A claim and its return, or the reopening with which it fell. */
const answered = ({ at, decidedAt, reopenedAt }: Claim): number[] => [at, ...[decidedAt ?? reopenedAt].flatMap((it) => it ?? [])];
