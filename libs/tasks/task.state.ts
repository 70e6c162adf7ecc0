import type { AgencyId, Decider, LocalDate, Of, Percent, UserId } from '#language';
import { addDays } from '#language';
import type { Cause, Document, Due, Evidence, Party, TaskEvent } from './task.events.js';
import type { TaskCommand } from './task.requests.js';

/**
 * All that was ever said about a task, as a plain JSON value. Nothing is overwritten: each thing keeps the day from
 * which it holds and `at`, the version of the event that said it, so that any past day can be read from it.
 */
export interface Task {
  /** Events so far; 0: not assigned. */
  readonly version: number;
  readonly assigned: Of<TaskEvent, 'assigned'>['data'] | null;
  readonly owners: readonly Owner[];
  readonly dues: readonly DueInForce[];
  readonly coordination: readonly Coordination[];
  readonly milestones: readonly Milestone[];
  readonly reports: readonly Report[];
  readonly claims: readonly Claim[];
  readonly extensions: readonly Extension[];
  readonly delays: readonly Delay[];
  readonly phases: readonly Phase[];
  readonly exceeded: readonly Exceeded[];
  readonly objectiveCauses: readonly ObjectiveCause[];
}

/** The accountable agency from a day on. The first is the one assigned. */
export interface Owner {
  readonly agency: AgencyId;
  readonly from: LocalDate;
  readonly reason: string | null;
  readonly document: Document | null;
  readonly at: number;
}

export interface DueInForce {
  readonly due: Due;
  readonly from: LocalDate;
  /** A reading holds from the assignment on: it says what the printed words always meant. The others hold from their own day. */
  readonly how: 'printed' | 'read' | 'changed' | 'extended';
  readonly reason: string | null;
  readonly document: Document | null;
  readonly at: number;
}

export interface Coordination {
  readonly coordinating: readonly Party[];
  readonly from: LocalDate;
  readonly at: number;
}

export interface Milestone {
  readonly milestone: string;
  readonly title: string;
  readonly on: LocalDate;
  readonly at: number;
}

/** What the agency said, and what became of it. */
interface Entry {
  readonly narrative: string;
  readonly evidence: readonly Evidence[];
  readonly document: Document | null;
  readonly occurredOn: LocalDate;
  /** The day it was said. */
  readonly on: LocalDate;
  readonly by: UserId;
  readonly at: number;
  readonly state: 'submitted' | 'accepted' | 'returned';
  /** The verifier's note or the reason of the return. */
  readonly answer: string | null;
  readonly decidedOn: LocalDate | null;
  readonly decidedAt: number | null;
  readonly corrections: readonly { readonly at: number; readonly on: LocalDate; readonly reason: string }[];
}

export interface Report extends Entry {
  readonly report: string;
  readonly milestone: string | null;
  readonly progress: Percent;
}

export interface Claim extends Entry {
  readonly claim: string;
  /** Set when a task accepted as done was opened again. */
  readonly reopenedOn: LocalDate | null;
  readonly reopenedAt: number | null;
}

export interface Extension {
  readonly request: string;
  readonly until: LocalDate;
  readonly reason: string;
  readonly document: Document | null;
  readonly evidence: readonly Evidence[];
  readonly on: LocalDate;
  readonly at: number;
  readonly state: 'requested' | 'granted' | 'refused';
  readonly grantedUntil: LocalDate | null;
  readonly answer: string | null;
  readonly decidedOn: LocalDate | null;
  readonly decidedAt: number | null;
}

export interface Delay {
  readonly by: 'agency' | 'watch';
  readonly due: LocalDate | null;
  readonly cause: Cause | null;
  readonly explanation: string | null;
  readonly expectedOn: LocalDate | null;
  readonly on: LocalDate;
  readonly at: number;
}

export interface Phase {
  readonly phase: 'open' | 'suspended' | 'cancelled';
  readonly from: LocalDate;
  readonly reason: string | null;
  readonly document: Document | null;
  readonly at: number;
}

/** Days whose cause the committee accepted as lying outside the agency. */
export type ObjectiveCause = Of<TaskEvent, 'objective-cause-accepted'>['data'] & { readonly at: number };

export interface Exceeded {
  readonly on: LocalDate;
  readonly reason: string;
  readonly document: Document | null;
  readonly at: number;
}

export const notAssigned: Task = {
  version: 0,
  assigned: null,
  owners: [],
  dues: [],
  coordination: [],
  milestones: [],
  reports: [],
  claims: [],
  extensions: [],
  delays: [],
  phases: [],
  exceeded: [],
  objectiveCauses: [],
};

