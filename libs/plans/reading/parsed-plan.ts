import type { ItemCode, LocalDate, PlanId } from '#language';

/** What a column of a table says, recognised by its heading and never by its place. */
export type ColumnRole =
  | 'ordinal'
  | 'title'
  | 'lead'
  | 'coordinating'
  | 'executor'
  | 'monitor'
  | 'due'
  | 'product'
  | 'result'
  | 'owner'
  | 'aim'
  | 'total'
  | 'allotted'
  | 'note'
  | 'other';

/** What a table is about: tasks (nhiệm vụ), targets (mục tiêu), results of the year before (kết quả), projects (dự án). */
export type TableKind = 'tasks' | 'targets' | 'results' | 'projects' | 'other';

export interface Column {
  /** The heading as printed. */
  readonly name: string;
  readonly role: ColumnRole;
}

/** Where in the file: lines of a text, blocks of a .docx; counted from 1. */
export interface Place {
  readonly from: number;
  readonly to: number;
}

/** One row of a table, its cells as printed, in the order of the table's columns. */
export interface PlanRow extends Place {
  readonly code: ItemCode;
  readonly ordinal: string;
  readonly cells: readonly string[];
}

export interface Section {
  /** As printed, `IV`; empty when the table has no sections. */
  readonly numeral: string;
  readonly title: string;
  readonly line: number;
  /** The section's own cells: subtotals stand here. */
  readonly cells: readonly string[];
  readonly rows: readonly PlanRow[];
}

export interface Appendix {
  /** Roman, `IV`, whatever way it was printed. */
  readonly numeral: string;
  readonly kind: TableKind;
  readonly title: string;
  /** "(Kèm theo Kế hoạch số …)" as printed, or empty. */
  readonly caption: string;
  /** "Đơn vị tính: Triệu đồng." as printed, or empty. */
  readonly unit: string;
  readonly line: number;
  readonly columns: readonly Column[];
  readonly sections: readonly Section[];
  /** The grand total's cells and line, when the table prints one. */
  readonly total: { readonly cells: readonly string[]; readonly line: number } | null;
}

/** A line of running text with the headings above it, outermost first. */
export interface Paragraph {
  readonly line: number;
  readonly text: string;
  readonly under: readonly string[];
  readonly kind: 'text' | 'heading' | 'footnote' | 'furniture';
}

export interface ParsedPlan {
  readonly id: PlanId;
  /** `267/KH-UBND`. */
  readonly number: string;
  /** The year the plan is for, from its title. */
  readonly year: number;
  readonly title: string;
  readonly issuer: string;
  readonly place: string;
  readonly adoptedOn: LocalDate;
  /** Empty when the text does not name one. */
  readonly signer: string;
  readonly appendices: readonly Appendix[];
  readonly paragraphs: readonly Paragraph[];
}

/** The printed cell under a role; empty when the table has no such column. */
export function cell(appendix: Appendix, row: { readonly cells: readonly string[] }, role: ColumnRole): string {
  const at = appendix.columns.findIndex((column) => column.role === role);
  return (at < 0 ? undefined : row.cells[at]) ?? '';
}

/** Every row of the tables of one kind, with its table and section. */
export function rowsOf(plan: ParsedPlan, kind: TableKind): { appendix: Appendix; section: Section; row: PlanRow }[] {
  return plan.appendices
    .filter((appendix) => appendix.kind === kind)
    .flatMap((appendix) => appendix.sections.flatMap((section) => section.rows.map((row) => ({ appendix, section, row }))));
}
