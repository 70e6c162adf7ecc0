import type { AgencyId, Decimal, Event, ItemCode, LocalDate, PlanId, RecordedOf, UserId } from '#language';
import type { Document, Evidence, Party } from '#tasks';

/** What one number of a target's sentence asks. A sentence may hold several; one without a number asks for a state. */
export interface Threshold {
  /** `a`, `b`, … in the order of the sentence. */
  readonly key: string;
  /** The words that say what is measured. */
  readonly of: string;
  /** growth: by how many percent it must grow; state: reached or not. */
  readonly kind: 'percent' | 'count' | 'growth' | 'state';
  readonly compare: 'at-least' | 'over' | 'at-most' | 'under';
  /** Null for a state. */
  readonly value: Decimal | null;
  /** `%`, `% GRDP`, `doanh nghiệp`; empty for a state. */
  readonly unit: string;
  /** The words that were read: `đạt trên 80%`. */
  readonly printed: string;
  /** "phấn đấu": the plan strives for it. Judged like any other. */
  readonly striving: boolean;
}

export interface Period {
  readonly from: LocalDate;
  readonly to: LocalDate;
}

export type Verdict = 'met' | 'not-met' | 'not-measurable' | 'exempt';

/** A target's row as printed, with what was read of it. */
export interface TargetRead {
  readonly section: string;
  /** The sentence as printed, whole. */
  readonly title: string;
  readonly thresholds: readonly Threshold[];
  readonly printedExecutor: string;
  /** Empty where the plan leaves the cell blank. */
  readonly executors: readonly Party[];
  readonly printedMonitor: string;
  /** Null when nobody could read the cell. */
  readonly monitor: AgencyId | null;
}

/** What can happen to a target: one row of the plan's table of targets. */
export type TargetEvent =
  | Event<
      'target-set',
      TargetRead & {
        readonly plan: PlanId;
        readonly item: ItemCode;
        /** The plan's year. */
        readonly year: number;
        /** The row of the table of tasks that prints the same sentence: one thing, counted once. */
        readonly sameAs: ItemCode | null;
        /** The day the plan was adopted. */
        readonly on: LocalDate;
      }
    >
  /** The plan now prints the row otherwise. */
  | Event<'target-revised', TargetRead & { readonly document: string; readonly on: LocalDate }>
  /** The plan no longer has the row. */
  | Event<'target-dropped', { readonly document: string; readonly on: LocalDate }>
  | Event<'reading-changed', { readonly thresholds: readonly Threshold[]; readonly reason: string; readonly on: LocalDate }>
  | Event<
      'bodies-changed',
      {
        readonly executors: readonly Party[];
        readonly monitor: AgencyId | null;
        readonly reason: string;
        readonly document: Document | null;
        readonly on: LocalDate;
      }
    >
  | Event<'item-linked', { readonly item: ItemCode; readonly reason: string; readonly on: LocalDate }>
  | Event<'item-unlinked', { readonly item: ItemCode; readonly reason: string; readonly on: LocalDate }>
  | Event<
      'measured',
      {
        readonly measurement: string;
        /** Key of the threshold that it is about. */
        readonly threshold: string;
        /** Whose share it is; null: the whole. Only the whole is judged. */
        readonly body: AgencyId | null;
        /** As typed; null when only the two parts of a ratio were given. */
        readonly value: Decimal | null;
        readonly numerator: Decimal | null;
        readonly denominator: Decimal | null;
        /** The ratio in percent, to two decimals; it counts, whatever was typed. */
        readonly computed: Decimal | null;
        /** Whether the typed percentage is the computed one, to the decimals it was typed with. */
        readonly agrees: boolean | null;
        /** Of a state: whether it has been reached. */
        readonly reached: boolean | null;
        readonly basis: 'measured' | 'estimated';
        /** Where the figure comes from, in words. */
        readonly source: string;
        readonly period: Period;
        readonly document: Document | null;
        readonly evidence: readonly Evidence[];
        readonly note: string | null;
        readonly on: LocalDate;
        /** Who measured; whoever judges must be somebody else. */
        readonly by: UserId;
      }
    >
  | Event<'measurement-withdrawn', { readonly measurement: string; readonly reason: string; readonly on: LocalDate }>
  | Event<
      'judged',
      {
        readonly judgement: string;
        readonly verdict: Verdict;
        readonly reason: string | null;
        /** The figures that were judged. When one is withdrawn, the judgement falls. */
        readonly measurements: readonly string[];
        readonly document: Document | null;
        readonly on: LocalDate;
      }
    >;

export type RecordedTargetEvent = RecordedOf<TargetEvent>;

/** `target-267-2025/III.I.4` */
export const targetStream = (id: string): string => `target-${id}`;
