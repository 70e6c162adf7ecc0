import type { AgencyId, PlanId } from '#language';
import type { Four, TallyRow, TaskCounts } from './task.asking.js';
import { countsFrom } from './task.pages.js';
import { cellIn, isExceededIn, isInheritedIn, isSilentIn, isSimulatedIn, type Sheet, statusIn } from './task.sheets.js';
import { statuses } from './task.status.js';

/** The sheets of each agency, of one plan or of all. */
export function byAgency(sheets: readonly Sheet[], plan?: PlanId): Map<AgencyId, Sheet[]> {
  const all = new Map<AgencyId, Sheet[]>();
  for (const sheet of sheets) {
    if (plan && sheet.plan !== plan) continue;
    const of = all.get(sheet.agency);
    if (of) of.push(sheet);
    else all.set(sheet.agency, [sheet]);
  }
  return all;
}

/** See `tally`: the same of today's board, from what is kept of it. */
export function tallyOfSheets(sheets: readonly Sheet[], plan?: PlanId): TallyRow[] {
  const rows = [...byAgency(sheets, plan)].map(([key, own]): TallyRow => {
    const byStatus = new Int32Array(statuses.length);
    let oldestOverdueDays = 0;
    for (const { marks, lateDays } of own)
      marks.forEach((mark, i) => {
        byStatus[statusIn(mark)] = (byStatus[statusIn(mark)] ?? 0) + 1;
        if (cellIn(mark) === 'overdue') oldestOverdueDays = Math.max(oldestOverdueDays, lateDays[i] ?? 0);
      });
    return { key, counts: countsFrom(byStatus), four: fourOf(own), oldestOverdueDays };
  });
  return rows.sort((a, b) => (a.key < b.key ? -1 : 1));
}

function fourOf(sheets: readonly Sheet[]): Four {
  const four = { onTime: 0, late: 0, openInTime: 0, overdue: 0, suspended: 0, cancelled: 0, noDate: 0 };
  for (const { marks, months } of sheets)
    marks.forEach((mark, i) => {
      const cell = cellIn(mark);
      four[cell]++;
      if (cell === 'openInTime' && months[i] === 0) four.noDate++;
    });
  return four;
}

/** See `figuresSql`: the same of today's board, from what is kept of it. */
export function countsOf(sheets: readonly Sheet[]): TaskCounts {
  let [tasks, neverReported, silent, exceeded, inheritedOverdue] = [0, 0, 0, 0, 0];
  let simulated = false;
  const ages: number[] = [];
  for (const { marks, reportAge } of sheets)
    marks.forEach((mark, i) => {
      tasks++;
      if (isExceededIn(mark)) exceeded++;
      if (isInheritedIn(mark)) inheritedOverdue++;
      if (isSimulatedIn(mark)) simulated = true;
      if (cellIn(mark) !== 'openInTime' && cellIn(mark) !== 'overdue') return;
      if (isSilentIn(mark)) silent++;
      const age = reportAge[i] ?? -1;
      if (age < 0) neverReported++;
      else ages.push(age);
    });
  const sorted = Int32Array.from(ages).sort();
  const middle = sorted.length / 2;
  const [below, above] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return {
    tasks,
    four: fourOf(sheets),
    reportAge: {
      medianDays: below === undefined || above === undefined ? null : (below + above) / 2,
      oldestDays: sorted.at(-1) ?? null,
      neverReported,
      silent,
    },
    exceeded,
    inheritedOverdue,
    simulated,
  };
}
