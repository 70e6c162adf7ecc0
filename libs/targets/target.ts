import {
  canonical,
  type Decider,
  decider,
  laterOf,
  notInTheFuture,
  Refusal,
  type Situation,
  succeededAmong,
  words,
} from '#language';
import type { Party } from '#tasks';
import type { TargetEvent, Threshold } from './target.events.js';
import { judgingRules } from './target.judging.js';
import { documented, limits, notMoreThan, reasonOf } from './target.limits.js';
import { measuringRules } from './target.measuring.js';
import { mostThresholds } from './target.reading.js';
import { printedFields, type TargetAction, type TargetCommand, type ThresholdAsked, targetActions } from './target.requests.js';
import { evolveTarget, notSet, type Target } from './target.state.js';
import { mayJudge, mayMeasure, mustLookAfter, mustStand } from './target.who.js';

/** What the plan says of the row, and what the standing agency settles about it. */
const settingRules: Omit<Decider<Target, TargetCommand, TargetEvent>['decide'], 'measure' | 'withdraw-measurement' | 'judge'> = {
  /** Importing the same row again changes nothing; a row printed otherwise is revised, and what a person settled about words that stand stays. */
  set: (target, { row, document }, situation) => {
    mustLookAfter(situation, ['admin', 'system']);
    if (!target.set) return { type: 'target-set', data: { ...row, title: words(row.title, 'title', limits.title) } };
    const print = target.prints.at(-1);
    if (!target.dropped && print && printedFields.every((field) => print[field] === row[field])) return [];
    const { plan: _, item: __, year: ___, sameAs: ____, on: _____, ...read } = row;
    return { type: 'target-revised', data: { ...read, document, on: situation.today } };
  },

  drop: (target, { document }, situation) => {
    mustLookAfter(situation, ['admin', 'system']);
    if (target.dropped || !target.set) return [];
    return { type: 'target-dropped', data: { document, on: situation.today } };
  },

  /** The printed sentence stays as it is; figures given under the former reading no longer count. */
  'change-reading': (target, { thresholds, reason }, situation) => {
    const now = mustStand(target);
    mustLookAfter(situation);
    const read = thresholds.map(given);
    if (read.length === 0 || read.length > mostThresholds)
      throw new Refusal('thresholds-missing', {
        kind: 'invalid',
        field: 'thresholds',
        vi: `Có ${read.length} ngưỡng; cần từ 1 đến ${mostThresholds}.`,
        en: `There are ${read.length} thresholds; give 1 to ${mostThresholds}.`,
        figures: { count: read.length, least: 1, most: mostThresholds },
      });
    const asked = (it: Threshold) => ({ ...it, printed: '', striving: false });
    if (canonical(read.map(asked)) === canonical(now.reading.thresholds.map(asked))) return [];
    return { type: 'reading-changed', data: { thresholds: read, reason: reasonOf(reason), on: situation.today } };
  },

  'change-bodies': (target, { executors, monitor, reason, document }, situation) => {
    const { bodies } = mustStand(target);
    mustLookAfter(situation);
    notMoreThan(executors?.length ?? 0, limits.executors, 'executors', { vi: 'cơ quan thực hiện', en: 'implementing bodies' });
    const changed = { executors: executors ?? bodies.executors, monitor: monitor ?? bodies.monitor };
    if (canonical(changed) === canonical({ executors: bodies.executors, monitor: bodies.monitor })) return [];
    const written = documented(document, situation.today);
    return { type: 'bodies-changed', data: { ...changed, reason: reasonOf(reason), document: written, on: situation.today } };
  },

  /** What was measured and judged stays with whoever did it; a body that the target does not name changes nothing. */
  'succeed-body': (target, { as, from, to, named, reason, document, on }, situation) => {
    const { bodies } = mustStand(target);
    mustLookAfter(situation, ['system']);
    notInTheFuture(on, situation.today, 'on');
    const heir: Party = { printed: words(named, 'named', limits.title), kind: 'agency', id: to };
    const { executors, monitor } = bodies;
    const changed =
      as === 'executor'
        ? { executors: succeededAmong(executors, from, heir), monitor }
        : { executors, monitor: monitor === from ? to : monitor };
    if (canonical(changed) === canonical({ executors, monitor })) return [];
    const said = { reason: reasonOf(reason), document: documented(document, situation.today) };
    return { type: 'bodies-changed', data: { ...changed, ...said, on: laterOf(on, bodies.on) } };
  },

  'link-item': (target, { item, reason }, situation) => {
    const now = mustStand(target);
    mustLookAfter(situation);
    if (now.sameAs === item) return [];
    return { type: 'item-linked', data: { item, reason: reasonOf(reason), on: situation.today } };
  },

  'unlink-item': (target, { reason }, situation) => {
    const item = target.links.at(-1)?.item ?? null;
    mustStand(target);
    mustLookAfter(situation);
    if (item === null) return [];
    return { type: 'item-unlinked', data: { item, reason: reasonOf(reason), on: situation.today } };
  },
};

