import {
  actingAs,
  type Command,
  decider,
  type LocalDate,
  type PlanId,
  Refusal,
  type Situation,
  shown,
  words,
  written,
} from '#language';
import type { Document } from '#tasks';
import type { Becomes, MeetingEvent } from './meeting.events.js';

/** Lengths in characters, counts in pieces. */
export const limits = { title: 300, text: 4_000, lines: 2_000, conclusions: 200, followUps: 500, number: 999 } as const;

type Data<T extends MeetingEvent['type']> = Extract<MeetingEvent, { type: T }>['data'];

export interface Meeting {
  readonly convened: Data<'meeting-convened'> | null;
  readonly agenda: Data<'agenda-frozen'> | null;
  readonly conclusions: readonly (Data<'concluded'> & {
    readonly carried: Data<'conclusion-carried'> | null;
    readonly refused: Data<'conclusion-refused'> | null;
  })[];
  readonly followUps: readonly Data<'conclusion-followed-up'>[];
}

export const notConvened: Meeting = { convened: null, agenda: null, conclusions: [], followUps: [] };

export type MeetingCommand =
  | (Command<'convene'> & {
      readonly plan: PlanId;
      readonly number: number;
      readonly title: string;
      readonly sitsOn: LocalDate;
    })
  | (Command<'freeze-agenda'> & Omit<Data<'agenda-frozen'>, 'on'>)
  | (Command<'conclude'> & { readonly text: string; readonly document: Document; readonly becomes: Becomes })
  | (Command<'record-outcome'> & { readonly outcome: Outcome })
  | (Command<'follow-up'> & Omit<Data<'conclusion-followed-up'>, 'on'>);

/** What came of carrying a conclusion to its task. */
export type Outcome =
  | { readonly conclusion: number; readonly item: Data<'conclusion-carried'>['item'] }
  | { readonly conclusion: number; readonly code: string; readonly vi: string; readonly en: string };

/** A meeting of the committee: convened, its agenda frozen once, concluded; each conclusion carried once and followed up at the next. */
export const meeting = decider<Meeting, MeetingCommand, MeetingEvent>({
  initial: notConvened,

  evolve: {
    'meeting-convened': (state, convened) => ({ ...state, convened }),
    'agenda-frozen': (state, agenda) => ({ ...state, agenda }),
    concluded: (state, it) => ({ ...state, conclusions: [...state.conclusions, { ...it, carried: null, refused: null }] }),
    'conclusion-carried': (state, carried) => came(state, carried.conclusion, { carried }),
    'conclusion-refused': (state, refused) => came(state, refused.conclusion, { refused }),
    'conclusion-followed-up': (state, it) => ({ ...state, followUps: [...state.followUps, it] }),
  },

  decide: {
    convene: (state, { plan, number, title, sitsOn }, situation) => {
      mustPrepare(situation);
      if (state.convened) throw alreadyConvened(state.convened.number, state.convened.on);
      const data = { plan, number, title: words(title, 'title', limits.title), sitsOn, on: situation.today };
      return { type: 'meeting-convened', data };
    },

    /** Once: an agenda that changed after it was sent out would be another agenda. */
    'freeze-agenda': (state, { position, at, lines, leftOut = 0, since }, situation) => {
      mustPrepare(situation);
      mustBeConvened(state);
      if (state.agenda) return [];
      const kept = lines.slice(0, limits.lines);
      const left = leftOut + lines.length - kept.length;
      const facts = { position, at, lines: kept, ...(left > 0 && { leftOut: left }), since, on: situation.today };
      return { type: 'agenda-frozen', data: facts };
    },

    conclude: (state, { text, document, becomes }, situation) => {
      const { sitsOn } = mustBeConvened(state);
      if (situation.actor.role !== 'committee') throw notTheCommittee(situation);
      if (situation.today < sitsOn) throw notYetSat(sitsOn, situation.today);
      if (state.conclusions.length >= limits.conclusions) throw tooMany(limits.conclusions);
      return {
        type: 'concluded',
        data: {
          conclusion: state.conclusions.length + 1,
          text: words(text, 'text', limits.text),
          document: written(document, situation.today),
          becomes,
          on: situation.today,
        },
      };
    },

    /** Only the program records what came of a conclusion, and once. */
    'record-outcome': (state, { outcome }, { actor, today }) => {
      const it = state.conclusions.find(({ conclusion }) => conclusion === outcome.conclusion);
      if (actor.role !== 'system' || !it) throw unknownConclusion(outcome.conclusion);
      if (it.carried || it.refused) return [];
      return 'code' in outcome
        ? { type: 'conclusion-refused', data: { ...outcome, on: today } }
        : { type: 'conclusion-carried', data: { ...outcome, on: today } };
    },

    'follow-up': (state, { meeting: of, conclusion, verdict, note }, situation) => {
      const { number } = mustBeConvened(state);
      mustPrepare(situation);
      if (of >= number) throw notEarlier(of, number);
      if (state.followUps.length >= limits.followUps) throw tooMany(limits.followUps);
      const data = { meeting: of, conclusion, verdict, note: words(note, 'note', limits.text, 0), on: situation.today };
      return { type: 'conclusion-followed-up', data };
    },
  },
});