type Change<T extends TaskEvent['type']> = (task: Task, data: Of<TaskEvent, T>['data'], at: number) => Partial<Task>;

const changes: { readonly [T in TaskEvent['type']]: Change<T> } = {
  assigned: (_, data, at) => ({
    assigned: data,
    owners: [{ agency: data.agency, from: data.on, reason: null, document: null, at }],
    dues: [{ due: data.due, from: data.on, how: 'printed', reason: null, document: null, at }],
    coordination: [{ coordinating: data.coordinating, from: data.on, at }],
    phases: [{ phase: 'open', from: data.on, reason: null, document: null, at }],
  }),
  'due-read': (task, { due, note }, at) => ({
    dues: [...task.dues, { due, from: beginningOf(task), how: 'read', reason: note, document: null, at }],
  }),
  'due-changed': (task, { due, reason, document, on }, at) => ({
    dues: [...task.dues, { due, from: on, how: 'changed', reason, document, at }],
  }),
  'milestone-planned': (task, data, at) => ({
    milestones: [...task.milestones.filter((it) => it.milestone !== data.milestone), { ...data, at }],
  }),
  // Written out, as what happens to most tasks is, and the step itself: to spread an object together takes several times as long.
  'milestone-reported': (task, data, at) => ({
    reports: [
      ...task.reports,
      {
        report: data.report,
        milestone: data.milestone,
        progress: data.progress,
        narrative: data.narrative,
        evidence: data.evidence,
        document: data.document,
        occurredOn: data.occurredOn,
        by: data.by,
        on: addDays(data.occurredOn, data.backdatedDays),
        at,
        state: 'submitted',
        answer: null,
        decidedOn: null,
        decidedAt: null,
        corrections: [],
      },
    ],
  }),
  'report-accepted': (task, { report, note, on }, at) => ({
    reports: decided(task.reports, (it) => it.report === report, {
      state: 'accepted',
      answer: note,
      decidedOn: on,
      decidedAt: at,
    }),
  }),
  'report-returned': (task, { report, reason, on }, at) => ({
    reports: decided(task.reports, (it) => it.report === report, {
      state: 'returned',
      answer: reason,
      decidedOn: on,
      decidedAt: at,
    }),
  }),
  delayed: (task, data, at) => ({ delays: [...task.delays, { ...data, at }] }),
  'extension-requested': (task, data, at) => ({
    extensions: [
      ...task.extensions,
      {
        request: data.request,
        until: data.until,
        reason: data.reason,
        document: data.document,
        evidence: data.evidence,
        on: data.on,
        at,
        state: 'requested',
        grantedUntil: null,
        answer: null,
        decidedOn: null,
        decidedAt: null,
      },
    ],
  }),
  'extension-granted': (task, { request, until, document, on }, at) => {
    const asked = task.extensions.find((it) => it.request === request);
    const due: Due = { kind: 'date', on: until, printed: lastPrinted(task), rule: 'extension' };
    return {
      extensions: decided(task.extensions, (it) => it.request === request, {
        state: 'granted',
        grantedUntil: until,
        decidedOn: on,
        decidedAt: at,
      }),
      dues: [...task.dues, { due, from: on, how: 'extended', reason: asked?.reason ?? null, document, at }],
    };
  },
  'extension-refused': (task, { request, reason, on }, at) => ({
    extensions: decided(task.extensions, (it) => it.request === request, {
      state: 'refused',
      answer: reason,
      decidedOn: on,
      decidedAt: at,
    }),
  }),
  completed: (task, data, at) => ({
    claims: [
      ...task.claims,
      {
        claim: data.claim,
        narrative: data.narrative,
        evidence: data.evidence,
        document: data.document,
        occurredOn: data.occurredOn,
        on: data.on,
        by: data.by,
        at,
        state: 'submitted',
        answer: null,
        decidedOn: null,
        decidedAt: null,
        corrections: [],
        reopenedOn: null,
        reopenedAt: null,
      },
    ],
  }),
  'completion-accepted': (task, { claim, note, on }, at) => ({
    claims: decided(task.claims, (it) => it.claim === claim, { state: 'accepted', answer: note, decidedOn: on, decidedAt: at }),
  }),
  'completion-returned': (task, { claim, reason, on }, at) => ({
    claims: decided(task.claims, (it) => it.claim === claim, { state: 'returned', answer: reason, decidedOn: on, decidedAt: at }),
  }),
  'objective-cause-accepted': (task, data, at) => ({ objectiveCauses: [...task.objectiveCauses, { ...data, at }] }),
  exceeded: (task, data, at) => ({ exceeded: [...task.exceeded, { ...data, at }] }),
  suspended: (task, data, at) => inPhase(task, 'suspended', data, at),
  resumed: (task, data, at) => inPhase(task, 'open', data, at),
  reassigned: (task, { to, reason, document, on }, at) => ({
    owners: [...task.owners, { agency: to, from: on, reason, document, at }],
  }),
  'coordination-changed': (task, { coordinating, on }, at) => ({
    coordination: [...task.coordination, { coordinating, from: on, at }],
  }),
  reopened: (task, data, at) => ({
    ...inPhase(task, 'open', data, at),
    // An unanswered claim of a cancelled task falls too: who reopens a task wants it worked on.
    claims: decided(task.claims, (it) => it.state !== 'returned' && it.reopenedOn === null, {
      reopenedOn: data.on,
      reopenedAt: at,
    }),
  }),
  cancelled: (task, data, at) => inPhase(task, 'cancelled', data, at),
  corrected: (task, { entry, changes: changed, reason, on }, at) => {
    const { progress, ...words } = changed;
    const corrections = { at, on, reason };
    return {
      reports: task.reports.map((it) =>
        it.report === entry
          ? { ...it, ...words, progress: progress ?? it.progress, corrections: [...it.corrections, corrections] }
          : it,
      ),
      claims: task.claims.map((it) =>
        it.claim === entry ? { ...it, ...words, corrections: [...it.corrections, corrections] } : it,
      ),
    };
  },
};

