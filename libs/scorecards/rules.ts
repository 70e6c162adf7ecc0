import { readFileSync } from 'node:fs';
import { type LocalDate, localDate } from '#language';

/** Which rules count from which day, and by which act. A past day is always counted by the rules of that day. */
export interface ScorecardRules {
  readonly version: number;
  readonly effectiveFrom: LocalDate;
  /** Bodies with fewer obligations than this are described, not ranked. */
  readonly smallGroup: number;
  readonly vi: string;
  readonly en: string;
  /** Empty: nobody has confirmed it yet. */
  readonly source: string;
}

/** Nest's name for the list of rules. */
export const SCORECARD_RULES = Symbol('ScorecardRules');

/** Reads a file of rules; throws on a shape that is not one. */
export function scorecardRulesIn(file: string | URL): readonly ScorecardRules[] {
  const json: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (!Array.isArray(json) || json.length === 0) throw new Error(`${file}: a list of scorecard rules is wanted`);
  return json.map((it: Record<string, unknown>, i) => {
    const { version, smallGroup, vi, en, source } = it;
    if (typeof version !== 'number' || typeof smallGroup !== 'number')
      throw new Error(`${file}[${i}]: version and smallGroup are numbers`);
    if (typeof vi !== 'string' || typeof en !== 'string' || typeof source !== 'string')
      throw new Error(`${file}[${i}]: vi, en and source are texts`);
    return { version, effectiveFrom: localDate(String(it.effectiveFrom), 'effectiveFrom'), smallGroup, vi, en, source };
  });
}

/** The newest rules in force on a day; the oldest for a day before them all. */
export function rulesOn(rules: readonly ScorecardRules[], day: LocalDate): ScorecardRules {
  const sorted = [...rules].sort((a, b) => (a.effectiveFrom < b.effectiveFrom ? -1 : 1));
  const found = sorted.findLast((it) => it.effectiveFrom <= day) ?? sorted[0];
  if (!found) throw new Error('no scorecard rules');
  return found;
}
