import type { Decider, LocalDate, Situation } from '#language';
import { addDays, Refusal, shown } from '#language';
import { mustBeWorkedOn, reasonOf } from './task.assignment.js';
import { currently, dateOf, segmentsOf, type TaskOnDay } from './task.day.js';
import type { Due, TaskEvent } from './task.events.js';
import { files, limits, mustBeAfter, words, written } from './task.limits.js';
import { alreadyDecided, mustStand, unknownEntry } from './task.phase.js';
import type { TaskCommand } from './task.requests.js';
import type { Extension, Task } from './task.state.js';
import { mustBeAccountable, mustBeCommittee, mustJudge, mustLookAfter } from './task.who.js';

/** The deadline: what it is, what moves it, and what is said about missing it. Only a grant or an amendment moves one. */
type Rules = Pick<
  Decider<Task, TaskCommand, TaskEvent>['decide'],
  'read-due' | 'change-due' | 'report-delay' | 'record-overdue' | 'request-extension' | 'grant-extension' | 'refuse-extension'
>;

const extension = { vi: 'Đề nghị gia hạn', en: 'extension request' };

/** Phrases that name no clear last day ("đầu năm", "trong tháng"): the importer's reading of them is a proposal. The same as #calendar's. */
export const vagueRules: ReadonlySet<string> = new Set(['year-start', 'year-middle', 'month-of-adoption', 'every-year']);

/**
 * A reading says what the printed words always meant (they stay as printed), so it holds from the assignment on. Words that
 * name a day are not read a second time, nor is a deadline that was changed or extended: those move by a document alone.
 * A vague day may be settled until it has passed, by somebody outside the agency: a lateness is never read away.
 */
export const mayReadDue = (task: Task, situation: Situation): TaskOnDay => {
  const now = mustStand(task, ['open', 'awaiting-acceptance', 'suspended'], 'not-in-progress');
  mustLookAfter(now, situation);
  if (now.due.how === 'changed' || now.due.how === 'extended')
    throw new Refusal('due-already-moved', {
      field: 'due',
      vi: `Hạn đã được điều chỉnh ngày ${shown(now.due.from)}; muốn đổi tiếp hãy dùng “điều chỉnh hạn” kèm văn bản.`,
      en: `The deadline was already moved on ${shown(now.due.from)}; to move it again, change it by a document.`,
      figures: { how: now.due.how, from: now.due.from },
    });
  const { due } = now.due;
  if (due.kind !== 'date') return now;
  if (!vagueRules.has(due.rule))
    throw new Refusal('due-already-a-day', {
      field: 'due',
      vi: `Hạn “${due.printed}” đã rõ là ngày ${shown(due.on)}; không đọc lại. Muốn đổi hạn hãy dùng “điều chỉnh hạn” kèm văn bản, hoặc gia hạn.`,
      en: `The deadline “${due.printed}” already is the day ${shown(due.on)} and is not read again. Change it by a document, or extend it.`,
      figures: { on: due.on, rule: due.rule },
    });
  mustJudge(now, situation);
  if (due.on < situation.today) throw tooLateToRead(due.on, situation);
  return now;
};

export const mayChangeDue = (task: Task, situation: Situation): TaskOnDay => {
  const now = mustStand(task, ['open', 'suspended'], 'not-open');
  mustJudge(now, situation);
  return now;
};

export const mayReportDelay = (task: Task, situation: Situation): TaskOnDay => {
  const now = mustStand(task, ['open'], 'not-open');
  mustBeAccountable(now, situation);
  return now;
};

export const mayRequestExtension = (task: Task, situation: Situation): TaskOnDay => {
  const now = mayReportDelay(task, situation);
  if (dateOf(now.due) === null)
    throw new Refusal('no-date-to-extend', {
      vi: `Nhiệm vụ chưa có ngày hết hạn (“${now.due.due.printed}”); không có gì để gia hạn. Hãy đề nghị cơ quan thường trực xác định hạn.`,
      en: `The task has no due date (“${now.due.due.printed}”), so there is nothing to extend. Ask the standing agency to settle the deadline.`,
      figures: { kind: now.due.due.kind },
    });
  const waiting = task.extensions.find((it) => it.state === 'requested');
  if (waiting)
    throw new Refusal('extension-already-requested', {
      kind: 'conflict',
      vi: `Đã có đề nghị gia hạn đến ${shown(waiting.until)} gửi ngày ${shown(waiting.on)} đang chờ Ban Chỉ đạo.`,
      en: `A request for ${shown(waiting.until)}, made on ${shown(waiting.on)}, is already waiting for the committee.`,
      figures: { request: waiting.request, until: waiting.until },
    });
  return now;
};

export const mayDecideExtension = (task: Task, situation: Situation): TaskOnDay => {
  const now = mustBeWorkedOn(task);
  mustBeCommittee(now, situation);
  return now;
};

