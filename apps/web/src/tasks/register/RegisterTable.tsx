import { Link } from '@tanstack/react-router';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { useGroupName } from '../../agencies/groupName';
import type { TaskRow } from '../../api/answers';
import { Distance, Progress, Simulated } from '../parts/marks';
import { StatusTag } from '../parts/StatusTag';
import { dueReading, printedDue, reportAge, taskLink } from '../parts/words';
import { grouped } from './groups';
import style from './register.module.css';

export function RegisterTable({ rows, sort }: { rows: TaskRow[]; sort: string }) {
  const { t } = useTranslation();
  const groups = grouped(rows, sort, t);
  return (
    <div className={style.scroll}>
      <table className={style.table}>
        <caption className="visually-hidden">{t('tasks.title')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('tasks.code')}</th>
            <th scope="col">{t('tasks.task')}</th>
            <th scope="col">{t('tasks.agency')}</th>
            <th scope="col">{t('tasks.coordinating')}</th>
            <th scope="col">{t('tasks.due')}</th>
            <th scope="col">{t('tasks.status')}</th>
            <th scope="col">{t('tasks.progress')}</th>
            <th scope="col" className={style.num}>
              {t('tasks.evidence')}
            </th>
          </tr>
        </thead>
        <tbody>
          {groups.map((group) => (
            <Fragment key={group.key}>
              {group.heading && (
                <tr className={style.group}>
                  {/* The fourth column is not shown on a small screen; a heading across all eight would keep its place empty. */}
                  <th scope="rowgroup" colSpan={3}>
                    {group.heading}
                  </th>
                  <td />
                  <td colSpan={4} />
                </tr>
              )}
              {group.rows.map((task) => (
                <Row key={task.id} task={task} />
              ))}
            </Fragment>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ task }: { task: TaskRow }) {
  const { t } = useTranslation();
  const groupName = useGroupName();
  const [first, ...others] = task.coordinating;
  return (
    <tr className={style.row} data-row data-status={task.status}>
      <td className={style.code}>{task.item}</td>
      <td className={style.title}>
        <Link {...taskLink(task)}>{task.title}</Link>
        {task.simulated && <Simulated />}
      </td>
      <td>
        {task.agency.name}
        {task.group && (
          <Link to="/tasks" search={{ group: task.group }} className={style.under}>
            {t('tasks.ofGroup', { group: groupName(task.group) })}
          </Link>
        )}
      </td>
      <td className={style.quiet}>
        {first?.printed ?? '—'}
        {others.length > 0 && (
          <span title={others.map((it) => it.printed).join('; ')} className={style.under}>
            {t('tasks.others', { count: others.length })}
          </span>
        )}
      </td>
      <td>
        <span className={style.day}>{dueReading(t, task.due)}</span>
        <span className={style.under}>{printedDue(t, task.due)}</span>
      </td>
      <td>
        <StatusTag status={task.status} />
        <span className={style.under}>
          <Distance task={task} />
          {task.delayedDeclared && <span> {t('tasks.declared')}</span>}
        </span>
      </td>
      <td>
        <Progress value={task.progress} />
        <span className={style.under}>{reportAge(t, task)}</span>
      </td>
      <td className={style.num}>{task.evidence}</td>
    </tr>
  );
}
