import type { Sort, TaskFilter } from './task.asking.js';
import { asTyped, type Bind, conditions, standingOf } from './task.conditions.js';
import { type Status, statuses } from './task.status.js';

/** Agencies that lead a task, in the order of their names. */
export type Named = readonly string[];

export interface Span {
  readonly offset: number;
  readonly size: number;
}

/** The order of the register within one status, as indexes have it. */
export const worstFirst = 'claim_late_days desc, due_on nulls last, item_order, task';

export const ofStatus = (filter: TaskFilter, status: Status, bind: Bind): string =>
  `where ${conditions({ ...filter, status: [] }, bind)} and ${standingOf(status)}`;

/** Rows that have the marks as they were typed come first. Then overdue first, or what was asked for. */
export function ordered(filter: TaskFilter, named: Named | null, bind: Bind): { readonly join: string; readonly order: string } {
  const typed = asTyped(filter.q, bind);
  const by: Readonly<Record<Sort, () => string>> = {
    overdue: () => `array_position(${bind(statuses)}::text[], status), late_days desc, due_on nulls last`,
    item: () => 'item_order',
    due: () => 'due_on nulls last',
    agency: () => 'named.nth nulls last, agency',
    progress: () => 'progress desc nulls last',
    reported: () => 'reported_on desc nulls last',
  };
  const sort = by[filter.sort ?? 'overdue']();
  return {
    join: named ? `left join unnest(${bind(named)}::text[]) with ordinality as named(id, nth) on named.id = agency` : '',
    order: [...(typed ? [`(${typed}) desc`] : []), sort, ...(filter.sort === 'item' ? [] : ['item_order']), 'task'].join(', '),
  };
}
