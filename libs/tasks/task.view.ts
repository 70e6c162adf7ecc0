import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryBus, QueryHandler } from '@nestjs/cqrs';
import { WORKING_CALENDAR, type WorkingCalendar } from '#calendar';
import { EVENT_STORE, type EventStore, type Freshness } from '#event-store';
import {
  type Actor,
  CLOCK,
  type Clock,
  dayOf,
  daysBetween,
  type Instant,
  type LocalDate,
  parseTaskId,
  Refusal,
  shown,
  type TaskId,
  todayOf,
  type UserId,
} from '#language';
import { namesOf } from './agency-names.js';
import { ATTENTION_RULES, type AttentionLimits, type AttentionRules, limitsOn } from './attention.js';
import { dateOf, firstDue, lateDaysOf } from './task.day.js';
import { type Document, type Due, type Evidence, type RecordedTaskEvent, taskStream } from './task.events.js';
import { permittedActions } from './task.js';
import type { Lateness } from './task.lateness.js';
import { type FollowedTask, follow, notFollowed } from './task.projection.js';
import type { Clocks } from './task.queries.js';
import type { Action } from './task.requests.js';
import type { TaskRow } from './task.rows.js';
import type { NameOf } from './task.sentences.js';
import type { Claim, DueInForce, Extension, Report, Task } from './task.state.js';
import { type StatusOn, statusOn } from './task.status.js';
import { type EventRef, type Why, whyOn } from './task.why.js';

interface EntryView {
  readonly narrative: string;
  readonly evidence: readonly Evidence[];
  readonly document: Document | null;
  readonly occurredOn: LocalDate;
  /** The day it was said. */
  readonly on: LocalDate;
  readonly backdatedDays: number;
  readonly recordedAt: Instant | null;
  readonly by: UserId;
  readonly state: 'submitted' | 'accepted' | 'returned';
  /** The note of the acceptance or the reason of the return. */
  readonly reason: string | null;
  readonly decidedOn: LocalDate | null;
  readonly corrected: boolean;
  readonly event: EventRef | null;
}

export interface ReportView extends EntryView {
  readonly report: string;
  readonly milestone: string | null;
  readonly progress: number;
  /** The progress reported before, when this report goes back behind it. */
  readonly wentBackFrom: number | null;
}

export interface ClaimView extends EntryView {
  readonly claim: string;
  readonly lateDays: number | null;
  readonly withoutEvidence: boolean;
  readonly reopenedOn: LocalDate | null;
}

/** A lateness with the names of the agencies whose days it is made of, and the events behind it. */
export interface LatenessView extends Omit<Lateness, 'owners' | 'at'> {
  readonly owners: readonly { readonly agency: { readonly id: string; readonly name: string }; readonly days: number }[];
  readonly events: readonly EventRef[];
}

/** A task's whole page on a day, as known then; read from its stream, so never behind it. */
export interface TaskView extends Omit<TaskRow, 'reports' | 'extensions'> {
  readonly asOf: LocalDate;
  readonly knownOn: Instant | null;
  readonly printedLead: string;
  readonly unit: string | null;
  readonly assignedOn: LocalDate;
  readonly why: Why;
  /** Their days are `lateDays` and `earlierLateDays` together. */
  readonly lateness: readonly LatenessView[];
  readonly dueHistory: readonly {
    readonly from: LocalDate;
    readonly dueOn: LocalDate | null;
    readonly due: Due;
    readonly printed: string;
    readonly rule: string | null;
    readonly how: DueInForce['how'];
    readonly reason: string | null;
    readonly document: Document | null;
    readonly by: UserId | null;
    readonly event: EventRef | null;
  }[];
  readonly owners: readonly {
    readonly agency: { readonly id: string; readonly name: string };
    readonly from: LocalDate;
    readonly reason: string | null;
    readonly event: EventRef | null;
  }[];
  readonly milestones: readonly {
    readonly milestone: string;
    readonly title: string;
    readonly on: LocalDate;
    readonly reported: boolean;
  }[];
  /** Days whose cause the committee accepted as objective, by that day. */
  readonly objectiveCauses: readonly (Omit<Task['objectiveCauses'][number], 'at'> & { readonly event: EventRef | null })[];
  /** Newest first. */
  readonly reports: readonly ReportView[];
  readonly claims: readonly ClaimView[];
  readonly extensions: readonly Omit<Extension, 'at' | 'decidedAt'>[];
  readonly delays: readonly (Omit<Task['delays'][number], 'at'> & { readonly event: EventRef | null })[];
  readonly actions: readonly Action[];
  readonly freshness: Freshness;
}

