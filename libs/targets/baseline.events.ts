import type { Event, ItemCode, LocalDate, PlanId, RecordedOf } from '#language';
import type { Threshold, Verdict } from './target.events.js';

/** One row of a plan's table of last year's results, as printed, with what was read of it. */
export interface ResultRead {
  readonly section: string;
  /** Last year's target as printed. */
  readonly title: string;
  readonly thresholds: readonly Threshold[];
  /** The result's cell as printed; a dash where nobody measured. */
  readonly result: string;
  readonly note: string;
  readonly verdict: Exclude<Verdict, 'exempt'>;
  /** The print calls it an estimate. */
  readonly estimated: boolean;
}

/** What can happen to a result of the year before: it is the baseline of this year's target, where they are the same measure. */
export type BaselineEvent =
  | Event<
      'baseline-recorded',
      ResultRead & {
        readonly plan: PlanId;
        readonly item: ItemCode;
        /** The year that the result is of. */
        readonly year: number;
        readonly on: LocalDate;
      }
    >
  | Event<'baseline-revised', ResultRead & { readonly document: string; readonly on: LocalDate }>
  | Event<'baseline-dropped', { readonly document: string; readonly on: LocalDate }>
  | Event<
      'baseline-linked',
      {
        /** The target of this year. */
        readonly target: ItemCode;
        /** How alike the two sentences are without their numbers, 0 to 1; null when a person linked them. */
        readonly likeness: number | null;
        readonly reason: string | null;
        readonly on: LocalDate;
      }
    >
  | Event<'baseline-unlinked', { readonly target: ItemCode; readonly reason: string; readonly on: LocalDate }>;

export type RecordedBaselineEvent = RecordedOf<BaselineEvent>;

/** `baseline-267-2025/I.II.4` */
export const baselineStream = (id: string): string => `baseline-${id}`;
