import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { HistoryRow } from '../api/answers';
import { said } from '../language';
import { day, dayOf, moment } from '../language/dates';
import { useMay } from '../session/Session';
import { Simulated } from '../tasks/parts/marks';
import { aboutOf } from './about';
import style from './history.module.css';
import { isKnownType } from './kinds';

/** One event of the record: its kind, its sentence, what it is about, who did it. */
export function HistoryLine({ row, nameOf, showRaw }: { row: HistoryRow; nameOf: (id: string) => string; showRaw: () => void }) {
  const { t } = useTranslation();
  const about = aboutOf(row.stream);
  const task = row.stream.startsWith('task-');
  const [replays, readsAll] = [useMay('replay'), useMay('read-history')];
  const late = row.on !== null && row.on !== dayOf(row.recordedAt);
  return (
    <li className={style.line} data-row>
      <span className={style.time}>{moment(row.recordedAt).slice(0, 5)}</span>
      <div>
        <span className={style.kind}>{isKnownType(row.type) ? t(`events.types.${row.type}`) : row.type}</span>
        <p className={style.sentence}>{said(row)}</p>
        <p className={style.meta}>
          {about && (
            <Link
              {...about.link}
              {...(task ? { search: { event: String(row.version) } } : {})}
              {...(task || row.stream.startsWith('obstacle-') ? { hash: `event-${row.version}` } : {})}
            >
              {[t(`history.about.${about.kind}`, { code: about.code }), about.agency && nameOf(about.agency)]
                .filter(Boolean)
                .join(' · ')}
            </Link>
          )}
          <span>
            {row.actor.role === 'system'
              ? t('history.system')
              : (row.actor.name ?? row.actor.agencyName ?? (row.actor.agency ? nameOf(row.actor.agency) : row.actor.user))}
          </span>
          {late && <strong>{t('history.occurred', { day: day(row.on) })}</strong>}
          <span>{t('history.position', { position: row.position })}</span>
          {row.simulated && <Simulated />}
        </p>
      </div>
      <div className={style.lineActions}>
        {task && (replays || readsAll) && (
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
