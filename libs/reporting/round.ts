import {
  type AgencyId,
  actingAs,
  type Command,
  decider,
  type LocalDate,
  laterOf,
  notInTheFuture,
  Refusal,
  type Situation,
  shown,
  words,
  written,
} from '#language';
import type { Document } from '#tasks';
import { atMost, limits } from './reporting.limits.js';
import type { Expected, RoundEvent, RoundFigures } from './round.events.js';

/** A round as everything said about it, each with its day. */
export interface Round {
  readonly opened: Extract<RoundEvent, { type: 'round-opened' }>['data'] | null;
  readonly exemptions: readonly { readonly agency: AgencyId; readonly reason: string; readonly on: LocalDate }[];
  /** More time to report, for one agency or (null) for all, from the day it was granted. */
  readonly extensions: readonly {
    readonly agency: AgencyId | null;
    readonly until: LocalDate;
    readonly reason: string;
    readonly on: LocalDate;
  }[];
  /** Who answers for whose report since when, where bodies were succeeded. */
  readonly passings: readonly { readonly agency: AgencyId; readonly to: AgencyId; readonly on: LocalDate }[];
  readonly closings: readonly { readonly on: LocalDate; readonly figures: RoundFigures; readonly position: string }[];
  readonly reopenings: readonly { readonly on: LocalDate; readonly reason: string }[];
  readonly closed: boolean;
}

export const notOpened: Round = {
  opened: null,
  exemptions: [],
  extensions: [],
  passings: [],
  closings: [],
  reopenings: [],
  closed: false,
};

export type RoundCommand =
  | (Command<'open'> & {
      readonly opened: Omit<Extract<RoundEvent, { type: 'round-opened' }>['data'], 'on'>;
      /** At least one working day after the cut-off. */
      readonly earliest: LocalDate;
    })
  | (Command<'exempt'> & { readonly agency: AgencyId; readonly reason: string; readonly document: Document | null })
  | (Command<'extend'> & {
      readonly agency: AgencyId | null;
      readonly until: LocalDate;
      readonly reason: string;
      readonly document: Document | null;
    })
  | (Command<'pass-duty'> & {
      /** Whose report it is by the list of the opening. */
      readonly agency: AgencyId;
      readonly to: AgencyId;
      readonly reason: string;
      readonly document: Document | null;
      readonly on: LocalDate;
    })
  | (Command<'close'> & {
      readonly figures: RoundFigures;
      readonly position: string;
      /** The last day that somebody who still owes a report has, by an extension; null where nobody has more time. */
      readonly owedUntil: LocalDate | null;
    })
  | (Command<'reopen'> & { readonly reason: string; readonly document: Document | null });