/** Refuses (not found) a task without a stream, and one that was not yet given on that day or not yet known at that moment. */
export class TaskById extends Query<TaskView> {
  constructor(
    readonly id: TaskId,
    readonly filter: Pick<Clocks, 'asOf' | 'knownOn'> & { readonly actor?: Actor } = {},
  ) {
    super();
  }
}

@QueryHandler(TaskById)
export class TaskByIdHandler implements IQueryHandler<TaskById> {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(WORKING_CALENDAR) private readonly calendar: WorkingCalendar,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(ATTENTION_RULES) private readonly attention: readonly AttentionRules[],
    private readonly queries: QueryBus,
  ) {}

  async execute({ id, filter }: TaskById): Promise<TaskView> {
    const { asOf, knownOn, actor } = filter;
    const day = asOf ?? (knownOn ? dayOf(knownOn) : todayOf(this.clock));
    const events = await eventsOf(this.store, id);
    const known = events.filter((event) => !knownOn || event.recordedAt <= knownOn);
    const followed = known.reduce(follow, notFollowed);
    const nameOf = await namesOf(
      this.queries,
      followed.task.owners.map((it) => it.agency),
      day,
    );
    const limits = limitsOn(this.attention, day);
    const view = viewOf(id, followed, { day, knownOn: knownOn ?? null, calendar: this.calendar, limits, nameOf });
    if (!view) throw notYet(id, day, knownOn ?? null);
    const now = events.reduce(follow, notFollowed).task;
    const last = events.at(-1);
    const position = String(last?.position ?? 0n);
    return {
      ...view,
      version: now.version,
      actions: actor ? permittedActions(now, { actor, now: this.clock.now(), today: todayOf(this.clock) }) : [],
      freshness: { projection: 'task', position, head: position, state: 'running', updatedAt: last?.recordedAt ?? null },
    };
  }
}

/** A task's events, oldest first. Throws UnknownStream. The stream's name says that they are a task's. */
export async function eventsOf(store: EventStore, id: TaskId): Promise<readonly RecordedTaskEvent[]> {
  parseTaskId(id);
  return (await store.read(taskStream(id))) as readonly RecordedTaskEvent[];
}

interface Reading {
  readonly day: LocalDate;
  readonly knownOn: Instant | null;
  readonly calendar: WorkingCalendar;
  readonly limits: AttentionLimits;
  readonly nameOf: NameOf;
}

