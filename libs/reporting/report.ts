import {
  type Actor,
  type AgencyId,
  actingAs,
  type Command,
  decider,
  type LocalDate,
  type PlanId,
  Refusal,
  type Situation,
  type UserId,
  words,
  written,
} from '#language';
import type { Document } from '#tasks';
import type { Entry, RoundReportEvent, Saying } from './report.events.js';
import { atMost, limits } from './reporting.limits.js';
import type { Expected } from './round.events.js';
import { answererOf, mustBeExpected, mustBeOpened, mustBeRunning, mustBeTheStandingAgency, type Round } from './round.js';

/** One agency's report of a round, with the day of everything. */
export interface RoundReport {
  readonly summary: string;
  readonly entries: readonly Entry[];
  readonly preparedOn: LocalDate | null;
  readonly preparedBy: UserId | null;
  readonly signings: readonly {
    readonly on: LocalDate;
    readonly told: number;
    readonly blank: number;
    readonly unsaid: number;
    /** What was signed; a later preparation changes what is on the desk, not this. */
    readonly entries: readonly Entry[];
    readonly summary: string;
  }[];
  readonly returns: readonly { readonly on: LocalDate; readonly reason: string; readonly signing: number }[];
  readonly supplements: readonly {
    readonly on: LocalDate;
    readonly reason: string;
    readonly entries: readonly Entry[];
    readonly document: Document | null;
  }[];
}

export const notPrepared: RoundReport = {
  summary: '',
  entries: [],
  preparedOn: null,
  preparedBy: null,
  signings: [],
  returns: [],
  supplements: [],
};

interface OfRound<Type extends string> extends Command<Type> {
  /** The round as it stands: who is expected, and whether it is closed. */
  readonly within: Round;
  readonly agency: AgencyId;
}

export type RoundReportCommand =
  | (OfRound<'prepare'> & { readonly summary: string; readonly entries: readonly Entry[] })
  | OfRound<'sign'>
  | (OfRound<'return'> & { readonly reason: string })
  | (OfRound<'supplement'> & { readonly reason: string; readonly entries: readonly Entry[]; readonly document: Document | null });

/** An agency's report: prepared by its officer, signed by its head, returned by the standing agency, supplemented after the closing. */
export const roundReport = decider<RoundReport, RoundReportCommand, RoundReportEvent>({
  initial: notPrepared,

  evolve: {
    'round-report-prepared': (state, { summary, entries, on, by }) => ({
      ...state,
      summary,
      entries,
      preparedOn: on,
      preparedBy: by,
    }),
    'round-report-signed': (state, { on, told, blank, unsaid }) => ({
      ...state,
      signings: [...state.signings, { on, told, blank, unsaid, entries: state.entries, summary: state.summary }],
    }),
    'round-report-returned': (state, { on, reason }) => ({
      ...state,
      returns: [...state.returns, { on, reason, signing: state.signings.length }],
    }),
    'round-report-supplemented': (state, { on, reason, entries, document }) => ({
      ...state,
      supplements: [...state.supplements, { on, reason, entries, document }],
    }),
  },

  decide: {
    prepare: (state, { within, agency, summary, entries }, situation) => {
      mustBeOfTheAgency(answererOf(within, agency), situation);
      const { plan, round } = mustBeRunning(within);
      const expected = mustBeExpected(within, agency);
      mustNotBeSigned(state);
      const data = contentOf(plan, round, agency, summary, entriesOf(entries, expected));
      return { type: 'round-report-prepared', data: { ...data, on: situation.today, by: situation.actor.user } };
    },

    /** The head answers for what the agency says; signing is what makes a report received. */
    sign: (state, { within, agency }, situation) => {
      mustBeTheHead(answererOf(within, agency), situation);
      mustBeRunning(within);
      const expected = mustBeExpected(within, agency);
      if (state.preparedOn === null) throw nothingToSign();
      if (isSigned(state)) return [];
      return {
        type: 'round-report-signed',
        data: { on: situation.today, by: situation.actor.user, ...contentCounts(state.entries, expected) },
      };
    },

    return: (state, { within, agency, reason }, situation) => {
      mustBeTheStandingAgency(situation);
      if (situation.actor.agency === answererOf(within, agency)) throw ownReport(answererOf(within, agency));
      mustBeRunning(within);
      if (!isSigned(state)) throw nothingToReturn();
      return {
        type: 'round-report-returned',
        data: { reason: words(reason, 'reason', limits.reason), on: situation.today },
      };
    },

    supplement: (_, { within, agency, reason, entries, document }, situation) => {
      mustBeOfTheAgency(answererOf(within, agency), situation);
      const { plan, round } = mustBeOpened(within);
      const expected = mustBeExpected(within, agency);
      if (!within.closed) throw notClosed();
      const { summary: _summary, ...data } = contentOf(plan, round, agency, '', entriesOf(entries, expected, 1));
      return {
        type: 'round-report-supplemented',
        data: {
          ...data,
          reason: words(reason, 'reason', limits.reason),
          document: written(document, situation.today),
          on: situation.today,
          by: situation.actor.user,
        },
      };
    },
  },
});

/** Signed, and not returned since. */
export const isSigned = (state: RoundReport): boolean =>
  state.signings.length > 0 && state.returns.at(-1)?.signing !== state.signings.length;

/** How a task stands in a round: told of in words, marked and left blank, not mentioned, or not owed. No two of them are the same. */
export type Telling = Saying | 'blank' | 'no-report' | 'exempt';

