import type { Row } from '#event-store';
import { addDays, type LocalDate } from '#language';
import { currently, type TaskOnDay } from './task.day.js';
import type { Task } from './task.state.js';
import { silenceLimit } from './task.status.js';
import type { Refs } from './task.why.js';

/** The row of task_now of a task: its newest row on the board, and of its head what lists are filtered and sorted by. */
export function presentRows(
  board: readonly Row[],
  head: Row,
  { task, refs }: { readonly task: Task; readonly refs: Refs },
): Row[] {
  const last = board.at(-1);
  if (!last) return [];
  return [
    {
      task: last.task,
      changed: refs.at(-1)?.position ?? '0',
      valid_from: last.valid_from,
      agency: last.agency,
      agencies: [...new Set(task.owners.map((it) => it.agency))],
      plan: head.plan,
      item: head.item,
      item_order: head.item_order,
      section: head.section,
      group_name: head.group_name,
      coordinating_ids: last.coordinating_ids,
      standing: last.standing,
      due_kind: task.dues.at(-1)?.due.kind,
      due_on: last.due_on,
      claim_late_days: last.claim_late_days,
      inherited_late_days: last.inherited_late_days,
      silent_from: silentFrom(currently(task), task),
      reported_on: last.reported_on,
      progress: last.progress,
      returned: last.returned,
      exceeded: last.exceeded,
      simulated: head.simulated,
    },
  ];
}

/** The first day on which it is silent if nothing is heard until then. */
const silentFrom = ({ reportedOn, due }: TaskOnDay, { assigned }: Task): LocalDate | null => {
  const heard = reportedOn ?? assigned?.on;
  return heard ? addDays(heard, silenceLimit(due.due) + 1) : null;
};
