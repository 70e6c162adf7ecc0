import { useTranslation } from 'react-i18next';
import { useAgencyName } from '../agencies/useAgencyName';
import type { HistoryRow } from '../api/answers';
import { said } from '../language';
import { day, dayOf, moment } from '../language/dates';
import { Simulated } from '../tasks/parts/marks';
import style from './history.module.css';
import { kindOf } from './kinds';

/** One event as a sentence: what, who, when recorded; and when it happened, where that was another day. */
export function EventLine({ row, outside, marked }: { row: HistoryRow; outside?: boolean; marked?: boolean }) {
  const { t } = useTranslation();
  const nameOf = useAgencyName();
  const late = row.on !== null && row.on !== dayOf(row.recordedAt);
  return (
    <li
      id={`event-${row.version}`}
      tabIndex={-1}
      className={style.event}
      data-kind={kindOf(row.type)}
      data-outside={outside || undefined}
      data-marked={marked || undefined}
    >
      <p className={style.sentence}>{said(row)}</p>
      <p className={style.meta}>
        <span>{t('history.number', { version: row.version })}</span>
        <span>{t('history.recorded', { moment: moment(row.recordedAt) })}</span>
        {late && <strong>{t('history.occurred', { day: day(row.on) })}</strong>}
        <span>
          {row.actor.role === 'system'
            ? t('history.system')
            : (row.actor.name ?? row.actor.agencyName ?? (row.actor.agency ? nameOf(row.actor.agency) : row.actor.user))}
        </span>
        {row.simulated && <Simulated />}
        {outside && <span>{t('history.notYet')}</span>}
      </p>
    </li>
  );
}