/** An entry without words tells nothing, whatever it is marked as; saidIn sees it so too. */
export const tellingOf = (entry: Omit<Entry, 'task'> | undefined, exempt: boolean): Telling =>
  entry ? (entry.words === '' ? 'blank' : entry.said) : exempt ? 'exempt' : 'no-report';

/** How much of what is owed was said: with words, marked but empty, or not mentioned. */
export function contentCounts(entries: readonly Entry[], { tasks }: Pick<Expected, 'tasks'>) {
  const said = new Map(entries.map((it) => [it.task, it]));
  const tellings = tasks.map(({ task }) => tellingOf(said.get(task), false));
  const blank = tellings.filter((it) => it === 'blank').length;
  const unsaid = tellings.filter((it) => it === 'no-report').length;
  return { told: tellings.length - blank - unsaid, blank, unsaid };
}

const contentOf = (plan: PlanId, round: string, agency: AgencyId, summary: string, entries: readonly Entry[]) => ({
  plan,
  round,
  agency,
  summary: words(summary, 'summary', limits.summary, 0),
  entries,
});

/** Words may be missing: such an entry is kept and flagged. A task that is not owed, or said twice, is refused. */
function entriesOf(entries: readonly Entry[], { agency, tasks }: Expected, least = 0): readonly Entry[] {
  atMost(entries.length, limits.entries, 'entries');
  if (entries.length < least) throw nothingSaid();
  const owed = new Set(tasks.map((it) => it.task));
  const seen = new Set<string>();
  return entries.map((entry, i) => {
    if (!owed.has(entry.task)) throw notOwed(entry.task, agency, `entries[${i}].task`);
    if (seen.has(entry.task)) throw saidTwice(entry.task, `entries[${i}].task`);
    seen.add(entry.task);
    return {
      ...entry,
      progress: entry.said === 'reported' ? entry.progress : null,
      words: words(entry.words, `entries[${i}].words`, limits.words, 0),
    };
  });
}

function mustBeOfTheAgency(agency: AgencyId, { actor }: Situation): void {
  if (['officer', 'head', 'standing'].includes(actor.role) && actor.agency === agency) return;
  throw notYours(agency, actor);
}

function mustBeTheHead(agency: AgencyId, { actor }: Situation): void {
  if (actor.role === 'head' && actor.agency === agency) return;
  throw new Refusal('not-the-head', {
    kind: 'forbidden',
    vi: `Báo cáo kỳ do thủ trưởng của ${agency} ký; ${actingAs(actor).vi}.`,
    en: `A periodic report is signed by the head of ${agency}; ${actingAs(actor).en}.`,
    figures: { agency, role: actor.role, yours: actor.agency },
  });
}

function mustNotBeSigned(state: RoundReport): void {
  if (!isSigned(state)) return;
  throw new Refusal('already-signed', {
    kind: 'conflict',
    vi: 'Báo cáo đã được thủ trưởng ký gửi; muốn sửa, cơ quan thường trực phải trả lại.',
    en: 'The head has signed the report; to change it, the standing agency must return it.',
  });
}

const notYours = (agency: AgencyId, actor: Actor) =>
  new Refusal('not-the-reporting-agency', {
    kind: 'forbidden',
    vi: `Chỉ người của ${agency} được làm báo cáo này; ${actingAs(actor).vi}.`,
    en: `Only people of ${agency} may make this report; ${actingAs(actor).en}.`,
    figures: { agency, yours: actor.agency, role: actor.role },
  });

const ownReport = (agency: AgencyId) =>
  new Refusal('own-report', {
    kind: 'forbidden',
    vi: `Đây là báo cáo của chính cơ quan anh/chị (${agency}); không tự trả lại.`,
    en: `This is the report of your own agency (${agency}); it cannot return its own.`,
    figures: { agency },
  });

const nothingToSign = () =>
  new Refusal('nothing-to-sign', {
    vi: 'Chưa có báo cáo nào được lập để ký.',
    en: 'No report was prepared yet, so there is nothing to sign.',
  });

const nothingToReturn = () =>
  new Refusal('nothing-to-return', {
    vi: 'Cơ quan này chưa gửi báo cáo, hoặc báo cáo đã được trả lại.',
    en: 'The agency has sent no report, or it was returned already.',
  });

const nothingSaid = () =>
  new Refusal('nothing-said', {
    kind: 'invalid',
    field: 'entries',
    vi: 'Bổ sung sau chốt phải nêu ít nhất một nhiệm vụ.',
    en: 'A supplement names at least one task.',
  });

const notClosed = () =>
  new Refusal('round-not-closed', {
    vi: 'Kỳ báo cáo chưa chốt; hãy báo cáo bình thường.',
    en: 'The round is not closed; report in the ordinary way.',
  });

const notOwed = (task: string, agency: AgencyId, field: string) =>
  new Refusal('not-owed', {
    kind: 'invalid',
    field,
    vi: `Nhiệm vụ ${task} không nằm trong danh sách ${agency} phải báo cáo kỳ này.`,
    en: `The task ${task} is not among those that ${agency} reports on in this round.`,
    figures: { task, agency },
  });

const saidTwice = (task: string, field: string) =>
  new Refusal('said-twice', {
    kind: 'invalid',
    field,
    vi: `Nhiệm vụ ${task} được nêu hai lần; hãy bỏ một.`,
    en: `The task ${task} is named twice; remove one.`,
    figures: { task },
  });
