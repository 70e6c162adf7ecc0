import { Refusal } from './refusal.js';

/**
 * An exact decimal number as text, `86.41`: no leading plus, no needless zeros. Money and measured values stand in the record
 * like this, because a float cannot hold them.
 */
export type Decimal = string & { readonly __brand: 'Decimal' };

/** Digits before and after the mark. Six after it are single đồng in a million. */
const digits = { whole: 15, part: 6 } as const;

/** Reads `86.41`, `86,41`, `1.349.299`, `-3`, as people type them. Refuses what is no number, and `1.200`, which may be two. */
export function decimal(text: string, field = 'value'): Decimal {
  const said = text.trim();
  const found = /^(-?)(\d+)(?:[.,](\d+))?$/.exec(said) ?? /^(-?)(\d{1,3}(?:\.\d{3})+)(?:,(\d+))?$/.exec(said);
  if (!found) throw notANumber(said, field);
  if (/^-?[1-9]\d{0,2}\.\d{3}$/.test(said)) throw ambiguous(said, field);
  const whole = (found[2] ?? '').replaceAll('.', '').replace(/^0+(?=\d)/, '');
  const part = (found[3] ?? '').replace(/0+$/, '');
  if (whole.length > digits.whole || part.length > digits.part) throw tooLong(said, field);
  const value = part ? `${whole}.${part}` : whole;
  return (value === '0' ? '0' : `${found[1]}${value}`) as Decimal;
}

/** A number that was read from print with at most two decimals. */
export const decimalOf = (value: number): Decimal => decimal(value.toFixed(2));

const notANumber = (said: string, field: string) =>
  new Refusal('not-a-number', {
    kind: 'invalid',
    field,
    vi: `“${said.slice(0, 40)}” không phải là một số; hãy ghi như 86,41 hoặc 1.349.299.`,
    en: `“${said.slice(0, 40)}” is not a number; write it like 86.41 or 1349299.`,
    figures: { given: said.slice(0, 40) },
  });

function ambiguous(said: string, field: string): Refusal {
  const [thousands, decimals] = [said.replace('.', ''), said.replace('.', ',')];
  return new Refusal('ambiguous-number', {
    kind: 'invalid',
    field,
    vi: `“${said}” là ${thousands} hay ${decimals}? Hãy ghi ${thousands} hoặc ${decimals}.`,
    en: `Is “${said}” ${thousands} or ${decimals}? Write ${thousands} or ${decimals}.`,
    figures: { given: said, thousands, decimals },
  });
}

const tooLong = (said: string, field: string) =>
  new Refusal('number-too-long', {
    kind: 'too-large',
    field,
    vi: `Số “${said.slice(0, 40)}” quá dài; tối đa ${digits.whole} chữ số nguyên và ${digits.part} chữ số thập phân.`,
    en: `The number “${said.slice(0, 40)}” is too long; at most ${digits.whole} whole digits and ${digits.part} decimals.`,
    figures: { ...digits },
  });

/** The number as a whole count of its smallest step, with how many decimals that step has. */
function parts(value: Decimal): { readonly count: bigint; readonly places: number } {
  const [whole = '0', part = ''] = value.split('.');
  return { count: BigInt(whole + part), places: part.length };
}

const at = (value: Decimal, places: number): bigint => {
  const it = parts(value);
  return it.count * 10n ** BigInt(places - it.places);
};

function written(count: bigint, places: number): Decimal {
  const text = String(count < 0n ? -count : count).padStart(places + 1, '0');
  const [whole, part] = [text.slice(0, text.length - places), text.slice(text.length - places).replace(/0+$/, '')];
  return `${count < 0n ? '-' : ''}${whole}${part ? `.${part}` : ''}` as Decimal;
}

const placesOf = (...values: readonly Decimal[]): number => Math.max(0, ...values.map((it) => parts(it).places));

export const zero = '0' as Decimal;

/** Negative, zero or positive, as a − b is. */
export function compareDecimals(a: Decimal, b: Decimal): number {
  const places = placesOf(a, b);
  const difference = at(a, places) - at(b, places);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** The sum, exact; of nothing: 0. */
export function sumOf(values: Iterable<Decimal>): Decimal {
  const all = [...values];
  const places = placesOf(...all);
  return written(
    all.reduce((sum, it) => sum + at(it, places), 0n),
    places,
  );
}

export const minus = (a: Decimal, b: Decimal): Decimal => {
  const places = placesOf(a, b);
  return written(at(a, places) - at(b, places), places);
};

/** Compares part/whole as a percentage with `percent`, without rounding: 79,996 % is not 80 %. `whole` is above 0. */
export function compareRatio(part: Decimal, whole: Decimal, percent: Decimal): number {
  const places = placesOf(part, whole);
  const scale = 10n ** BigInt(parts(percent).places);
  const difference = at(part, places) * 100n * scale - parts(percent).count * at(whole, places);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** part/whole in percent, rounded half up to `places` decimals. `whole` is above 0. */
export function percentOf(part: Decimal, whole: Decimal, places = 2): Decimal {
  const scale = placesOf(part, whole);
  const [above, below] = [at(part, scale) * 100n * 10n ** BigInt(places), at(whole, scale)];
  const halfUp = above < 0n ? -((-above * 2n + below) / (below * 2n)) : (above * 2n + below) / (below * 2n);
  return written(halfUp, places);
}

export const decimalPlaces = (value: Decimal): number => parts(value).places;

/** As Vietnamese documents print it, `1.349.299,5`; in English `1,349,299.5`. */
export function shownDecimal(value: Decimal, language: 'vi' | 'en' = 'vi'): string {
  const [thousands, mark] = language === 'vi' ? ['.', ','] : [',', '.'];
  const [whole = '0', part] = value.split('.');
  return whole.replace(/\B(?=(\d{3})+$)/g, thousands) + (part ? `${mark}${part}` : '');
}