export const deadlineRules: Rules = {
  'read-due': (task, { due, note }, situation) => {
    const now = mayReadDue(task, situation);
    if (now.due.due.kind === 'date' && due.kind === 'date' && due.on < situation.today) throw tooLateToRead(due.on, situation);
    if (same(due, now.due.due)) return [];
    return {
      type: 'due-read',
      data: { due: { ...due, printed: now.due.due.printed }, note: words(note, 'note', limits.reason) },
    };
  },

  'change-due': (task, { due, reason, document }, situation) => {
    const now = mayChangeDue(task, situation);
    if (same(due, now.due.due) && (due.printed === '' || due.printed === now.due.due.printed)) return [];
    if (due.kind === 'date')
      mustBeAfter(due.on, addDays(situation.today, -1), 'due', 'new-due-in-the-past', {
        vi: 'hạn mới không thể đã qua',
        en: 'a new deadline cannot have passed already',
      });
    return {
      type: 'due-changed',
      data: {
        due: { ...due, printed: words(due.printed || now.due.due.printed, 'due.printed', limits.reason, 0) },
        reason: reasonOf(reason),
        document: written(document, situation.today),
        on: situation.today,
      },
    };
  },

  /** Said before the date or after it. It moves nothing. */
  'report-delay': (task, { cause, explanation, expectedOn }, situation) => {
    const now = mayReportDelay(task, situation);
    const due = dateOf(now.due);
    mustBeAfter(expectedOn, addDays(situation.today, -1), 'expectedOn', 'expected-in-the-past', {
      vi: 'dự kiến hoàn thành không thể ở quá khứ',
      en: 'an expected day cannot be in the past',
    });
    if (due !== null)
      mustBeAfter(expectedOn, due, 'expectedOn', 'expected-is-not-late', {
        vi: 'hạn đang có hiệu lực; xong trước hạn thì không phải báo chậm',
        en: 'the deadline in force; to finish by then is not a delay',
      });
    return {
      type: 'delayed',
      data: {
        by: 'agency',
        due,
        cause,
        explanation: words(explanation, 'explanation', limits.reason),
        expectedOn,
        on: situation.today,
      },
    };
  },

  /**
   * The day after a due date, whatever day the watch comes round to it: the event says the day from which the task was
   * overdue, so that running it late, twice or after a restart writes the same thing once.
   */
  'record-overdue': (task, { due }, { actor, today }) => {
    if (actor.role !== 'system')
      throw new Refusal('not-the-watch', {
        kind: 'forbidden',
        vi: 'Việc ghi nhận quá hạn do bộ phận theo dõi tự động thực hiện.',
        en: 'Overdue is recorded by the deadline watch alone.',
      });
    if (!task.assigned || task.delays.some((it) => it.by === 'watch' && it.due === due)) return [];
    const from = firstDayOverdue(task, due);
    const { standing } = currently(task);
    if (from === null || from > today || (standing !== 'open' && standing !== 'awaiting-acceptance')) return [];
    return { type: 'delayed', data: { by: 'watch', due, cause: null, explanation: null, expectedOn: null, on: from } };
  },

  'request-extension': (task, { request, until, reason, document, evidence }, situation) => {
    const now = mayRequestExtension(task, situation);
    mustBeLater(now, until, situation, 'until');
    return {
      type: 'extension-requested',
      data: {
        request,
        until,
        reason: reasonOf(reason),
        document: written(document, situation.today),
        evidence: files(evidence),
        on: situation.today,
      },
    };
  },

  /** Granted before the date: never overdue. Granted after: the days up to the grant stay (06.3). */
  'grant-extension': (task, { request, until, document }, situation) => {
    const now = mayDecideExtension(task, situation);
    const asked = requested(task, request);
    const to = until ?? asked.until;
    if (asked.state === 'granted' && asked.grantedUntil === to) return [];
    if (asked.state !== 'requested') throw alreadyDecided(extension, asked.state, asked.decidedOn);
    mustBeLater(now, to, situation, 'until');
    return {
      type: 'extension-granted',
      data: { request, until: to, document: written(document, situation.today), on: situation.today },
    };
  },

  'refuse-extension': (task, { request, reason }, situation) => {
    mayDecideExtension(task, situation);
    const asked = requested(task, request);
    if (asked.state === 'refused') return [];
    if (asked.state !== 'requested') throw alreadyDecided(extension, asked.state, asked.decidedOn);
    return { type: 'extension-refused', data: { request, reason: reasonOf(reason), on: situation.today } };
  },
};

/** The first day on which the task was open past this due date: the day after it, or the day of resuming when it was suspended. */
function firstDayOverdue(task: Task, due: LocalDate): LocalDate | null {
  const segments = segmentsOf(task);
  for (const [i, { from, it }] of segments.entries()) {
    if (it.standing !== 'open' || dateOf(it.due) !== due) continue;
    const day = from > due ? from : addDays(due, 1);
    const to = segments[i + 1]?.from;
    if (to === undefined || day < to) return day;
  }
  return null;
}

function requested(task: Task, request: string): Extension {
  const asked = task.extensions.find((it) => it.request === request);
  if (!asked) throw unknownEntry({ vi: 'đề nghị gia hạn', en: 'extension request' }, request, 'request');
  return asked;
}

function mustBeLater(now: TaskOnDay, until: LocalDate, situation: Situation, field: string) {
  const due = dateOf(now.due);
  if (due !== null)
    mustBeAfter(until, due, field, 'not-a-later-date', { vi: 'hạn đang có hiệu lực', en: 'the deadline in force' });
  mustBeAfter(until, addDays(situation.today, -1), field, 'not-a-later-date', {
    vi: 'hạn mới không thể đã qua',
    en: 'a new deadline cannot have passed already',
  });
}

const same = (a: Due, b: Due): boolean =>
  a.kind === b.kind &&
  (a.kind !== 'date' || (b.kind === 'date' && a.on === b.on && a.rule === b.rule)) &&
  (a.kind !== 'continuous' || (b.kind === 'continuous' && a.every === b.every)) &&
  (a.kind !== 'dependent' || (b.kind === 'dependent' && a.waitsFor === b.waitsFor));

const tooLateToRead = (on: LocalDate, { today }: Situation) =>
  new Refusal('read-date-has-passed', {
    field: 'due',
    vi: `Ngày ${shown(on)} đã qua (hôm nay ${shown(today)}); hạn đã đọc thành ngày thì không đọc lại sau khi đã qua. Hãy điều chỉnh hạn kèm văn bản.`,
    en: `The day ${shown(on)} has passed (today is ${shown(today)}); a deadline read as a date is not read again after it. Change it by a document.`,
    figures: { on, today },
  });
