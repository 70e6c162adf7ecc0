import type { Freshness } from '#event-store';
import { type AgencyId, compareDecimals, type Decimal, decimal, type Instant, type ItemCode, type LocalDate } from '#language';
import type { EventRef } from '#tasks';
import type { Baseline } from './baseline.js';
import { type Component, type TargetOnDay, type TargetStatus, targetOn, targetStatuses } from './target.day.js';
import type { Threshold, Verdict } from './target.events.js';
import type { FollowedTarget } from './target.projection.js';
import { resultsIn } from './target.reading.js';
import type { Measurement } from './target.state.js';
import { thresholdInWords } from './target.thresholds.js';

/** A figure as it is shown: the value that counts, where it comes from, and what speaks against it. */
export interface FigureView {
  readonly measurement: string;
  readonly threshold: string;
  readonly body: { readonly id: AgencyId; readonly name: string } | null;
  /** The computed percentage where a ratio was given, else what was typed; null for a state. */
  readonly value: Decimal | null;
  readonly typed: Decimal | null;
  readonly numerator: Decimal | null;
  readonly denominator: Decimal | null;
  readonly reached: boolean | null;
  readonly basis: 'measured' | 'estimated';
  readonly source: string;
  readonly period: { readonly from: LocalDate; readonly to: LocalDate };
  readonly note: string | null;
  readonly document: Measurement['document'];
  readonly evidence: Measurement['evidence'];
  readonly on: LocalDate;
  readonly by: string;
  /** estimated; typed-differs: the typed percentage is not the ratio's; over-100; lower-than-before. Warnings, never blocks. */
  readonly warnings: readonly Warning[];
  readonly withdrawn: { readonly reason: string; readonly on: LocalDate } | null;
  readonly event: EventRef | null;
}
export type Warning = 'estimated' | 'typed-differs' | 'over-100' | 'lower-than-before';

export interface ComponentView extends Threshold {
  /** The threshold in words: `≥ 85%`. */
  readonly asks: { readonly vi: string; readonly en: string };
  readonly holds: boolean | null;
  readonly figure: FigureView | null;
}

export interface BaselineView {
  readonly item: ItemCode;
  readonly year: number;
  readonly section: string;
  readonly title: string;
  readonly result: string;
  readonly note: string;
  readonly verdict: Exclude<Verdict, 'exempt'>;
  readonly estimated: boolean;
  readonly asks: readonly { readonly vi: string; readonly en: string }[];
  /** The percentages of the result, where it gives exactly one for every threshold; else none. */
  readonly values: readonly Decimal[];
  /** The target that it is the baseline of. */
  readonly target: ItemCode | null;
  readonly likeness: number | null;
  readonly reason: string | null;
}

/** One line of the list of targets. */
export interface TargetRow {
  readonly id: string;
  readonly plan: string;
  readonly item: ItemCode;
  readonly section: string;
  readonly title: string;
  readonly printedExecutor: string;
  readonly executors: TargetOnDay['bodies']['executors'];
  readonly printedMonitor: string;
  readonly monitor: { readonly id: AgencyId; readonly name: string } | null;
  readonly components: readonly ComponentView[];
  readonly status: TargetStatus;
  readonly figuresSay: 'met' | 'not-met' | null;
  readonly measuredSince: boolean;
  readonly estimated: boolean;
  readonly verdict: { readonly reason: string | null; readonly on: LocalDate } | null;
  /** The row of the table of tasks that is the same thing. */
  readonly sameAs: string | null;
  readonly baselines: readonly BaselineView[];
  readonly simulated: boolean;
  readonly version: number;
  /** The events that the status rests on. */
  readonly events: readonly EventRef[];
}

/** Targets met of those that count: the exempt and the dropped do not. */
export interface TargetRate {
  readonly numerator: number;
  readonly denominator: number;
  /** Out of the denominator, by a recorded reason. */
  readonly exempt: number;
  /** In the denominator without any verdict: they are not met. */
  readonly unjudged: number;
}

export interface TargetListAnswer {
  readonly rows: readonly TargetRow[];
  readonly total: number;
  /** Of the filter without its status. */
  readonly counts: Readonly<Record<TargetStatus, number>>;
  readonly rate: TargetRate;
  /** Rows that are also a row of the table of tasks, each one thing. */
  readonly alsoItems: readonly { readonly target: ItemCode; readonly item: string }[];
  /** Last year's table, whole. */
  readonly lastYear: {
    readonly year: number | null;
    readonly total: number;
    readonly met: number;
    readonly notMet: number;
    readonly notMeasurable: number;
    readonly linked: number;
  };
  readonly asOf: LocalDate;
  readonly knownOn: Instant | null;
  readonly freshness: Freshness;
}

type NameOf = (id: string) => string;

const hundred = decimal('100');

