import { useQueries } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TaskView } from '../api/answers';
import { read } from '../api/client';
import { taskAt } from '../api/routes';
import { usePoint } from '../frame/point';
import { Empty, Failed, Loading } from '../frame/states';
import { day } from '../language/dates';
import { number } from '../language/numbers';
import { taskLink } from '../tasks/parts/words';
import { useAsked } from './asked';
import style from './board.module.css';

/** Lines shown before one asks for more, and how many more each time. */
const few = 20;

/** Extensions that were asked for and not decided: each leads to its form on the task's page. */
export function Requests() {
  const { t } = useTranslation();
  const { plan, past } = usePoint();
  const [most, setMost] = useState(few);
  const { found, looked, undecided } = useAsked(!past);
  const begins = `task-${plan?.id}/`;
  const open = undecided.filter((it) => it.stream.startsWith(begins));
  const tasks = [...new Set(open.map((it) => it.stream.slice('task-'.length)))];
  const shown = tasks.slice(0, most);
  const views = useQueries({
    queries: shown.map((id) => ({
      queryKey: [taskAt(id), { asOf: null, knownOn: null }],
      queryFn: () => read<TaskView>(taskAt(id)),
    })),
  });
  // The task has the last word on what is asked and until when.
  const waiting = views.flatMap(({ data }) => {
    const request = data?.extensions.find((it) => it.state === 'requested');
    return data && request ? [{ task: data, request }] : [];
  });
  const failed = found.error && !found.data ? found : null;
  const pending = !failed && (!found.data || (waiting.length === 0 && views.some((it) => it.isPending)));
  const first = looked.at(-1);
  if (past) return null;
  return (
    <section className={style.panel}>
      <h2>
        {t('board.requests')} {!pending && !failed && <span className={style.count}>{number(tasks.length)}</span>}
      </h2>
      {pending && <Loading rows={2} />}
      {failed && <Failed error={failed.error} again={failed.refetch} />}
      {!pending && !failed && tasks.length === 0 && <Empty>{t('board.noRequests')}</Empty>}
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
      {tasks.length > shown.length && (
        <button type="button" className={style.moreButton} onClick={() => setMost(most + few)}>
          {t('board.requestsMore', { shown: shown.length, total: tasks.length })}
        </button>
      )}
      {found.hasNextPage && first && (
        <div className={style.rest}>
          <p>{t('board.requestsLooked', { looked: looked.length, since: day(first.on), waiting: tasks.length })}</p>
          <button
            type="button"
            className={style.moreButton}
            aria-disabled={found.isFetchingNextPage}
            onClick={() => !found.isFetchingNextPage && void found.fetchNextPage()}
          >
            {t(found.isFetchingNextPage ? 'board.requestsLooking' : 'board.requestsOlder')}
          </button>
        </div>
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