/** The rules of a target. Pure: the clock and the actor come in with the command. */
export const target = decider<Target, TargetCommand, TargetEvent>({
  initial: notSet,
  evolve: evolveTarget,
  decide: { ...settingRules, ...measuringRules, ...judgingRules },
});

/** A threshold that a person gave. Refuses a number that lacks its value, and a state that has one. */
function given({ of, kind, compare, value, unit }: ThresholdAsked, nth: number): Threshold {
  if ((kind === 'state') !== (value === null))
    throw new Refusal('threshold-value', {
      kind: 'invalid',
      field: `thresholds.${nth}.value`,
      vi: kind === 'state' ? 'Ngưỡng không có con số thì không ghi giá trị.' : 'Ngưỡng này cần một giá trị.',
      en: kind === 'state' ? 'A threshold without a number takes no value.' : 'This threshold needs a value.',
      figures: { kind, value },
    });
  return {
    key: String.fromCharCode(97 + nth),
    of: words(of, `thresholds.${nth}.of`, limits.title),
    kind,
    compare,
    value,
    unit: kind === 'state' ? '' : words(unit, `thresholds.${nth}.unit`, limits.unit),
    printed: '',
    striving: false,
  };
}

/** The gate that each rule passes first, so that the page and the rules cannot disagree. */
const gates: Readonly<Record<TargetAction, (it: Target, situation: Situation, memberOf: readonly string[]) => unknown>> = {
  measure: (it, situation, memberOf) => {
    const now = mustStand(it);
    if (passes(() => mayMeasure(now, situation, 'own', memberOf))) return;
    mayMeasure(now, situation, 'whole', memberOf);
  },
  'withdraw-measurement': (it, situation) => {
    mustStand(it);
    const open = it.measurements.filter((one) => one.withdrawn === null);
    if (open.length === 0) throw nothingThere;
    if (!open.some((one) => one.by === situation.actor.user)) mustLookAfter(situation);
  },
  judge: (it, situation) => mayJudge(mustStand(it), situation),
  'change-reading': lookedAfter,
  'change-bodies': lookedAfter,
  'link-item': lookedAfter,
  'unlink-item': (it, situation) => {
    if (mustStand(it).sameAs === null) throw nothingThere;
    mustLookAfter(situation);
  },
};

function lookedAfter(it: Target, situation: Situation): void {
  mustStand(it);
  mustLookAfter(situation);
}

const nothingThere = new Refusal('nothing-there', { vi: 'Không có gì để làm.', en: 'There is nothing to do.' });

/** What this actor may do to the target now. */
export const permittedOn = (it: Target, situation: Situation, memberOf: readonly string[]): readonly TargetAction[] =>
  targetActions.filter((action) => passes(() => gates[action](it, situation, memberOf)));

/** Whose figures this actor may give now: the whole, the own share, both, none. */
export const scopesOn = (it: Target, situation: Situation, memberOf: readonly string[]): readonly ('whole' | 'own')[] => {
  const may = (scope: 'whole' | 'own') => passes(() => mayMeasure(mustStand(it), situation, scope, memberOf));
  return (['whole', 'own'] as const).filter(may);
};

function passes(gate: () => unknown): boolean {
  try {
    gate();
    return true;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}
