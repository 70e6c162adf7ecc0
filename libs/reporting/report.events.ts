import type { AgencyId, Event, LocalDate, Percent, PlanId, RecordedOf, TaskId, UserId } from '#language';
import type { Document } from '#tasks';

/** What is said of one task: something was done, nothing was (zero), or it does not apply. Saying nothing is a fourth thing and has no entry. */
export const sayings = ['reported', 'zero', 'not-applicable'] as const;
export type Saying = (typeof sayings)[number];

export interface Entry {
  readonly task: TaskId;
  readonly said: Saying;
  /** Only with `reported`. */
  readonly progress: Percent | null;
  /** What was done; why nothing was, or why it does not apply. */
  readonly words: string;
}

/** What can happen to one agency's report of a round. */
export type RoundReportEvent =
  | Event<
      'round-report-prepared',
      {
        readonly plan: PlanId;
        readonly round: string;
        readonly agency: AgencyId;
        readonly summary: string;
        readonly entries: readonly Entry[];
        readonly on: LocalDate;
        readonly by: UserId;
      }
    >
  | Event<
      'round-report-signed',
      {
        readonly on: LocalDate;
        readonly by: UserId;
        /** Of the tasks owed: with words, without, and not mentioned at all. */
        readonly told: number;
        readonly blank: number;
        readonly unsaid: number;
      }
    >
  | Event<'round-report-returned', { readonly reason: string; readonly on: LocalDate }>
  /** Bổ sung sau chốt: said after the round was closed; the report as closed stays as it was. */
  | Event<
      'round-report-supplemented',
      {
        readonly plan: PlanId;
        readonly round: string;
        readonly agency: AgencyId;
        readonly reason: string;
        readonly entries: readonly Entry[];
        readonly document: Document | null;
        readonly on: LocalDate;
        readonly by: UserId;
      }
    >;

/** A report's event as the log has it. */
export type RecordedRoundReportEvent = RecordedOf<RoundReportEvent>;

/** `report-267-2025/2025-Q1/so-y-te` */
export const reportStream = (plan: PlanId, round: string, agency: AgencyId): string => `report-${plan}/${round}/${agency}`;
