import { monthIn, monthNumber, type Sheet, statusIn } from './task.sheets.js';
import { statuses } from './task.status.js';

/** Sheets added up. */
export interface Sums {
  /** By the position of each status. */
  readonly byStatus: Int32Array;
  /** How many are due in which month with which status, by `monthStatus`. */
  readonly byMonth: ReadonlyMap<number, number>;
  readonly silentInTime: number;
}

/** What is made of a list of sheets, for as long as somebody has it: of thousands of agencies hardly any changes between two questions. */
export function kept<T>(make: (sheets: readonly Sheet[]) => T): (sheets: readonly Sheet[]) => T {
  const known = new WeakMap<readonly Sheet[], { readonly made: T }>();
  return (sheets) => {
    const before = known.get(sheets);
    if (before) return before.made;
    const made = make(sheets);
    known.set(sheets, { made });
    return made;
  };
}

export const sumsOf = kept(
  (sheets): Sums =>
    addedUp(
      sheets.map(({ byMonth, ...it }) => {
        const months = new Map<number, number>();
        for (let i = 0; i < byMonth.length; i += 2) months.set(byMonth[i] ?? 0, byMonth[i + 1] ?? 0);
        return { ...it, byMonth: months };
      }),
    ),
);

export function addedUp(parts: readonly Sums[]): Sums {
  const byStatus = new Int32Array(statuses.length);
  const byMonth = new Map<number, number>();
  let silentInTime = 0;
  for (const part of parts) {
    for (let i = 0; i < byStatus.length; i++) byStatus[i] = (byStatus[i] ?? 0) + (part.byStatus[i] ?? 0);
    for (const [due, n] of part.byMonth) byMonth.set(due, (byMonth.get(due) ?? 0) + n);
    silentInTime += part.silentInTime;
  }
  return { byStatus, byMonth, silentInTime };
}

/** The counts by the position of each status, of what is due in some months alone where they are given. */
export function byStatusOf({ byStatus, byMonth }: Sums, due?: readonly string[]): Int32Array {
  if (!due?.length) return byStatus;
  const counts = new Int32Array(statuses.length);
  const months = new Set(due.map(monthNumber));
  for (const [it, n] of byMonth) if (months.has(monthIn(it))) counts[statusIn(it)] = (counts[statusIn(it)] ?? 0) + n;
  return counts;
}
