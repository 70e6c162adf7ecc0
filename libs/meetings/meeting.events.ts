import type { AgencyId, Event, Instant, ItemCode, LocalDate, PlanId, RecordedOf, TaskId } from '#language';
import type { Cause, Document } from '#tasks';

/** Why something is on the agenda. */
export const concerns = ['overdue', 'blocked', 'undated', 'silent'] as const;
export type Concern = (typeof concerns)[number];

/** One line of an agenda with the facts as they were at the frozen position; they never change afterwards. */
export interface AgendaLine {
  readonly concern: Concern;
  readonly task: TaskId;
  readonly agency: AgencyId;
  readonly title: string;
  /** Calendar days past the deadline; 0 where it has not passed. */
  readonly lateDays: number;
  readonly dueOn: LocalDate | null;
  /** Of a blocked task: the obstacle, and the calendar days it has waited on others. */
  readonly obstacle: string | null;
  readonly waitedDays: number;
  /** The rounds in which nothing was said of it. */
  readonly rounds: readonly string[];
}

/** What a conclusion becomes; each is carried to its task or obstacle by a command of that room. */
export type Becomes =
  | { readonly kind: 'note' }
  | { readonly kind: 'extension'; readonly task: TaskId; readonly request: string; readonly until: LocalDate | null }
  | { readonly kind: 'reassignment'; readonly task: TaskId; readonly to: AgencyId }
  | {
      readonly kind: 'objective-cause';
      readonly task: TaskId;
      readonly cause: Cause;
      readonly from: LocalDate;
      readonly to: LocalDate;
    }
  | { readonly kind: 'new-task'; readonly agency: AgencyId; readonly title: string; readonly dueOn: LocalDate }
  | {
      readonly kind: 'directive';
      readonly obstacle: string;
      readonly next: AgencyId | null;
      readonly dueOn: LocalDate | null;
    };

export const verdicts = ['done', 'under-way', 'not-done'] as const;
export type Verdict = (typeof verdicts)[number];

/** What can happen to a meeting of the steering committee. */
export type MeetingEvent =
  | Event<
      'meeting-convened',
      {
        readonly plan: PlanId;
        readonly number: number;
        readonly title: string;
        /** The day on which it sits. */
        readonly sitsOn: LocalDate;
        readonly on: LocalDate;
      }
    >
  | Event<
      'agenda-frozen',
      {
        /** Everything up to this position of the log is in the facts, and nothing after. */
        readonly position: string;
        readonly at: Instant;
        readonly lines: readonly AgendaLine[];
        /** Matters that have no line, for there were more than an agenda may have. Absent: none, or frozen before they were counted. */
        readonly leftOut?: number;
        /** The meeting before, and where its agenda was frozen: what happened in between is what has changed. */
        readonly since: { readonly number: number; readonly position: string } | null;
        readonly on: LocalDate;
      }
    >
  | Event<
      'concluded',
      {
        /** 1, 2, 3… in the meeting. */
        readonly conclusion: number;
        readonly text: string;
        readonly document: Document;
        readonly becomes: Becomes;
        readonly on: LocalDate;
      }
    >
  /** The command that the conclusion became was carried out. `item` names the task that a new one is. */
  | Event<'conclusion-carried', { readonly conclusion: number; readonly item: ItemCode | null; readonly on: LocalDate }>
  /** The room it was carried to refused it, and why. */
  | Event<
      'conclusion-refused',
      { readonly conclusion: number; readonly code: string; readonly vi: string; readonly en: string; readonly on: LocalDate }
    >
  /** At this meeting, what became of an earlier meeting's conclusion. */
  | Event<
      'conclusion-followed-up',
      {
        readonly meeting: number;
        readonly conclusion: number;
        readonly verdict: Verdict;
        readonly note: string;
        readonly on: LocalDate;
      }
    >;

/** A meeting's event as the log has it. */
export type RecordedMeetingEvent = RecordedOf<MeetingEvent>;

/** `meeting-267-2025/3` */
export const meetingStream = (plan: PlanId, number: number): string => `meeting-${plan}/${number}`;
