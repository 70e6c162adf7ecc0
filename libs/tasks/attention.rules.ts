import { readFileSync } from 'node:fs';
import { localDate } from '#language';
import type { AttentionRules } from './attention.js';

type Given = Readonly<Record<string, unknown>>;

/** Reads the rules of attention of a file; throws on a shape that is not one: it is part of the product. */
export function attentionRulesIn(file: string | URL): readonly AttentionRules[] {
  const json: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (!Array.isArray(json) || json.length === 0) throw new Error(`${file}: a list of rules is wanted`);
  return json.map((it: Given, i) => {
    const wrong = (what: string) => new Error(`${file}[${i}].${what}`);
    const part = (name: 'dueSoon' | 'silence'): Given => {
      const given = it[name];
      if (typeof given !== 'object' || given === null) throw wrong(`${name} is an object`);
      return given as Given;
    };
    const worded = (name: 'dueSoon' | 'silence') => {
      const { vi, en, source } = part(name);
      if (typeof vi !== 'string' || typeof en !== 'string' || typeof source !== 'string')
        throw wrong(`${name}: vi, en and source are texts`);
      return { vi, en, source };
    };
    const count = (value: unknown, what: string, most: number): number => {
      if (typeof value !== 'number' || !Number.isInteger(value) || value < 1 || value > most)
        throw wrong(`${what}: a whole number of days from 1 to ${most}`);
      return value;
    };
    const days = (part('silence').days ?? {}) as Given;
    if (typeof it.version !== 'number') throw wrong('version is a number');
    return {
      version: it.version,
      effectiveFrom: localDate(String(it.effectiveFrom), 'effectiveFrom'),
      dueSoon: { workingDays: count(part('dueSoon').workingDays, 'dueSoon.workingDays', 250), ...worded('dueSoon') },
      silence: {
        days: {
          monthly: count(days.monthly, 'silence.days.monthly', 3_660),
          other: count(days.other, 'silence.days.other', 3_660),
        },
        ...worded('silence'),
      },
    };
  });
}