/** A reporting round: who is expected is fixed when it opens, what was received when it closes. */
export const round = decider<Round, RoundCommand, RoundEvent>({
  initial: notOpened,

  evolve: {
    'round-opened': (state, opened) => ({ ...state, opened }),
    'agency-exempted': (state, { agency, reason, on }) => ({
      ...state,
      exemptions: [...state.exemptions, { agency, reason, on }],
    }),
    'round-extended': (state, { agency, until, reason, on }) => ({
      ...state,
      extensions: [...state.extensions, { agency, until, reason, on }],
    }),
    'round-duty-passed': (state, { agency, to, on }) => ({ ...state, passings: [...state.passings, { agency, to, on }] }),
    'round-closed': (state, closing) => ({ ...state, closings: [...state.closings, closing], closed: true }),
    'round-reopened': (state, { on, reason }) => ({
      ...state,
      reopenings: [...state.reopenings, { on, reason }],
      closed: false,
    }),
  },

  decide: {
    open: (state, { opened, earliest }, situation) => {
      mustBeTheStandingAgency(situation);
      if (state.opened) throw alreadyOpened(state.opened.round, state.opened.on);
      if (opened.cutOff < opened.from) throw backwards(opened.from, opened.cutOff);
      // Decree 09/2019, art. 8(5).
      if (opened.closesOn < earliest) throw closesTooSoon(opened.closesOn, opened.cutOff, earliest);
      if (opened.expected.length === 0) throw nobodyExpected();
      atMost(opened.expected.length, limits.expected, 'expected');
      atMost(
        opened.expected.reduce((sum, it) => sum + it.tasks.length, 0),
        limits.tasks,
        'expected.tasks',
      );
      return {
        type: 'round-opened',
        data: { ...opened, title: words(opened.title, 'title', limits.title), on: situation.today },
      };
    },

    /** Out of the denominator from now on, with the reason beside it (06.6). */
    exempt: (state, { agency, reason, document }, situation) => {
      mustBeTheStandingAgency(situation);
      mustBeRunning(state);
      mustBeExpected(state, agency);
      if (state.exemptions.some((it) => it.agency === agency)) return [];
      // Nobody lets their own agency off: somebody above decided it, in writing.
      if (situation.actor.agency === agency && document === null) throw ownExemption(agency);
      return {
        type: 'agency-exempted',
        data: {
          agency,
          reason: words(reason, 'reason', limits.reason),
          document: written(document, situation.today),
          on: situation.today,
        },
      };
    },

    /** A later last day, before or after the one that is in force; days late that have passed are not taken back. */
    extend: (state, { agency, until, reason, document }, situation) => {
      mustBeTheStandingAgency(situation);
      mustBeRunning(state);
      if (agency !== null) mustBeExpected(state, agency);
      const before = closingDayOf(state, agency);
      if (state.extensions.some((it) => it.agency === agency && it.until === until)) return [];
      if (until <= before || until < situation.today) throw notLater(until, laterOf(before, situation.today));
      if (agency !== null && situation.actor.agency === agency && document === null) throw ownExtension(agency);
      return {
        type: 'round-extended',
        data: {
          ...{ agency, until },
          reason: words(reason, 'reason', limits.reason),
          document: written(document, situation.today),
          on: situation.today,
        },
      };
    },

    /** Every report that was owed is still owed, by somebody: the number expected is the same before and after. */
    'pass-duty': (state, { agency, to, reason, document, on }, situation) => {
      mustBeTheSuccession(situation);
      const opened = mustBeRunning(state);
      mustBeExpected(state, agency);
      notInTheFuture(on, situation.today, 'on');
      const from = answererOf(state, agency);
      if (from === to) return [];
      const last = state.passings.findLast((it) => it.agency === agency)?.on ?? opened.on;
      return {
        type: 'round-duty-passed',
        data: {
          ...{ agency, from, to },
          reason: words(reason, 'reason', limits.reason),
          document: written(document, situation.today),
          on: laterOf(on, last),
        },
      };
    },

    /** Not before the last day for reporting is over: a report of that evening is still on time. */
    close: (state, { figures, position, owedUntil }, situation) => {
      mustBeTheStandingAgency(situation);
      const opened = mustBeOpened(state);
      if (state.closed) return [];
      const last = laterOf(opened.closesOn, owedUntil ?? opened.closesOn);
      if (situation.today <= last) throw notYetOver(last, situation.today);
      return { type: 'round-closed', data: { on: situation.today, figures, position } };
    },

    reopen: (state, { reason, document }, situation) => {
      mustBeTheStandingAgency(situation);
      mustBeOpened(state);
      if (!state.closed) return [];
      return {
        type: 'round-reopened',
        data: {
          reason: words(reason, 'reason', limits.reason),
          document: written(document, situation.today),
          on: situation.today,
        },
      };
    },
  },
});

/** Who answers for the report of an expected agency: itself, or whoever succeeded it by that day. */
export const answererOf = ({ passings }: Round, agency: AgencyId, day?: LocalDate): AgencyId =>
  passings.findLast((it) => it.agency === agency && (day === undefined || it.on <= day))?.to ?? agency;

/** The last day on which a report is on time: of an agency, or (null) of those without an extension of their own, as granted by a day. */
export const closingDayOf = ({ opened, extensions }: Round, agency: AgencyId | null, day?: LocalDate): LocalDate =>
  extensions
    .filter((it) => (it.agency === null || it.agency === agency) && (day === undefined || it.on <= day))
    .reduce((last, { until }) => laterOf(last, until), mustBeOpened({ opened }).closesOn);

export function mustBeOpened(state: Pick<Round, 'opened'>): NonNullable<Round['opened']> {
  if (state.opened) return state.opened;
  throw new Refusal('unknown-round', {
    kind: 'not-found',
    field: 'round',
    vi: 'Chưa có kỳ báo cáo này; cơ quan thường trực phải mở kỳ trước.',
    en: 'There is no such reporting round; the standing agency opens it first.',
  });
}

/** The round, not closed; refuses one that is, and says since when. */
export function mustBeRunning(state: Round): NonNullable<Round['opened']> {
  const opened = mustBeOpened(state);
  if (!state.closed) return opened;
  const on = state.closings.at(-1)?.on ?? opened.closesOn;
  throw new Refusal('round-closed', {
    kind: 'conflict',
    vi: `Kỳ báo cáo ${opened.round} đã chốt ngày ${shown(on)}; chỉ còn “bổ sung sau chốt”, hoặc cơ quan thường trực mở lại kỳ.`,
    en: `The round ${opened.round} was closed on ${shown(on)}; add a supplement after the closing, or the standing agency reopens it.`,
    figures: { round: opened.round, closedOn: on },
  });
}

