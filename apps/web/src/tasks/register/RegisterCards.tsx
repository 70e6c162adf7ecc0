import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { TaskRow } from '../../api/answers';
import { Distance, Progress, Simulated } from '../parts/marks';
import { StatusTag } from '../parts/StatusTag';
import { dueReading, reportAge, taskLink } from '../parts/words';
import { grouped } from './groups';
import style from './register.module.css';

/** The register on a phone: the same facts, one card a task. */
export function RegisterCards({ rows, sort }: { rows: TaskRow[]; sort: string }) {
  const { t } = useTranslation();
  return (
    <>
      {grouped(rows, sort, t).map((group) => (
        <section key={group.key}>
          {group.heading && <h2 className={style.cardGroup}>{group.heading}</h2>}
          <ul className={style.cards}>
            {group.rows.map((task) => (
              <li key={task.id}>
                <TaskCard task={task} />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}

export function TaskCard({ task }: { task: TaskRow }) {
  const { t } = useTranslation();
  return (
    <Link {...taskLink(task)} className={style.card} data-row data-status={task.status}>
      <span className={style.cardHead}>
        <span className={style.code}>{task.item}</span>
        <StatusTag status={task.status} />
        <Distance task={task} />
      </span>
      <span className={style.cardTitle}>{task.title}</span>
      <span className={style.cardLine}>{task.agency.name}</span>
      <span className={style.cardFoot}>
        <span>
          {t('tasks.due')}: <strong>{dueReading(t, task.due)}</strong>
        </span>
        <Progress value={task.progress} />
        <span>{reportAge(t, task)}</span>
        {task.simulated && <Simulated />}
      </span>
    </Link>
  );
}
