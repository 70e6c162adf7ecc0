import { useTranslation } from 'react-i18next';
import type { HistoryRow } from '../api/answers';
import { day, moment } from '../language/dates';
import style from './history.module.css';

/** The event as it lies in the log. */
export function Raw({ row }: { row: HistoryRow }) {
  const { t } = useTranslation();
  const facts: [string, string][] = [
    [t('history.stream'), row.stream],
    [t('history.versionOf'), String(row.version)],
    [t('history.positionOf'), row.position],
    [t('history.recordedAt'), `${moment(row.recordedAt)} (${row.recordedAt})`],
    [t('history.occurredOn'), day(row.on)],
    [
      t('history.person'),
      `${row.actor.name ?? '—'} (${row.actor.user}, ${row.actor.role}${row.actor.agency ? `, ${row.actor.agency}` : ''})`,
    ],
    ['id', row.id],
  ];
  return (
    <>
      <dl className={style.facts}>
        {facts.map(([term, value]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <pre className={style.raw}>{JSON.stringify({ type: row.type, data: row.data }, null, 2)}</pre>
    </>
  );
}
