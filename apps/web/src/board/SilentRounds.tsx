import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Rows, TaskRow } from '../api/answers';
import { useRead } from '../api/queries';
import { at } from '../api/routes';
import { usePoint } from '../frame/point';
import { Empty, Failed, Loading } from '../frame/states';
import { number } from '../language/numbers';
import { Simulated } from '../tasks/parts/marks';
import { printedDue, taskLink } from '../tasks/parts/words';
import style from './board.module.css';

interface Silent extends Rows<{ task: string; rounds: string[]; row: TaskRow }> {
  silentRounds: number;
}

/** Tasks without a date of which nothing was said for several rounds in a row: they reach the committee by themselves. */
export function SilentRounds({ plan }: { plan: string }) {
  const { t } = useTranslation();
  const { asOf, knownOn } = usePoint();
  const silent = useRead<Silent>(at('/silent-tasks/{plan}', plan), { asOf, knownOn });
  const rows = silent.data?.rows ?? [];
  return (
    <section className={style.panel} data-silent-rounds>
      <h2>
        {t('board.silentRounds', { count: silent.data?.silentRounds ?? 2 })}{' '}
        {silent.data && <span className={style.count}>{number(rows.length)}</span>}
      </h2>
      {silent.isPending && <Loading rows={2} />}
      {silent.error && !silent.data && <Failed error={silent.error} again={silent.refetch} />}
      {silent.data && rows.length === 0 && <Empty good>{t('board.noneSilentRounds')}</Empty>}
      {rows.length > 0 && (
        <>
          <p className={style.panelLead}>{t('board.silentRoundsLead')}</p>
          <ul className={style.short}>
            {rows.map(({ row, rounds }) => (
              <li key={row.id}>
                <Link {...taskLink(row)}>
                  <span className={style.code}>{row.item}</span> {row.agency.name}
                </Link>
                <span>
                  {printedDue(t, row.due)} · {t('board.silentIn', { rounds: rounds.join(', ') })} {row.simulated && <Simulated />}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
