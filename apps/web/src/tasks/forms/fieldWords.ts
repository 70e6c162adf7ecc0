import type { TFunction } from 'i18next';
import { documentOf, evidenceOf, textOf, type Values } from '../../form/values';
import { day } from '../../language/dates';
import type { Field } from './actions';
import { dueOf, partiesOf } from './values';

/** A field's value as one reads it; empty when nothing was entered. */
export function fieldWords(field: Field, values: Values, t: TFunction): string {
  const text = textOf(values, field.name);
  switch (field.kind) {
    case 'evidence':
      return evidenceOf(values, field.name)
        .map((it) => it.name)
        .join(', ');
    case 'parties':
      return partiesOf(values, field.name)
        .map((it) => it.printed)
        .join('; ');
    case 'document': {
      const it = documentOf(values, field.name);
      return it.number && it.on ? t('forms.documentWords', { number: it.number, day: day(it.on) }) : it.number;
    }
    case 'due': {
      const it = dueOf(values, field.name);
      return it.kind === 'date' ? day(it.on) : t(`forms.dueKinds.${it.kind}`);
    }
    case 'day':
    case 'past-day':
    case 'future-day':
      return text ? day(text) : '';
    case 'cause':
      return text ? t(`forms.causes.${text}` as 'forms.causes.own') : '';
    case 'percent':
      return text ? `${text.replace('%', '')}%` : '';
    default:
      return text;
  }
}
