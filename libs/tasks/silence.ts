import type { LocalDate } from '#language';
import type { Due } from './task.events.js';

/** From how many calendar days without a word on a task is silent (06.2), since which day, by which act. */
export interface SilenceRules {
  readonly version: number;
  readonly effectiveFrom: LocalDate;
  /** Of a duty reported month by month, and of any other task. */
  readonly days: { readonly monthly: number; readonly other: number };
  readonly vi: string;
  readonly en: string;
  /** Empty: nobody has confirmed it yet. */
  readonly source: string;
}

/** Nest's name for the list of rules. */
export const SILENCE_RULES = Symbol('SilenceRules');

export type SilenceLimits = SilenceRules['days'];

/** The limits in force on a day; the oldest for a day before them all. */
export function silenceOn(rules: readonly SilenceRules[], day: LocalDate): SilenceLimits {
  const sorted = [...rules].sort((a, b) => (a.effectiveFrom < b.effectiveFrom ? -1 : 1));
  const found = sorted.findLast((it) => it.effectiveFrom <= day) ?? sorted[0];
  if (!found) throw new Error('no rules of silence');
  return found.days;
}

export const isMonthly = (due: Due): boolean => due.kind === 'continuous' && due.every === 'month';

/** More calendar days than this without a word are silence. */
export const silenceLimit = (due: Due, { monthly, other }: SilenceLimits): number => (isMonthly(due) ? monthly : other);
