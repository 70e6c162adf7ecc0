import { addDays, daysBetween, type Instant, type LocalDate } from '#language';
import { type Due, dueSoonHorizon, type RecordedTaskEvent, type Status } from '#tasks';
import { calendar, limits } from './histories.js';

/** What the board must say of a task; the figures that a reading of the record gives. */
export interface Figures {
  readonly status: Status;
  readonly agency: string;
  readonly dueOn: LocalDate | null;
  readonly lateDays: number;
  readonly excusedDays: number;
  readonly earlierLateDays: number;
  readonly inheritedLateDays: number;
  readonly progress: number | null;
  readonly reportedOn: LocalDate | null;
  readonly reports: number;
  readonly extensions: number;
}

/**
 * The record read plainly, one event after another in the order of the days from which they hold: another way to the answer
 * than the product's. Null before the task was given or known.
 */
export function readPlainly(events: readonly RecordedTaskEvent[], day: LocalDate, knownOn: Instant | null): Figures | null {
  const known = events.filter((it) => knownOn === null || it.recordedAt <= knownOn);
  const corrected = new Map<string, { progress?: number; occurredOn?: LocalDate }>();
  for (const it of known)
    if (it.type === 'corrected') corrected.set(it.data.entry, { ...corrected.get(it.data.entry), ...it.data.changes });
  const first = known[0];
  if (first?.type !== 'assigned') return null;

  const dayOfEvent = (it: RecordedTaskEvent): LocalDate => {
    if (it.type === 'due-read') return first.data.on;
    if (it.type === 'milestone-reported') return corrected.get(it.data.report)?.occurredOn ?? it.data.occurredOn;
    return it.data.on;
  };
  const inOrder = known
    .map((it, order) => ({ it, order, on: dayOfEvent(it) }))
    .filter(({ on }) => on <= day)
    .sort((a, b) => (a.on === b.on ? a.order - b.order : a.on < b.on ? -1 : 1));

  let due: Due = first.data.due;
  let agency: string = first.data.agency;
  let held: 'suspended' | 'cancelled' | null = null;
  let claim: { id: string; due: LocalDate | null; on: LocalDate; late: number | null; accepted: boolean } | null = null;
  let lateEver = 0;
  let worst: { due: LocalDate; on: LocalDate } | null = null;
  let reportedOn: LocalDate | null = null;
  let extensions = 0;
  const progress = new Map<string, number>();
  if (inOrder.length === 0) return null;

  for (const { it, on } of inOrder)
    switch (it.type) {
      case 'due-read':
      case 'due-changed':
        due = it.data.due;
        break;
      case 'extension-granted':
        due = { kind: 'date', on: it.data.until, printed: '', rule: '' };
        extensions += 1;
        break;
      case 'milestone-reported':
        progress.set(it.data.report, corrected.get(it.data.report)?.progress ?? it.data.progress);
        reportedOn = on;
        break;
      case 'completed':
        claim = {
          id: it.data.claim,
          due: due.kind === 'date' ? due.on : null,
          on,
          late: due.kind === 'date' ? Math.max(0, daysBetween(due.on, on)) : null,
          accepted: false,
        };
        reportedOn = on;
        break;
      case 'completion-accepted':
        if (claim) claim = { id: claim.id, due: claim.due, on: claim.on, late: claim.late, accepted: true };
        if (claim?.due && (claim.late ?? 0) > lateEver) worst = { due: claim.due, on: claim.on };
        lateEver = Math.max(lateEver, claim?.late ?? 0);
        break;
      case 'completion-returned':
        claim = null;
        break;
      case 'report-returned':
        progress.delete(it.data.report);
        break;
      case 'suspended':
      case 'cancelled':
        held = it.type;
        break;
      case 'resumed':
        held = null;
        break;
      case 'reopened':
        held = null;
        claim = null;
        break;
      case 'reassigned':
        agency = it.data.to;
        break;
    }

  const causes = inOrder.flatMap(({ it }) => (it.type === 'objective-cause-accepted' ? [it.data] : []));
  /** Day by day. */
  const excused = (after: LocalDate | null, until: LocalDate): number => {
    let days = 0;
    if (after)
      for (let at = addDays(after, 1); at <= until; at = addDays(at, 1))
        if (causes.some(({ from, to }) => from <= at && at <= to)) days += 1;
    return days;
  };
  const dueOn = due.kind === 'date' ? due.on : null;
  const past = pastDates(inOrder, day);
  /** Beside the late days that are told, with the deadline that they are past: all the others, and whose they were. */
  const carried = (lateDays: number, after: LocalDate | null) => {
    let inheritedLateDays = 0;
    if (after) for (let n = 0; n < lateDays; n++) if (past.accountableOn(addDays(after, n)) !== agency) inheritedLateDays += 1;
    return { earlierLateDays: [...past.late.values()].reduce((a, b) => a + b, 0) - lateDays, inheritedLateDays };
  };
  const reports = inOrder.filter(({ it }) => it.type === 'milestone-reported').length;
  const plain = {
    agency,
    dueOn,
    reportedOn,
    reports,
    extensions,
    excusedDays: 0,
    progress: claim?.accepted ? 100 : ([...progress.values()].at(-1) ?? null),
  };
  if (held) return { ...plain, status: held, lateDays: 0, ...carried(0, null) };
  if (claim?.accepted && claim.late !== null)
    return {
      ...plain,
      status: lateEver > 0 ? 'completed-late' : 'completed-on-time',
      lateDays: lateEver,
      excusedDays: worst ? excused(worst.due, worst.on) : 0,
      ...carried(lateEver, worst?.due ?? null),
    };
  if (claim)
    return {
      ...plain,
      status: 'awaiting-acceptance',
      lateDays: claim.late ?? 0,
      excusedDays: excused(claim.due, claim.on),
      ...carried(claim.late ?? 0, claim.due),
    };
  if (dueOn !== null && dueOn < day) {
    const lateDays = daysBetween(dueOn, day);
    return { ...plain, status: 'overdue', lateDays, excusedDays: excused(dueOn, day), ...carried(lateDays, dueOn) };
  }
  const inTime = { ...plain, lateDays: 0, ...carried(0, null) };
  if (dueOn === null) return { ...inTime, status: due.kind === 'continuous' ? 'continuous' : 'no-deadline' };
  if (dueOn <= dueSoonHorizon(day, calendar, limits)) return { ...inTime, status: 'due-soon' };
  return { ...inTime, status: reportedOn === null ? 'not-started' : 'on-track' };
}

