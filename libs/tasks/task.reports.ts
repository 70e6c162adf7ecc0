import type { Decider, LocalDate, Situation } from '#language';
import { canonical, daysBetween, percent, Refusal, shown } from '#language';
import { mustBeWorkedOn, reasonOf } from './task.assignment.js';
import type { TaskOnDay } from './task.day.js';
import type { TaskEvent } from './task.events.js';
import { files, limits, notInTheFuture, words, written } from './task.limits.js';
import { alreadyDecided, mustStand, unknownEntry } from './task.phase.js';
import type { Account, TaskCommand } from './task.requests.js';
import type { Claim, Report, Task } from './task.state.js';
import { mustBeAccountable, mustBeAssigned, mustJudge, mustNotBeTheReporter } from './task.who.js';

/** Milestones planned and reported, the answers to them, and the correction of what was said wrongly. */
type Rules = Pick<
  Decider<Task, TaskCommand, TaskEvent>['decide'],
  'plan-milestone' | 'report-milestone' | 'accept-report' | 'return-report' | 'correct'
>;

const report = { vi: 'Báo cáo', en: 'report' };

/** While a claim waits the agency may still report: a file that was forgotten, an answer to the verifier. */
export const mayReport = (task: Task, situation: Situation): TaskOnDay => {
  const now = mustBeWorkedOn(task);
  mustBeAccountable(now, situation);
  return now;
};

export const mayPlanMilestone = (task: Task, situation: Situation): TaskOnDay => {
  const now = mustStand(task, ['open'], 'not-open');
  mustBeAccountable(now, situation);
  return now;
};

export const mayDecideReport = (task: Task, situation: Situation, entry: Report): TaskOnDay => {
  const now = mustBeAssigned(task);
  mustJudge(now, situation);
  mustNotBeTheReporter(entry.by, situation);
  return now;
};

/**
 * The agency corrects its own words until they are accepted; after that, and what an earlier agency said, only the verifier
 * may: the record stays with whoever made it (06.5). Never on a cancelled task.
 */
export const mayCorrect = (task: Task, situation: Situation, entry: Report | Claim): TaskOnDay => {
  const now = mustStand(
    task,
    ['open', 'awaiting-acceptance', 'suspended', 'completed-on-time', 'completed-late'],
    'not-in-progress',
  );
  if (entry.state !== 'accepted' && entry.at > now.owner.at) mustBeAccountable(now, situation);
  else {
    mustJudge(now, situation);
    mustNotBeTheReporter(entry.by, situation);
  }
  return now;
};

