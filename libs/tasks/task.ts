import { decider, Refusal, type Situation } from '#language';
import { assignmentRules, mayCancel, mayChangeCoordination, mayReassign, mayResume, maySuspend } from './task.assignment.js';
import { completionRules, mayAcceptClaim, mayClaim, mayDecideClaim, mayExceed, mayReopen } from './task.completion.js';
import {
  deadlineRules,
  mayChangeDue,
  mayDecideExtension,
  mayReadDue,
  mayReportDelay,
  mayRequestExtension,
} from './task.deadline.js';
import type { TaskEvent } from './task.events.js';
import { mayCorrect, mayDecideReport, mayPlanMilestone, mayReport, reportRules } from './task.reports.js';
import { type Action, actions, type TaskCommand } from './task.requests.js';
import { evolveTask, notAssigned, type Task } from './task.state.js';

/** The rules of a task, its whole life long. Pure: the clock and the actor come in with the command. */
export const task = decider<Task, TaskCommand, TaskEvent>({
  initial: notAssigned,
  evolve: evolveTask,
  stateVersion: 1,
  decide: { ...assignmentRules, ...deadlineRules, ...reportRules, ...completionRules },
});

/** The gate that each rule passes first; decisions about an entry are open when some entry can be decided. */
const gates: Readonly<Record<Action, (task: Task, situation: Situation) => unknown>> = {
  'report-milestone': mayReport,
  'report-delay': mayReportDelay,
  'request-extension': mayRequestExtension,
  'claim-completion': mayClaim,
  'plan-milestone': mayPlanMilestone,
  correct: (it, situation) => some([...it.reports, ...it.claims], (entry) => mayCorrect(it, situation, entry)),
  'accept-report': (it, situation) => some(waiting(it.reports), (entry) => mayDecideReport(it, situation, entry)),
  'return-report': (it, situation) => some(waiting(it.reports), (entry) => mayDecideReport(it, situation, entry)),
  'accept-completion': mayAcceptClaim,
  'return-completion': mayDecideClaim,
  'grant-extension': (it, situation) => some(waiting(it.extensions), () => mayDecideExtension(it, situation)),
  'refuse-extension': (it, situation) => some(waiting(it.extensions), () => mayDecideExtension(it, situation)),
  'read-due': mayReadDue,
  'change-due': mayChangeDue,
  suspend: maySuspend,
  resume: mayResume,
  reassign: mayReassign,
  'change-coordination': mayChangeCoordination,
  cancel: mayCancel,
  reopen: mayReopen,
  exceed: (it, situation) => {
    if (mayExceed(it, situation).exceeded) throw nothingToDecide;
  },
};

/** What this actor may do to the task now: the gates of the rules themselves, so that the page and the rules cannot disagree. */
export function permittedActions(it: Task, situation: Situation): readonly Action[] {
  return actions.filter((action) => passes(() => gates[action](it, situation)));
}

const nothingToDecide = new Refusal('nothing-to-decide', {
  vi: 'Không có gì chờ quyết định.',
  en: 'Nothing waits for a decision.',
});

const waiting = <T extends { readonly state: string }>(entries: readonly T[]): readonly T[] =>
  entries.filter((it) => it.state === 'submitted' || it.state === 'requested');

function some<T>(entries: readonly T[], gate: (entry: T) => unknown): void {
  if (!entries.some((entry) => passes(() => gate(entry)))) throw nothingToDecide;
}

function passes(gate: () => unknown): boolean {
  try {
    gate();
    return true;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}
