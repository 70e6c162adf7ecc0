import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { HistoryRow } from '../api/answers';
import { said } from '../language';
import { day, dayOf, moment } from '../language/dates';
import { Simulated } from '../tasks/parts/marks';
import style from './history.module.css';
import { isKnownType } from './kinds';

const taskOf = (stream: string): string | null => (stream.startsWith('task-') ? stream.slice('task-'.length) : null);

export function HistoryLine({ row, showRaw }: { row: HistoryRow; showRaw: () => void }) {
  const { t } = useTranslation();
  const task = taskOf(row.stream);
  const [plan = '', item = '', agency = ''] = task?.split('/') ?? [];
  const late = row.on !== null && row.on !== dayOf(row.recordedAt);
  return (
    <li className={style.line} data-row>
      <span className={style.time}>{moment(row.recordedAt).slice(0, 5)}</span>
      <div>
        <span className={style.kind}>{isKnownType(row.type) ? t(`history.types.${row.type}`) : row.type}</span>
        <p className={style.sentence}>{said(row)}</p>
        <p className={style.meta}>
          {task && (
            <Link
              to="/tasks/$plan/$item/$agency"
              params={{ plan, item, agency }}
              search={{ event: String(row.version) }}
              hash={`event-${row.version}`}
            >
              {task}
            </Link>
          )}
          <span>
            {row.actor.role === 'system'
              ? t('history.system')
              : (row.actor.name ?? row.actor.agencyName ?? row.actor.agency ?? row.actor.user)}
          </span>
          {late && <strong>{t('history.occurred', { day: day(row.on) })}</strong>}
          <span>{t('history.position', { position: row.position })}</span>
          {row.simulated && <Simulated />}
        </p>
      </div>
      <div className={style.lineActions}>
        {task && (
          <Link to="/history/replay" search={{ stream: row.stream, version: String(row.version) }}>
            {t('history.replay')}
          </Link>
        )}
        <button type="button" onClick={showRaw}>
          {t('history.rawShort')}
          <span className="visually-hidden"> {t('history.number', { version: row.version })}</span>
        </button>
      </div>
    </li>
  );
}
