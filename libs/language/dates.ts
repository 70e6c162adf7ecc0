import { Temporal } from 'temporal-polyfill';
import { Refusal } from './refusal.js';

/** A day in the civil calendar of the province, `2025-03-31`. Due dates are days, never instants. */
export type LocalDate = string & { readonly __brand: 'LocalDate' };

/** A moment in UTC with milliseconds, `2025-03-31T16:59:00.000Z`. When a thing was recorded. */
export type Instant = string & { readonly __brand: 'Instant' };

/** Reads `2025-03-31`. Refuses anything that is not a real day of the years 1900 to 2199. */
export function localDate(text: string, field = 'date'): LocalDate {
  if (real.has(text)) return text as LocalDate;
  const refusal = () =>
    new Refusal('not-a-date', {
      kind: 'invalid',
      field,
      vi: `“${text}” không phải là một ngày; cần dạng 2025-03-31.`,
      en: `“${text}” is not a day; write it as 2025-03-31.`,
    });
  // A day that does not exist is another one when it is written again: 30 February, the 2nd of March.
  if (!/^(19|20|21)\d\d-\d\d-\d\d$/.test(text) || dayAt(Date.parse(text)) !== text) throw refusal();
  real.add(text);
  return text as LocalDate;
}

/** Days that were read before; three hundred years have some 110,000. */
const real = new Set<string>();

const dayMs = 86_400_000;
const dayAt = (ms: number): LocalDate | null =>
  Number.isNaN(ms) ? null : (new Date(ms).toISOString().slice(0, 10) as LocalDate);

/** Midnight of a bare day as UTC counts it. A rebuild counts millions of days, and Temporal takes a hundred times as long. */
function midnight(day: LocalDate): number {
  const ms = Date.parse(day);
  if (Number.isNaN(ms)) throw new RangeError(`not a day: ${day}`);
  return ms;
}

/** Reads an ISO 8601 moment with an offset and gives it in UTC. */
export function instant(text: string, field = 'instant'): Instant {
  // As we write them, which is how nearly all come; Temporal takes a hundred times as long.
  const written = Date.parse(text);
  if (!Number.isNaN(written) && new Date(written).toISOString() === text) return text as Instant;
  try {
    const ms = Temporal.Instant.from(text).epochMilliseconds;
    return new Date(ms).toISOString() as Instant;
  } catch {
    throw new Refusal('not-an-instant', {
      kind: 'invalid',
      field,
      vi: `“${text}” không phải là một thời điểm; cần dạng 2025-03-31T17:00:00+07:00.`,
      en: `“${text}” is not a moment; write it as 2025-03-31T17:00:00+07:00.`,
    });
  }
}

/** Up to when a thing was known: a moment, or a bare day, which means the last millisecond of that day in the province. */
export function knownUpTo(text: string, field = 'knownOn'): Instant {
  const isDay = /^\d{4}-\d\d-\d\d$/.test(text);
  return instant(isDay ? `${localDate(text, field)}T23:59:59.999+07:00` : text, field);
}

const provinces = 'Asia/Ho_Chi_Minh';
/** Since June 1975 the provinces' clocks have stood seven hours ahead of UTC, all year. */
const [aheadMs, aheadSince] = [7 * 3_600_000, Date.UTC(1976, 0)] as const;

/** The days of hours of UTC, as moments begin, that were asked about before; a year has 8,760. */
const dayOfHour = new Map<string, LocalDate>();
const hoursKept = 100_000;

/** The day that a moment falls on in the given time zone. 23:30 in Cà Mau is still that day. */
export function dayOf(moment: Instant, zone = provinces): LocalDate {
  const hour = zone === provinces && moment.endsWith('Z') ? moment.slice(0, 13) : null;
  const known = hour === null ? undefined : dayOfHour.get(hour);
  if (known !== undefined) return known;
  const ms = Date.parse(moment);
  const day = zone === provinces && ms >= aheadSince ? dayAt(ms + aheadMs) : null;
  if (!day) return Temporal.Instant.from(moment).toZonedDateTimeISO(zone).toPlainDate().toString() as LocalDate;
  if (hour !== null && dayOfHour.size < hoursKept) dayOfHour.set(hour, day);
  return day;
}

export function addDays(day: LocalDate, days: number): LocalDate {
  if (days === 0) return day;
  return new Date(midnight(day) + days * dayMs).toISOString().slice(0, 10) as LocalDate;
}

/** Calendar days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: LocalDate, to: LocalDate): number {
  return (midnight(to) - midnight(from)) / dayMs;
}

/** As people read it, in both languages: `31/03/2025`. */
export const shown = (day: LocalDate): string => `${day.slice(8, 10)}/${day.slice(5, 7)}/${day.slice(0, 4)}`;

/** The later of two days. */
export const laterOf = (a: LocalDate, b: LocalDate): LocalDate => [a, b].sort()[1] ?? a;
