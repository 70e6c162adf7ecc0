import type { Instant, LocalDate, Recorded, UserId } from '#language';
import { dayOf, shown } from '#language';
import { dateOf, dueFor, latestAccepted } from './task.day.js';
import type { RecordedTaskEvent } from './task.events.js';
import { causeWords, dueInWords, type NameOf, type Sentence } from './task.sentences.js';
import type { Claim, DueInForce, Task } from './task.state.js';
import { type StatusOn, statusLabels } from './task.status.js';

/** Points at the event behind a fact; position is decimal text. */
export interface EventRef {
  readonly id: string;
  readonly stream: string;
  readonly version: number;
  readonly position: string;
  readonly type: string;
  readonly recordedAt: Instant;
  /** The day the event is about. */
  readonly on: LocalDate;
  readonly by: UserId;
}

export interface Step extends Sentence {
  readonly event: EventRef | null;
}

export interface Why {
  readonly sentence: Sentence;
  readonly steps: readonly Step[];
}

/** The events of one task by version: refs[0] is version 1. */
export type Refs = readonly EventRef[];

/** The ref of an event. The day is its own where it names one, else the day it was recorded. */
export function refOf(event: RecordedTaskEvent): EventRef {
  const { data } = event;
  const on =
    'occurredOn' in data && !('on' in data)
      ? data.occurredOn
      : 'on' in data && event.type !== 'milestone-planned'
        ? data.on
        : dayOf(event.recordedAt);
  return pointTo(event, on);
}

/** Points at any event, of whatever room, with the day it is about. */
export const pointTo = (
  event: Pick<Recorded, 'id' | 'stream' | 'version' | 'position' | 'type' | 'recordedAt' | 'meta'>,
  on: LocalDate,
): EventRef => ({
  id: event.id,
  stream: event.stream,
  version: event.version,
  position: String(event.position),
  type: event.type,
  recordedAt: event.recordedAt,
  on,
  by: event.meta.actor.user,
});

/**
 * Why a task has the status that it has on a day: the deadline as a derivation (printed, read, changed, extended), what was claimed and
 * decided, and the comparison that gives the status. Each step names the event it rests on; the comparison rests on none.
 */
export function whyOn(task: Task, day: LocalDate, status: StatusOn, refs: Refs, nameOf: NameOf = (id) => id): Why {
  const { it } = status;
  const ref = (at: number | null | undefined): EventRef | null => (at ? (refs[at - 1] ?? null) : null);
  const steps: Step[] = task.dues
    .filter((due) => due.from <= day)
    .map((due) => ({
      ...dueStep(due, task.assigned?.printedLead ?? '', nameOf(task.owners[0]?.agency ?? '')),
      event: ref(due.at),
    }));

  for (const owner of task.owners.slice(1).filter((owner) => owner.from <= day))
    steps.push({
      vi: `Từ ${shown(owner.from)} do ${nameOf(owner.agency)} chủ trì (${owner.document?.number ?? ''}).`,
      en: `Led by ${nameOf(owner.agency)} since ${shown(owner.from)} (${owner.document?.number ?? ''}).`,
      event: ref(owner.at),
    });
  if (it.phase.phase !== 'open')
    steps.push({
      vi: `${it.phase.phase === 'suspended' ? 'Tạm dừng' : 'Hết hiệu lực'} từ ${shown(it.phase.from)} theo ${it.phase.document?.number ?? ''}: ${it.phase.reason ?? ''}`,
      en: `${it.phase.phase === 'suspended' ? 'Suspended' : 'Cancelled'} since ${shown(it.phase.from)} by ${it.phase.document?.number ?? ''}: ${it.phase.reason ?? ''}`,
      event: ref(it.phase.at),
    });
  for (const claim of task.claims.filter((claim) => claim.on <= day)) {
    steps.push({
      vi: `Báo hoàn thành ngày ${shown(claim.on)}.`,
      en: `Completion claimed on ${shown(claim.on)}.`,
      event: ref(claim.at),
    });
    if (claim.decidedOn && claim.decidedOn <= day)
      steps.push(
        claim.state === 'returned'
          ? {
              vi: `Bị trả lại ngày ${shown(claim.decidedOn)}: ${claim.answer ?? ''}`,
              en: `Returned on ${shown(claim.decidedOn)}: ${claim.answer ?? ''}`,
              event: ref(claim.decidedAt),
            }
          : {
              vi: `Được xác nhận ngày ${shown(claim.decidedOn)}.`,
              en: `Accepted on ${shown(claim.decidedOn)}.`,
              event: ref(claim.decidedAt),
            },
      );
    if (claim.reopenedOn && claim.reopenedOn <= day)
      steps.push({
        vi: `Mở lại ngày ${shown(claim.reopenedOn)}.`,
        en: `Reopened on ${shown(claim.reopenedOn)}.`,
        event: ref(claim.reopenedAt),
      });
  }
  for (const late of status.lateness) {
    const watched = task.delays.find((delay) => delay.by === 'watch' && delay.due === late.due);
    const [vi, en] = late.until
      ? [
          `đến ${shown(late.until)} (${endWords[late.endedBy ?? 'claim'].vi})`,
          `until ${shown(late.until)} (${endWords[late.endedBy ?? 'claim'].en})`,
        ]
      : ['và chưa dừng', 'and still running'];
    // Whose they are goes without saying where the task never changed hands.
    const whose = task.owners.some((it) => it.from <= day && it.agency !== task.owners[0]?.agency) ? late.owners : [];
    const of = (one: string, many: string) =>
      whose.map((it) => `${nameOf(it.agency)} ${it.days} ${it.days === 1 ? one : many}`).join(', ');
    steps.push({
      vi: `Quá hạn ${shown(late.due)}: ${late.days} ngày, ${vi}${whose.length === 0 ? '' : `; tính cho ${of('ngày', 'ngày')}`}.`,
      en: `Past the due date ${shown(late.due)}: ${late.days} day${late.days === 1 ? '' : 's'}, ${en}${whose.length === 0 ? '' : `; of ${of('day', 'days')}`}.`,
      event: ref(watched?.at),
    });
  }
  for (const cause of task.objectiveCauses.filter((it) => it.on <= day)) {
    const words = causeWords[cause.cause];
    steps.push({
      vi: `Ban Chỉ đạo công nhận nguyên nhân khách quan (${words.vi}) từ ${shown(cause.from)} đến ${shown(cause.to)} theo ${cause.document?.number ?? ''}; ngày trễ không bị trừ, chỉ nêu riêng.`,
      en: `The committee accepted an objective cause (${words.en}) from ${shown(cause.from)} to ${shown(cause.to)} by ${cause.document?.number ?? ''}; no late day is taken off, they are told apart.`,
      event: ref(cause.at),
    });
  }
  const sentence = verdict(task, status, day);
  return { sentence, steps: [...steps, { ...sentence, event: null }] };
}

