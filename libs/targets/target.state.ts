import type { AgencyId, Decider, ItemCode, LocalDate, Of, PlanId, UserId } from '#language';
import type { Document, Party } from '#tasks';
import type { TargetEvent, TargetRead, Threshold, Verdict } from './target.events.js';
import type { TargetCommand } from './target.requests.js';

/** All that was ever said about a target, as a plain JSON value; each thing with its day and `at`, the version that said it. */
export interface Target {
  /** Events so far; 0: not set. */
  readonly version: number;
  readonly set: {
    readonly plan: PlanId;
    readonly item: ItemCode;
    readonly year: number;
    readonly on: LocalDate;
  } | null;
  /** The print in force, the last one counts. */
  readonly prints: readonly (Pick<TargetRead, 'section' | 'title' | 'printedExecutor' | 'printedMonitor'> & Said)[];
  readonly readings: readonly Reading[];
  readonly bodies: readonly Bodies[];
  /** The row of the table of tasks that is the same thing; null: none. */
  readonly links: readonly ({ readonly item: ItemCode | null; readonly reason: string | null } & Said)[];
  readonly measurements: readonly Measurement[];
  readonly judgements: readonly Judgement[];
  readonly dropped: ({ readonly document: string } & Said) | null;
}

interface Said {
  /** The day from which it holds, or on which it was said. */
  readonly on: LocalDate;
  readonly at: number;
}

export interface Reading extends Said {
  readonly thresholds: readonly Threshold[];
  /** Null: read from the print. */
  readonly reason: string | null;
}

export interface Bodies extends Said {
  readonly executors: readonly Party[];
  readonly monitor: AgencyId | null;
  readonly reason: string | null;
  readonly document: Document | null;
}

type MeasuredData = Of<TargetEvent, 'measured'>['data'];

export interface Measurement extends MeasuredData {
  readonly at: number;
  readonly withdrawn: ({ readonly reason: string } & Said) | null;
}

export interface Judgement extends Said {
  readonly judgement: string;
  readonly verdict: Verdict;
  readonly reason: string | null;
  readonly measurements: readonly string[];
  readonly document: Document | null;
}

export const notSet: Target = {
  version: 0,
  set: null,
  prints: [],
  readings: [],
  bodies: [],
  links: [],
  measurements: [],
  judgements: [],
  dropped: null,
};

type Change<T extends TargetEvent['type']> = (target: Target, data: Of<TargetEvent, T>['data'], at: number) => Partial<Target>;

const printed = ({ section, title, printedExecutor, printedMonitor }: TargetRead) => ({
  section,
  title,
  printedExecutor,
  printedMonitor,
});
const read = ({ thresholds }: TargetRead, on: LocalDate, at: number): Reading => ({ thresholds, reason: null, on, at });
const named = ({ executors, monitor }: TargetRead, on: LocalDate, at: number): Bodies => ({
  executors,
  monitor,
  reason: null,
  document: null,
  on,
  at,
});

const changes: { readonly [T in TargetEvent['type']]: Change<T> } = {
  'target-set': (_, data, at) => {
    const { plan, item, year, sameAs, on } = data;
    return {
      set: { plan, item, year, on },
      prints: [{ ...printed(data), on, at }],
      readings: [read(data, on, at)],
      bodies: [named(data, on, at)],
      links: sameAs === null ? [] : [{ item: sameAs, reason: null, on, at }],
    };
  },
  /** What a person decided about words that still stand is kept: only what the print changed is read anew. */
  'target-revised': (target, data, at) => {
    const was = target.prints.at(-1);
    const bodiesChanged = was?.printedExecutor !== data.printedExecutor || was.printedMonitor !== data.printedMonitor;
    return {
      prints: [...target.prints, { ...printed(data), on: data.on, at }],
      readings: was?.title === data.title ? target.readings : [...target.readings, read(data, data.on, at)],
      bodies: bodiesChanged ? [...target.bodies, named(data, data.on, at)] : target.bodies,
      dropped: null,
    };
  },
  'target-dropped': (_, data, at) => ({ dropped: { ...data, at } }),
  'reading-changed': ({ readings }, data, at) => ({ readings: [...readings, { ...data, at }] }),
  'bodies-changed': ({ bodies }, data, at) => ({ bodies: [...bodies, { ...data, at }] }),
  'item-linked': ({ links }, data, at) => ({ links: [...links, { ...data, at }] }),
  'item-unlinked': ({ links }, { reason, on }, at) => ({ links: [...links, { item: null, reason, on, at }] }),
  measured: ({ measurements }, data, at) => ({ measurements: [...measurements, { ...data, at, withdrawn: null }] }),
  'measurement-withdrawn': ({ measurements }, { measurement, reason, on }, at) => ({
    measurements: measurements.map((it) => (it.measurement === measurement ? { ...it, withdrawn: { reason, on, at } } : it)),
  }),
  judged: ({ judgements }, data, at) => ({ judgements: [...judgements, { ...data, at }] }),
};

/** One step: the event is numbered, and what it says is added to what was said before. */
const said =
  <D>(change: (target: Target, data: D, at: number) => Partial<Target>) =>
  (target: Target, data: D): Target => {
    const version = target.version + 1;
    return { ...target, ...change(target, data, version), version };
  };

export const evolveTarget: Decider<Target, TargetCommand, TargetEvent>['evolve'] = {
  'target-set': said(changes['target-set']),
  'target-revised': said(changes['target-revised']),
  'target-dropped': said(changes['target-dropped']),
  'reading-changed': said(changes['reading-changed']),
  'bodies-changed': said(changes['bodies-changed']),
  'item-linked': said(changes['item-linked']),
  'item-unlinked': said(changes['item-unlinked']),
  measured: said(changes.measured),
  'measurement-withdrawn': said(changes['measurement-withdrawn']),
  judged: said(changes.judged),
};

/** Who reported the figures of a judgement. */
export const measurersOf = (target: Target, ids: readonly string[]): readonly UserId[] =>
  target.measurements.filter((it) => ids.includes(it.measurement)).map((it) => it.by);
