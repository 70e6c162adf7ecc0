import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { TaskRow, ToDecide } from '../api/answers';
import { read } from '../api/client';
import { at } from '../api/routes';
import { usePoint } from '../frame/point';
import { Empty, Failed, Loading } from '../frame/states';
import { day } from '../language/dates';
import { number } from '../language/numbers';
import { useMe } from '../session/Session';
import { taskLink } from '../tasks/parts/words';
import style from './board.module.css';

/** Lines shown before one asks for more, and how many more each time. */
const few = 20;

/** Extensions that were asked for and not decided, the one that waits longest first: each leads to its form on the task's page. */
export function Requests() {
  const { t } = useTranslation();
  const { plan, past } = usePoint();
  const path = at('/extensions-to-decide');
  const found = useInfiniteQuery({
    queryKey: [path, plan?.id],
    enabled: !past,
    initialPageParam: 1,
    queryFn: ({ pageParam: page }) => read<ToDecide>(path, { plan: plan?.id, page, size: few }, { waits: true }),
    getNextPageParam: ({ total }, pages) => (pages.length * few < total ? pages.length + 1 : undefined),
  });
  const rows = found.data?.pages.flatMap((page) => page.rows) ?? [];
  const total = found.data?.pages.at(-1)?.total ?? 0;
  if (past) return null;
  return (
    <section className={style.panel}>
      <h2>
        {t('board.requests')} {found.data && <span className={style.count}>{number(total)}</span>}
      </h2>
      {found.isPending && <Loading rows={2} />}
      {found.error && !found.data && <Failed error={found.error} again={found.refetch} />}
      {found.data && total === 0 && <Empty>{t('board.noRequests')}</Empty>}
      <ul className={style.short}>
        {rows.map(({ task, request, ...it }) => (
          <li key={`${task.id} ${request}`}>
            <Link {...taskLink(task)}>
              <span className={style.code}>{task.item}</span> {task.agency.name}
            </Link>
            <span>{t('board.asks', { until: day(it.until), now: day(task.dueOn) })}</span>
            <span>{t('board.asked', { on: day(it.askedOn), count: it.waitsDays })}</span>
            <span className={style.quote}>“{it.reason}”</span>
            <Decide task={task} />
          </li>
        ))}
      </ul>
      {found.hasNextPage && (
        <button
          type="button"
          className={style.moreButton}
          aria-disabled={found.isFetchingNextPage}
          onClick={() => !found.isFetchingNextPage && void found.fetchNextPage()}
        >
          {t('board.requestsMore', { shown: rows.length, total })}
        </button>
      )}
    </section>
  );
}

/** Nobody decides on a request of the own agency. */
function Decide({ task }: { task: TaskRow }) {
  const { t } = useTranslation();
  const { agency } = useMe();
  if (agency?.id === task.agency.id) return null;
  return (
    <span className={style.decide}>
      {(['grant-extension', 'refuse-extension'] as const).map((name) => (
        <Link key={name} {...taskLink(task)} search={{ do: name }} className={style.button}>
          {t(`forms.titles.${name}`)}
        </Link>
      ))}
    </span>
  );
}
