import { useQueries } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { HistoryPage, TaskList, TaskRow, TaskView } from '../api/answers';
import { read } from '../api/client';
import { useRead } from '../api/queries';
import { at, taskAt } from '../api/routes';
import { usePoint } from '../frame/point';
import { Empty, Loading } from '../frame/states';
import { day } from '../language/dates';
import { taskLink } from '../tasks/parts/words';
import style from './board.module.css';

/** Extensions that were asked for and not decided: each leads to its form on the task's page. */
export function Requests() {
  const { t } = useTranslation();
  const { plan, past } = usePoint();
  const asks = useRead<HistoryPage>(past ? null : at('/history'), { type: 'extension-requested', limit: 200 });
  const open = useRead<TaskList>(plan && !past ? at('/tasks') : null, {
    plan: plan?.id,
    status: 'overdue,due-soon,on-track,not-started,no-deadline',
    size: 200,
  });
  const streams = new Set(asks.data?.rows.map((it) => it.stream));
  const asked = (open.data?.rows ?? []).filter((it) => streams.has(`task-${it.id}`));
  const views = useQueries({
    queries: asked.map((it) => ({
      queryKey: [taskAt(it.id), { asOf: null, knownOn: null }],
      queryFn: () => read<TaskView>(taskAt(it.id)),
    })),
  });
  const waiting = views.flatMap(({ data }, i) => {
    const task = asked[i];
    const request = data?.extensions.find((it) => it.state === 'requested');
    return task && data && request ? [{ task, request, actions: data.actions }] : [];
  });
  const pending = asks.isPending || open.isPending || views.some((it) => it.isPending);
  if (past) return null;
  return (
    <section className={style.panel}>
      <h2>
        {t('board.requests')} {!pending && <span className={style.count}>{waiting.length}</span>}
      </h2>
      {pending && <Loading rows={2} />}
      {!pending && waiting.length === 0 && <Empty>{t('board.noRequests')}</Empty>}
      <ul className={style.short}>
        {waiting.map(({ task, request, actions }) => (
          <li key={task.id}>
            <Link {...taskLink(task)}>
              <span className={style.code}>{task.item}</span> {task.agency.name}
            </Link>
            <span>{t('board.asks', { until: day(request.until), now: day(task.dueOn), on: day(request.on) })}</span>
            <span className={style.quote}>“{request.reason}”</span>
            <Decide task={task} actions={actions} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Decide({ task, actions }: { task: TaskRow; actions: string[] }) {
  const { t } = useTranslation();
  const offered = (['grant-extension', 'refuse-extension'] as const).filter((name) => actions.includes(name));
  return (
    <span className={style.decide}>
      {offered.map((name) => (
        <Link key={name} {...taskLink(task)} search={{ do: name }} className={style.button}>
          {t(`forms.titles.${name}`)}
        </Link>
      ))}
    </span>
  );
}
