import type { Event, ItemCode, LocalDate, PlanId, RecordedOf, TaskId } from '#language';

/** A row of this plan and the row of an earlier one that is the same thing a year before. */
export interface Link {
  readonly code: ItemCode;
  readonly earlier: ItemCode;
}

/** An unfinished task of an earlier plan and the task of this plan in which it goes on. */
export interface CarriedTask {
  readonly from: TaskId;
  readonly to: TaskId;
}

/** What ties a plan to an earlier one. */
export type YearsEvent =
  | Event<'rows-linked', { readonly plan: PlanId; readonly earlier: PlanId; readonly rows: readonly Link[] }>
  /** The rows are no longer said to be the same thing. */
  | Event<'rows-unlinked', { readonly plan: PlanId; readonly earlier: PlanId; readonly rows: readonly ItemCode[] }>
  | Event<
      'tasks-carried-over',
      {
        readonly plan: PlanId;
        readonly earlier: PlanId;
        readonly tasks: readonly CarriedTask[];
        /** Number of the document that decided it. */
        readonly document: string;
        readonly on: LocalDate;
      }
    >;

export type RecordedYearsEvent = RecordedOf<YearsEvent>;

/** `years-12-2026`: the ties of one plan to those before it. */
export const yearsStream = (plan: PlanId): string => `years-${plan}`;
