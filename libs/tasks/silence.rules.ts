import { readFileSync } from 'node:fs';
import { localDate } from '#language';
import type { SilenceRules } from './silence.js';

/** Reads the rules of silence of a file; throws on a shape that is not one: it is part of the product. */
export function silenceRulesIn(file: string | URL): readonly SilenceRules[] {
  const json: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (!Array.isArray(json) || json.length === 0) throw new Error(`${file}: a list of rules is wanted`);
  return json.map((it: Record<string, unknown>, i) => {
    const { version, vi, en, source } = it;
    const given = (it.days ?? {}) as Record<string, unknown>;
    const days = (kind: 'monthly' | 'other'): number => {
      const count = given[kind];
      if (typeof count !== 'number' || !Number.isInteger(count) || count < 1 || count > 3_660)
        throw new Error(`${file}[${i}].days.${kind}: a whole number of days from 1 to 3660`);
      return count;
    };
    if (typeof version !== 'number') throw new Error(`${file}[${i}]: version is a number`);
    if (typeof vi !== 'string' || typeof en !== 'string' || typeof source !== 'string')
      throw new Error(`${file}[${i}]: vi, en and source are texts`);
    return {
      version,
      effectiveFrom: localDate(String(it.effectiveFrom), 'effectiveFrom'),
      days: { monthly: days('monthly'), other: days('other') },
      ...{ vi, en, source },
    };
  });
}
