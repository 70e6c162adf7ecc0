import { readFileSync } from 'node:fs';
import type { PeriodKind, PeriodStrategy } from '#calendar';
import { type LocalDate, localDate } from '#language';

/** How rounds are cut and how long an agency has, from which day, by which act. */
export interface ReportingRules {
  readonly version: number;
  readonly effectiveFrom: LocalDate;
  readonly strategy: PeriodStrategy;
  /** Working days from the cut-off to the closing day, by kind of period. */
  readonly closingWorkingDays: Readonly<Record<PeriodKind, number>>;
  /** Rounds in a row without a word, after which a task without a date comes before the committee (06.2). */
  readonly silentRounds: number;
  readonly vi: string;
  readonly en: string;
  /** Empty: nobody has confirmed it yet. */
  readonly source: string;
}

/** Nest's name for the list of rules. */
export const REPORTING_RULES = Symbol('ReportingRules');

const kinds: readonly PeriodKind[] = ['month', 'quarter', 'half', 'nine-months', 'year'];

/** Reads a file of rules; throws on a shape that is not one: it is part of the product. */
export function reportingRulesIn(file: string | URL): readonly ReportingRules[] {
  const json: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (!Array.isArray(json) || json.length === 0) throw new Error(`${file}: a list of reporting rules is wanted`);
  return json.map((it: Record<string, unknown>, i) => {
    const { version, strategy, silentRounds, vi, en, source } = it;
    const days = (it.closingWorkingDays ?? {}) as Record<string, unknown>;
    if (typeof version !== 'number' || !Number.isInteger(silentRounds) || Number(silentRounds) < 1)
      throw new Error(`${file}[${i}]: version and silentRounds are numbers`);
    if (strategy !== 'decree-09-2019' && strategy !== 'calendar') throw new Error(`${file}[${i}]: strategy is unknown`);
    if (typeof vi !== 'string' || typeof en !== 'string' || typeof source !== 'string')
      throw new Error(`${file}[${i}]: vi, en and source are texts`);
    const closing = (kind: PeriodKind): number => {
      const count = days[kind];
      if (!Number.isInteger(count) || Number(count) < 1)
        throw new Error(`${file}[${i}].closingWorkingDays.${kind}: at least one working day`);
      return Number(count);
    };
    const closingWorkingDays = Object.fromEntries(kinds.map((kind) => [kind, closing(kind)])) as Record<PeriodKind, number>;
    return {
      version,
      effectiveFrom: localDate(String(it.effectiveFrom), 'effectiveFrom'),
      strategy,
      closingWorkingDays,
      silentRounds: Number(silentRounds),
      vi,
      en,
      source,
    };
  });
}

/** The newest rules in force on a day; the oldest for a day before them all. */
export function reportingRulesOn(rules: readonly ReportingRules[], day: LocalDate): ReportingRules {
  const sorted = [...rules].sort((a, b) => (a.effectiveFrom < b.effectiveFrom ? -1 : 1));
  const found = sorted.findLast((it) => it.effectiveFrom <= day) ?? sorted[0];
  if (!found) throw new Error('no reporting rules');
  return found;
}
