import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type LocalDate, localDate, Refusal } from '#language';

/** Days off together, weekends among them included. An empty source means nobody has confirmed it yet. */
export interface DaysOff {
  readonly from: LocalDate;
  readonly to: LocalDate;
  readonly vi: string;
  readonly en: string;
  readonly source: string;
  /** The day it was announced, from which it counts. Null: known before the year began. */
  readonly announcedOn: LocalDate | null;
}

/** A Saturday or Sunday worked in exchange for a weekday off (hoán đổi ngày làm việc). */
export interface WorkedWeekend {
  readonly on: LocalDate;
  readonly insteadOf: LocalDate;
  readonly source: string;
  readonly announcedOn: LocalDate | null;
}

/** One year's days off for civil servants, as announced. Data, never computed: swaps are decided each year by the Government. */
export interface HolidayTable {
  readonly year: number;
  readonly off: readonly DaysOff[];
  readonly worked: readonly WorkedWeekend[];
}

/** Reads one table. Refuses what is not one, naming the field; a date outside the table's year is refused too. */
export function holidayTable(json: unknown, file = 'holidays'): HolidayTable {
  const table = recordOf(json, file);
  const year = table.year;
  if (typeof year !== 'number' || !Number.isInteger(year)) throw malformed(`${file}.year`, year);
  const day = (value: unknown, field: string): LocalDate => {
    const read = localDate(textOf(value, field), field);
    if (!read.startsWith(`${year}-`)) throw malformed(field, value);
    return read;
  };
  const announced = (value: unknown, field: string) =>
    value === null || value === undefined ? null : localDate(textOf(value, field), field);
  const off = listOf(table.off, `${file}.off`).map((row, i) => {
    const at = `${file}.off[${i}]`;
    const it = recordOf(row, at);
    const from = day(it.from, `${at}.from`);
    const to = day(it.to, `${at}.to`);
    if (to < from) throw malformed(`${at}.to`, to);
    return {
      from,
      to,
      vi: textOf(it.vi, `${at}.vi`),
      en: textOf(it.en, `${at}.en`),
      source: textOf(it.source, `${at}.source`),
      announcedOn: announced(it.announcedOn, `${at}.announcedOn`),
    };
  });
  const worked = listOf(table.worked, `${file}.worked`).map((row, i) => {
    const at = `${file}.worked[${i}]`;
    const it = recordOf(row, at);
    return {
      on: day(it.on, `${at}.on`),
      insteadOf: day(it.insteadOf, `${at}.insteadOf`),
      source: textOf(it.source, `${at}.source`),
      announcedOn: announced(it.announcedOn, `${at}.announcedOn`),
    };
  });
  return { year, off, worked };
}

/** Reads every `<year>.json` of a folder, oldest first. */
export function holidayTablesIn(folder: string): HolidayTable[] {
  return readdirSync(folder)
    .filter((name) => /^\d{4}\.json$/.test(name))
    .sort()
    .map((name) => holidayTable(JSON.parse(readFileSync(path.join(folder, name), 'utf8')), name));
}

const malformed = (field: string, value: unknown) =>
  new Refusal('malformed-holiday-table', {
    kind: 'invalid',
    field,
    vi: `Bảng ngày nghỉ: giá trị “${String(value)}” ở ${field} không hợp lệ.`,
    en: `Holiday table: the value “${String(value)}” at ${field} is not valid.`,
  });

function recordOf(value: unknown, field: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw malformed(field, value);
  return { ...value };
}

function listOf(value: unknown, field: string): readonly unknown[] {
  if (!Array.isArray(value)) throw malformed(field, value);
  return value;
}

function textOf(value: unknown, field: string): string {
  if (typeof value !== 'string') throw malformed(field, value);
  return value;
}
