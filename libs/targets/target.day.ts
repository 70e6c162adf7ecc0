import type { LocalDate } from '#language';
import type { Threshold, Verdict } from './target.events.js';
import type { Bodies, Judgement, Measurement, Reading, Target } from './target.state.js';
import { holds } from './target.thresholds.js';

/**
 * A verdict in force; else what the figures lack: awaiting-judgement has every figure, partly-measured some, not-measured none.
 * Only a verdict makes a target met: a figure over its threshold that nobody judged does not.
 */
export const targetStatuses = [
  'met',
  'not-met',
  'awaiting-judgement',
  'partly-measured',
  'not-measured',
  'not-measurable',
  'exempt',
  'dropped',
] as const;
export type TargetStatus = (typeof targetStatuses)[number];

export const targetStatusLabels: Readonly<Record<TargetStatus, { readonly vi: string; readonly en: string }>> = {
  met: { vi: 'Đạt', en: 'Met' },
  'not-met': { vi: 'Chưa đạt', en: 'Not met' },
  'awaiting-judgement': { vi: 'Chờ đánh giá', en: 'Awaiting judgement' },
  'partly-measured': { vi: 'Mới đo một phần', en: 'Partly measured' },
  'not-measured': { vi: 'Chưa báo cáo', en: 'Not reported' },
  'not-measurable': { vi: 'Chưa đo được', en: 'Not measurable' },
  exempt: { vi: 'Không áp dụng', en: 'Exempt' },
  dropped: { vi: 'Không còn trong kế hoạch', en: 'No longer in the plan' },
};

/** One threshold with the figure that counts. */
export interface Component {
  readonly threshold: Threshold;
  /** The newest whole figure by the end of its period, then by when it was recorded; null: none. */
  readonly figure: Measurement | null;
  readonly holds: boolean | null;
}

export interface TargetOnDay {
  readonly status: TargetStatus;
  readonly reading: Reading;
  readonly bodies: Bodies;
  readonly section: string;
  readonly title: string;
  readonly sameAs: string | null;
  readonly components: readonly Component[];
  /** What the figures say; null while one is missing. The verdict is a person's. */
  readonly figuresSay: 'met' | 'not-met' | null;
  readonly judgement: Judgement | null;
  /** A figure came after the verdict that it does not rest on. */
  readonly measuredSince: boolean;
  /** A figure that counts is an estimate. */
  readonly estimated: boolean;
  /** The version of each event that the status rests on. */
  readonly events: readonly number[];
}

const newest = (a: Measurement, b: Measurement): number =>
  a.period.to === b.period.to ? b.at - a.at : a.period.to < b.period.to ? 1 : -1;

const standing = (target: Target, day: LocalDate) =>
  target.measurements.filter((it) => it.on <= day && (it.withdrawn === null || it.withdrawn.on > day));

/** The figures that count for a threshold, newest first; `body` null: the whole. */
export const figuresFor = (
  target: Target,
  threshold: string,
  day: LocalDate,
  body: string | null = null,
): readonly Measurement[] =>
  standing(target, day)
    .filter((it) => it.threshold === threshold && it.body === body)
    .sort(newest);

/** The target as it stood at the end of a day; null before it was set. */
export function targetOn(target: Target, day: LocalDate): TargetOnDay | null {
  const inForce = <T extends { readonly on: LocalDate }>(all: readonly T[]): T | undefined => all.findLast((it) => it.on <= day);
  const [print, reading, bodies] = [inForce(target.prints), inForce(target.readings), inForce(target.bodies)];
  if (!target.set || !print || !reading || !bodies) return null;
  const components = reading.thresholds.map((threshold): Component => {
    // A figure given under another reading was an answer to another question.
    const figure = figuresFor(target, threshold.key, day).find((it) => it.at > reading.at) ?? null;
    return { threshold, figure, holds: holds(threshold, figure) };
  });
  const there = new Set(standing(target, day).map((it) => it.measurement));
  const judged = target.judgements.filter((it) => it.on <= day && it.at > reading.at).at(-1);
  const judgement = judged?.measurements.every((it) => there.has(it)) ? judged : null;
  const measured = components.filter((it) => it.holds !== null);
  const figuresSay =
    measured.length < components.length ? null : measured.every((it) => it.holds) ? ('met' as const) : ('not-met' as const);
  const dropped = target.dropped && target.dropped.on <= day ? target.dropped : null;
  const status = dropped ? 'dropped' : statusOf(judgement?.verdict, measured.length, components.length);
  const figures = components.flatMap((it) => it.figure ?? []);
  return {
    status,
    reading,
    bodies,
    section: print.section,
    title: print.title,
    sameAs: inForce(target.links)?.item ?? null,
    components,
    figuresSay,
    judgement: judgement ?? null,
    measuredSince: judgement !== null && figures.some((it) => it.at > judgement.at),
    estimated: figures.some((it) => it.basis === 'estimated'),
    events: dropped
      ? [dropped.at]
      : [...new Set([reading.at, ...figures.map((it) => it.at), ...(judgement ? [judgement.at] : [])])].sort((a, b) => a - b),
  };
}

function statusOf(verdict: Verdict | undefined, measured: number, of: number): TargetStatus {
  if (verdict) return verdict;
  if (measured === 0) return 'not-measured';
  return measured < of ? 'partly-measured' : 'awaiting-judgement';
}

/** The target as it stands now, whatever the day. */
export function currently(target: Target): TargetOnDay | null {
  return targetOn(target, '9999-12-31' as LocalDate);
}
