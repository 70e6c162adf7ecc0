import type { DueReading } from '#calendar';
import type { Event, ItemCode, LocalDate, PlanId } from '#language';
import type { Finding } from './finding.js';
import type { Verdict } from './findings/results.js';
import type { Column, TableKind } from './reading/parsed-plan.js';

/** The file that was read. Its bytes are known by their digest. */
export interface PlanFile {
  readonly name: string;
  readonly size: number;
  readonly sha256: string;
}

/** What names the plan. */
export interface PlanFacts {
  readonly number: string;
  readonly year: number;
  readonly title: string;
  readonly issuer: string;
  readonly place: string;
  readonly adoptedOn: LocalDate;
  readonly signer: string;
}

export interface AppendixHead {
  readonly numeral: string;
  readonly kind: TableKind;
  readonly title: string;
  readonly caption: string;
  readonly unit: string;
  readonly line: number;
  readonly columns: readonly Column[];
  /** The grand total's cells as printed. */
  readonly total: readonly string[] | null;
}

export interface SectionHead {
  readonly numeral: string;
  readonly title: string;
  readonly line: number;
  /** The section's own cells as printed: subtotals stand here. */
  readonly cells: readonly string[];
}

/** A row as printed, whole; what is read from it stands beside it and never in its place. */
interface PrintedRow {
  readonly code: ItemCode;
  readonly ordinal: string;
  readonly line: number;
  readonly cells: readonly string[];
  readonly title: string;
  readonly note: string;
}

export type ItemRow = PrintedRow & {
  readonly kind: 'item';
  readonly lead: string;
  readonly coordinating: string;
  readonly due: DueReading;
  readonly product: string;
};
export type TargetRow = PrintedRow & { readonly kind: 'target'; readonly executor: string; readonly monitor: string };
export type ResultRow = PrintedRow & { readonly kind: 'result'; readonly result: string; readonly verdict: Verdict };
/** Money in the table's unit, million đồng where it says so; null when blank. */
export type ProjectRow = PrintedRow & {
  readonly kind: 'project';
  readonly owner: string;
  readonly aim: string;
  readonly years: string;
  readonly total: number | null;
  readonly allotted: number | null;
};
/** A row of a table of no known kind, kept as printed. */
export type OtherRow = PrintedRow & { readonly kind: 'other' };
export type ReadRow = ItemRow | TargetRow | ResultRow | ProjectRow | OtherRow;

export interface TextLine {
  readonly line: number;
  readonly text: string;
}

export type SettlementChoice = 'accept' | 'change' | 'keep';

/** What can happen to a plan. The printed words are in the record whole; settling a finding never touches them. */
export type PlanEvent =
  | Event<
      'plan-imported',
      PlanFacts & { readonly plan: PlanId; readonly file: PlanFile; readonly appendices: readonly AppendixHead[] }
    >
  /** The running text, in parts of an event's size; part 0 begins it anew. */
  | Event<'text-read', { readonly part: number; readonly lines: readonly TextLine[] }>
  | Event<'rows-read', { readonly appendix: string; readonly section: SectionHead; readonly rows: readonly ReadRow[] }>
  | Event<'findings-raised', { readonly findings: readonly Finding[] }>
  | Event<'findings-withdrawn', { readonly findings: readonly string[] }>
  | Event<
      'changed-file-read',
      PlanFacts & {
        readonly file: PlanFile;
        readonly appendices: readonly AppendixHead[];
        /** Number of the document that decided the change, where it is not the plan itself. */
        readonly document?: string;
      }
    >
  | Event<
      'plan-amended',
      {
        readonly change: 'added' | 'changed' | 'removed';
        readonly appendix: string;
        readonly section: SectionHead;
        readonly code: ItemCode;
        readonly was: ReadRow | null;
        readonly now: ReadRow | null;
      }
    >
  | Event<
      'finding-settled',
      {
        readonly finding: string;
        readonly choice: SettlementChoice;
        /** What it was changed to; the proposal when it was accepted; null when the print is kept. */
        readonly value: string | null;
        readonly note: string | null;
        readonly on: LocalDate;
      }
    >;

/** `plan-267-2025` */
export const planStream = (id: PlanId): string => `plan-${id}`;
