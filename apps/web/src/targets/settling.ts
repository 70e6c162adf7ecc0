import type { TFunction } from 'i18next';
import type { TargetView } from '../api/tables';
import type { Asked } from '../form/asked';
import type { Values } from '../form/values';

/** A body or a group that may implement, as one choice: `agency so-y-te`. */
export interface Body {
  readonly value: string;
  readonly label: string;
}

/** Who implements and who monitors; what is left out stays as it is. */
export const bodiesAsked = (bodies: readonly Body[], t: TFunction): readonly Asked[] => [
  { name: 'executors', kind: 'several', label: t('targets.fields.executors'), options: bodies },
  { name: 'monitor', kind: 'agency', label: t('targets.fields.monitor') },
  { name: 'reason', kind: 'long', label: t('forms.fields.reason'), required: true },
  { name: 'document', kind: 'document', label: t('forms.fields.document') },
];

export const bodiesBegin = (view: TargetView): Values => ({
  executors: view.executors
    .filter((it) => it.id !== null)
    .map((it) => `${it.kind} ${it.id}`)
    .join(','),
  monitor: view.monitor?.id,
});

/** As the server takes them: each with the words it is known by. */
export function bodiesOf(given: Record<string, unknown>, values: Values, bodies: readonly Body[]): unknown {
  const { executors: _, ...rest } = given;
  const chosen = String(values.executors ?? '')
    .split(',')
    .filter(Boolean);
  const executors = chosen.map((value) => {
    const [kind, id] = value.split(' ');
    return { printed: bodies.find((it) => it.value === value)?.label ?? id, kind, id };
  });
  return { ...rest, executors };
}

const fields = ['of', 'kind', 'compare', 'value', 'unit'] as const;
const kinds = ['percent', 'count', 'growth', 'state'] as const;
const comparisons = ['at-least', 'over', 'at-most', 'under'] as const;

/** Each threshold that is read, and room for one more; without words of what is measured there is none. */
export function readingAsked(view: TargetView, t: TFunction): readonly Asked[] {
  const offered = (name: 'kind' | 'compare', all: readonly string[]) =>
    all.map((value) => ({ value, label: t(`targets.choices.${name}.${value}` as 'targets.choices.kind.percent') }));
  return [
    ...view.components.concat(view.components.slice(0, 1)).flatMap((_, nth): Asked[] =>
      fields.map((field) => ({
        name: `${field}-${nth}`,
        kind: field === 'kind' || field === 'compare' ? 'choice' : field === 'value' ? 'amount' : 'words',
        label: t('targets.fields.nth', { nth: nth + 1, field: t(`targets.fields.${field === 'value' ? 'value' : field}`) }),
        ...(field === 'kind' ? { options: offered('kind', kinds) } : {}),
        ...(field === 'compare' ? { options: offered('compare', comparisons) } : {}),
      })),
    ),
    { name: 'reason', kind: 'long', label: t('forms.fields.reason'), required: true },
  ];
}

export const readingBegins = (view: TargetView): Values =>
  Object.fromEntries(
    view.components.flatMap((it, nth) =>
      fields.map((field) => [`${field}-${nth}`, it[field]?.replace('.', field === 'value' ? ',' : '.')]),
    ),
  );

export function readingOf(given: Record<string, unknown>, view: TargetView): unknown {
  const said = (field: string, nth: number) => given[`${field}-${nth}`];
  const thresholds = [...view.components, null].flatMap((_, nth) => {
    if (!said('of', nth)) return [];
    const kind = said('kind', nth) ?? 'percent';
    return [
      {
        of: said('of', nth),
        kind,
        compare: said('compare', nth) ?? 'at-least',
        ...(kind === 'state' ? {} : { value: said('value', nth) }),
        ...(said('unit', nth) ? { unit: said('unit', nth) } : {}),
      },
    ];
  });
  return { thresholds, reason: given.reason };
}
