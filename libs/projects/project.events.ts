import type { AgencyId, Decimal, Event, ItemCode, LocalDate, PlanId, RecordedOf, UserId } from '#language';
import type { Document, Evidence } from '#tasks';

/** A project's row as printed, with what was read of it. Money is in the table's unit, exact. */
export interface ProjectRead {
  /** `II`, as printed before the heading. */
  readonly section: string;
  readonly sectionTitle: string;
  readonly title: string;
  readonly printedOwner: string;
  /** Null when nobody could read the cell. */
  readonly owner: AgencyId | null;
  readonly aim: string;
  readonly printedYears: string;
  /** First and last year; null when the cell names none. */
  readonly years: { readonly from: number; readonly to: number } | null;
  /** Null: blank, or not readable as a number. */
  readonly total: Decimal | null;
  readonly allotted: Decimal | null;
  readonly note: string;
}

/** What can happen to a project: one row of the plan's table of projects. */
export type ProjectEvent =
  | Event<
      'project-listed',
      ProjectRead & {
        readonly plan: PlanId;
        readonly item: ItemCode;
        /** The year that the allotted money is of; null when the table's title names none. */
        readonly year: number | null;
        /** The day the plan was adopted. */
        readonly on: LocalDate;
      }
    >
  /** The plan now prints the row otherwise. */
  | Event<'project-revised', ProjectRead & { readonly document: string; readonly on: LocalDate }>
  /** The plan no longer has the row. */
  | Event<'project-dropped', { readonly document: string; readonly on: LocalDate }>
  | Event<
      'money-changed',
      {
        readonly total: Decimal | null;
        readonly allotted: Decimal | null;
        readonly reason: string;
        readonly document: Document;
        readonly on: LocalDate;
      }
    >
  | Event<
      'owner-changed',
      {
        readonly from: AgencyId | null;
        readonly to: AgencyId;
        readonly reason: string;
        readonly document: Document;
        readonly on: LocalDate;
      }
    >
  | Event<
      'disbursed',
      {
        readonly disbursement: string;
        readonly amount: Decimal;
        /** The owner whose money it was, by name of the agency that paid. */
        readonly agency: AgencyId;
        readonly paidOn: LocalDate;
        readonly document: Document | null;
        readonly evidence: readonly Evidence[];
        readonly note: string | null;
        readonly on: LocalDate;
        readonly by: UserId;
      }
    >
  | Event<'disbursement-withdrawn', { readonly disbursement: string; readonly reason: string; readonly on: LocalDate }>
  | Event<
      'project-accepted',
      {
        /** The day of the acceptance report. */
        readonly acceptedOn: LocalDate;
        readonly document: Document;
        readonly note: string | null;
        readonly on: LocalDate;
      }
    >
  | Event<'acceptance-withdrawn', { readonly reason: string; readonly on: LocalDate }>;

export type RecordedProjectEvent = RecordedOf<ProjectEvent>;

/** `project-267-2025/II.I.3` */
export const projectStream = (id: string): string => `project-${id}`;

/** One column of money as a table prints it. */
export interface PrintedSum {
  readonly total: Decimal | null;
  readonly allotted: Decimal | null;
}

/** What a table of projects prints below and above its rows. It is kept beside what the rows add up to, and corrects nothing. */
export type PrintedSumsEvent = Event<
  'sums-printed',
  {
    readonly plan: PlanId;
    /** Roman numeral of the appendix. */
    readonly appendix: string;
    readonly title: string;
    /** "Triệu đồng", as printed. */
    readonly unit: string;
    readonly sections: readonly (PrintedSum & { readonly section: string; readonly title: string })[];
    readonly grand: PrintedSum;
    readonly on: LocalDate;
  }
>;

export type RecordedPrintedSumsEvent = RecordedOf<PrintedSumsEvent>;

/** `sums-267-2025/II` */
export const sumsStream = (id: string): string => `sums-${id}`;
