import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { TaskView } from '../../api/answers';
import { useRead } from '../../api/queries';
import { taskAt } from '../../api/routes';
import { usePoint } from '../../frame/point';
import { Failed, Loading } from '../../frame/states';
import type { TaskWaiting } from '../../obstacles/answers';
import { likeOf, nowWords, waitedDays } from '../../obstacles/words';
import { useMe } from '../../session/Session';
import { StateTag } from '../parts/StateTag';
import style from './page.module.css';
import look from './waiting.module.css';

const over = ['completed-on-time', 'completed-late', 'cancelled'];

/** Days of the agency's own and days in which it waited for others, beside the lateness; each leads to the obstacle behind it. */
export function Waiting({ task }: { task: TaskView }) {
  const { t } = useTranslation();
  const me = useMe();
  const { asOf, knownOn, past } = usePoint();
  const answer = useRead<TaskWaiting>(taskAt(task.id, 'waiting'), { asOf, knownOn });
  const it = answer.data?.task === task.id ? answer.data : undefined;
  const raises =
    !past && me.permissions.includes('report-progress') && me.agency?.id === task.agency.id && !over.includes(task.status);
  return (
    <section className={style.box} aria-labelledby="waiting">
      <h2 id="waiting">{t('obstacles.ofTask.title')}</h2>
      {!it && answer.isPending && <Loading rows={2} />}
      {!it && answer.error && <Failed error={answer.error} again={answer.refetch} />}
      {it && (it.obstacles.length === 0 ? <p className={look.none}>{t('obstacles.ofTask.none')}</p> : <Days of={it} />)}
      {raises && (
        <Link to="/obstacles/raise" search={{ task: task.id }} className={`${look.raise} no-print`}>
          {t('obstacles.raise')}
        </Link>
      )}
    </section>
  );
}

function Days({ of: it }: { of: TaskWaiting }) {
  const { t } = useTranslation();
  const own = it.lateDays - it.whileLate.calendar;
  const parts = [
    ...(it.lateDays > 0 ? [{ key: 'own' as const, days: own }] : []),
    { key: 'body' as const, days: it.body.calendar },
    { key: 'decision' as const, days: it.decision.calendar },
  ];
  const total = parts.reduce((sum, one) => sum + one.days, 0);
  return (
    <>
      <p className={look.sentence}>
        {it.lateDays > 0
          ? t('obstacles.ofTask.late', { late: it.lateDays, own, others: it.whileLate.calendar })
          : t('obstacles.ofTask.notLate', { count: it.all.calendar })}
      </p>
      <svg viewBox={`0 0 ${Math.max(1, total)} 10`} preserveAspectRatio="none" className={look.bar} aria-hidden="true">
        {parts.map((one, i) => (
          <rect
            key={one.key}
            data-part={one.key}
            x={parts.slice(0, i).reduce((sum, before) => sum + before.days, 0)}
            width={one.days}
            height={10}
          />
        ))}
      </svg>
      <table className={look.table}>
        <caption className="visually-hidden">{t('obstacles.ofTask.table')}</caption>
        <tbody>
          {parts.map((one) => (
            <tr key={one.key}>
              <th scope="row" data-part={one.key}>
                {t(`obstacles.ofTask.${one.key}`)}
              </th>
              <td>{t('obstacles.days', { count: one.days })}</td>
              <td>{one.key !== 'own' && t('obstacles.working', { count: it[one.key].working })}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <ul className={look.obstacles}>
        {it.obstacles.map((one) => (
          <li key={one.id}>
            <Link to="/obstacles/$id" params={{ id: one.id }}>
              {one.title}
            </Link>
            <span>
              <StateTag like={likeOf[one.state]}>{t(`obstacles.states.${one.state}`)}</StateTag> {nowWords(t, one)} ·{' '}
              {t('obstacles.days', { count: waitedDays(one) })}
            </span>
          </li>
        ))}
      </ul>
      <p className={look.none}>{t('obstacles.ofTask.rule')}</p>
    </>
  );
}
