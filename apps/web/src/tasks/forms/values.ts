import type { TFunction } from 'i18next';
import type { Party, TaskView } from '../../api/answers';
import { type DueChoice, documentOf, evidenceOf, type FieldError, textOf, type Values } from '../../form/values';
import { day, today } from '../../language/dates';
import { readNumber } from '../../language/numbers';
import type { Action, Field } from './actions';

export const dueOf = (values: Values, name: string): DueChoice => {
  const value = values[name];
  return typeof value === 'object' && 'kind' in value ? value : { kind: 'date', on: '', every: 'quarter', waitsFor: '' };
};

export const partiesOf = (values: Values, name: string): Party[] => {
  const value = values[name];
  return typeof value === 'object' && 'parties' in value ? value.parties : [];
};

/** What a form begins with: today for what was done, the only claim that waits, and so on. */
export function beginning(action: Action, task: TaskView): Values {
  const values: Values = {};
  for (const field of action.fields) {
    if (field.kind === 'past-day' && field.required) values[field.name] = today();
    if (field.kind === 'parties') values[field.name] = { parties: task.coordinating };
    if (field.kind === 'claim') values[field.name] = task.claims.find((it) => it.state === 'submitted')?.claim;
    if (field.kind === 'report') values[field.name] = task.reports.find((it) => it.state === 'submitted')?.report;
    if (field.kind === 'request') values[field.name] = task.extensions.find((it) => it.state === 'requested')?.request;
  }
  if ('request' in values) values.until = task.extensions.find((it) => it.request === values.request)?.until;
  return values;
}

/** What is missing or cannot be read, one sentence a field, in the order of the form. */
export function faults(action: Action, values: Values, t: TFunction): FieldError[] {
  return action.fields.flatMap((field) => {
    const message = faultOf(field, values, t);
    return message ? [{ field: field.name, message }] : [];
  });
}

function faultOf(field: Field, values: Values, t: TFunction): string | null {
  const label = t(`forms.fields.${field.label ?? field.name}` as 'forms.fields.reason').toLowerCase();
  const text = textOf(values, field.name).trim();
  switch (field.kind) {
    case 'percent': {
      if (!text) return field.required ? t('forms.missing', { label }) : null;
      const value = readNumber(text);
      return value === null || value > 100 ? t('forms.notPercent', { text }) : null;
    }
    case 'past-day':
      if (!text) return field.required ? t('forms.missing', { label }) : null;
      return text > today() ? t('forms.inFuture', { day: day(text), today: day(today()) }) : null;
    case 'document': {
      const it = documentOf(values, field.name);
      if (field.required && !it.number.trim()) return t('forms.missingDocument');
      return it.on && !it.number.trim() ? t('forms.missingDocument') : null;
    }
    case 'due': {
      const it = dueOf(values, field.name);
      if (it.kind === 'date' && !it.on) return t('forms.missing', { label });
      return it.kind === 'dependent' && !it.waitsFor.trim() ? t('forms.missingWaits') : null;
    }
    case 'evidence':
    case 'parties':
      return null;
    default:
      return field.required && !text ? t('forms.missing', { label }) : null;
  }
}

/** The ids that go into the route and the body that the server takes, from checked values. */
export function requestOf(action: Action, values: Values): { ids: string[]; body: Record<string, unknown> } {
  const body: Record<string, unknown> = {};
  for (const field of action.fields) {
    const value = bodyValue(field, values);
    if (value !== undefined) body[field.name] = value;
  }
  if ('entry' in body) {
    const { entry, reason, ...changes } = body;
    return { ids: [], body: { entry, changes, reason } };
  }
  const ids = [...action.route.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => {
    const id = String(body[name] ?? '');
    delete body[name];
    return id;
  });
  return { ids, body };
}

function bodyValue(field: Field, values: Values): unknown {
  const text = textOf(values, field.name).normalize('NFC').trim();
  switch (field.kind) {
    case 'percent':
      return readNumber(text) ?? undefined;
    case 'evidence':
      return evidenceOf(values, field.name);
    case 'parties':
      return partiesOf(values, field.name).map(({ printed, kind, id }) => ({ printed, kind, id }));
    case 'document': {
      const it = documentOf(values, field.name);
      return it.number.trim() ? { number: it.number.normalize('NFC').trim(), ...(it.on ? { on: it.on } : {}) } : undefined;
    }
    case 'due':
      return dueValue(dueOf(values, field.name));
    default:
      return text || undefined;
  }
}

/** The server keeps the printed words beside it and adds that a person decided. */
function dueValue(it: DueChoice): Record<string, string> {
  switch (it.kind) {
    case 'date':
      return { kind: 'date', on: it.on };
    case 'continuous':
      return { kind: 'continuous', every: it.every };
    case 'dependent':
      return { kind: 'dependent', waitsFor: it.waitsFor.normalize('NFC').trim() };
    case 'unset':
      return { kind: 'unset' };
  }
}
