import { existsSync, readFileSync } from 'node:fs';
import { type LocalDate, localDate, Refusal } from '#language';

/** How many units of a level a place had, from a day until the day it changed. */
export interface AdministrativeUnits {
  readonly place: string;
  /** As documents print it: "cấp xã". */
  readonly level: string;
  readonly count: number;
  readonly from: LocalDate;
  /** The first day on which it was no longer so; null: still so. */
  readonly to: LocalDate | null;
  readonly source: string;
}

/** Reads the counts from a JSON list. A file that is not there gives none. */
export function administrativeUnitsIn(file: string): AdministrativeUnits[] {
  if (!existsSync(file)) return [];
  const list: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (!Array.isArray(list)) throw malformed(file);
  return list.map((row: unknown, i) => {
    if (typeof row !== 'object' || row === null) throw malformed(`${file}[${i}]`);
    const it: Readonly<Record<string, unknown>> = { ...row };
    const { place, level, count, source } = it;
    if (typeof place !== 'string' || typeof level !== 'string' || typeof count !== 'number' || typeof source !== 'string')
      throw malformed(`${file}[${i}]`);
    const to = it.to === null ? null : localDate(String(it.to), 'to');
    return { place, level, count, from: localDate(String(it.from), 'from'), to, source };
  });
}

const malformed = (field: string) =>
  new Refusal('malformed-administrative-units', {
    kind: 'invalid',
    field,
    vi: `Bảng số đơn vị hành chính không hợp lệ ở ${field}.`,
    en: `The table of administrative units is not valid at ${field}.`,
  });
