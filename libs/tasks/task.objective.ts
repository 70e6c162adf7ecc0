import { addDays, daysBetween, type LocalDate, laterOf } from '#language';
import type { ObjectiveCause } from './task.state.js';

/** Days whose cause was accepted as lying outside the agency, both included. */
export interface ObjectiveSpan {
  readonly from: LocalDate;
  readonly to: LocalDate;
}

/** The days accepted by a day, overlapping and adjoining spans as one: no day is set aside twice. */
export function objectiveSpans(causes: readonly ObjectiveCause[], day: LocalDate): readonly ObjectiveSpan[] {
  const spans: ObjectiveSpan[] = [];
  for (const { from, to } of causes.filter((it) => it.on <= day).sort((a, b) => (a.from < b.from ? -1 : 1))) {
    const last = spans.at(-1);
    if (last && from <= addDays(last.to, 1)) spans[spans.length - 1] = { from: last.from, to: laterOf(last.to, to) };
    else spans.push({ from, to });
  }
  return spans;
}

/** Of the calendar days after `due` up to and including `until`, those with an accepted objective cause. Never more than the lateness. */
export const excusedDays = (spans: readonly ObjectiveSpan[], due: LocalDate, until: LocalDate): number =>
  spans.reduce((sum, { from, to }) => {
    const first = laterOf(from, addDays(due, 1));
    const last = to < until ? to : until;
    return first > last ? sum : sum + daysBetween(first, last) + 1;
  }, 0);
