import { fold } from '#database';
import type { Select, Snapshot, Sort, TaskFilter } from './task.asking.js';
import { type BoardRow, boardRow } from './task.rows.js';
import { monthNumber, type Sheet, statusIn } from './task.sheets.js';
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

type Bind = (value: unknown) => string;

/** Agencies that lead a task, and their names in the same order. */
export interface Named {
  readonly ids: readonly string[];
  readonly names: readonly string[];
}

/** How many tasks of a filter have each status, whatever status it asks for. */
export async function countsIn({ select, present }: Snapshot, filter: TaskFilter): Promise<Counts> {
  if (present && isBroad(filter)) return countsOfSheets(sheetsOf(await present.sheets(), filter), filter.due);
  const from = present?.narrow(words(filter)) ?? select;
  const found = await from<{ status: Status; n: number }>(
    (bind) => `select status, count(*)::int as n from board where ${conditions({ ...filter, status: [] }, bind)} group by status`,
  );
  return { ...noCounts, ...Object.fromEntries(found.map((it) => [it.status, it.n])) };
}

/** The sheets know agency, plan, month of the due date and status; what else is asked for is counted from rows. */
const isBroad = ({ agency, section, group, q }: TaskFilter): boolean => !agency && !section && !group && wordsOf(q).length === 0;

const words = (filter: TaskFilter) => (wordsOf(filter.q).length > 0 ? 'words' : undefined);

const sheetsOf = (sheets: readonly Sheet[], { plan }: TaskFilter) => (plan ? sheets.filter((it) => it.plan === plan) : sheets);

export function countsOfSheets(sheets: readonly Sheet[], due?: readonly string[]): Counts {
  const counts = new Int32Array(statuses.length);
  const months = due?.length ? new Set(due.map(monthNumber)) : null;
  for (const { byStatus, marks, months: of } of sheets)
    if (months === null)
      byStatus.forEach((n, i) => {
        add(counts, i, n);
      });
    else
      marks.forEach((mark, i) => {
        if (months.has(of[i] ?? 0)) add(counts, statusIn(mark), 1);
      });
  return countsFrom(counts);
}

export const countsFrom = (byStatus: Int32Array): Counts => ({
  ...noCounts,
  ...Object.fromEntries(statuses.map((status, i) => [status, byStatus[i] ?? 0])),
});

const add = (to: Int32Array, at: number, n: number) => {
  to[at] = (to[at] ?? 0) + n;
};

/** The register lines of one page. */
export async function pageIn(
  snapshot: Snapshot,
  filter: TaskFilter,
  counts: Counts,
  named: Named | null,
): Promise<{ row: BoardRow }[]> {
  const size = filter.size ?? 50;
  const offset = ((filter.page ?? 1) - 1) * size;
  if (snapshot.present) return linesOf(snapshot.select, await tasksOfPage(snapshot, filter, counts, named, { offset, size }));
  return snapshot.select<{ row: BoardRow }>((bind) => {
    const { join, order } = ordered(filter, named, bind);
    return `select ${boardRow} from board ${join} where ${conditions(filter, bind)} order by ${order} limit ${bind(size)} offset ${bind(offset)}`;
  });
}

/** The register lines of these tasks, in their order. */
export async function linesOf(select: Select, tasks: readonly string[]): Promise<{ row: BoardRow }[]> {
  if (tasks.length === 0) return [];
  const found = await select<{ row: BoardRow }>(
    (bind) => `select ${boardRow} from board where task = any(${bind(tasks)}::text[])`,
  );
  const byTask = new Map(found.map((it): [string, { row: BoardRow }] => [it.row.task, it]));
  return tasks.flatMap((task) => byTask.get(task) ?? []);
}

interface Span {
  readonly offset: number;
  readonly size: number;
}

