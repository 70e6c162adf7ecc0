import { type AgencyId, kept } from '#language';
import type { Snapshot, TaskFilter } from './task.asking.js';
import { conditions, ledBy } from './task.conditions.js';
import { byAgency, byPlan as byPlanOf, places, type Sheet, type Sheets } from './task.sheets.js';
import { type Cell, type Status, statuses } from './task.status.js';
import { addedUp, byPlaceOf, type Sums, sumsOf } from './task.sums.js';

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
export const wantedOf = ({ status, cell }: TaskFilter): readonly Status[] =>
  statuses.filter((it) => (!status?.length || status.includes(it)) && (!cell || ofCell(cell).includes(it)));

const ofCell = (cell: Cell): readonly Status[] => places.filter((it) => it.cell === cell).map((it) => it.status);

export const sumOf = (counts: Counts, wanted: readonly Status[]): number => wanted.reduce((sum, it) => sum + counts[it], 0);

/** How many tasks of a filter have each status, whatever status it asks for. The sheets know all but words and group leads. */
export async function countsIn({ select, present }: Snapshot, filter: TaskFilter): Promise<Counts> {
  if (present && !filter.group) return countsOf(sumsFor(await present.sheets(), filter), filter);
  const found = await (present?.narrow() ?? select)<{ status: Status; n: number }>(
    (bind) => `select status, count(*)::int as n from board where ${conditions({ ...filter, status: [] }, bind)} group by status`,
    ledBy(filter),
  );
  return { ...noCounts, ...Object.fromEntries(found.map((it) => [it.status, it.n])) };
}

const byPlan = kept(byPlanOf);
const grouped = kept(byAgency);
const sumsOfAll = kept((byAgency: Sheets['byAgency']) => addedUp([...byAgency.values()].map(sumsOf)));

/** What the sheets of a filter come to; those of all are added up from what each agency's came to. */
export function sumsFor(sheets: Sheets, filter: TaskFilter): Sums {
  const { plan, agency, section } = filter;
  return plan || agency || section ? sumsOf(sheetsFor(sheets, filter)) : sumsOfAll(sheets.byAgency);
}

/** The sheets that a filter's tasks are on, and no others. */
export function sheetsFor({ all, byAgency }: Sheets, { plan, agency, section }: TaskFilter): readonly Sheet[] {
  const sheets = (agency ? byAgency.get(agency) : plan ? byPlan(all).get(plan) : all) ?? [];
  if (!section && !(agency && plan)) return sheets;
  const under = (it: Sheet) => it.section === section || it.code === section || it.code.startsWith(`${section}.`);
  return sheets.filter((it) => (!plan || it.plan === plan) && (!section || under(it)));
}

/** The same by agency. */
export function sheetsByAgency(sheets: Sheets, filter: TaskFilter): ReadonlyMap<AgencyId, readonly Sheet[]> {
  const { plan, agency, section } = filter;
  return plan || agency || section ? grouped(sheetsFor(sheets, filter)) : sheets.byAgency;
}

/** Of a filter's months and cell alone. */
export function countsOf(sums: Sums, { due, cell }: Pick<TaskFilter, 'due' | 'cell'> = {}): Counts {
  const counts = { ...noCounts };
  const byPlace = byPlaceOf(sums, due);
  for (const [i, it] of places.entries()) if (!cell || it.cell === cell) counts[it.status] += byPlace[i] ?? 0;
  return counts;
}