/** The page of a folded task on a day; null before it was assigned. */
export function viewOf(
  id: TaskId,
  { task, refs, simulated }: FollowedTask,
  { day, knownOn, calendar, limits, nameOf }: Reading,
): Omit<TaskView, 'actions' | 'freshness'> | null {
  const { assigned } = task;
  const status = statusOn(task, day, calendar, limits);
  if (!assigned || !status) return null;
  const why = whyOn(task, day, status, refs, nameOf);
  const { it } = status;
  const ref = (at: number | null): EventRef | null => (at === null ? null : (refs[at - 1] ?? null));
  const by = (at: number): UserId | null => refs[at - 1]?.by ?? null;
  return {
    id,
    plan: assigned.plan,
    item: assigned.item,
    section: assigned.section,
    title: assigned.title,
    agency: { id: it.owner.agency, name: nameOf(it.owner.agency) },
    group: assigned.group,
    coordinating: it.coordination.coordinating,
    due: it.due.due,
    firstDue: firstDue(task),
    dueOn: dateOf(it.due),
    ...figuresOf(status),
    reportedOn: it.reportedOn,
    reportAgeDays: it.reportedOn === null ? null : daysBetween(it.reportedOn, day),
    progress: it.progress,
    evidence: it.evidence,
    reportsPending: it.reportsPending,
    delayedDeclared: it.delayedDeclared,
    exceeded: it.exceeded,
    returned: it.returned,
    withoutEvidence: it.withoutEvidence,
    simulated,
    version: task.version,
    asOf: day,
    knownOn,
    printedLead: assigned.printedLead,
    unit: assigned.unit,
    assignedOn: assigned.on,
    why,
    lateness: status.lateness.map(({ owners, at, ...late }) => ({
      ...late,
      owners: owners.map(({ agency, days }) => ({ agency: { id: agency, name: nameOf(agency) }, days })),
      events: at.flatMap((version) => ref(version) ?? []),
    })),
    dueHistory: task.dues
      .filter((due) => due.from <= day)
      .map(({ due, from, how, reason, document, at }) => ({
        from,
        dueOn: due.kind === 'date' ? due.on : null,
        due,
        printed: due.printed,
        rule: 'rule' in due ? due.rule : null,
        how,
        reason,
        document,
        by: by(at),
        event: ref(at),
      })),
    owners: task.owners
      .filter((owner) => owner.from <= day)
      .map(({ agency, from, reason, at }) => ({ agency: { id: agency, name: nameOf(agency) }, from, reason, event: ref(at) })),
    milestones: task.milestones.map(({ milestone, title, on }) => ({
      milestone,
      title,
      on,
      reported: task.reports.some(
        (report) => report.milestone === milestone && report.occurredOn <= day && report.state !== 'returned',
      ),
    })),
    reports: task.reports
      .filter((report) => report.occurredOn <= day)
      .map((report) => ({
        report: report.report,
        milestone: report.milestone,
        progress: report.progress,
        wentBackFrom: progressBefore(task, report),
        ...entryView(report, ref(report.at)),
      }))
      .reverse(),
    claims: task.claims
      .filter((claim) => claim.on <= day)
      .map((claim) => ({
        claim: claim.claim,
        lateDays: lateDaysOf(task, claim),
        withoutEvidence: claim.evidence.length === 0 && claim.document === null,
        reopenedOn: claim.reopenedOn,
        ...entryView(claim, ref(claim.at)),
      }))
      .reverse(),
    extensions: task.extensions.filter((asked) => asked.on <= day).map(({ at: _, decidedAt: __, ...asked }) => asked),
    objectiveCauses: task.objectiveCauses.filter((it) => it.on <= day).map(({ at, ...it }) => ({ ...it, event: ref(at) })),
    delays: task.delays.filter((delay) => delay.on <= day).map(({ at, ...delay }) => ({ ...delay, event: ref(at) })),
  };
}

const figuresOf = ({ status, lateDays, excusedDays, earlierLateDays, inheritedLateDays, workingDaysLeft, silent }: StatusOn) => ({
  status,
  lateDays,
  excusedDays,
  earlierLateDays,
  inheritedLateDays,
  inheritedOverdue: lateDays > 0 && inheritedLateDays > 0,
  workingDaysLeft,
  silent,
});

function entryView(entry: Report | Claim, event: EventRef | null): EntryView {
  return {
    narrative: entry.narrative,
    evidence: entry.evidence,
    document: entry.document,
    occurredOn: entry.occurredOn,
    on: entry.on,
    backdatedDays: daysBetween(entry.occurredOn, entry.on),
    recordedAt: event?.recordedAt ?? null,
    by: entry.by,
    state: entry.state,
    reason: entry.answer,
    decidedOn: entry.decidedOn,
    corrected: entry.corrections.length > 0,
    event,
  };
}

/** Going back is allowed, and marked with the figure it went back from. */
function progressBefore(task: Task, report: Report): number | null {
  const before = task.reports.filter((it) => it.at < report.at && it.state !== 'returned' && it.occurredOn <= report.occurredOn);
  const highest = before.at(-1)?.progress;
  return highest !== undefined && highest > report.progress ? highest : null;
}

const notYet = (id: TaskId, day: LocalDate, knownOn: Instant | null) =>
  new Refusal('not-yet-assigned', {
    kind: 'not-found',
    vi: `Nhiệm vụ ${id} chưa được giao vào ngày ${shown(day)}${knownOn ? ` theo dữ liệu biết đến ${knownOn}` : ''}; hãy chọn ngày sau đó.`,
    en: `Task ${id} had not been given on ${shown(day)}${knownOn ? ` as known on ${knownOn}` : ''}; choose a later day.`,
    figures: { id, asOf: day, knownOn },
  });