/** Of a task, the requests for an extension that nobody has decided, as `task request`; none while there is nothing to decide. */
export function waitingPlainly(events: readonly RecordedTaskEvent[], today: LocalDate): string[] {
  const status = readPlainly(events, today, null)?.status;
  if (!status || ['completed-on-time', 'completed-late', 'suspended', 'cancelled'].includes(status)) return [];
  const decided = events.flatMap((it) =>
    it.type === 'extension-granted' || it.type === 'extension-refused' ? [it.data.request] : [],
  );
  return events.flatMap((it) =>
    it.type === 'extension-requested' && !decided.includes(it.data.request)
      ? [`${it.stream.slice('task-'.length)} ${it.data.request}`]
      : [],
  );
}

type InOrder = readonly { readonly it: RecordedTaskEvent; readonly on: LocalDate }[];

/** Day by day: how far the task was ever open past each date, claims that were refused left out, and who was accountable at the end of each day. */
function pastDates(inOrder: InOrder, day: LocalDate) {
  const refused = refusedClaims(inOrder);
  const late = new Map<LocalDate, number>();
  const ends: { on: LocalDate; agency: string }[] = [];
  let due: LocalDate | null = null;
  let [open, claimed, agency] = [true, false, ''];
  const dayOf = (it: Due): LocalDate | null => (it.kind === 'date' ? it.on : null);
  const wasLate = (on: LocalDate) => {
    if (open && !claimed && due && due < on) late.set(due, daysBetween(due, on));
  };
  const first = inOrder[0]?.on ?? day;
  for (let on = first, n = 0; on <= day; on = addDays(on, 1)) {
    if (on > first) wasLate(on);
    for (; inOrder[n]?.on === on; n++) {
      const event = inOrder[n]?.it;
      switch (event?.type) {
        case 'assigned':
          [due, agency] = [dayOf(event.data.due), event.data.agency];
          break;
        case 'due-read':
        case 'due-changed':
          due = dayOf(event.data.due);
          break;
        case 'extension-granted':
          due = event.data.until;
          break;
        case 'completed':
          if (refused.has(event.data.claim)) break;
          claimed = true;
          if (due && due < on) late.set(due, Math.max(late.get(due) ?? 0, daysBetween(due, on)));
          break;
        case 'reopened':
          [open, claimed] = [true, false];
          break;
        case 'suspended':
        case 'cancelled':
          open = false;
          break;
        case 'resumed':
          open = true;
          break;
        case 'reassigned':
          agency = event.data.to;
          break;
      }
    }
    wasLate(on);
    ends.push({ on, agency });
  }
  return { late, accountableOn: (on: LocalDate) => (ends.findLast((it) => it.on <= on) ?? ends[0])?.agency };
}

/** Returned, or fallen without an answer when the task came back. */
function refusedClaims(inOrder: InOrder): ReadonlySet<string> {
  const refused = new Set<string>();
  let waiting: string | null = null;
  for (const { it } of inOrder) {
    if (it.type === 'completed') waiting = it.data.claim;
    else if (it.type === 'completion-accepted') waiting = null;
    else if ((it.type === 'completion-returned' || it.type === 'reopened') && waiting) {
      refused.add(waiting);
      waiting = null;
    }
  }
  return refused;
}
