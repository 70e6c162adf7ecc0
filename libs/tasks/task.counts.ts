import type { AgencyId } from '#language';
import type { Snapshot, TaskFilter } from './task.asking.js';
import { conditions, ledBy } from './task.conditions.js';
import { byAgency, monthIn, monthNumber, type Sheet, type Sheets, statusIn } from './task.sheets.js';
import { type Status, statuses } from './task.status.js';

export type Counts = Readonly<Record<Status, number>>;

export const noCounts: Counts = {
  overdue: 0,
  'due-soon': 0,
  'awaiting-acceptance': 0,
  'on-track': 0,
  'not-started': 0,
  'no-deadline': 0,
  continuous: 0,
  'completed-late': 0,
  'completed-on-time': 0,
  suspended: 0,
  cancelled: 0,
};

/** The statuses that a filter asks for, in the order of the register. */
export const wantedOf = ({ status }: TaskFilter): readonly Status[] =>
  status?.length ? statuses.filter((it) => status.includes(it)) : statuses;

export const sumOf = (counts: Counts, wanted: readonly Status[]): number => wanted.reduce((sum, it) => sum + counts[it], 0);

/** How many tasks of a filter have each status, whatever status it asks for. The sheets know all but words and group leads. */
export async function countsIn({ select, present }: Snapshot, filter: TaskFilter): Promise<Counts> {
  if (present && !filter.group) return countsOfSheets(sheetsFor(await present.sheets(), filter), filter.due);
  const found = await (present?.narrow() ?? select)<{ status: Status; n: number }>(
    (bind) => `select status, count(*)::int as n from board where ${conditions({ ...filter, status: [] }, bind)} group by status`,
    ledBy(filter),
  );
  return { ...noCounts, ...Object.fromEntries(found.map((it) => [it.status, it.n])) };
}

/** The sheets that a filter's tasks are on, and no others. */
export function sheetsFor({ all, byAgency }: Sheets, { plan, agency, section }: TaskFilter): readonly Sheet[] {
  const sheets = agency ? (byAgency.get(agency) ?? []) : all;
  if (!plan && !section) return sheets;
  const under = (it: Sheet) => it.section === section || it.code === section || it.code.startsWith(`${section}.`);
  return sheets.filter((it) => (!plan || it.plan === plan) && (!section || under(it)));
}

/** The same by agency. */
export function sheetsByAgency(sheets: Sheets, filter: TaskFilter): ReadonlyMap<AgencyId, readonly Sheet[]> {
  const { plan, agency, section } = filter;
  return plan || agency || section ? byAgency(sheetsFor(sheets, filter)) : sheets.byAgency;
}

export function countsOfSheets(sheets: readonly Sheet[], due?: readonly string[]): Counts {
  const counts = addedUp(sheets, due);
  return { ...noCounts, ...Object.fromEntries(statuses.map((status, i) => [status, counts[i] ?? 0])) };
}

/** The counts by the position of each status. */
export function addedUp(sheets: readonly Sheet[], due?: readonly string[]): Int32Array {
  const counts = new Int32Array(statuses.length);
  const add = (status: number, n: number) => {
    counts[status] = (counts[status] ?? 0) + n;
  };
  const months = due?.length ? new Set(due.map(monthNumber)) : null;
  for (const { byStatus, byMonth } of sheets)
    if (months === null) for (let i = 0; i < byStatus.length; i++) add(i, byStatus[i] ?? 0);
    else
      for (let i = 0; i < byMonth.length; i += 2) {
        const it = byMonth[i] ?? 0;
        if (months.has(monthIn(it))) add(statusIn(it), byMonth[i + 1] ?? 0);
      }
  return counts;
}