/** The events that made the status of a task on a day: of the figures that count it. */
export function eventsBehind(
  task: Task,
  status: Pick<StatusOn, 'it' | 'lateness'>,
  day: LocalDate,
  refs: Refs,
): readonly EventRef[] {
  const exceeding = status.it.exceeded ? task.exceeded.findLast((it) => it.on <= day) : undefined;
  const versions = [...versionsBehind(task, status, day), ...(exceeding ? [exceeding.at] : [])];
  return versions.sort((a, b) => a - b).flatMap((version) => refs[version - 1] ?? []);
}

/** The versions of those that the board keeps with its row, in order. */
export function versionsBehind(task: Task, status: Pick<StatusOn, 'it' | 'lateness'>, day: LocalDate): readonly number[] {
  const { it, lateness } = status;
  const due = it.claim ? dueFor(task, it.claim) : it.due;
  const versions = new Set([1, it.owner.at, it.phase.at]);
  const add = (version: number | null | undefined) => {
    if (version) versions.add(version);
  };
  add(due?.at);
  add(task.reports.findLast((report) => report.occurredOn <= day)?.at);
  for (const delay of task.delays) if (delay.by === 'watch' && delay.on <= day && delay.due === dateOf(due)) add(delay.at);
  for (const cause of task.objectiveCauses) if (cause.on <= day) add(cause.at);
  for (const late of lateness) for (const version of late.at) add(version);
  for (const claim of task.claims) {
    if (claim.state !== 'accepted' || claim.reopenedOn === null || claim.on > day) continue;
    add(claim.at);
    add(claim.decidedAt);
    add(claim.reopenedAt);
  }
  add(it.claim?.at);
  if (it.claim?.decidedOn && it.claim.decidedOn <= day) add(it.claim.decidedAt);
  return [...versions].sort((a, b) => a - b);
}

