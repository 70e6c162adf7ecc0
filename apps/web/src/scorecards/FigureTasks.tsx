import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Figure } from '../api/scorecards';
import { isKnownType } from '../history/kinds';
import { day, moment } from '../language/dates';
import { StatusTag } from '../tasks/parts/StatusTag';
import { taskLink } from '../tasks/parts/words';
import style from './scorecards.module.css';

/** The tasks that a figure counts, and the events that made each of them count. */
export function FigureTasks({ tasks }: { tasks: Figure['tasks'] }) {
  const { t } = useTranslation();
  return (
    <ul className={style.behind}>
      {tasks.map((task) => (
        <li key={task.id}>
          <p className={style.behindHead}>
            <span className={style.code}>{task.item}</span>
            <StatusTag status={task.status} />
            <Link {...taskLink(task)}>{task.title}</Link>
            {task.excusedDays > 0 && <span>{t('scorecards.excused', { late: task.lateDays, excused: task.excusedDays })}</span>}
          </p>
          {task.events.length === 0 ? (
            <p className={style.none}>{t('scorecards.noEvent')}</p>
          ) : (
            <ol className={style.events}>
              {task.events.map((event) => (
                <li key={event.id}>
                  <Link {...taskLink(task)} search={{ event: String(event.version) }} hash={`event-${event.version}`}>
                    {t('task.eventRef', { version: event.version })}
                  </Link>{' '}
                  {isKnownType(event.type) ? t(`events.types.${event.type}`) : event.type}
                  {event.on && ` · ${day(event.on)}`} · {t('history.recorded', { moment: moment(event.recordedAt) })}
                </li>
              ))}
            </ol>
          )}
        </li>
      ))}
    </ul>
  );
}
