import {
  type AgencyId,
  type Command,
  canonical,
  decider,
  type LocalDate,
  notInTheFuture,
  Refusal,
  roleWords,
  type Situation,
  shown,
  words,
} from '#language';
import type { Act, DutyRef, SuccessionEvent } from './succession.events.js';
import { dutyKey, limits } from './succession.limits.js';

/** Where a duty goes: to a successor, or nowhere for now, expressly. */
export type Direction = { readonly to: AgencyId } | { readonly parked: string };

export interface Succession {
  readonly act: Act | null;
  readonly phase: 'open' | 'concluded' | 'carried' | 'withdrawn';
  /** By kind and id (dutyKey). */
  readonly directions: Readonly<Record<string, Direction>>;
  readonly concludedOn: LocalDate | null;
  readonly carriedOn: LocalDate | null;
}

type Named = DutyRef & { readonly from: AgencyId };

export type SuccessionCommand =
  | (Command<'open'> & { readonly act: Act })
  | (Command<'direct'> & { readonly duties: readonly (Named & { readonly to: AgencyId })[] })
  | (Command<'park'> & { readonly duties: readonly Named[]; readonly reason: string })
  /** `open`: every open duty of the bodies that pass on, as it is now. */
  | (Command<'conclude'> & { readonly open: readonly Named[] })
  | Command<'record-carried'>
  | (Command<'withdraw'> & { readonly reason: string });

function mustKeep({ actor }: Situation): void {
  if (['admin', 'standing', 'system'].includes(actor.role)) return;
  throw new Refusal('not-the-registry-keeper', {
    kind: 'forbidden',
    vi: `Vai trò “${roleWords[actor.role].vi}” không được sắp xếp việc kế thừa; việc này của quản trị hoặc cơ quan thường trực.`,
    en: `The role “${roleWords[actor.role].en}” may not arrange a succession; an administrator or the standing agency does.`,
    figures: { role: actor.role },
  });
}

function opened({ act }: Succession): Act {
  if (act) return act;
  throw new Refusal('unknown-succession', {
    kind: 'not-found',
    vi: 'Chưa có lần kế thừa nào mang mã này.',
    en: 'There is no succession with this id.',
  });
}

const phaseWords = {
  open: { vi: 'đang mở', en: 'open' },
  concluded: { vi: 'đã chốt', en: 'concluded' },
  carried: { vi: 'đã chuyển giao xong', en: 'carried out' },
  withdrawn: { vi: 'đã rút', en: 'withdrawn' },
} as const;

function mustBe(state: Succession, allowed: readonly Succession['phase'][]): Act {
  const act = opened(state);
  if (allowed.includes(state.phase)) return act;
  throw new Refusal('not-in-this-phase', {
    kind: 'conflict',
    vi: `Lần kế thừa này ${phaseWords[state.phase].vi}; chỉ làm được khi ${allowed.map((it) => phaseWords[it].vi).join(' hoặc ')}.`,
    en: `This succession is ${phaseWords[state.phase].en}; this can be done only while it is ${allowed.map((it) => phaseWords[it].en).join(' or ')}.`,
    figures: { phase: state.phase, allowed },
  });
}

function mustBeOfTheAct(act: Act, duties: readonly Named[]): void {
  if (duties.length > limits.duties)
    throw new Refusal('too-many-duties', {
      kind: 'too-large',
      field: 'duties',
      vi: `Có ${duties.length} nghĩa vụ trong một lần; tối đa ${limits.duties}.`,
      en: `There are ${duties.length} duties at once; at most ${limits.duties}.`,
      figures: { count: duties.length, most: limits.duties },
    });
  const stray = duties.find((it) => !act.from.includes(it.from));
  if (stray)
    throw new Refusal('not-of-this-succession', {
      field: 'duties',
      vi: `“${stray.id}” thuộc ${stray.from}, không phải cơ quan giao của lần kế thừa này.`,
      en: `“${stray.id}” is of ${stray.from}, which passes nothing on in this succession.`,
      figures: { duty: stray.id, agency: stray.from },
    });
}

const inParts = <T>(list: readonly T[]): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(list.length / limits.dutiesPerEvent) }, (_, i) =>
    list.slice(i * limits.dutiesPerEvent, (i + 1) * limits.dutiesPerEvent),
  );

const reasoned = (reason: string): string => words(reason, 'reason', limits.words);