export function mustBeExpected(state: Round, agency: AgencyId): Expected {
  const found = state.opened?.expected.find((it) => it.agency === agency);
  if (found) return found;
  throw new Refusal('not-expected', {
    field: 'agency',
    vi: `${agency} không phải báo cáo trong kỳ này; danh sách đã cố định khi mở kỳ.`,
    en: `${agency} is not expected to report in this round; the list was fixed when the round opened.`,
    figures: { agency },
  });
}

function mustBeTheSuccession({ actor }: Situation): void {
  if (actor.role === 'system') return;
  throw new Refusal('not-the-succession', {
    kind: 'forbidden',
    vi: 'Nghĩa vụ báo cáo chỉ chuyển giao khi sắp xếp cơ quan; hãy lập việc kế thừa.',
    en: 'A report owed passes on only when bodies are reorganised; open a succession.',
    figures: { role: actor.role },
  });
}

export function mustBeTheStandingAgency({ actor }: Situation): void {
  if (actor.role === 'standing') return;
  throw new Refusal('not-the-standing-agency', {
    kind: 'forbidden',
    vi: `Chỉ cơ quan thường trực được làm việc này; ${actingAs(actor).vi}.`,
    en: `Only the standing agency may do this; ${actingAs(actor).en}.`,
    figures: { role: actor.role },
  });
}

const alreadyOpened = (id: string, on: LocalDate) =>
  new Refusal('round-already-opened', {
    kind: 'conflict',
    field: 'round',
    vi: `Kỳ báo cáo ${id} đã được mở ngày ${shown(on)}.`,
    en: `The round ${id} was opened on ${shown(on)} already.`,
    figures: { round: id, on },
  });

const backwards = (from: LocalDate, cutOff: LocalDate) =>
  new Refusal('cut-off-before-beginning', {
    kind: 'invalid',
    field: 'cutOff',
    vi: `Ngày chốt số liệu ${shown(cutOff)} phải từ ngày ${shown(from)} trở đi.`,
    en: `The cut-off ${shown(cutOff)} must not be before ${shown(from)}.`,
    figures: { from, cutOff },
  });

const closesTooSoon = (closesOn: LocalDate, cutOff: LocalDate, earliest: LocalDate) =>
  new Refusal('closes-too-soon', {
    field: 'closesOn',
    vi: `Hạn gửi ${shown(closesOn)} quá gần ngày chốt số liệu ${shown(cutOff)}; sớm nhất là ${shown(earliest)} (Nghị định 09/2019/NĐ-CP, Điều 8 khoản 5).`,
    en: `The closing day ${shown(closesOn)} is too near the cut-off ${shown(cutOff)}; the earliest is ${shown(earliest)} (Decree 09/2019, art. 8(5)).`,
    figures: { closesOn, cutOff, earliest },
  });

const nobodyExpected = () =>
  new Refusal('nobody-expected', {
    field: 'expected',
    vi: 'Không có cơ quan nào phải báo cáo: kế hoạch không có nhiệm vụ đang thực hiện và không nêu cơ quan, nhóm nào.',
    en: 'Nobody would have to report: the plan has no task under way, and no agency or group was named.',
  });

const ownExemption = (agency: AgencyId) =>
  new Refusal('own-exemption', {
    kind: 'forbidden',
    field: 'document',
    vi: `Đây là cơ quan của chính anh/chị (${agency}); muốn miễn báo cáo phải nêu văn bản cho phép.`,
    en: `This is your own agency (${agency}); exempting it needs the document that allows it.`,
    figures: { agency },
  });

const ownExtension = (agency: AgencyId) =>
  new Refusal('own-extension', {
    kind: 'forbidden',
    field: 'document',
    vi: `Đây là cơ quan của chính anh/chị (${agency}); muốn gia hạn gửi phải nêu văn bản cho phép.`,
    en: `This is your own agency (${agency}); more time for it needs the document that allows it.`,
    figures: { agency },
  });

const notLater = (until: LocalDate, than: LocalDate) =>
  new Refusal('not-later', {
    kind: 'invalid',
    field: 'until',
    vi: `Hạn gửi mới ${shown(until)} phải sau hạn đang có và không ở quá khứ: muộn hơn ${shown(than)}.`,
    en: `The new closing day ${shown(until)} must be after the one in force and not in the past: later than ${shown(than)}.`,
    figures: { until, than },
  });

const notYetOver = (closesOn: LocalDate, today: LocalDate) =>
  new Refusal('still-open-for-reports', {
    vi: `Hạn gửi là hết ngày ${shown(closesOn)}; hôm nay ${shown(today)} chưa chốt được.`,
    en: `Reports may be sent until the end of ${shown(closesOn)}; today is ${shown(today)}, too early to close.`,
    figures: { closesOn, today },
  });
