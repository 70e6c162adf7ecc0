import type { Present, Select, Snapshot, TaskFilter } from './task.asking.js';
import { type Bind, conditions, ledBy, standingAmong, wordsOf } from './task.conditions.js';
import { type Counts, countsIn, countsOf, sheetsByAgency, sumOf, wantedOf } from './task.counts.js';
import { type Named, ofStatus, ordered, type Span, worstFirst } from './task.order.js';
import { type BoardRow, boardRow } from './task.rows.js';
import { type Searched, searched } from './task.searching.js';
import type { Sheet } from './task.sheets.js';
import type { Status } from './task.status.js';
import { sumsOf } from './task.sums.js';

export interface Page extends Omit<Searched, 'tasks'> {
  readonly found: readonly BoardRow[];
}

/** So many tasks of one agency are fetched whole and sorted, rather than status by status. */
const few = 2_000;

const spanOf = ({ size = 50, page = 1 }: TaskFilter): Span => ({ offset: (page - 1) * size, size });

/** One page of the register. */
export async function pageIn(snapshot: Snapshot, filter: TaskFilter, named: Named | null, countAtMost: number): Promise<Page> {
  const { present, select } = snapshot;
  const wanted = wantedOf(filter);
  const whole = (counts: Counts, found: Page['found']): Page => ({ counts, total: sumOf(counts, wanted), more: false, found });
  if (present && wordsOf(filter.q).length > 0) {
    const { tasks, ...page } = await searched(present, { filter, named, countAtMost, span: spanOf(filter) });
    return { ...page, found: await linesOf(select, tasks) };
  }
  const counts = await countsIn(snapshot, filter);
  if (present) return whole(counts, await linesOf(select, await tasksOfPage(present, filter, counts, named)));
  const { offset, size } = spanOf(filter);
  const rows = await select<BoardRow>((bind) => {
    const { join, order } = ordered(filter, named, bind);
    return `select ${boardRow} from board ${join} where ${conditions(filter, bind)} order by ${order} limit ${bind(size)} offset ${bind(offset)}`;
  }, ledBy(filter));
  return whole(counts, rows);
}

/** The register lines of these tasks, in their order. */
export async function linesOf(select: Select, tasks: readonly string[]): Promise<BoardRow[]> {
  if (tasks.length === 0) return [];
  const found = await select<BoardRow>((bind) => `select ${boardRow} from board where task = any(${bind(tasks)}::text[])`);
  const byTask = new Map(found.map((it): [string, BoardRow] => [it.task, it]));
  return tasks.flatMap((task) => byTask.get(task) ?? []);
}

async function tasksOfPage(present: Present, filter: TaskFilter, counts: Counts, named: Named | null): Promise<string[]> {
  const span = spanOf(filter);
  const wanted = wantedOf(filter);
  const select = present.narrow();
  const taken = async ({ offset, size }: Span, write: (bind: Bind) => string) => {
    const found = await select<{ task: string }>(
      (bind) => `select task from board ${write(bind)} limit ${bind(size)} offset ${bind(offset)}`,
    );
    return found.map((it) => it.task);
  };
  const among = filter.status?.length ? ` and ${standingAmong(wanted)}` : '';
  const where = (bind: Bind) => `where ${conditions({ ...filter, status: [] }, bind)}${among}`;
  const isFew = filter.agency !== undefined && sumOf(counts, wanted) <= few;

  if ((filter.sort ?? 'overdue') === 'overdue' && !isFew) {
    // Status by status: within one, an index has the order, and the counts say where the page begins.
    const tasks: string[] = [];
    const sizes = wanted.map((it): [Status, number] => [it, counts[it]]);
    for (const [status, slice] of slicesOf(sizes, span))
      tasks.push(...(await taken(slice, (bind) => `${ofStatus(filter, status, bind)} order by ${worstFirst}`)));
    return tasks;
  }
  if (named && !filter.group) {
    const sheets: ReadonlyMap<string, readonly Sheet[]> = sheetsByAgency(await present.sheets(), filter);
    const sizeOf = (agency: string) => sumOf(countsOf(sumsOf(sheets.get(agency) ?? []), filter), wanted);
    const slices = slicesOf(
      named.map((id): [string, number] => [id, sizeOf(id)]),
      span,
    );
    const [first] = slices;
    if (!first) return [];
    return taken({ offset: first[1].offset, size: span.size }, (bind) => {
      const agencies = bind(slices.map(([id]) => id));
      return `${where(bind)} and agency = any(${agencies}::text[]) order by array_position(${agencies}::text[], agency), item_order, task`;
    });
  }
  return taken(span, (bind) => {
    const { join, order } = ordered(filter, named, bind);
    return `${join} ${where(bind)} order by ${order}`;
  });
}

/** Of parts that follow each other, those that a span touches, each with its own span. */
export function slicesOf<T>(parts: readonly (readonly [T, number])[], { offset, size }: Span): [T, Span][] {
  const slices: [T, Span][] = [];
  let begins = 0;
  for (const [part, length] of parts) {
    const from = Math.max(offset, begins);
    const until = Math.min(offset + size, begins + length);
    if (from < until) slices.push([part, { offset: from - begins, size: until - from }]);
    begins += length;
  }
  return slices;
}
