import { kept } from '#language';
import { monthIn, monthNumber, placeIn, places, type Sheet } from './task.sheets.js';

/** Sheets added up; one sheet is the sum of itself. */
export type Sums = Pick<Sheet, 'byPlace' | 'byMonth' | 'silentInTime'>;

export const sumsOf = kept((sheets: readonly Sheet[]): Sums => addedUp(sheets));

export function addedUp(parts: readonly Sums[]): Sums {
  const byPlace = new Int32Array(places.length);
  const months = new Map<number, number>();
  let silentInTime = 0;
  for (const part of parts) {
    for (let i = 0; i < byPlace.length; i++) byPlace[i] = (byPlace[i] ?? 0) + (part.byPlace[i] ?? 0);
    for (let i = 0; i < part.byMonth.length; i += 2) {
      const due = part.byMonth[i] ?? 0;
      months.set(due, (months.get(due) ?? 0) + (part.byMonth[i + 1] ?? 0));
    }
    silentInTime += part.silentInTime;
  }
  return { byPlace, byMonth: Int32Array.from([...months].flat()), silentInTime };
}

/** The counts by the position of each place, of what is due in some months alone where they are given. */
export function byPlaceOf({ byPlace, byMonth }: Sums, due?: readonly string[]): Int32Array {
  if (!due?.length) return byPlace;
  const counts = new Int32Array(places.length);
  const months = new Set(due.map(monthNumber));
  for (let i = 0; i < byMonth.length; i += 2) {
    const it = byMonth[i] ?? 0;
    if (months.has(monthIn(it))) counts[placeIn(it)] = (counts[placeIn(it)] ?? 0) + (byMonth[i + 1] ?? 0);
  }
  return counts;
}
