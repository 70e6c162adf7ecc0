import { readFileSync } from 'node:fs';
import type { WorkingCalendar } from '#calendar';
import { type LocalDate, localDate, type Role, roles } from '#language';

/** One rung: so many working days from the due day, these offices are written to. */
export interface Rung {
  readonly step: string;
  readonly offset: number;
  readonly to: readonly Role[];
  readonly vi: string;
  readonly en: string;
}

/** The ladder of reminders in force from a day. */
export interface Ladder {
  readonly version: number;
  readonly effectiveFrom: LocalDate;
  readonly source: string;
  /** Of tasks, by their due day. */
  readonly rungs: readonly Rung[];
  /** Of reports owed in a round, by the closing day. */
  readonly reports: readonly Rung[];
}

/** Nest's name for the ladders. */
export const LADDERS = Symbol('Ladders');

/** Reads the ladders of a file; throws on a shape that is not one. */
export function laddersIn(file: string | URL): readonly Ladder[] {
  const json: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (!Array.isArray(json) || json.length === 0) throw new Error(`${file}: a list of ladders is wanted`);
  return json.map((it: Record<string, unknown>, i) => {
    if (typeof it.version !== 'number' || typeof it.source !== 'string' || !Array.isArray(it.rungs) || !Array.isArray(it.reports))
      throw new Error(`${file}[${i}]: version is a number, source a text, rungs and reports are lists`);
    return {
      version: it.version,
      effectiveFrom: localDate(String(it.effectiveFrom), 'effectiveFrom'),
      source: it.source,
      rungs: sorted(it.rungs, `${file}[${i}].rungs`),
      reports: sorted(it.reports, `${file}[${i}].reports`),
    };
  });
}

const sorted = (rungs: readonly Record<string, unknown>[], at: string): readonly Rung[] =>
  rungs.map((rung, n) => rungOf(rung, `${at}[${n}]`)).sort((a, b) => a.offset - b.offset);

function rungOf({ step, offset, to, vi, en }: Record<string, unknown>, at: string): Rung {
  if (typeof step !== 'string' || !/^[a-z0-9-]{1,40}$/.test(step)) throw new Error(`${at}: step is a short slug`);
  if (typeof offset !== 'number' || !Number.isInteger(offset) || Math.abs(offset) > 250)
    throw new Error(`${at}: offset is working days`);
  if (typeof vi !== 'string' || typeof en !== 'string' || !Array.isArray(to))
    throw new Error(`${at}: vi and en are texts, to a list`);
  const known = to.map((role) => roles.find((it) => it === role));
  if (known.some((role) => role === undefined)) throw new Error(`${at}: to names an unknown office`);
  return { step, offset, to: known.filter((role) => role !== undefined), vi, en };
}

/** The ladder in force on a day; the oldest for a day before them all. */
export function ladderOn(ladders: readonly Ladder[], day: LocalDate): Ladder {
  const sorted = [...ladders].sort((a, b) => (a.effectiveFrom < b.effectiveFrom ? -1 : 1));
  const found = sorted.findLast((it) => it.effectiveFrom <= day) ?? sorted[0];
  if (!found) throw new Error('no ladder of reminders');
  return found;
}

/**
 * The rung that what is owed on a day stands on: the last one whose day has come. Rungs that were slept through are not made
 * up for: nobody needs five letters in one morning. Null before the first.
 */
export const rungOn = (rungs: readonly Rung[], due: LocalDate, day: LocalDate, calendar: WorkingCalendar): Rung | null =>
  rungs.findLast((it) => calendar.addWorkingDays(due, it.offset) <= day) ?? null;
