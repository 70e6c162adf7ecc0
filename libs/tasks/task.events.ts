import type { AgencyId, Event, ItemCode, LocalDate, Percent, PlanId, RecordedOf, UserId } from '#language';

/** When a task is due: a day with the printed phrase beside it, or one of the three named ways of having none. */
export type Due =
  | { readonly kind: 'date'; readonly on: LocalDate; readonly printed: string; readonly rule: string }
  | { readonly kind: 'continuous'; readonly every: 'month' | 'quarter'; readonly printed: string; readonly rule: string }
  | { readonly kind: 'dependent'; readonly waitsFor: string; readonly printed: string; readonly rule: string }
  | { readonly kind: 'unset'; readonly printed: string };

/** A coordinating body as read: an agency, or a group kept as a group (coordinating groups are not expanded). */
export interface Party {
  readonly printed: string;
  readonly kind: 'agency' | 'group' | 'unknown';
  /** Agency or group id; null when unknown. */
  readonly id: string | null;
}

/** A file kept by its digest. */
export interface Evidence {
  readonly sha256: string;
  readonly name: string;
  readonly size: number;
  readonly type: string;
}

/** The written act that a step rests on. */
export interface Document {
  readonly number: string;
  readonly on?: LocalDate;
}

/** Why a task is late, as its agency says. */
export const causes = [
  'own',
  'coordinating-body',
  'awaiting-decision',
  'funding',
  'procurement',
  'law',
  'force-majeure',
  'other',
] as const;
export type Cause = (typeof causes)[number];

/** What can happen to a task. A wrong entry is corrected by a later event; a new meaning is a new event or an upcaster. */
export type TaskEvent =
  | Event<
      'assigned',
      {
        readonly plan: PlanId;
        readonly item: ItemCode;
        /** The section's printed heading. */
        readonly section: string;
        /** The task as printed, whole. */
        readonly title: string;
        readonly agency: AgencyId;
        /** The lead as printed; a group's words when the row was expanded. */
        readonly printedLead: string;
        readonly group: string | null;
        /** The sub-unit in parentheses, when the plan names one. */
        readonly unit: string | null;
        readonly coordinating: readonly Party[];
        readonly due: Due;
        /** The day the plan was adopted. */
        readonly on: LocalDate;
      }
    >
  | Event<'due-read', { readonly due: Due; readonly note: string }>
  | Event<'due-changed', { readonly due: Due; readonly reason: string; readonly document: Document; readonly on: LocalDate }>
  | Event<'milestone-planned', { readonly milestone: string; readonly title: string; readonly on: LocalDate }>
  | Event<
      'milestone-reported',
      {
        readonly report: string;
        readonly milestone: string | null;
        readonly progress: Percent;
        readonly narrative: string;
        readonly evidence: readonly Evidence[];
        readonly document: Document | null;
        readonly occurredOn: LocalDate;
        /** Days between the doing and the recording; 0 when reported the same day. */
        readonly backdatedDays: number;
        /** Who reported; whoever accepts it must be somebody else. Since schema 2. */
        readonly by: UserId;
      }
    >
  | Event<'report-accepted', { readonly report: string; readonly note: string | null; readonly on: LocalDate }>
  | Event<'report-returned', { readonly report: string; readonly reason: string; readonly on: LocalDate }>
  | Event<
      'delayed',
      {
        readonly by: 'agency' | 'watch';
        readonly due: LocalDate | null;
        readonly cause: Cause | null;
        readonly explanation: string | null;
        readonly expectedOn: LocalDate | null;
        readonly on: LocalDate;
      }
    >
  | Event<
      'extension-requested',
      {
        readonly request: string;
        readonly until: LocalDate;
        readonly reason: string;
        readonly document: Document | null;
        readonly evidence: readonly Evidence[];
        readonly on: LocalDate;
      }
    >
  | Event<
      'extension-granted',
      {
        readonly request: string;
        readonly until: LocalDate;
        readonly document: Document | null;
        /** Working or calendar lateness is derived; this is the day of the grant, after the due date or before. */
        readonly on: LocalDate;
      }
    >
  | Event<'extension-refused', { readonly request: string; readonly reason: string; readonly on: LocalDate }>
  | Event<
      'completed',
      {
        readonly claim: string;
        readonly narrative: string;
        readonly evidence: readonly Evidence[];
        readonly document: Document | null;
        readonly occurredOn: LocalDate;
        /** The day the claim was made. On time is judged by it. */
        readonly on: LocalDate;
        readonly backdatedDays: number;
        /** Who claimed; whoever accepts it must be somebody else. Since schema 2. */
        readonly by: UserId;
      }
    >
  | Event<'completion-accepted', { readonly claim: string; readonly note: string | null; readonly on: LocalDate }>
  | Event<'completion-returned', { readonly claim: string; readonly reason: string; readonly on: LocalDate }>
  /** The committee accepts that for these days the cause of a delay lay outside the agency. It moves no deadline and clears no lateness. */
  | Event<
      'objective-cause-accepted',
      {
        readonly cause: Cause;
        readonly from: LocalDate;
        readonly to: LocalDate;
        readonly reason: string;
        readonly document: Document | null;
        readonly on: LocalDate;
      }
    >
  | Event<'exceeded', { readonly reason: string; readonly document: Document | null; readonly on: LocalDate }>
  | Event<'suspended', { readonly reason: string; readonly document: Document; readonly on: LocalDate }>
  | Event<'resumed', { readonly reason: string; readonly document: Document | null; readonly on: LocalDate }>
  | Event<
      'reassigned',
      {
        readonly from: AgencyId;
        readonly to: AgencyId;
        readonly reason: string;
        readonly document: Document;
        readonly on: LocalDate;
      }
    >
  | Event<'coordination-changed', { readonly coordinating: readonly Party[]; readonly reason: string; readonly on: LocalDate }>
  | Event<'reopened', { readonly reason: string; readonly document: Document | null; readonly on: LocalDate }>
  | Event<'cancelled', { readonly reason: string; readonly document: Document; readonly on: LocalDate }>
  | Event<
      'corrected',
      {
        /** The report or claim that was wrong. */
        readonly entry: string;
        readonly changes: {
          readonly progress?: Percent;
          readonly narrative?: string;
          readonly occurredOn?: LocalDate;
          readonly document?: Document | null;
        };
        readonly reason: string;
        readonly on: LocalDate;
      }
    >;

/** A task's event as the log has it. */
export type RecordedTaskEvent = RecordedOf<TaskEvent>;

/** `task-267-2025/IV.VI.3/so-y-te` */
export const taskStream = (id: string): string => `task-${id}`;
