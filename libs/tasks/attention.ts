import type { LocalDate } from '#language';
import type { Due } from './task.events.js';

/** When a task asks for attention: how near a date is soon, and from how many days without a word on it is silent (06.2). */
export interface AttentionRules {
  readonly version: number;
  /** The first day on which tasks are judged by it. */
  readonly effectiveFrom: LocalDate;
  /** Working days left on which a task is due soon, and on all fewer. */
  readonly dueSoon: Worded & { readonly workingDays: number };
  /** Calendar days, of a duty reported month by month and of any other task. */
  readonly silence: Worded & { readonly days: { readonly monthly: number; readonly other: number } };
}

interface Worded {
  readonly vi: string;
  readonly en: string;
  /** The act it rests on. Empty: nobody has confirmed it yet. */
  readonly source: string;
}

/** Nest's name for the list of rules. */
export const ATTENTION_RULES = Symbol('AttentionRules');

export interface AttentionLimits {
  /** Working days. */
  readonly dueSoon: number;
  /** Calendar days. */
  readonly monthly: number;
  readonly other: number;
}

/** More calendar days than these without a word are silence: of a duty reported month by month, and of any other task. */
export type SilenceLimits = Pick<AttentionLimits, 'monthly' | 'other'>;

/** The limits in force on a day; the oldest for a day before them all. */
export function limitsOn(rules: readonly AttentionRules[], day: LocalDate): AttentionLimits {
  const sorted = [...rules].sort((a, b) => (a.effectiveFrom < b.effectiveFrom ? -1 : 1));
  const found = sorted.findLast((it) => it.effectiveFrom <= day) ?? sorted[0];
  if (!found) throw new Error('no rules of attention');
  return { dueSoon: found.dueSoon.workingDays, ...found.silence.days };
}

export const isMonthly = (due: Due): boolean => due.kind === 'continuous' && due.every === 'month';

/** More calendar days than this without a word are silence. */
export const silenceLimit = (due: Due, { monthly, other }: AttentionLimits): number => (isMonthly(due) ? monthly : other);