async function tasksOfPage(
  { present }: Snapshot,
  filter: TaskFilter,
  counts: Counts,
  named: Named | null,
  span: Span,
): Promise<string[]> {
  if (!present) return [];
  const from = present.narrow(words(filter));
  const taken = async ({ offset, size }: Span, write: (bind: Bind) => string) => {
    const found = await from<{ task: string }>(
      (bind) => `select task from board ${write(bind)} limit ${bind(size)} offset ${bind(offset)}`,
    );
    return found.map((it) => it.task);
  };
  const wanted = filter.status?.length ? statuses.filter((it) => filter.status?.includes(it)) : statuses;
  const among = (all: readonly Status[]) => all.map((it) => `(${standingOf(it)})`).join(' or ');

  if ((filter.sort ?? 'overdue') === 'overdue' && !words(filter)) {
    // Status by status: within one, an index has the order, and the counts say where the page begins.
    const tasks: string[] = [];
    for (const [status, slice] of slicesOf(
      wanted.map((it): [Status, number] => [it, counts[it]]),
      span,
    ))
      tasks.push(
        ...(await taken(
          slice,
          (bind) =>
            `where ${conditions({ ...filter, status: [] }, bind)} and ${standingOf(status)} order by claim_late_days desc, due_on nulls last, item_order, task`,
        )),
      );
    return tasks;
  }
  if (named && isBroad(filter)) {
    const inOrder = await from<{ id: string }>(
      (bind) =>
        `select id from unnest(${bind(named.ids)}::text[], ${bind(named.names)}::text[]) as named(id, name) order by ${byName}, id`,
    );
    const sizes = new Map<string, number>();
    for (const sheet of sheetsOf(await present.sheets(), filter))
      sizes.set(sheet.agency, (sizes.get(sheet.agency) ?? 0) + sumOf(countsOfSheets([sheet], filter.due), wanted));
    const slices = slicesOf(
      inOrder.map(({ id }): [string, number] => [id, sizes.get(id) ?? 0]),
      span,
    );
    const [first] = slices;
    if (!first) return [];
    return taken({ offset: first[1].offset, size: span.size }, (bind) => {
      const agencies = bind(slices.map(([id]) => id));
      return `where ${conditions({ ...filter, status: [] }, bind)} and (${among(wanted)}) and agency = any(${agencies}::text[]) order by array_position(${agencies}::text[], agency), item_order, task`;
    });
  }
  return taken(span, (bind) => {
    const { join, order } = ordered(filter, named, bind);
    const status = filter.status?.length ? `and (${among(wanted)})` : '';
    return `${join} where ${conditions({ ...filter, status: [] }, bind)} ${status} order by ${order}`;
  });
}

const sumOf = (counts: Counts, wanted: readonly Status[]) => wanted.reduce((sum, it) => sum + counts[it], 0);

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

/** A status as an index finds it among narrow rows; the same rows as `status = …`. What is open has no late days of a claim. */
export function standingOf(status: Status): string {
  const open = "standing = 'open' and claim_late_days = 0 and";
  switch (status) {
    case 'overdue':
      return `${open} due_on < $1::date`;
    case 'due-soon':
      return `${open} due_on between $1::date and $2::date`;
    case 'on-track':
      return `${open} due_on > $2::date and reported_on is not null`;
    case 'not-started':
      return `${open} due_on > $2::date and reported_on is null`;
    case 'no-deadline':
      return `${open} due_on is null and due_kind <> 'continuous'`;
    case 'continuous':
      return `${open} due_on is null and due_kind = 'continuous'`;
    default:
      return `standing = '${status}'`;
  }
}

/** The conditions of a filter over `board`; always at least one. */
export function conditions(filter: TaskFilter, bind: Bind): string {
  const all = ['true'];
  if (filter.plan) all.push(`plan = ${bind(filter.plan)}`);
  if (filter.agency) all.push(`agency = ${bind(filter.agency)}`);
  if (filter.group) all.push(`group_name = ${bind(filter.group)}`);
  if (filter.status?.length) all.push(`status = any(${bind(filter.status)}::text[])`);
  if (filter.section) all.push(`(section = ${bind(filter.section)} or item like ${bind(`${like(filter.section)}.%`)})`);
  if (filter.due?.length) all.push(`(${filter.due.map((it) => within(bind(`${it}-01`))).join(' or ')})`);
  for (const word of wordsOf(filter.q)) all.push(`folded like ${bind(`%${like(fold(word))}%`)}`);
  return all.join(' and ');
}

const within = (month: string) => `(due_on >= ${month}::date and due_on < ${month}::date + interval '1 month')`;

const byName = 'named.name collate "vi-x-icu" nulls last';

/** Whoever types the marks means them: rows that have them come first. Then overdue first, or what was asked for. */
function ordered(filter: TaskFilter, named: Named | null, bind: Bind): { readonly join: string; readonly order: string } {
  const exact = wordsOf(filter.q).map((word) => `(words like ${bind(`%${like(word)}%`)}) desc`);
  const by: Readonly<Record<Sort, () => string>> = {
    overdue: () => `array_position(${bind(statuses)}::text[], status), late_days desc, due_on nulls last`,
    item: () => 'item_order',
    due: () => 'due_on nulls last',
    agency: () => `${byName}, agency`,
    progress: () => 'progress desc nulls last',
    reported: () => 'reported_on desc nulls last',
  };
  const sort = by[filter.sort ?? 'overdue']();
  return {
    join: named
      ? `left join unnest(${bind(named.ids)}::text[], ${bind(named.names)}::text[]) as named(id, name) on named.id = agency`
      : '',
    order: [...exact, sort, ...(filter.sort === 'item' ? [] : ['item_order']), 'task'].join(', '),
  };
}

const wordsOf = (q: string | undefined): readonly string[] =>
  (q ?? '').normalize('NFC').toLowerCase().split(/\s+/).filter(Boolean);

const like = (text: string): string => text.replace(/[\\%_]/g, (it) => `\\${it}`);
