import type { TFunction } from 'i18next';
import type { TargetFigure, TargetView } from '../api/tables';
import type { Asked } from '../form/asked';
import { textOf, type Values } from '../form/values';
import { said } from '../language';

/** The fields of a figure, as the chosen part of the sentence asks for them: a state, a percentage or its two parts, a number. */
export const measuring =
  (view: TargetView, t: TFunction) =>
  (values: Values): readonly Asked[] => {
    const label = (name: 'threshold') => t(`targets.fields.${name}`);
    const parts = view.components;
    const key = parts.length === 1 ? parts[0]?.key : textOf(values, 'threshold');
    const part = parts.find((it) => it.key === key);
    const named = (name: string) => label(name as 'threshold');
    const offered = (name: string, all: readonly string[]) =>
      all.map((value) => ({ value, label: t(`targets.choices.${name}.${value}` as 'targets.choices.basis.measured') }));
    return [
      ...(parts.length > 1
        ? [
            {
              name: 'threshold',
              kind: 'choice',
              label: named('threshold'),
              required: true,
              options: parts.map((it) => ({ value: it.key, label: `${said(it.asks)} · ${it.of}` })),
            } as const,
          ]
        : []),
      ...(view.scopes.length > 1
        ? [
            {
              name: 'scope',
              kind: 'choice',
              label: named('scope'),
              required: true,
              options: offered('scope', view.scopes),
            } as const,
          ]
        : []),
      ...figure(part, named, offered, t),
      {
        name: 'basis',
        kind: 'choice',
        label: named('basis'),
        required: true,
        options: offered('basis', ['measured', 'estimated']),
      },
      { name: 'source', kind: 'words', label: named('source'), required: true, help: t('targets.help.source') },
      { name: 'from', kind: 'day', label: named('from'), required: true },
      { name: 'to', kind: 'day', label: named('to'), required: true },
      { name: 'document', kind: 'document', label: t('forms.fields.document') },
      { name: 'evidence', kind: 'evidence', label: t('forms.fields.evidence') },
      { name: 'note', kind: 'long', label: t('forms.fields.note') },
    ];
  };

function figure(
  part: TargetView['components'][number] | undefined,
  named: (name: string) => string,
  offered: (name: string, all: readonly string[]) => NonNullable<Asked['options']>,
  t: TFunction,
): readonly Asked[] {
  if (!part) return [];
  if (part.kind === 'state')
    return [
      { name: 'reached', kind: 'choice', label: named('reached'), required: true, options: offered('reached', ['yes', 'no']) },
    ];
  if (part.kind !== 'percent')
    return [
      { name: 'value', kind: 'amount', label: named('value'), required: true, unit: part.unit, help: t('targets.help.number') },
    ];
  return [
    { name: 'numerator', kind: 'amount', label: named('numerator'), help: t('targets.help.ratio') },
    { name: 'denominator', kind: 'amount', label: named('denominator') },
    { name: 'value', kind: 'amount', label: named('percent'), unit: '%', help: t('targets.help.percent') },
  ];
}

/** A measurement as the server takes it. */
export function measurementOf(view: TargetView, given: Record<string, unknown>): unknown {
  const { from, to, reached, ...rest } = given;
  const [only] = view.scopes;
  return {
    ...(view.scopes.length === 1 && only ? { scope: only } : {}),
    ...rest,
    period: { from, to },
    ...(reached === undefined ? {} : { reached: reached === 'yes' }),
  };
}

/** What the form begins with: this year up to today, or the figure that is put right. */
export function measurementBegins(view: TargetView, like: TargetFigure | undefined, today: string): Values {
  if (!like)
    return {
      ...(view.scopes.length > 1 ? { scope: 'whole' } : {}),
      from: `${today.slice(0, 4)}-01-01`,
      to: today,
      basis: 'measured',
    };
  return {
    ...(view.components.length > 1 ? { threshold: like.threshold } : {}),
    ...(view.scopes.length > 1 ? { scope: like.body ? 'own' : 'whole' } : {}),
    value: like.numerator === null ? comma(like.typed) : undefined,
    numerator: comma(like.numerator),
    denominator: comma(like.denominator),
    ...(like.reached === null ? {} : { reached: like.reached ? 'yes' : 'no' }),
    basis: like.basis,
    source: like.source,
    from: like.period.from,
    to: like.period.to,
    note: like.note ?? undefined,
  };
}

/** 1.5 would read as fifteen hundred to nobody, but 1.250 might; a comma is never in doubt. */
const comma = (value: string | null): string | undefined => value?.replace('.', ',');
