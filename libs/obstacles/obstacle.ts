import {
  type AgencyId,
  actingAs,
  type Command,
  decider,
  type LocalDate,
  notInTheFuture,
  Refusal,
  type Situation,
  shown,
  type TaskId,
  words,
  written,
} from '#language';
import type { Document } from '#tasks';
import type { ObstacleEvent, Wait } from './obstacle.events.js';

/** Lengths in characters. */
export const limits = { title: 300, text: 4_000 } as const;

/** A stretch of waiting; `to` is the day it ended, null while it lasts. */
export interface Waiting {
  readonly for: 'body' | 'decision';
  /** The body waited for; null where no single one is. */
  readonly whom: AgencyId | null;
  readonly from: LocalDate;
  readonly to: LocalDate | null;
}

export type ObstacleState = 'raised' | 'escalated' | 'answered' | 'resolved';

export interface Obstacle {
  readonly raised: Extract<ObstacleEvent, { type: 'obstacle-raised' }>['data'] | null;
  readonly escalations: readonly { readonly to: 'standing' | 'committee'; readonly reason: string; readonly on: LocalDate }[];
  readonly answers: readonly {
    readonly directive: string;
    readonly document: Document | null;
    readonly next: AgencyId | null;
    readonly dueOn: LocalDate | null;
    readonly on: LocalDate;
  }[];
  readonly resolved: { readonly how: string; readonly on: LocalDate } | null;
  readonly waiting: readonly Waiting[];
  readonly state: ObstacleState;
}

export const notRaised: Obstacle = {
  raised: null,
  escalations: [],
  answers: [],
  resolved: null,
  waiting: [],
  state: 'raised',
};

/** What the tasks room says of the task at that moment; null: there is none. */
export interface AboutTask {
  readonly accountable: AgencyId;
  readonly underWay: boolean;
}

/** To an obstacle that was raised. */
interface Of<Type extends string> extends Command<Type> {
  /** Who answers for the task now: after a succession not who raised the obstacle. */
  readonly accountable: AgencyId;
}

export type ObstacleCommand =
  | (Command<'raise'> & {
      readonly task: TaskId;
      readonly about: AboutTask | null;
      readonly title: string;
      readonly description: string;
      readonly waits: Wait;
      readonly waitsFor: AgencyId | null;
      readonly document: Document | null;
      readonly since: LocalDate;
    })
  | (Of<'escalate'> & { readonly to: 'standing' | 'committee'; readonly reason: string })
  | (Of<'answer'> & {
      readonly directive: string;
      readonly document: Document | null;
      readonly next: AgencyId | null;
      readonly dueOn: LocalDate | null;
    })
  | (Of<'resolve'> & { readonly how: string });

/** Ends what is being waited for, and begins the next wait. */
function turn(state: Obstacle, on: LocalDate, next: Omit<Waiting, 'from' | 'to'> | null): readonly Waiting[] {
  const ended = state.waiting.map((it) => (it.to === null ? { ...it, to: on } : it));
  return next ? [...ended, { ...next, from: on, to: null }] : ended;
}

/** An obstacle of a task: raised by its agency, passed up, answered by a directive, resolved. Waiting is measured, not judged. */
export const obstacle = decider<Obstacle, ObstacleCommand, ObstacleEvent>({
  initial: notRaised,

  evolve: {
    'obstacle-raised': (_, raised) => ({
      ...notRaised,
      raised,
      waiting: raised.waits === 'none' ? [] : [{ for: raised.waits, whom: raised.waitsFor, from: raised.on, to: null }],
    }),
    'obstacle-escalated': (state, { to, reason, on }) => ({
      ...state,
      escalations: [...state.escalations, { to, reason, on }],
      waiting: turn(state, on, { for: 'decision', whom: null }),
      state: 'escalated',
    }),
    'obstacle-answered': (state, { directive, document, next, dueOn, on }) => ({
      ...state,
      answers: [...state.answers, { directive, document, next, dueOn, on }],
      waiting: turn(state, on, next === null || next === state.raised?.agency ? null : { for: 'body', whom: next }),
      state: 'answered',
    }),
    'obstacle-resolved': (state, resolved) => ({
      ...state,
      resolved,
      waiting: turn(state, resolved.on, null),
      state: 'resolved',
    }),
  },

  decide: {
    raise: (state, { task, about, title, description, waits, waitsFor, document, since }, { actor, today }) => {
      if (!about) throw noTask(task);
      mustBeTheAgency(about.accountable, actor);
      if (!about.underWay) throw notUnderWay(task);
      if (state.raised) return [];
      notInTheFuture(since, today, 'since');
      if (waits === 'none' && waitsFor !== null) throw nobodyIsWaitedFor();
      if (waits === 'body' && (waitsFor === null || waitsFor === about.accountable)) throw somebodyElse(about.accountable);
      return {
        type: 'obstacle-raised',
        data: {
          task,
          agency: about.accountable,
          title: words(title, 'title', limits.title),
          description: words(description, 'description', limits.text),
          waits,
          waitsFor,
          document: written(document, today),
          since,
          on: today,
          by: actor.user,
        },
      };
    },

    /** The agency passes it to the standing agency; the standing agency to the committee. Never down again. */
    escalate: (state, { to, reason, accountable }, situation) => {
      mustBeOpen(state);
      const { actor, today } = situation;
      if (actor.role !== 'standing') mustBeTheAgency(accountable, actor);
      const last = state.escalations.at(-1);
      if (state.state === 'escalated' && (last?.to === to || last?.to === 'committee')) return [];
      return { type: 'obstacle-escalated', data: { to, reason: words(reason, 'reason', limits.text), on: today } };
    },

    answer: (state, { directive, document, next, dueOn, accountable }, situation) => {
      const raised = mustBeOpen(state);
      const { actor, today } = situation;
      for (const agency of [raised.agency, accountable])
        mustDirect(agency, state.escalations.at(-1)?.to ?? 'standing', situation);
      if (dueOn !== null && dueOn < today) throw dueInThePast(dueOn, today);
      return {
        type: 'obstacle-answered',
        data: {
          directive: words(directive, 'directive', limits.text),
          document: written(document, today),
          next,
          dueOn,
          on: today,
          by: actor.user,
        },
      };
    },

    resolve: (state, { how, accountable }, { actor, today }) => {
      if (state.state === 'resolved') return [];
      mustBeOpen(state);
      if (actor.role !== 'standing' && actor.role !== 'committee') mustBeTheAgency(accountable, actor);
      return { type: 'obstacle-resolved', data: { how: words(how, 'how', limits.text), on: today } };
    },
  },
});

