import { useQueries } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { HistoryPage, TaskView } from '../api/answers';
import { read } from '../api/client';
import { useRead } from '../api/queries';
import { at, taskAt } from '../api/routes';
import { usePoint } from '../frame/point';
import { Empty, Failed, Loading } from '../frame/states';
import { day } from '../language/dates';
import { taskLink } from '../tasks/parts/words';
import style from './board.module.css';

/** The newest 200 of a kind. */
const useNewest = (type: 'extension-requested' | 'extension-granted' | 'extension-refused', past: boolean) =>
  useRead<HistoryPage>(past ? null : at('/history'), { type, limit: 200 });

/** Extensions that were asked for and not decided: each leads to its form on the task's page. */
export function Requests() {
  const { t } = useTranslation();
  const { plan, past } = usePoint();
  const asks = useNewest('extension-requested', past);
  const decisions = [useNewest('extension-granted', past), useNewest('extension-refused', past)];
  const decided = new Set(decisions.flatMap((it) => it.data?.rows.map((row) => row.data.request) ?? []));
  const begins = `task-${plan?.id}/`;
  const known = decisions.every((it) => it.data);
  const open = (known ? (asks.data?.rows ?? []) : []).filter(
    (it) => it.stream.startsWith(begins) && !decided.has(it.data.request),
  );
  const tasks = [...new Set(open.map((it) => it.stream.slice('task-'.length)))];
  const views = useQueries({
    queries: tasks.map((id) => ({
      queryKey: [taskAt(id), { asOf: null, knownOn: null }],
      queryFn: () => read<TaskView>(taskAt(id)),
    })),
  });
  // The task has the last word: what was withdrawn, or asked for again, is seen there.
  const waiting = views.flatMap(({ data }) => {
    const request = data?.extensions.find((it) => it.state === 'requested');
    return data && request ? [{ task: data, request }] : [];
  });
  const failed = [asks, ...decisions].find((it) => it.error && !it.data);
  const pending = !failed && (!asks.data || !known || views.some((it) => it.isPending));
  if (past) return null;
  return (
    <section className={style.panel}>
      <h2>
        {t('board.requests')} {!pending && !failed && <span className={style.count}>{waiting.length}</span>}
      </h2>
      {pending && <Loading rows={2} />}
      {failed && <Failed error={failed.error} again={failed.refetch} />}
      {!pending && !failed && waiting.length === 0 && <Empty>{t('board.noRequests')}</Empty>}
      <ul className={style.short}>
        {waiting.map(({ task, request }) => (
          <li key={task.id}>
            <Link {...taskLink(task)}>
              <span className={style.code}>{task.item}</span> {task.agency.name}
            </Link>
            <span>{t('board.asks', { until: day(request.until), now: day(task.dueOn), on: day(request.on) })}</span>
            <span className={style.quote}>“{request.reason}”</span>
            <Decide task={task} />
          </li>
        ))}
      </ul>
      {asks.data?.next && (
        <p className={style.rest}>
          <Link to="/history" search={{ type: 'extension-requested' }}>
            {t('board.requestsOlder')}
          </Link>
        </p>
      )}
    </section>
  );
}

function Decide({ task }: { task: TaskView }) {
  const { t } = useTranslation();
  const offered = (['grant-extension', 'refuse-extension'] as const).filter((name) => task.actions.includes(name));
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
