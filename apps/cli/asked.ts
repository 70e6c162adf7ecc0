import { InvalidArgumentError } from 'commander';
import {
  type AgencyId,
  agencyId,
  type Decimal,
  decimal,
  type Instant,
  type ItemCode,
  itemCode,
  knownUpTo,
  type LocalDate,
  localDate,
  type Percent,
  type PlanId,
  parseTaskId,
  percent,
  planId,
  Refusal,
  type TaskId,
} from '#language';
import type { Say } from './words.js';

/** Readers of arguments: what cannot be read is a wrong way to ask, with the sentence that the domain has for it. */
export const readersOf = (say: Say) => {
  const reading =
    <T>(read: (text: string) => T) =>
    (text: string): T => {
      try {
        return read(text);
      } catch (error) {
        if (error instanceof Refusal) throw new InvalidArgumentError(say(error.vi, error.en));
        throw error;
      }
    };
  return {
    /** `2025-03-31`, or `31/03/2025` as people write it. */
    day: reading(
      (text): LocalDate =>
        localDate(
          text.replace(
            /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/,
            (_, d: string, m: string, y: string) => `${y}-${m.padStart(2, '0')}-${d.padStart(2, '0')}`,
          ),
        ),
    ),
    /** A moment; a bare day means its end in the province. */
    moment: reading((text): Instant => knownUpTo(text, 'moment')),
    percent: reading(
      (text): Percent => percent(text.trim() === '' ? Number.NaN : Number(text.replace(',', '.').replace(/%$/, ''))),
    ),
    /** A whole number, 0 or more. */
    count: (text: string): number => {
      if (/^\d{1,12}$/.test(text)) return Number(text);
      throw new InvalidArgumentError(say(`“${text}” không phải số nguyên.`, `“${text}” is not a whole number.`));
    },
    agency: reading((text): AgencyId => agencyId(text.normalize('NFC'), 'agency')),
    plan: reading((text): PlanId => planId(text.normalize('NFC'))),
    /** A row of a plan's table, `267-2025/III.I.4`. */
    row: reading((text): string => {
      const [plan = '', ...item] = text.normalize('NFC').split('/');
      return `${planId(plan)}/${itemCode(item.join('/'))}`;
    }),
    /** The code of a row within its plan, `IV.VI.3`. */
    item: reading((text): ItemCode => itemCode(text.normalize('NFC'))),
    /** `97,5` as people write it; the domain refuses what could be read in two ways. */
    number: reading((text): Decimal => decimal(text.trim())),
    task: reading((text): TaskId => parseTaskId(text.normalize('NFC')).id),
  };
};

export type Readers = ReturnType<typeof readersOf>;