function dueStep(due: DueInForce, printedLead: string, agency: string): Sentence {
  const words = dueInWords(due.due);
  const from = shown(due.from);
  switch (due.how) {
    case 'printed':
      return {
        vi: `Giao ngày ${from} cho ${agency} (kế hoạch ghi “${printedLead}”); thời hạn: ${words.vi}.`,
        en: `Given on ${from} to ${agency} (printed “${printedLead}”); due: ${words.en}.`,
      };
    case 'read':
      return {
        vi: `Thời hạn được xác định là ${words.vi}: ${due.reason ?? ''}`,
        en: `The deadline was settled as ${words.en}: ${due.reason ?? ''}`,
      };
    case 'changed':
      return {
        vi: `Ngày ${from} điều chỉnh thời hạn thành ${words.vi} theo ${due.document?.number ?? ''}: ${due.reason ?? ''}`,
        en: `Changed on ${from} to ${words.en} by ${due.document?.number ?? ''}: ${due.reason ?? ''}`,
      };
    case 'extended':
      return {
        vi: `Ngày ${from} được gia hạn đến ${words.vi}: ${due.reason ?? ''}`,
        en: `Extended on ${from} until ${words.en}: ${due.reason ?? ''}`,
      };
  }
}

const endWords = {
  claim: { vi: 'ngày báo hoàn thành', en: 'the day of the claim' },
  'new-due': { vi: 'ngày có hạn mới', en: 'the day of the new deadline' },
  suspension: { vi: 'ngày tạm dừng', en: 'the day of suspension' },
  cancellation: { vi: 'ngày hết hiệu lực', en: 'the day of cancellation' },
} as const;

/** One sentence that a head of agency can read out. */
function verdict(task: Task, status: Omit<StatusOn, 'silent'>, day: LocalDate): Sentence {
  const label = statusLabels[status.status];
  const { it, lateDays } = status;
  const on = dateOf(it.claim ? dueFor(task, it.claim) : it.due);
  const days = `${lateDays} day${lateDays === 1 ? '' : 's'}`;
  switch (status.status) {
    case 'overdue':
      return {
        vi: `${label.vi}: đến ${shown(day)} đã quá hạn ${on ? shown(on) : ''} ${lateDays} ngày.`,
        en: `${label.en}: on ${shown(day)} it is ${days} past ${on ? shown(on) : ''}.`,
      };
    case 'due-soon':
    case 'on-track':
    case 'not-started':
      return {
        vi: `${label.vi}: đến ${shown(day)} còn ${status.workingDaysLeft ?? 0} ngày làm việc, hạn ${on ? shown(on) : ''}.`,
        en: `${label.en}: on ${shown(day)}, ${status.workingDaysLeft ?? 0} working days are left until ${on ? shown(on) : ''}.`,
      };
    case 'awaiting-acceptance':
    case 'completed-on-time':
    case 'completed-late': {
      const claimed = it.claim ? shown(it.claim.on) : '';
      const { latest } = latestAccepted(task, day);
      if (status.status === 'completed-late' && latest && latest !== it.claim) return lateBefore(task, latest, lateDays, claimed);
      const by = on ? shown(on) : null;
      if (!by)
        return {
          vi: `${label.vi}: báo hoàn thành ngày ${claimed}; chưa có hạn để đối chiếu.`,
          en: `${label.en}: claimed on ${claimed}; there is no date to judge by.`,
        };
      return lateDays > 0
        ? {
            vi: `${label.vi}: báo hoàn thành ngày ${claimed}, quá hạn ${lateDays} ngày (hạn ${by}).`,
            en: `${label.en}: claimed on ${claimed}, ${days} late (due ${by}).`,
          }
        : {
            vi: `${label.vi}: báo hoàn thành ngày ${claimed}, trong hạn ${by}.`,
            en: `${label.en}: claimed on ${claimed}, within ${by}.`,
          };
    }
    case 'continuous':
    case 'no-deadline': {
      const words = dueInWords(it.due.due);
      return { vi: `${label.vi}: ${words.vi}.`, en: `${label.en}: ${words.en}.` };
    }
    case 'suspended':
    case 'cancelled':
      return {
        vi: `${label.vi} từ ${shown(it.phase.from)}.`,
        en: `${label.en} since ${shown(it.phase.from)}.`,
      };
  }
}

/** Late by a claim before the one that stands: opened again, and done within a newer date, it was late all the same (06.1). */
function lateBefore(task: Task, claim: Claim, lateDays: number, claimed: string): Sentence {
  const due = dateOf(dueFor(task, claim));
  const [on, by] = [shown(claim.on), due ? shown(due) : ''];
  const { vi, en } = statusLabels['completed-late'];
  return {
    vi: `${vi}: báo hoàn thành ngày ${on}, quá hạn ${lateDays} ngày (hạn ${by}); mở lại và báo hoàn thành ngày ${claimed} không xóa lần quá hạn đó.`,
    en: `${en}: claimed on ${on}, ${lateDays} day${lateDays === 1 ? '' : 's'} late (due ${by}); opened again and claimed on ${claimed}, it stays late.`,
  };
}
