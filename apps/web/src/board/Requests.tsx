import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { ToDecide } from '../api/answers';
import { read } from '../api/client';
import { at } from '../api/routes';
import { usePoint } from '../frame/point';
import { Empty, Failed, Loading } from '../frame/states';
import { number } from '../language/numbers';
import style from './board.module.css';
import { Request } from './Request';

/** Lines shown before one asks for more, and how many more each time. */
const few = 20;

/** Extensions that were asked for and not decided, the one asked longest ago first: each leads to its form on the task's page. */
export function Requests() {
  const { t } = useTranslation();
  const { plan, past } = usePoint();
  const path = at('/extensions-to-decide');
  const found = useInfiniteQuery({
    queryKey: [path, plan?.id],
    enabled: !past,
    initialPageParam: null as string | null,
    queryFn: ({ pageParam }) => read<ToDecide>(path, { plan: plan?.id, behind: pageParam, size: few }, { waits: true }),
    getNextPageParam: (page) => page.next,
  });
  const rows = found.data?.pages.flatMap((page) => page.rows) ?? [];
  const newest = found.data?.pages.at(-1);
  if (past) return null;
  return (
    <section className={style.panel}>
      <h2>
        {t('board.requests')} {newest && <span className={style.count}>{number(newest.total)}</span>}
      </h2>
      {found.isPending && <Loading rows={2} />}
      {found.error && !found.data && <Failed error={found.error} again={found.refetch} />}
      {newest?.total === 0 && <Empty>{t('board.noRequests')}</Empty>}
      <ul className={style.short}>
        {rows.map((it) => (
          <Request key={`${it.task.id} ${it.request}`} it={it} today={newest?.asOf ?? ''} />
        ))}
      </ul>
      {newest && found.hasNextPage && (
        <button
          type="button"
          className={style.moreButton}
          aria-disabled={found.isFetchingNextPage}
          onClick={() => !found.isFetchingNextPage && void found.fetchNextPage()}
        >
          {t('board.requestsMore', { shown: rows.length, total: newest.total })}
        </button>
      )}
      {found.isFetchNextPageError && <Failed error={found.error} again={found.fetchNextPage} />}
    </section>
  );
}
