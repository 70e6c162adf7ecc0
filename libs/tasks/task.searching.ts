import type { Present, TaskFilter } from './task.asking.js';
import { type Bind, conditions, hasWords, standingAmong } from './task.conditions.js';
import { type Counts, noCounts, sumOf, wantedOf } from './task.counts.js';
import { type Named, ordered, type Span, worstFirst } from './task.order.js';
import type { Status } from './task.status.js';

/** Agencies whose tasks are looked through at once where agencies are the order. */
const agenciesAtOnce = 50;

/** What is searched for, and which page of it is asked for. */
export interface Search {
  readonly filter: TaskFilter;
  readonly named: Named | null;
  readonly span: Span;
  readonly countAtMost: number;
}

export interface Searched {
  /** By status, whatever status is asked for. Null: so many have the words that they were not counted. */
  readonly counts: Counts | null;
  readonly total: number;
  /** There are more than `total`. */
  readonly more: boolean;
  /** Of the page. */
  readonly tasks: readonly string[];
}

/**
 * A page of today's tasks that have the words of a filter, in bounded time however many a country has: up to `countAtMost` are counted
 * and sorted; of more, the first are given, and it is said that there are more.
 */
export async function searched(present: Present, search: Search): Promise<Searched> {
  const { filter, countAtMost, span } = search;
  const wanted = wantedOf(filter);
  const { status: _, ...whatever } = filter;
  const often = await met(present, search);
  const all = often === 'too-many' ? null : await counted(present, whatever, search, often === 'often');
  if (all) return { ...all, total: sumOf(all.counts, wanted), more: false };
  const asked = filter.status?.length ? await counted(present, filter, search, often !== 'seldom') : null;
  if (asked) return { counts: null, total: sumOf(asked.counts, wanted), more: false, tasks: asked.tasks };
  const tasks = span.offset < countAtMost ? await first(present, search) : [];
  return { counts: null, total: countAtMost, more: true, tasks };
}

/**
 * How tasks as they lie, of a plan where one is asked for, have the words; of anything narrower nothing is looked through. When every twentieth of
 * a few has them, ten times as many as are counted are looked through: the index would first gather all that have them.
 */
async function met(
  present: Present,
  { filter: { q, plan, agency, section, group, due }, countAtMost }: Search,
): Promise<'too-many' | 'often' | 'seldom'> {
  if (agency ?? section ?? group ?? due?.length) return 'seldom';
  const few = Math.ceil(countAtMost / 2);
  const [found] = await present.narrow()<{ met: 'too-many' | 'often' | 'seldom' }>((bind) => {
    const having = hasWords(q, bind);
    const from = `task_head ${plan ? `where plan = ${bind(plan)}` : ''}`;
    const amongFirst = (n: number, atMost: number) =>
      `(select count(*) from (select from (select lexemes from ${from} limit ${n}) first_met where ${having} limit ${atMost}) having_them)`;
    return `
      select case when ${amongFirst(few, few)} < ${few / 20} then 'seldom'
        when ${amongFirst(10 * countAtMost, countAtMost + 1)} > ${countAtMost} then 'too-many' else 'often' end as met`;
  });
  return found?.met ?? 'seldom';
}

/**
 * The tasks that `among` finds counted by status, and of them a page of those that `filter` asks for; null where they are too many.
 * `often`: the words are looked for in the tasks, and the index is not asked.
 */
async function counted(
  present: Present,
  among: TaskFilter,
  { filter, named, countAtMost, span: { offset, size } }: Search,
  often = false,
): Promise<{ counts: Counts; tasks: readonly string[] } | null> {
  const [found] = await present.narrow('words')<{ counts: Partial<Counts> | null; tasks: string[] }>((bind) => {
    const standing = among.status?.length ? ` and ${standingAmong(wantedOf(among))}` : '';
    const { q, ...others } = among;
    const where = `${conditions({ ...others, status: [] }, bind)} and (${hasWords(q, bind)})${often ? ' is true' : ''}${standing}`;
    const { join, order } = ordered(filter, named, bind);
    return `
      , found as materialized (
        select task, status, agency, late_days, due_on, item_order, progress, reported_on, words from board
        where ${where} limit ${countAtMost + 1})
      select (select jsonb_object_agg(status, n) from (select status, count(*) as n from found group by status) each) as counts,
        array(select task from found ${join} where status = any(${bind(wantedOf(filter))}::text[])
          order by ${order} limit ${bind(size)} offset ${bind(offset)}) as tasks`;
  });
  const counts: Counts = { ...noCounts, ...found?.counts };
  return sumOf(counts, wantedOf({})) > countAtMost ? null : { counts, tasks: found?.tasks ?? [] };
}

/**
 * The page of more tasks than are counted, in the register's order alone: tasks are gone through as an index has them until the page is
 * full, and their words looked up one by one. That so many have the words is what makes it short.
 */
async function first(present: Present, { filter, named, span: { offset, size } }: Search): Promise<string[]> {
  const { q, ...others } = filter;
  const wanted = wantedOf(filter);
  const tasks: string[] = [];
  const take = async (status: readonly Status[], write: (bind: Bind) => string) => {
    const left = offset + size - tasks.length;
    if (left <= 0) return;
    const found = await present.narrow()<{ task: string }>(
      (bind) => `
        select task from board
        where ${conditions({ ...others, status: [] }, bind)} and ${standingAmong(status)}
          and (select ${hasWords(q, bind)} from task_head where task_head.task = board.task) ${write(bind)} limit ${bind(left)}`,
    );
    for (const { task } of found) tasks.push(task);
  };
  if ((filter.sort ?? 'overdue') === 'overdue') for (const status of wanted) await take([status], () => `order by ${worstFirst}`);
  else if (named)
    for (let from = 0; from < named.length; from += agenciesAtOnce)
      await take(wanted, (bind) => {
        const agencies = `${bind(named.slice(from, from + agenciesAtOnce))}::text[]`;
        return `and agency = any(${agencies}) order by array_position(${agencies}, agency), item_order, task`;
      });
  else await take(wanted, (bind) => `order by ${ordered(others, null, bind).order}`);
  return tasks.slice(offset);
}
