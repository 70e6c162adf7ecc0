import type { AgencyId, Instant, LocalDate, PlanId } from '#language';
import type { Among, BothClocks } from './task.rows.js';
import type { Sheets } from './task.sheets.js';
import type { Cell, Four, Status } from './task.status.js';

export type { Four } from './task.status.js';

/** The two clocks as asked: a day (default: the day of knownOn, else today) and what was known. */
export interface Clocks {
  readonly asOf?: LocalDate;
  readonly knownOn?: Instant;
  /** Decimal position to wait for, up to five seconds. */
  readonly minPosition?: string;
}

export const sorts = ['overdue', 'item', 'due', 'agency', 'progress', 'reported'] as const;
export type Sort = (typeof sorts)[number];

export interface TaskFilter extends Clocks {
  readonly plan?: PlanId;
  readonly agency?: AgencyId;
  readonly status?: readonly Status[];
  /** The cell of the national statistics: what a figure of a board counts, a claim made late among the overdue. */
  readonly cell?: Cell;
  /** The printed heading, or the code before it: `IV.VI`. */
  readonly section?: string;
  /** The printed words of a group lead. */
  readonly group?: string;
  /** Months of the due date, `2025-03`. */
  readonly due?: readonly string[];
  /** Words to find, with or without marks. */
  readonly q?: string;
  readonly sort?: Sort;
  readonly page?: number;
  readonly size?: number;
}

export interface TallyRow {
  /** Agency id, printed section, or month of the due date (its kind when it has none). */
  readonly key: string;
  readonly counts: Readonly<Record<Status, number>>;
  readonly four: Four;
  readonly oldestOverdueDays: number;
}

/** Counts over tasks as they stood on a day; all that a scorecard needs of them. */
export interface TaskCounts {
  readonly tasks: number;
  readonly four: Four;
  /** Calendar days since each open task was last heard of, and those that cannot say. */
  readonly reportAge: {
    readonly medianDays: number | null;
    readonly oldestDays: number | null;
    readonly neverReported: number;
    readonly silent: number;
  };
  readonly exceeded: number;
  readonly inheritedOverdue: number;
  readonly simulated: boolean;
}

/** Selects from `board`; `write` gets a function that binds a value and gives its placeholder. `among`: of these tasks alone, where that helps. */
export type Select = <R>(write: (bind: (value: unknown) => string) => string, among?: Among) => Promise<R[]>;

/** One state of the board, for as long as an answer takes. */
export interface Snapshot {
  readonly clocks: BothClocks;
  /** Register lines and all. */
  readonly select: Select;
  /** Null unless the board is today's as known now: it is large, and asked for most. */
  readonly present: Present | null;
}

export interface Present {
  /** Selects from narrow rows; `words` where they are searched. */
  narrow(words?: 'words'): Select;
  sheets(): Promise<Sheets>;
}
