import { type AgencyId, kept } from '#language';
import type { Four, TallyRow, TaskCounts } from './task.asking.js';
import { countsOf as statusesOf } from './task.counts.js';
import type { Sheet } from './task.sheets.js';
import { sumsOf } from './task.sums.js';

/** See `tally`: the same of today's board, from what is kept of it. */
export const tallyOfSheets = kept((byAgency: ReadonlyMap<AgencyId, readonly Sheet[]>): readonly TallyRow[] =>
  [...byAgency].map(([key, own]) => ({ key, ...keptOf(own).tally })).sort((a, b) => (a.key < b.key ? -1 : 1)),
);

interface Kept {
  readonly tally: Omit<TallyRow, 'key'>;
  readonly counts: TaskCounts;
}

const keptOf = kept((sheets: readonly Sheet[]): Kept => {
  const four = fourOf(sheets);
  const oldestOverdueDays = sheets.reduce((most, it) => Math.max(most, it.oldestOverdueDays), 0);
  return { tally: { counts: statusesOf(sumsOf(sheets)), four, oldestOverdueDays }, counts: countedOf(sheets, four) };
});

/** See `figuresSql`: the same of today's board, from what is kept of it. */
export const countsOf = (sheets: readonly Sheet[]): TaskCounts => keptOf(sheets).counts;

export const noFour: Four = { onTime: 0, late: 0, openInTime: 0, overdue: 0, suspended: 0, cancelled: 0, noDate: 0 };

export const addedFour = (a: Four, b: Four): Four => ({
  onTime: a.onTime + b.onTime,
  late: a.late + b.late,
  openInTime: a.openInTime + b.openInTime,
  overdue: a.overdue + b.overdue,
  suspended: a.suspended + b.suspended,
  cancelled: a.cancelled + b.cancelled,
  noDate: a.noDate + b.noDate,
});

function fourOf(sheets: readonly Sheet[]): Four {
  const sum = { ...noFour };
  for (const { four } of sheets) for (const cell of cellsOfFour) sum[cell] += four[cell];
  return sum;
}

function countedOf(sheets: readonly Sheet[], four: Four): TaskCounts {
  const sums = { tasks: 0, neverReported: 0, silent: 0, exceeded: 0, inheritedOverdue: 0 };
  let simulated = false;
  for (const it of sheets) {
    for (const which of summed) sums[which] += it[which];
    simulated ||= it.simulated;
  }
  const { tasks, neverReported, silent, exceeded, inheritedOverdue } = sums;
  return { tasks, four, reportAge: { ...agesOf(sheets), neverReported, silent }, exceeded, inheritedOverdue, simulated };
}

const cellsOfFour = Object.keys(noFour) as readonly (keyof Four)[];
const summed = ['tasks', 'neverReported', 'silent', 'exceeded', 'inheritedOverdue'] as const;

/** The middle and the last of all their ages together: counted day by day, for a country has as many as it has open tasks. */
function agesOf(sheets: readonly Sheet[]): Pick<TaskCounts['reportAge'], 'medianDays' | 'oldestDays'> {
  let [oldestDays, many] = [-1, 0];
  for (const { reportAges } of sheets) {
    oldestDays = Math.max(oldestDays, reportAges.at(-1) ?? -1);
    many += reportAges.length;
  }
  if (many === 0) return { medianDays: null, oldestDays: null };
  const ofDay = new Int32Array(oldestDays + 1);
  for (const { reportAges } of sheets) for (const age of reportAges) ofDay[age] = (ofDay[age] ?? 0) + 1;
  const nth = (n: number) => {
    let day = 0;
    for (let before = ofDay[0] ?? 0; before <= n; before += ofDay[day] ?? 0) day++;
    return day;
  };
  return { medianDays: (nth(Math.ceil(many / 2) - 1) + nth(Math.floor(many / 2))) / 2, oldestDays };
}
