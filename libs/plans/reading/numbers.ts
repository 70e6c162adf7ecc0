/** A printed number and how sure its reading is. `unit` is what one step of the last printed digit is worth. */
export interface PrintedNumber {
  readonly value: number;
  readonly printed: string;
  readonly unit: number;
  /** The other way to read it, when the print leaves it open: "1.200" as one point two, "1,200" as thousands. */
  readonly otherwise: number | null;
}

/**
 * Reads one number as Vietnamese documents print it: groups of three after "." are thousands, one or two digits after
 * "," or "." are decimals (both marks occur in one table). Three digits after a single "," are open, and so is a lone
 * "1.200" where a percentage is expected. Null when it is not a number.
 */
export function readNumber(text: string, expected: 'amount' | 'percent' = 'amount'): PrintedNumber | null {
  const printed = text.trim();
  const number = (value: number, unit: number, otherwise: number | null = null) => ({ value, printed, unit, otherwise });
  if (/^\d+$/.test(printed)) return number(Number(printed), 1);
  if (/^\d{1,3}(\.\d{3})+(,\d{1,2})?$/.test(printed)) {
    const [whole = '', part = ''] = printed.split(',');
    const value = Number(`${whole.replaceAll('.', '')}.${part || '0'}`);
    const lone = /^\d{1,3}\.\d{3}$/.test(printed) && expected === 'percent';
    return number(value, 10 ** -part.length, lone ? Number(printed) : null);
  }
  if (/^\d{1,3}(,\d{3}){2,}$/.test(printed)) return number(Number(printed.replaceAll(',', '')), 1);
  if (/^\d{1,3},\d{3}$/.test(printed)) return number(Number(printed.replace(',', '.')), 0.001, Number(printed.replace(',', '')));
  const decimal = /^(\d+)[.,](\d{1,2})$/.exec(printed);
  if (decimal) return number(Number(`${decimal[1]}.${decimal[2]}`), 10 ** -(decimal[2] ?? '').length);
  return null;
}

/** 98.13 as `98,13`: decimals after a comma, thousands after a dot, at most two decimals. */
export function printNumber(value: number): string {
  const [whole = '0', part] = String(Math.round(value * 100) / 100).split('.');
  return whole.replace(/\B(?=(\d{3})+$)/g, '.') + (part ? `,${part}` : '');
}

/** 98.13 as `98,13%`. */
export const printPercent = (value: number): string => `${printNumber(value)}%`;

/** Money in million đồng. Null when the cell is blank or not a number. */
export const readMoney = (text: string): number | null => (text.trim() === '' ? null : (readNumber(text)?.value ?? null));
