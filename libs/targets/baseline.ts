import { type Decider, decider, type ItemCode, type LocalDate, type Of, Refusal, type Situation } from '#language';
import type { BaselineEvent, ResultRead } from './baseline.events.js';
import { reasonOf } from './target.limits.js';
import { mustLookAfter } from './target.who.js';

/** A result of the year before, and the target of this year that it is the baseline of. */
export interface Baseline {
  readonly version: number;
  readonly recorded: Of<BaselineEvent, 'baseline-recorded'>['data'] | null;
  readonly read: ResultRead | null;
  readonly links: readonly Link[];
  readonly dropped: LocalDate | null;
}

export interface Link {
  /** Null: unlinked. */
  readonly target: ItemCode | null;
  readonly likeness: number | null;
  readonly reason: string | null;
  readonly on: LocalDate;
}

export type BaselineCommand =
  | {
      readonly type: 'record-baseline';
      readonly row: Of<BaselineEvent, 'baseline-recorded'>['data'];
      /** The target that its words make it the baseline of. */
      readonly alike: { readonly target: ItemCode; readonly likeness: number } | null;
      readonly document: string;
    }
  | { readonly type: 'drop-baseline'; readonly document: string }
  | { readonly type: 'link-baseline'; readonly target: ItemCode; readonly reason: string }
  | { readonly type: 'unlink-baseline'; readonly reason: string };

export const notRecorded: Baseline = { version: 0, recorded: null, read: null, links: [], dropped: null };

const printed = ['section', 'title', 'result', 'note'] as const satisfies readonly (keyof ResultRead)[];

const evolve: Decider<Baseline, BaselineCommand, BaselineEvent>['evolve'] = {
  'baseline-recorded': (state, recorded) => ({ ...next(state), recorded, read: recorded }),
  'baseline-revised': (state, read) => ({ ...next(state), read, dropped: null }),
  'baseline-dropped': (state, { on }) => ({ ...next(state), dropped: on }),
  'baseline-linked': (state, link) => ({ ...next(state), links: [...state.links, link] }),
  'baseline-unlinked': (state, { reason, on }) => ({
    ...next(state),
    links: [...state.links, { target: null, likeness: null, reason, on }],
  }),
};

const next = (state: Baseline): Baseline => ({ ...state, version: state.version + 1 });

/** The rules of a baseline: the print is the plan's, the link is made by its words and put right by a person. */
export const baseline = decider<Baseline, BaselineCommand, BaselineEvent>({
  initial: notRecorded,
  evolve,
  decide: {
    'record-baseline': (state, { row, alike, document }, situation) => {
      mustLookAfter(situation, ['admin', 'system']);
      if (!state.recorded)
        return [
          { type: 'baseline-recorded', data: row },
          ...(alike ? [{ type: 'baseline-linked' as const, data: { ...alike, reason: null, on: row.on } }] : []),
        ];
      if (state.dropped === null && printed.every((field) => state.read?.[field] === row[field])) return [];
      const { plan: _, item: __, year: ___, on: ____, ...read } = row;
      return { type: 'baseline-revised', data: { ...read, document, on: situation.today } };
    },
    'drop-baseline': (state, { document }, situation) => {
      mustLookAfter(situation, ['admin', 'system']);
      if (!state.recorded || state.dropped) return [];
      return { type: 'baseline-dropped', data: { document, on: situation.today } };
    },
    'link-baseline': (state, { target, reason }, situation) => {
      mustBeThere(state, situation);
      if (state.links.at(-1)?.target === target) return [];
      return { type: 'baseline-linked', data: { target, likeness: null, reason: reasonOf(reason), on: situation.today } };
    },
    'unlink-baseline': (state, { reason }, situation) => {
      mustBeThere(state, situation);
      const target = state.links.at(-1)?.target ?? null;
      if (target === null) return [];
      return { type: 'baseline-unlinked', data: { target, reason: reasonOf(reason), on: situation.today } };
    },
  },
});

function mustBeThere(state: Baseline, situation: Situation): void {
  if (!state.recorded || state.dropped)
    throw new Refusal('result-not-recorded', {
      kind: 'not-found',
      vi: 'Không có kết quả năm trước này trong hồ sơ.',
      en: 'This result of the year before is not on record.',
    });
  mustLookAfter(situation);
}
