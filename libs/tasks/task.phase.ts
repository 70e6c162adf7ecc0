import type { LocalDate, Situation } from '#language';
import { Refusal, shown } from '#language';
import type { Standing, TaskOnDay } from './task.day.js';
import type { Claim, Task } from './task.state.js';
import { mustBeAssigned } from './task.who.js';

/** What has to be true of a task before anything is done to it. */

const stateWords: Readonly<Record<Standing, { vi: string; en: string }>> = {
  open: { vi: 'đang thực hiện', en: 'open' },
  'awaiting-acceptance': { vi: 'đang chờ xác nhận hoàn thành', en: 'awaiting acceptance of a completion claim' },
  'completed-on-time': { vi: 'đã được xác nhận hoàn thành', en: 'accepted as completed' },
  'completed-late': { vi: 'đã được xác nhận hoàn thành', en: 'accepted as completed' },
  suspended: { vi: 'đang tạm dừng', en: 'suspended' },
  cancelled: { vi: 'không còn hiệu lực', en: 'cancelled' },
};

/** Gives the task as it stands; refuses when it does not stand in one of these ways, saying since when and what would open it. */
export function mustStand(task: Task, allowed: readonly Standing[], code: string): TaskOnDay {
  const now = mustBeAssigned(task);
  if (allowed.includes(now.standing)) return now;
  const { vi, en } = stateWords[now.standing];
  const since =
    now.standing === 'suspended' || now.standing === 'cancelled' ? now.phase.from : (now.claim?.decidedOn ?? now.claim?.on);
  const needed = [...new Set(allowed.map((it) => stateWords[it]))];
  throw new Refusal(code, {
    vi: `Nhiệm vụ ${vi}${since ? ` từ ${shown(since)}` : ''}; chỉ làm được khi nhiệm vụ ${needed.map((it) => it.vi).join(' hoặc ')}.`,
    en: `The task is ${en}${since ? ` since ${shown(since)}` : ''}; this can be done only while it is ${needed.map((it) => it.en).join(' or ')}.`,
    figures: { standing: now.standing, since: since ?? null, allowed },
  });
}

/** Neither finished, nor suspended, nor cancelled. A claim may be waiting. */
export const inProgress: readonly Standing[] = ['open', 'awaiting-acceptance'];

/** What is decided of a task in progress alone has rows by the same list: askedRows. */
export const mustBeInProgress = (task: Task): TaskOnDay => mustStand(task, inProgress, 'not-in-progress');

/** The claim that waits for an answer. */
export function mustAwait(task: Task): { readonly now: TaskOnDay; readonly claim: Claim } {
  const now = mustStand(task, ['awaiting-acceptance'], 'nothing-awaiting');
  if (!now.claim) throw new Error('a task awaiting acceptance has a claim');
  return { now, claim: now.claim };
}

/** An entry that the command names and the task does not have. */
export const unknownEntry = (what: { vi: string; en: string }, id: string, field: string): Refusal =>
  new Refusal('unknown-entry', {
    kind: 'not-found',
    field,
    vi: `Nhiệm vụ này không có ${what.vi} “${id}”.`,
    en: `This task has no ${what.en} “${id}”.`,
    figures: { id },
  });

/** An entry that was decided the other way before. */
export function alreadyDecided(what: { vi: string; en: string }, state: keyof typeof decided, on: LocalDate | null): Refusal {
  const [vi, en] = decided[state];
  return new Refusal('already-decided', {
    kind: 'conflict',
    vi: `${what.vi} này đã có quyết định khác (${vi}${on ? ` ngày ${shown(on)}` : ''}); không quyết định lại.`,
    en: `This ${what.en} was already decided (${en}${on ? ` on ${shown(on)}` : ''}) and is not decided twice.`,
    figures: { state, on },
  });
}

const decided = {
  accepted: ['đã xác nhận', 'accepted'],
  returned: ['đã trả lại', 'returned'],
  granted: ['đã gia hạn', 'granted'],
  refused: ['đã từ chối', 'refused'],
  reopened: ['đã mở lại', 'reopened'],
} as const;

/** One who may start something, at a moment. */
export type Gate = (task: Task, situation: Situation) => unknown;