const came = (state: Meeting, conclusion: number, what: Partial<Meeting['conclusions'][number]>): Meeting => ({
  ...state,
  conclusions: state.conclusions.map((it) => (it.conclusion === conclusion ? { ...it, ...what } : it)),
});

function mustBeConvened(state: Meeting): NonNullable<Meeting['convened']> {
  if (state.convened) return state.convened;
  throw new Refusal('unknown-meeting', {
    kind: 'not-found',
    field: 'meeting',
    vi: 'Chưa có phiên họp này.',
    en: 'There is no such meeting.',
  });
}

/** The standing agency prepares meetings for the committee. */
function mustPrepare({ actor }: Situation): void {
  if (actor.role === 'standing' || actor.role === 'committee') return;
  throw new Refusal('not-the-standing-agency', {
    kind: 'forbidden',
    vi: `Phiên họp do cơ quan thường trực hoặc Ban Chỉ đạo chuẩn bị; ${actingAs(actor).vi}.`,
    en: `Meetings are prepared by the standing agency or the committee; ${actingAs(actor).en}.`,
    figures: { role: actor.role },
  });
}

const notTheCommittee = ({ actor }: Situation) =>
  new Refusal('not-the-committee', {
    kind: 'forbidden',
    vi: `Chỉ Ban Chỉ đạo kết luận; ${actingAs(actor).vi}.`,
    en: `Only the committee concludes; ${actingAs(actor).en}.`,
    figures: { role: actor.role },
  });

const alreadyConvened = (number: number, on: LocalDate) =>
  new Refusal('meeting-already-convened', {
    kind: 'conflict',
    field: 'number',
    vi: `Phiên họp số ${number} đã được triệu tập ngày ${shown(on)}; hãy chọn số khác.`,
    en: `Meeting ${number} was convened on ${shown(on)} already; choose another number.`,
    figures: { number, on },
  });

const notYetSat = (sitsOn: LocalDate, today: LocalDate) =>
  new Refusal('meeting-not-yet-held', {
    vi: `Phiên họp ngày ${shown(sitsOn)} chưa diễn ra (hôm nay ${shown(today)}); chưa ghi kết luận được.`,
    en: `The meeting sits on ${shown(sitsOn)}; today is ${shown(today)}, too early for conclusions.`,
    figures: { sitsOn, today },
  });

const notEarlier = (of: number, number: number) =>
  new Refusal('not-an-earlier-meeting', {
    kind: 'invalid',
    field: 'meeting',
    vi: `Phiên ${number} chỉ rà soát kết luận của các phiên trước, không phải phiên ${of}.`,
    en: `Meeting ${number} follows up conclusions of earlier meetings, not of meeting ${of}.`,
    figures: { of, number },
  });

const unknownConclusion = (conclusion: number) =>
  new Refusal('unknown-conclusion', {
    kind: 'not-found',
    field: 'conclusion',
    vi: `Phiên họp không có kết luận số ${conclusion}.`,
    en: `The meeting has no conclusion ${conclusion}.`,
    figures: { conclusion },
  });

const tooMany = (most: number) =>
  new Refusal('too-many', {
    kind: 'too-large',
    vi: `Phiên họp đã có đủ ${most} mục.`,
    en: `The meeting has ${most} entries already, the most there may be.`,
    figures: { most },
  });
