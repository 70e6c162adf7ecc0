import type { WorkingCalendar } from '#calendar';
import { addDays, daysBetween, type LocalDate } from '#language';
import type { Waiting } from './obstacle.js';

/** Days waited, from the day it was told up to the day it ended or the day of asking. */
export interface DaysWaited {
  readonly calendar: number;
  readonly working: number;
}

/** A span of days, `to` exclusive. */
interface Span {
  readonly from: LocalDate;
  readonly to: LocalDate;
}

/** Spans of waiting up to the end of a day, those of several obstacles that overlap counted once. */
export function spansOf(waiting: readonly Waiting[], day: LocalDate): readonly Span[] {
  const end = addDays(day, 1);
  const spans = waiting
    .filter((it) => it.from <= day)
    .map((it) => ({ from: it.from, to: it.to !== null && it.to < end ? it.to : end }))
    .filter((it) => it.from < it.to)
    .sort((a, b) => (a.from < b.from ? -1 : 1));
  const merged: Span[] = [];
  for (const span of spans) {
    const last = merged.at(-1);
    if (last && span.from <= last.to) merged[merged.length - 1] = { from: last.from, to: later(span.to, last.to) };
    else merged.push(span);
  }
  return merged;
}

/** How long a task waited: the same days are never counted twice, whatever the number of obstacles. */
export function daysWaited(waiting: readonly Waiting[], day: LocalDate, calendar: WorkingCalendar): DaysWaited {
  return counted(spansOf(waiting, day), calendar);
}

/** The part of a lateness (from the day after `due` up to `day`) in which the task waited for somebody else. */
export function waitedWhileLate(
  waiting: readonly Waiting[],
  due: LocalDate,
  day: LocalDate,
  calendar: WorkingCalendar,
): DaysWaited {
  const late = addDays(due, 1);
  const spans = spansOf(waiting, day)
    .map((it) => ({ from: later(it.from, late), to: it.to }))
    .filter((it) => it.from < it.to);
  return counted(spans, calendar);
}

function counted(spans: readonly Span[], calendar: WorkingCalendar): DaysWaited {
  return spans.reduce(
    (sum, { from, to }) => ({
      calendar: sum.calendar + daysBetween(from, to),
      working: sum.working + calendar.workingDaysBetween(addDays(from, -1), addDays(to, -1)),
    }),
    { calendar: 0, working: 0 },
  );
}

const later = (a: LocalDate, b: LocalDate): LocalDate => (daysBetween(a, b) > 0 ? b : a);