export const reportRules: Rules = {
  'plan-milestone': (task, { milestone, title, on }, situation) => {
    mayPlanMilestone(task, situation);
    const data = { milestone: words(milestone, 'milestone', limits.id), title: words(title, 'title', limits.milestoneTitle), on };
    const was = task.milestones.find((it) => it.milestone === data.milestone);
    if (was && was.title === data.title && was.on === data.on) return [];
    return { type: 'milestone-planned', data };
  },

  /** Progress of 100 % is not completion: the agency claims that apart, and it is verified. Progress may go back; the page marks it. */
  'report-milestone': (task, command, situation) => {
    mayReport(task, situation);
    const account = accountOf(task, command, situation);
    const progress = percent(command.progress);
    if (command.milestone !== null && !task.milestones.some((it) => it.milestone === command.milestone))
      throw unknownEntry({ vi: 'mốc', en: 'milestone' }, command.milestone, 'milestone');
    mustNotRepeat(task, progress, account);
    return {
      type: 'milestone-reported',
      data: {
        report: command.report,
        milestone: command.milestone,
        progress,
        ...account,
        backdatedDays: daysBetween(account.occurredOn, situation.today),
        by: situation.actor.user,
      },
    };
  },

  'accept-report': (task, command, situation) => {
    const entry = reported(task, command.report);
    mayDecideReport(task, situation, entry);
    if (entry.state === 'accepted') return [];
    if (entry.state === 'returned') throw alreadyDecided(report, entry.state, entry.decidedOn);
    const note = command.note === null ? null : words(command.note, 'note', limits.reason);
    return { type: 'report-accepted', data: { report: entry.report, note, on: situation.today } };
  },

  'return-report': (task, command, situation) => {
    const entry = reported(task, command.report);
    mayDecideReport(task, situation, entry);
    if (entry.state === 'returned') return [];
    if (entry.state === 'accepted') throw alreadyDecided(report, entry.state, entry.decidedOn);
    return { type: 'report-returned', data: { report: entry.report, reason: reasonOf(command.reason), on: situation.today } };
  },

  /** Changes the task “as it happened”; the event that was wrong stays in the log, and so does what was known before (06.12). */
  correct: (task, { entry: id, changes, reason }, situation) => {
    mustBeAssigned(task);
    const wrongReport = task.reports.find((it) => it.report === id);
    const entry = wrongReport ?? task.claims.find((it) => it.claim === id);
    if (!entry) throw unknownEntry({ vi: 'báo cáo', en: 'report or claim' }, id, 'entry');
    mayCorrect(task, situation, entry);
    if (changes.progress !== undefined && !wrongReport)
      throw new Refusal('a-claim-has-no-progress', {
        kind: 'invalid',
        field: 'changes.progress',
        vi: 'Báo cáo hoàn thành không có tỷ lệ tiến độ để đính chính; hãy đính chính báo cáo tiến độ.',
        en: 'A completion claim has no progress to correct; correct a milestone report.',
      });
    if (changes.occurredOn !== undefined) {
      notInTheFuture(changes.occurredOn, entry.on, 'changes.occurredOn');
      mustBeSinceAssignment(task, changes.occurredOn, 'changes.occurredOn');
    }
    const now = {
      ...(changes.progress !== undefined && { progress: percent(changes.progress, 'changes.progress') }),
      ...(changes.narrative !== undefined && { narrative: words(changes.narrative, 'changes.narrative', limits.narrative) }),
      ...(changes.occurredOn !== undefined && { occurredOn: changes.occurredOn }),
      ...(changes.document !== undefined && { document: written(changes.document, situation.today, 'changes.document') }),
    };
    const was: Readonly<Record<string, unknown>> = { ...entry };
    const differs = Object.entries(now).some(([field, value]) => canonical(was[field]) !== canonical(value));
    if (!differs)
      throw new Refusal('nothing-to-correct', {
        kind: 'invalid',
        field: 'changes',
        vi: 'Bản đính chính không khác nội dung đã có; hãy nêu điều cần sửa.',
        en: 'The correction says the same as the entry; say what is to be different.',
      });
    return { type: 'corrected', data: { entry: id, changes: now, reason: reasonOf(reason), on: situation.today } };
  },
};

/** What a report and a claim both tell, read and checked: not in the future, not before the task was given, some words, not too many files. */
export function accountOf(task: Task, account: Account, { today }: Situation): Account {
  notInTheFuture(account.occurredOn, today, 'occurredOn');
  mustBeSinceAssignment(task, account.occurredOn, 'occurredOn');
  return {
    narrative: words(account.narrative, 'narrative', limits.narrative),
    evidence: files(account.evidence),
    document: written(account.document, today),
    occurredOn: account.occurredOn,
  };
}

function mustBeSinceAssignment(task: Task, on: LocalDate, field: string) {
  const from = task.assigned?.on;
  if (!from || on >= from) return;
  throw new Refusal('dated-before-the-task', {
    field,
    vi: `Ngày ${shown(on)} trước ngày giao nhiệm vụ ${shown(from)}; hãy ghi từ ngày đó trở đi.`,
    en: `The day ${shown(on)} is before the task was given on ${shown(from)}; give that day or a later one.`,
    figures: { given: on, earliest: from },
  });
}

/** The second click of an impatient hand, under another key. */
function mustNotRepeat(task: Task, progress: number, { narrative, occurredOn, evidence }: Account) {
  const last = task.reports.at(-1);
  const fingerprint = (it: { narrative: string; occurredOn: string; evidence: Account['evidence'] }, at: number) =>
    JSON.stringify([it.narrative, it.occurredOn, at, it.evidence.map((file) => file.sha256)]);
  if (!last || last.state === 'returned') return;
  if (fingerprint(last, last.progress) !== fingerprint({ narrative, occurredOn, evidence }, progress)) return;
  throw new Refusal('same-report-again', {
    kind: 'conflict',
    vi: `Báo cáo này giống hệt báo cáo vừa gửi ngày ${shown(last.on)} (${progress} %); không ghi lần thứ hai.`,
    en: `This report is the same as the one just sent on ${shown(last.on)} (${progress} %); it is not recorded twice.`,
    figures: { report: last.report, progress },
  });
}

function reported(task: Task, id: string): Report {
  mustBeAssigned(task);
  const found = task.reports.find((it) => it.report === id);
  if (!found) throw unknownEntry(report, id, 'report');
  return found;
}