/** The rules of one succession: opened, every open duty directed or parked, concluded; then carried out from its day on. */
export const succession = decider<Succession, SuccessionCommand, SuccessionEvent>({
  initial: { act: null, phase: 'open', directions: {}, concludedOn: null, carriedOn: null },

  evolve: {
    'succession-opened': (state, { act }) => ({ ...state, act }),
    'duties-directed': (state, { duties }) => ({
      ...state,
      directions: { ...state.directions, ...Object.fromEntries(duties.map((it) => [dutyKey(it), { to: it.to }])) },
    }),
    'duties-parked': (state, { duties, reason }) => ({
      ...state,
      directions: { ...state.directions, ...Object.fromEntries(duties.map((it) => [dutyKey(it), { parked: reason }])) },
    }),
    'succession-concluded': (state, { on }) => ({ ...state, phase: 'concluded', concludedOn: on }),
    'succession-carried': (state, { on }) => ({ ...state, phase: 'carried', carriedOn: on }),
    'succession-withdrawn': (state) => ({ ...state, phase: 'withdrawn' }),
  },

  decide: {
    /** Opened again with the same words is no event. */
    open: (state, { act }, situation) => {
      mustKeep(situation);
      if (!state.act) {
        if (act.basis.on !== null) notInTheFuture(act.basis.on, situation.today, 'act.basis.on');
        return { type: 'succession-opened', data: { act } };
      }
      if (canonical(state.act) === canonical(act)) return [];
      throw new Refusal('succession-already-opened', {
        kind: 'conflict',
        field: 'succession',
        vi: `Mã “${act.succession}” đã dùng cho “${state.act.title}” với nội dung khác; rút lần đó hoặc chọn mã khác.`,
        en: `“${act.succession}” is already “${state.act.title}” with other content; withdraw that one or choose another id.`,
        figures: { registered: state.act.title },
      });
    },

    direct: (state, { duties }, situation) => {
      mustKeep(situation);
      if (opened(state) && duties.length === 0) return [];
      const act = mustBe(state, ['open', 'concluded']);
      mustBeOfTheAct(act, duties);
      const stranger = duties.find((it) => !act.to.includes(it.to));
      if (stranger)
        throw new Refusal('not-a-successor', {
          field: 'to',
          vi: `${stranger.to} không phải cơ quan nhận của lần kế thừa này (${act.to.join(', ') || 'chưa có'}).`,
          en: `${stranger.to} receives nothing in this succession (${act.to.join(', ') || 'nobody does'}).`,
          figures: { to: stranger.to, successors: act.to },
        });
      const changed = duties.filter((it) => {
        const now = state.directions[dutyKey(it)];
        return !(now && 'to' in now && now.to === it.to);
      });
      return inParts(changed).map((part) => ({ type: 'duties-directed', data: { duties: part } }) as const);
    },

    park: (state, { duties, reason }, situation) => {
      mustKeep(situation);
      if (opened(state) && duties.length === 0) return [];
      mustBeOfTheAct(mustBe(state, ['open', 'concluded']), duties);
      const why = reasoned(reason);
      const changed = duties.filter((it) => {
        const now = state.directions[dutyKey(it)];
        return !(now && 'parked' in now && now.parked === why);
      });
      return inParts(changed).map((part) => ({ type: 'duties-parked', data: { duties: part, reason: why } }) as const);
    },

    /** Not while one duty is neither directed nor parked. A body that goes on keeps what was not moved. */
    conclude: (state, { open }, situation) => {
      mustKeep(situation);
      if (state.phase === 'concluded' || state.phase === 'carried') return [];
      const act = mustBe(state, ['open']);
      const orphans = open.filter((it) => act.ends.includes(it.from) && !state.directions[dutyKey(it)]);
      if (orphans.length > 0)
        throw new Refusal('duties-orphaned', {
          field: 'duties',
          vi: `Còn ${orphans.length}/${open.length} nghĩa vụ chưa có cơ quan kế thừa và chưa được tạm để: ${named(orphans)}.`,
          en: `${orphans.length} of ${open.length} duties have neither a successor nor been parked: ${named(orphans)}.`,
          figures: { orphans: orphans.length, of: open.length, first: orphans.slice(0, 20).map((it) => it.id) },
        });
      const directions = open.map((it) => state.directions[dutyKey(it)]);
      const directed = directions.filter((it) => it && 'to' in it).length;
      if (act.kind === 'move-function' && directed === 0)
        throw new Refusal('nothing-moves', {
          vi: `Chuyển chức năng “${act.title}” chưa chọn nghĩa vụ nào để chuyển.`,
          en: `Moving the function “${act.title}” names no duty that moves.`,
        });
      const parked = directions.filter((it) => it && 'parked' in it).length;
      return { type: 'succession-concluded', data: { open: open.length, directed, parked, on: situation.today } };
    },

    'record-carried': (state, _, situation) => {
      const act = mustBe(state, ['concluded', 'carried']);
      if (state.phase === 'carried') return [];
      if (situation.today < act.on)
        throw new Refusal('before-its-day', {
          vi: `Việc kế thừa có hiệu lực từ ${shown(act.on)}; chưa đến ngày chuyển giao.`,
          en: `The succession takes effect on ${shown(act.on)}; that day has not come.`,
          figures: { on: act.on, today: situation.today },
        });
      return { type: 'succession-carried', data: { on: situation.today } };
    },

    withdraw: (state, { reason }, situation) => {
      mustKeep(situation);
      if (state.phase === 'withdrawn') return [];
      mustBe(state, ['open']);
      return { type: 'succession-withdrawn', data: { reason: reasoned(reason), on: situation.today } };
    },
  },
});

const named = (duties: readonly DutyRef[]): string =>
  duties
    .slice(0, 3)
    .map((it) => it.id)
    .join(', ') + (duties.length > 3 ? '…' : '');
