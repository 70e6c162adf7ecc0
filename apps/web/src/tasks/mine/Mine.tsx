import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { MyTasks } from '../../api/answers';
import { useRead } from '../../api/queries';
import { at } from '../../api/routes';
import { Stale } from '../../frame/Banners';
import { DataFoot } from '../../frame/DataFoot';
import { PageHead } from '../../frame/PageHead';
import { usePoint } from '../../frame/point';
import { Empty, Failed, Loading } from '../../frame/states';
import { day, weekday } from '../../language/dates';
import { TaskCard } from '../register/RegisterCards';
import style from './mine.module.css';
import { UrgentTask } from './UrgentTask';
import { YearStrip } from './YearStrip';

/** Việc của tôi: in half a minute, what to do today. */
export function Mine() {
  const { t } = useTranslation();
  const { asOf, knownOn } = usePoint();
  const mine = useRead<MyTasks>(at('/my-tasks'), { asOf, knownOn });
  if (mine.error && !mine.data) return <Failed error={mine.error} again={mine.refetch} />;
  if (!mine.data) return <Loading />;
  const { agency, asOf: today, urgent, rows, total, coordinating, coordinatingTotal, calendar, undated } = mine.data;
  const shown = urgent.slice(0, 7);
  const urgentIds = new Set(shown.map((it) => it.id));
  const others = rows.filter((it) => !urgentIds.has(it.id));
  return (
    <>
      <PageHead
        title={agency?.name ?? t('mine.title')}
        over={<span>{t('mine.title')}</span>}
        lead={t('mine.lead', { weekday: weekday(today), day: day(today), tasks: total, urgent: urgent.length })}
      />
      <Stale state={mine.data.freshness?.state} />
      <div className={style.columns}>
        <section aria-labelledby="urgent">
          <h2 id="urgent" className={style.heading}>
            {t('mine.urgent')} {urgent.length > 0 && <span className={style.count}>{urgent.length}</span>}
          </h2>
          {shown.length === 0 && <Empty good>{t('mine.nothingUrgent')}</Empty>}
          <ul className={style.urgent}>
            {shown.map((task) => (
              <UrgentTask key={task.id} task={task} />
            ))}
          </ul>
          {urgent.length > shown.length && (
            <p className={style.more}>{t('mine.moreUrgent', { count: urgent.length - shown.length })}</p>
          )}
        </section>
        <aside className={style.side}>
          <YearStrip calendar={calendar} undated={undated} today={today} />
        </aside>
      </div>
      <section aria-labelledby="others" className={style.section}>
        <h2 id="others" className={style.heading}>
          {t('mine.others')} <span className={style.count}>{total - shown.length}</span>
        </h2>
        {others.length === 0 ? (
          <Empty>{t('mine.noOthers')}</Empty>
        ) : (
          <ul className={style.cards}>
            {others.map((task) => (
              <li key={task.id}>
                <TaskCard task={task} />
              </li>
            ))}
          </ul>
        )}
        {total > rows.length && (
          <p className={style.more}>
            {t('mine.firstOf', { shown: rows.length, total })}{' '}
            <Link to="/tasks" search={{ agency: agency?.id }}>
              {t('mine.toRegister')}
            </Link>
          </p>
        )}
      </section>
      {coordinating.length > 0 && (
        <details className={style.section}>
          <summary className={style.heading}>
            {t('mine.coordinating')} <span className={style.count}>{coordinatingTotal}</span>
          </summary>
          <ul className={style.cards}>
            {coordinating.map((task) => (
              <li key={task.id}>
                <TaskCard task={task} />
              </li>
            ))}
          </ul>
          {coordinatingTotal > coordinating.length && (
            <p className={style.more}>{t('mine.firstOf', { shown: coordinating.length, total: coordinatingTotal })}</p>
          )}
        </details>
      )}
      <DataFoot freshness={mine.data.freshness} asOf={mine.data.asOf} />
    </>
  );
}
