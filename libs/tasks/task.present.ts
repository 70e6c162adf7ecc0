import type { Row } from '#event-store';
import { dayOf } from '#language';
import type { TaskOnBoard } from './task.board.js';
import { inProgress } from './task.phase.js';
import type { Task } from './task.state.js';

/**
 * The row of task_now of a task: its newest row on the board, and of its head what lists are filtered and sorted by. `ahead`: its
 * newest day was still to come when its newest event was recorded.
 */
export function presentRows(board: readonly Row[], head: Row, { task, ref, simulated }: TaskOnBoard): Row[] {
  const last = board.at(-1);
  if (!last) return [];
  return [
    {
      task: last.task,
      version: task.version,
      valid_from: last.valid_from,
      ahead: ref !== null && String(last.valid_from) > dayOf(ref.recordedAt),
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
      watched_due: last.watched_due,
      claim_late_days: last.claim_late_days,
      inherited_late_days: last.inherited_late_days,
      monthly: last.monthly,
      heard_on: last.reported_on ?? task.assigned?.on ?? null,
      reported_on: last.reported_on,
      progress: last.progress,
      returned: last.returned,
      exceeded: last.exceeded,
      simulated,
    },
  ];
}

/** The rows of task_extension_asked of a task. One that is finished or held back has none: nothing is decided of it (mayDecideExtension). */
export function askedRows(board: readonly Row[], { assigned, owners, extensions }: Task): Row[] {
  const last = board.at(-1);
  if (!last || !inProgress.some((it) => it === last.standing)) return [];
  return extensions
    .filter((it) => it.state === 'requested')
    .map(({ request, until, reason, on, at }) => ({
      task: last.task,
      request,
      plan: assigned?.plan,
      until,
      reason,
      asked_by: owners.findLast((it) => it.at < at)?.agency,
      asked_on: on,
    }));
}
