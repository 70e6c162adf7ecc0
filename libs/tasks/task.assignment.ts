import type { Decider, Situation } from '#language';
import { actingAs, canonical, type LocalDate, laterOf, Refusal, shown, succeededAmong } from '#language';
import type { TaskOnDay } from './task.day.js';
import type { Party, TaskEvent } from './task.events.js';
import { limits, notInTheFuture, words, written } from './task.limits.js';
import { mustBeInProgress, mustStand } from './task.phase.js';
import type { TaskCommand } from './task.requests.js';
import type { Task } from './task.state.js';
import { mustBeAssigned, mustJudge, mustLookAfter } from './task.who.js';

/** Giving a task, passing it on, holding it, and taking it back. */
type Rules = Pick<
  Decider<Task, TaskCommand, TaskEvent>['decide'],
  'assign' | 'suspend' | 'resume' | 'reassign' | 'change-coordination' | 'succeed-coordination' | 'cancel'
>;

/** The program suspends what a later plan has taken over. */
export const maySuspend = (task: Task, situation: Situation): TaskOnDay => {
  const now = mustStand(task, ['open'], 'not-open');
  if (situation.actor.role !== 'system') mustJudge(now, situation);
  return now;
};

export const mayResume = (task: Task, situation: Situation): TaskOnDay => {
  const now = mustStand(task, ['suspended'], 'not-suspended');
  mustJudge(now, situation);
  return now;
};

/** Not while a claim waits: whoever claimed must get the answer. A succession of agencies passes tasks on by itself. */
export const mayReassign = (task: Task, situation: Situation): TaskOnDay => {
  const now = mustStand(task, ['open', 'suspended'], 'not-open');
  if (situation.actor.role !== 'system') mustJudge(now, situation);
  return now;
};

export const mayChangeCoordination = (task: Task, situation: Situation): TaskOnDay => {
  const now = mustStand(task, ['open', 'awaiting-acceptance', 'suspended'], 'not-in-progress');
  if (situation.actor.role !== 'system') mustLookAfter(now, situation);
  return now;
};

export const mayCancel = (task: Task, situation: Situation): TaskOnDay => {
  const now = mustStand(task, ['open', 'awaiting-acceptance', 'suspended'], 'not-in-progress');
  mustJudge(now, situation);
  return now;
};