export const unknownObstacle = (): Refusal =>
  new Refusal('unknown-obstacle', {
    kind: 'not-found',
    field: 'obstacle',
    vi: 'Không có vướng mắc này.',
    en: 'There is no such obstacle.',
  });

function mustBeOpen(state: Obstacle): NonNullable<Obstacle['raised']> {
  if (!state.raised) throw unknownObstacle();
  if (state.resolved)
    throw new Refusal('already-resolved', {
      kind: 'conflict',
      vi: `Vướng mắc đã được giải quyết ngày ${shown(state.resolved.on)}; nếu tái diễn hãy nêu vướng mắc mới.`,
      en: `The obstacle was resolved on ${shown(state.resolved.on)}; raise a new one when it comes back.`,
      figures: { on: state.resolved.on },
    });
  return state.raised;
}

function mustBeTheAgency(accountable: AgencyId, actor: Situation['actor']): void {
  if (['officer', 'head', 'standing'].includes(actor.role) && actor.agency === accountable) return;
  throw new Refusal('not-the-accountable-agency', {
    kind: 'forbidden',
    vi: `Chỉ người của cơ quan chủ trì (${accountable}) được làm việc này; ${actingAs(actor).vi}.`,
    en: `Only people of the accountable agency (${accountable}) may do this; ${actingAs(actor).en}.`,
    figures: { accountable, yours: actor.agency, role: actor.role },
  });
}

/** What came before the committee is answered by the committee; nobody answers an obstacle of their own agency. */
function mustDirect(agency: AgencyId, level: 'standing' | 'committee', { actor }: Situation): void {
  const may = actor.role === 'committee' || (actor.role === 'standing' && level === 'standing');
  if (may && actor.agency !== agency) return;
  const who = level === 'committee' ? { vi: 'Ban Chỉ đạo', en: 'the committee' } : whoDirects;
  throw new Refusal('may-not-direct', {
    kind: 'forbidden',
    vi: `Vướng mắc này do ${who.vi} trả lời, và không phải người của chính cơ quan nêu hoặc đang chủ trì (${agency}).`,
    en: `This obstacle is answered by ${who.en}, and by nobody of the agency that raised it or answers for its task (${agency}).`,
    figures: { agency, level, role: actor.role },
  });
}
const whoDirects = { vi: 'cơ quan thường trực hoặc Ban Chỉ đạo', en: 'the standing agency or the committee' };

const noTask = (task: TaskId) =>
  new Refusal('unknown-task', {
    kind: 'not-found',
    field: 'task',
    vi: `Không có nhiệm vụ “${task}”.`,
    en: `There is no task “${task}”.`,
    figures: { task },
  });

const notUnderWay = (task: TaskId) =>
  new Refusal('task-not-under-way', {
    field: 'task',
    vi: `Nhiệm vụ ${task} đã xong hoặc không còn hiệu lực; không nêu vướng mắc nữa.`,
    en: `The task ${task} is done or no longer in force; no obstacle is raised on it.`,
    figures: { task },
  });

const nobodyIsWaitedFor = () =>
  new Refusal('nobody-is-waited-for', {
    kind: 'invalid',
    field: 'waitsFor',
    vi: 'Đã chọn “không chờ ai” thì không nêu cơ quan phải chờ.',
    en: 'Where nobody is waited for, no body is named.',
  });

const somebodyElse = (accountable: AgencyId) =>
  new Refusal('waits-for-whom', {
    kind: 'invalid',
    field: 'waitsFor',
    vi: `Hãy nêu cơ quan đang phải chờ, khác cơ quan chủ trì (${accountable}).`,
    en: `Name the body that is waited for; it is not the accountable agency (${accountable}).`,
    figures: { accountable },
  });

const dueInThePast = (dueOn: LocalDate, today: LocalDate) =>
  new Refusal('new-due-in-the-past', {
    kind: 'invalid',
    field: 'dueOn',
    vi: `Hạn thực hiện chỉ đạo ${shown(dueOn)} đã qua; hôm nay là ${shown(today)}.`,
    en: `The directive’s day ${shown(dueOn)} has passed; today is ${shown(today)}.`,
    figures: { dueOn, today },
  });
