import { language } from './index';

const zone = 'Asia/Ho_Chi_Minh';
const locale = () => (language() === 'en' ? 'en-GB' : 'vi-VN');

/** `2025-03-31` as 31/03/2025, two digits always; the default of Intl for Vietnamese prints 5/2/2025. */
export const day = (date: string | null | undefined): string => {
  const parts = date?.slice(0, 10).split('-');
  return parts?.length === 3 ? `${parts[2]}/${parts[1]}/${parts[0]}` : '—';
};

/** Thứ Hai … Chủ Nhật. */
export const weekday = (date: string): string =>
  new Intl.DateTimeFormat(locale(), { weekday: 'long', timeZone: 'UTC' }).format(new Date(`${date.slice(0, 10)}T00:00:00Z`));

/** A moment in the province's zone: 17:05 31/03/2025. */
export function moment(instant: string | null | undefined): string {
  if (!instant) return '—';
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(new Date(instant));
  const of = (type: string) => parts.find((p) => p.type === type)?.value ?? '';
  return `${of('hour')}:${of('minute')} ${of('day')}/${of('month')}/${of('year')}`;
}

/** The day of a moment in the province's zone, as `2025-03-31`. */
export const dayOf = (instant: string): string => new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(new Date(instant));

export const today = (): string => dayOf(new Date().toISOString());

/** Reads 31/3/2025, 31-03-2025, 31032025 or 2025-03-31; null when it is no day. */
export function readDay(text: string): string | null {
  const it = text.trim();
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(it);
  const vn = /^(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})$/.exec(it) ?? /^(\d{2})(\d{2})(\d{4})$/.exec(it);
  const [y, m, d] = iso ? [iso[1], iso[2], iso[3]] : vn ? [vn[3], vn[2], vn[1]] : [];
  if (!y || !m || !d) return null;
  const date = `${y}-${m.padStart(2, '0')}-${d.padStart(2, '0')}`;
  const parsed = new Date(`${date}T00:00:00Z`);
  return Number.isNaN(parsed.getTime()) || parsed.toISOString().slice(0, 10) !== date ? null : date;
}

export const addDays = (date: string, days: number): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

export const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);

/** The last day of a month `2025-02`. */
export function lastDayOf(month: string): string {
  const [y, m] = month.split('-').map(Number);
  return new Date(Date.UTC(y ?? 2000, m ?? 1, 0)).toISOString().slice(0, 10);
}
