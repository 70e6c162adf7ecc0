import { language } from './index';

const locale = () => (language() === 'en' ? 'en-GB' : 'vi-VN');

/** 1.234,5 in Vietnamese, 1,234.5 in English. */
export const number = (value: number | null | undefined, decimals = 2): string =>
  value === null || value === undefined
    ? '—'
    : new Intl.NumberFormat(locale(), { maximumFractionDigits: decimals }).format(value);

/** An exact number that came as text, `1349299.5`, with this language's marks; no digit is lost on the way. */
export function exact(value: string | null | undefined): string {
  if (value === null || value === undefined) return '—';
  const [thousands, mark] = language() === 'en' ? [',', '.'] : ['.', ','];
  const [whole = '0', part] = value.split('.');
  return whole.replace(/\B(?=(\d{3})+$)/g, thousands) + (part ? `${mark}${part}` : '');
}

/** 86,43%, as the formula beside it says; null is not zero and is never shown as 100. */
export const percent = (value: number | null | undefined, decimals = 2): string =>
  value === null || value === undefined ? '—' : `${number(value, decimals)}%`;

/** Reads 86,4 · 86.4 · 86,4% · 1.234,5; null when it is no number. */
export function readNumber(text: string): number | null {
  const it = text.replace(/[\s%]/g, '');
  if (!/^\d/.test(it)) return null;
  const grouped = /^\d{1,3}(\.\d{3})+(,\d+)?$/.test(it);
  const plain = (grouped ? it.replace(/\./g, '') : it).replace(',', '.');
  return /^\d+(\.\d+)?$/.test(plain) ? Number(plain) : null;
}

/** 1,2 MB */
export const fileSize = (bytes: number): string =>
  bytes < 1_000_000 ? `${number(Math.max(1, Math.round(bytes / 1000)), 0)} kB` : `${number(bytes / 1_000_000, 1)} MB`;
