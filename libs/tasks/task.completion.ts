import type { Decider, Situation } from '#language';
import { addDays, daysBetween, Refusal } from '#language';
import { reasonOf } from './task.assignment.js';
import { dateOf, dueFor, type TaskOnDay } from './task.day.js';
import type { TaskEvent } from './task.events.js';
import { limits, mustBeAfter, notInTheFuture, words, written } from './task.limits.js';
import { alreadyDecided, mustAwait, mustStand, unknownEntry } from './task.phase.js';
import { accountOf } from './task.reports.js';
import type { TaskCommand } from './task.requests.js';
import type { Claim, Task } from './task.state.js';
import { mustBeAccountable, mustBeAssigned, mustBeCommittee, mustJudge, mustNotBeTheReporter } from './task.who.js';

/** The agency claims, somebody else accepts or returns. On time is judged by the day the accepted claim was made. */
type Rules = Pick<
  Decider<Task, TaskCommand, TaskEvent>['decide'],
  'claim-completion' | 'accept-completion' | 'return-completion' | 'exceed' | 'reopen' | 'accept-objective-cause'
>;

/** A continuous duty is never done: it is reported period by period (06.8), and ended by cancelling it or giving it a date. */
export const mayClaim = (task: Task, situation: Situation): TaskOnDay => {
  const now = mustStand(task, ['open'], 'not-open');
  mustBeAccountable(now, situation);
  if (now.due.due.kind === 'continuous')
    throw new Refusal('continuous-is-never-done', {
      vi: `Nhiệm vụ “${now.due.due.printed}” không có điểm hoàn thành; hãy báo cáo theo kỳ, hoặc đề nghị cơ quan thường trực kết thúc bằng văn bản.`,
      en: `A continuous task (“${now.due.due.printed}”) is never completed; report each period, or ask the standing agency to end it by a document.`,
      figures: { every: now.due.due.every },
    });
  return now;
};

export const mayDecideClaim = (task: Task, situation: Situation): TaskOnDay => {
  const { now, claim } = mustAwait(task);
  mustJudge(now, situation);
  mustNotBeTheReporter(claim.by, situation);
  return now;
};

/** Done on time or late cannot be said without a date: what is missing never counts as good (06.13). */
export const mayAcceptClaim = (task: Task, situation: Situation): TaskOnDay => {
  const now = mayDecideClaim(task, situation);
  const due = now.claim ? dueFor(task, now.claim) : now.due;
  if (dateOf(due) === null)
    throw new Refusal('due-not-settled', {
      field: 'due',
      vi: `Hạn của nhiệm vụ chưa xác định (“${due?.due.printed ?? ''}”) nên chưa thể nói đúng hạn hay quá hạn; hãy xác định hạn trước khi xác nhận hoàn thành.`,
      en: `The deadline is not settled (“${due?.due.printed ?? ''}”), so on time or late cannot be said; settle it before accepting the completion.`,
      figures: { kind: due?.due.kind ?? null },
    });
  return now;
};

export const mayExceed = (task: Task, situation: Situation): TaskOnDay => {
  const now = mustStand(task, ['completed-on-time', 'completed-late'], 'not-completed');
  mustJudge(now, situation);
  return now;
};

export const mayReopen = (task: Task, situation: Situation): TaskOnDay => {
  const now = mustStand(task, ['completed-on-time', 'completed-late', 'cancelled'], 'not-finished');
  mustJudge(now, situation);
  return now;
};

export const completionRules: Rules = {
  'claim-completion': (task, command, situation) => {
    mayClaim(task, situation);
    const account = accountOf(task, command, situation);
    return {
      type: 'completed',
      data: {
        claim: command.claim,
        ...account,
        on: situation.today,
        backdatedDays: daysBetween(account.occurredOn, situation.today),
        by: situation.actor.user,
      },
    };
  },

  'accept-completion': (task, { claim, note }, situation) => {
    const entry = claimed(task, claim);
    if (entry.state === 'accepted') return [];
    if (entry.state === 'returned') throw alreadyDecided({ vi: 'Báo cáo hoàn thành', en: 'claim' }, entry.state, entry.decidedOn);
    mustBeTheOneWaiting(mayAcceptClaim(task, situation), entry);
    return {
      type: 'completion-accepted',
      data: { claim, note: note === null ? null : words(note, 'note', limits.reason), on: situation.today },
    };
  },

  'return-completion': (task, { claim, reason }, situation) => {
    const entry = claimed(task, claim);
    if (entry.state === 'returned') return [];
    if (entry.state === 'accepted') throw alreadyDecided({ vi: 'Báo cáo hoàn thành', en: 'claim' }, entry.state, entry.decidedOn);
    mustBeTheOneWaiting(mayDecideClaim(task, situation), entry);
    return { type: 'completion-returned', data: { claim, reason: reasonOf(reason), on: situation.today } };
  },

  /** For a past span of days, by the committee. The lateness stays as it is: what is excluded from a score is for the score to say. */
  'accept-objective-cause': (task, { cause, from, to, reason, document }, situation) => {
    mustBeCommittee(mustBeAssigned(task), situation);
    if (task.objectiveCauses.some((it) => it.cause === cause && it.from === from && it.to === to)) return [];
    notInTheFuture(to, situation.today, 'to');
    mustBeAfter(to, addDays(from, -1), 'to', 'ends-before-it-begins', { vi: 'ngày bắt đầu', en: 'the day it began' });
    const data = { cause, from, to, reason: reasonOf(reason), document: written(document, situation.today), on: situation.today };
    return { type: 'objective-cause-accepted', data };
  },

  /** Vượt mức: recorded for a finished task by whoever verifies it (Decree 90/2020, arts. 4, 8, 12; Regulation 366-QĐ/TW). */
  exceed: (task, { reason, document }, situation) => {
    const now = mayExceed(task, situation);
    if (now.exceeded) return [];
    return {
      type: 'exceeded',
      data: { reason: reasonOf(reason), document: written(document, situation.today), on: situation.today },
    };
  },

  /** A task accepted late stays late when it is opened and completed again (06.1). A cancelled one needs a document to come back. */
  reopen: (task, { reason, document }, situation) => {
    const now = mayReopen(task, situation);
    if (now.standing === 'cancelled' && document === null)
      throw new Refusal('document-missing', {
        kind: 'invalid',
        field: 'document',
        vi: 'Nhiệm vụ đã hết hiệu lực theo văn bản; mở lại cũng cần số văn bản.',
        en: 'The task was cancelled by a document; reopening it needs a document number too.',
        figures: { cancelledBy: now.phase.document?.number ?? null },
      });
    return {
      type: 'reopened',
      data: { reason: reasonOf(reason), document: written(document, situation.today), on: situation.today },
    };
  },
};

/** A claim from before a reopening is past answering. */
function mustBeTheOneWaiting(now: TaskOnDay, entry: Claim): void {
  if (now.claim?.claim !== entry.claim)
    throw alreadyDecided({ vi: 'Báo cáo hoàn thành', en: 'claim' }, 'reopened', entry.reopenedOn);
}

function claimed(task: Task, id: string): Claim {
  mustBeAssigned(task);
  const found = task.claims.find((it) => it.claim === id);
  if (!found) throw unknownEntry({ vi: 'báo cáo hoàn thành', en: 'claim' }, id, 'claim');
  return found;
}