/** One step: the event is numbered, and what it says is added to what was said before. */
const said =
  <D>(change: (task: Task, data: D, at: number) => Partial<Task>) =>
  (task: Task, data: D): Task => {
    const at = task.version + 1;
    const now = change(task, data, at);
    return {
      version: at,
      assigned: now.assigned ?? task.assigned,
      owners: now.owners ?? task.owners,
      dues: now.dues ?? task.dues,
      coordination: now.coordination ?? task.coordination,
      milestones: now.milestones ?? task.milestones,
      reports: now.reports ?? task.reports,
      claims: now.claims ?? task.claims,
      extensions: now.extensions ?? task.extensions,
      delays: now.delays ?? task.delays,
      phases: now.phases ?? task.phases,
      exceeded: now.exceeded ?? task.exceeded,
      objectiveCauses: now.objectiveCauses ?? task.objectiveCauses,
    };
  };

export const evolveTask: Decider<Task, TaskCommand, TaskEvent>['evolve'] = {
  assigned: said(changes.assigned),
  'due-read': said(changes['due-read']),
  'due-changed': said(changes['due-changed']),
  'milestone-planned': said(changes['milestone-planned']),
  'milestone-reported': said(changes['milestone-reported']),
  'report-accepted': said(changes['report-accepted']),
  'report-returned': said(changes['report-returned']),
  delayed: said(changes.delayed),
  'extension-requested': said(changes['extension-requested']),
  'extension-granted': said(changes['extension-granted']),
  'extension-refused': said(changes['extension-refused']),
  completed: said(changes.completed),
  'completion-accepted': said(changes['completion-accepted']),
  'completion-returned': said(changes['completion-returned']),
  'objective-cause-accepted': said(changes['objective-cause-accepted']),
  exceeded: said(changes.exceeded),
  suspended: said(changes.suspended),
  resumed: said(changes.resumed),
  reassigned: said(changes.reassigned),
  'coordination-changed': said(changes['coordination-changed']),
  reopened: said(changes.reopened),
  cancelled: said(changes.cancelled),
  corrected: said(changes.corrected),
};

function decided<T>(entries: readonly T[], which: (entry: T) => boolean, answer: Partial<T>): readonly T[] {
  return entries.map((entry) => (which(entry) ? { ...entry, ...answer } : entry));
}

function inPhase(
  task: Task,
  phase: Phase['phase'],
  { reason, document, on }: { readonly reason: string; readonly document: Document | null; readonly on: LocalDate },
  at: number,
): Pick<Task, 'phases'> {
  return { phases: [...task.phases, { phase, from: on, reason, document, at }] };
}

const lastPrinted = (task: Task): string => task.dues.at(-1)?.due.printed ?? '';

function beginningOf(task: Task): LocalDate {
  if (!task.assigned) throw new Error('an event other than `assigned` came first in a task stream');
  return task.assigned.on;
}
