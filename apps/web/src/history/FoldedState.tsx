import { useTranslation } from 'react-i18next';
import { useGroupName } from '../agencies/groupName';
import { useAgencyName } from '../agencies/useAgencyName';
import { day } from '../language/dates';
import style from './history.module.css';

const parts = [
  'assigned',
  'owners',
  'dues',
  'coordination',
  'milestones',
  'reports',
  'claims',
  'extensions',
  'delays',
  'phases',
  'exceeded',
  'objectiveCauses',
] as const;
type Part = (typeof parts)[number];
const isPart = (key: string): key is Part => (parts as readonly string[]).includes(key);

/** The state that folding the events gives, part by part; what the last event changed is marked. */
export function FoldedState({ now, before }: { now: Record<string, unknown>; before: Record<string, unknown> | null }) {
  const { t } = useTranslation();
  return (
    <div className={style.state}>
      {Object.entries(now)
        .filter(([key]) => key !== 'version')
        .map(([key, value]) => {
          const changed = before !== null && JSON.stringify(before[key]) !== JSON.stringify(value);
          return (
            <section key={key} className={changed ? style.changed : undefined}>
              <h3>
                {isPart(key) ? t(`history.state.${key}`) : key}
                {changed && <span> {t('history.changed')}</span>}
              </h3>
              <Value value={value} />
            </section>
          );
        })}
    </div>
  );
}

function Value({ value }: { value: unknown }) {
  const { t } = useTranslation();
  const nameOf = useAgencyName();
  const groupOf = useGroupName();
  if (value === null || value === undefined || value === '') return <span>—</span>;
  if (Array.isArray(value))
    return value.length === 0 ? (
      <span>—</span>
    ) : (
      <ol className={style.values}>
        {value.map((it, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: entries of a fold have no other identity and never move
          <li key={i}>
            <Value value={it} />
          </li>
        ))}
      </ol>
    );
  if (typeof value === 'object')
    return (
      <dl className={style.pairs}>
        {Object.entries(value)
          .filter(([, it]) => it !== null && !(Array.isArray(it) && it.length === 0))
          .map(([key, it]) => (
            <div key={key}>
              <dt>{t(`events.fields.${key}` as 'events.fields.plan', { defaultValue: key })}</dt>
              <dd>
                <Value value={it} />
              </dd>
            </div>
          ))}
      </dl>
    );
  const text = String(value);
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return <span>{day(text)}</span>;
  // Ids of bodies by their names, words of the program in the reader's language, everything else as it was written.
  const named = nameOf(text) === text ? groupOf(text) : nameOf(text);
  return (
    <span>{/^[a-z-]+$/.test(text) ? t(`events.values.${text}` as 'events.values.date', { defaultValue: named }) : named}</span>
  );
}
