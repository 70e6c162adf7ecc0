import type { TFunction } from 'i18next';
import { readNumber } from '../language/numbers';
import { documentOf, evidenceOf, type FieldError, textOf, type Values } from './values';

/** A field that a form asks for. `several` keeps its choices as one text, ids parted by commas. */
export interface Asked {
  readonly name: string;
  readonly kind:
    | 'words'
    | 'long'
    | 'number'
    | 'percent'
    | 'day'
    | 'document'
    | 'agency'
    | 'choice'
    | 'pick'
    | 'several'
    | 'request'
    | 'amount'
    | 'evidence';
  readonly label: string;
  readonly help?: string | undefined;
  readonly required?: boolean;
  /** Of a long text: characters; absent: 4,000. */
  readonly longest?: number;
  /** Of a day: the last that may be chosen. */
  readonly latest?: string;
  /** Of an amount: what stands behind the number, `%` or `triệu đồng`. */
  readonly unit?: string;
  /** Of a request: the task whose waiting requests are offered. */
  readonly of?: string;
  readonly options?: readonly { readonly value: string; readonly label: string }[] | undefined;
}

/** What is missing, one sentence a field. Whether it is right is for the server to say. */
export function faultsOf(fields: readonly Asked[], values: Values, t: TFunction): FieldError[] {
  return fields.flatMap((field) => {
    if (field.kind === 'document') {
      const { number, on } = documentOf(values, field.name);
      const lacks = (field.required || on) && !number.trim();
      return lacks ? [{ field: field.name, message: t('forms.missingDocument') }] : [];
    }
    const text = textOf(values, field.name).trim();
    if (field.kind === 'percent' && text && (readNumber(text) ?? 101) > 100)
      return [{ field: field.name, message: t('forms.notPercent', { text }) }];
    const lacks = field.required && !text;
    return lacks ? [{ field: field.name, message: t('forms.missing', { label: field.label.toLowerCase() }) }] : [];
  });
}

/** The fields by their names; what was left empty is not sent. */
export function bodyOf(fields: readonly Asked[], values: Values): Record<string, unknown> {
  const body: Record<string, unknown> = {};
  for (const field of fields) {
    const value = sent(field, values);
    if (value !== undefined) body[field.name] = value;
  }
  return body;
}

function sent({ kind, name }: Asked, values: Values): unknown {
  if (kind === 'evidence') return evidenceOf(values, name);
  if (kind === 'document') {
    const { number, on } = documentOf(values, name);
    return number.trim() ? { number: number.normalize('NFC').trim(), ...(on ? { on } : {}) } : undefined;
  }
  const text = textOf(values, name).normalize('NFC').trim();
  if (!text) return undefined;
  if (kind === 'number') return Number(text);
  if (kind === 'percent') return readNumber(text) ?? undefined;
  return kind === 'several' ? text.split(',') : text;
}