export const assignmentRules: Rules = {
  /** Importing the same row again changes nothing; a changed row is an amendment and has commands of its own. */
  assign: (task, { assigned }, { actor }) => {
    if (!['standing', 'committee', 'admin', 'system'].includes(actor.role))
      throw new Refusal('not-the-standing-agency', {
        kind: 'forbidden',
        vi: `Chỉ cơ quan thường trực hoặc Ban Chỉ đạo giao nhiệm vụ; ${actingAs(actor).vi}.`,
        en: `Only the standing agency or the committee assigns tasks; ${actingAs(actor).en}.`,
        figures: { role: actor.role },
      });
    if (!task.assigned) return { type: 'assigned', data: { ...assigned, title: words(assigned.title, 'title', limits.title) } };
    const was = task.assigned;
    const fields = ['section', 'title', 'printedLead', 'unit', 'group', 'coordinating', 'due', 'on'] as const;
    const changed = fields.filter((field) => canonical(was[field]) !== canonical(assigned[field]));
    if (changed.length === 0) return [];
    throw new Refusal('already-assigned', {
      kind: 'conflict',
      ...(changed[0] ? { field: changed[0] } : {}),
      vi: `Nhiệm vụ đã được giao với nội dung khác ở: ${changed.join(', ')}. Hãy điều chỉnh bằng quyết định (đổi hạn, đổi phối hợp, giao lại…), không nhập đè.`,
      en: `The task was assigned with another ${changed.join(', ')}. Amend it by a decision (change due, coordination, owner…); it is not overwritten.`,
      figures: { changed },
    });
  },

  /** Out of the four official numbers while it lasts. The deadline stays as it is unless it is changed as well (docs/decisions). */
  suspend: (task, { reason, document }, situation) => {
    maySuspend(task, situation);
    return {
      type: 'suspended',
      data: { reason: reasonOf(reason), document: written(document, situation.today), on: situation.today },
    };
  },

  resume: (task, { reason, document }, situation) => {
    mayResume(task, situation);
    return {
      type: 'resumed',
      data: { reason: reasonOf(reason), document: written(document, situation.today), on: situation.today },
    };
  },

  /** The record stays with whoever made it; days overdue before this day are shown as inherited (06.5). */
  reassign: (task, { to, reason, document, on: asked }, situation) => {
    const on = asked ?? situation.today;
    const now = mayReassign(task, situation);
    if (to === now.owner.agency)
      throw new Refusal('same-agency', {
        field: 'to',
        vi: `${to} đã là cơ quan chủ trì; hãy chọn cơ quan khác.`,
        en: `${to} is already the accountable agency; name another.`,
        figures: { accountable: to },
      });
    mustFollowTheOwner(now, on, situation);
    return {
      type: 'reassigned',
      data: { from: now.owner.agency, to, reason: reasonOf(reason), document: written(document, situation.today), on },
    };
  },

  'change-coordination': (task, { coordinating, reason }, situation) => {
    const now = mayChangeCoordination(task, situation);
    if (coordinating.length > limits.coordinating)
      throw new Refusal('too-many-parties', {
        kind: 'too-large',
        field: 'coordinating',
        vi: `Có ${coordinating.length} cơ quan phối hợp; tối đa ${limits.coordinating}.`,
        en: `There are ${coordinating.length} coordinating bodies; at most ${limits.coordinating}.`,
        figures: { count: coordinating.length, most: limits.coordinating },
      });
    if (canonical(coordinating) === canonical(now.coordination.coordinating)) return [];
    const parties = coordinating.map(
      (it): Party => ({ ...it, printed: words(it.printed, 'coordinating.printed', limits.reason) }),
    );
    return { type: 'coordination-changed', data: { coordinating: parties, reason: reasonOf(reason), on: situation.today } };
  },

  /** Of a succession of bodies: where the list names the one it names the other, once; a list that does not name it is left alone. */
  'succeed-coordination': (task, { from, to, named, reason, on }, situation) => {
    const { coordination } = mayChangeCoordination(task, situation);
    const heir: Party = { printed: words(named, 'named', limits.reason), kind: 'agency', id: to };
    const coordinating = succeededAmong(coordination.coordinating, from, heir);
    if (canonical(coordinating) === canonical(coordination.coordinating)) return [];
    notInTheFuture(on, situation.today, 'on');
    const since = laterOf(on, coordination.from);
    return { type: 'coordination-changed', data: { coordinating, reason: reasonOf(reason), on: since } };
  },

  cancel: (task, { reason, document }, situation) => {
    mayCancel(task, situation);
    return {
      type: 'cancelled',
      data: { reason: reasonOf(reason), document: written(document, situation.today), on: situation.today },
    };
  },
};

/** A task passes on today or on a day that has come, never before its present owner took it over. */
function mustFollowTheOwner(now: TaskOnDay, on: LocalDate, { today }: Situation): void {
  notInTheFuture(on, today, 'on');
  if (on >= now.owner.from) return;
  throw new Refusal('before-the-owner', {
    field: 'on',
    vi: `Ngày ${shown(on)} trước ngày cơ quan hiện tại nhận nhiệm vụ (${shown(now.owner.from)}); cần một ngày từ đó trở đi.`,
    en: `${shown(on)} is before the present agency took the task over (${shown(now.owner.from)}); name that day or a later one.`,
    figures: { on, since: now.owner.from },
  });
}

/** Whether a task may go on being worked on by its own agency. */
export const mustBeWorkedOn = (task: Task): TaskOnDay => {
  mustBeAssigned(task);
  return mustBeInProgress(task);
};

export const reasonOf = (reason: string): string => words(reason, 'reason', limits.reason);