/** A target's line on a day; null when it was not set by then. */
export function targetRow(
  id: string,
  { target, refs, simulated }: FollowedTarget,
  day: LocalDate,
  baselines: readonly BaselineView[],
  nameOf: NameOf,
): TargetRow | null {
  const on = targetOn(target, day);
  if (!on || !target.set) return null;
  const { bodies, status, figuresSay, measuredSince, estimated, judgement, sameAs } = on;
  const print = target.prints.findLast((it) => it.on <= day);
  return {
    id,
    plan: target.set.plan,
    item: target.set.item,
    section: on.section,
    title: on.title,
    printedExecutor: print?.printedExecutor ?? '',
    executors: bodies.executors,
    printedMonitor: print?.printedMonitor ?? '',
    monitor: bodies.monitor ? { id: bodies.monitor, name: nameOf(bodies.monitor) } : null,
    components: on.components.map((it) => componentView(it, target.measurements, refs, nameOf)),
    status,
    figuresSay,
    measuredSince,
    estimated,
    verdict: judgement ? { reason: judgement.reason, on: judgement.on } : null,
    sameAs,
    baselines: baselines.filter((it) => it.target === target.set?.item),
    simulated,
    version: target.version,
    events: on.events.flatMap((at) => refs[at - 1] ?? []),
  };
}

function componentView(
  { threshold, figure, holds }: Component,
  all: readonly Measurement[],
  refs: readonly EventRef[],
  nameOf: NameOf,
): ComponentView {
  return {
    ...threshold,
    asks: thresholdInWords(threshold),
    holds,
    figure: figure ? figureView(figure, all, refs, nameOf, threshold) : null,
  };
}

/** A figure among all of its target; `threshold` is what it answers, where that is still asked. */
export function figureView(
  it: Measurement,
  all: readonly Measurement[],
  refs: readonly EventRef[],
  nameOf: NameOf,
  threshold: Pick<Threshold, 'kind' | 'unit'> | undefined,
): FigureView {
  const value = it.computed ?? it.value;
  const before = all.findLast(
    (other) =>
      other.threshold === it.threshold &&
      other.body === it.body &&
      other.at < it.at &&
      !other.withdrawn &&
      other.period.to <= it.period.to,
  );
  const was = before ? (before.computed ?? before.value) : null;
  const warnings: Warning[] = [
    ...(it.basis === 'estimated' ? ['estimated' as const] : []),
    ...(it.agrees === false ? ['typed-differs' as const] : []),
    // A share of the whole, typed or computed; a growth, or a percentage of GRDP, is none.
    ...(value !== null && threshold?.kind === 'percent' && threshold.unit === '%' && compareDecimals(value, hundred) > 0
      ? ['over-100' as const]
      : []),
    ...(was !== null && value !== null && compareDecimals(value, was) < 0 ? ['lower-than-before' as const] : []),
  ];
  return {
    measurement: it.measurement,
    threshold: it.threshold,
    body: it.body ? { id: it.body, name: nameOf(it.body) } : null,
    value,
    typed: it.value,
    numerator: it.numerator,
    denominator: it.denominator,
    reached: it.reached,
    basis: it.basis,
    source: it.source,
    period: it.period,
    note: it.note,
    document: it.document,
    evidence: it.evidence,
    on: it.on,
    by: it.by,
    warnings,
    withdrawn: it.withdrawn ? { reason: it.withdrawn.reason, on: it.withdrawn.on } : null,
    event: refs[it.at - 1] ?? null,
  };
}

/** A result of the year before on a day; null when it was not recorded by then or is no longer printed. */
export function baselineView({ recorded, read, links, dropped }: Baseline, day: LocalDate): BaselineView | null {
  if (!recorded || !read || recorded.on > day || (dropped && dropped <= day)) return null;
  const link = links.findLast((it) => it.on <= day);
  const values = resultsIn(read.result);
  return {
    item: recorded.item,
    year: recorded.year,
    section: read.section,
    title: read.title,
    result: read.result,
    note: read.note,
    verdict: read.verdict,
    estimated: read.estimated,
    asks: read.thresholds.map(thresholdInWords),
    values: values.length === read.thresholds.length ? values : [],
    target: link?.target ?? null,
    likeness: link?.likeness ?? null,
    reason: link?.reason ?? null,
  };
}

export function countsOf(rows: readonly TargetRow[]): Readonly<Record<TargetStatus, number>> {
  const counts = Object.fromEntries(targetStatuses.map((status) => [status, 0])) as Record<TargetStatus, number>;
  for (const row of rows) counts[row.status] += 1;
  return counts;
}

/** Missing is never good: whatever is neither judged nor exempt counts in the denominator and not in the numerator. */
export function rateOf(counts: Readonly<Record<TargetStatus, number>>): TargetRate {
  const { met, exempt, dropped } = counts;
  const all = Object.values(counts).reduce((sum, it) => sum + it, 0);
  const unjudged = counts['awaiting-judgement'] + counts['partly-measured'] + counts['not-measured'];
  return { numerator: met, denominator: all - exempt - dropped, exempt, unjudged };
}

export function lastYearOf(baselines: readonly BaselineView[]): TargetListAnswer['lastYear'] {
  const count = (verdict: BaselineView['verdict']) => baselines.filter((it) => it.verdict === verdict).length;
  return {
    year: baselines[0]?.year ?? null,
    total: baselines.length,
    met: count('met'),
    notMet: count('not-met'),
    notMeasurable: count('not-measurable'),
    linked: baselines.filter((it) => it.target !== null).length,
  };
}
