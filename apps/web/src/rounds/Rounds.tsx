import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useRead } from '../api/queries';
import { at } from '../api/routes';
import { Stale } from '../frame/Banners';
import { DataFoot } from '../frame/DataFoot';
import { PageHead } from '../frame/PageHead';
import { usePoint, usePointQuery } from '../frame/point';
import { Empty, Failed, Loading } from '../frame/states';
import { Wide } from '../frame/Wide';
import { day } from '../language/dates';
import style from '../scorecards/scorecards.module.css';
import { Simulated } from '../tasks/parts/marks';
import type { RoundLine, RoundListAnswer } from './answers';

const columns = ['round', 'closesOn', 'received', 'onTime', 'late', 'returned', 'missing', 'exempt', 'state'] as const;

/** Kỳ báo cáo: who had to report, who did, and when; each rate with both its figures. */
export function Rounds() {
  const { t } = useTranslation();
  const { plan } = usePoint();
  const list = useRead<RoundListAnswer>(plan ? at('/rounds') : null, usePointQuery());
  const rows = list.data?.rows ?? [];
  return (
    <>
      <PageHead title={t('rounds.title')} over={plan && <span>{plan.number}</span>} lead={t('rounds.lead')} />
      <Stale state={list.data?.freshness.state} />
      {!plan && <Empty>{t('frame.noPlanYet')}</Empty>}
      {list.isPending && plan && <Loading />}
      {list.error && !list.data && <Failed error={list.error} again={list.refetch} />}
      {list.data && rows.length === 0 && <Empty>{t('rounds.none')}</Empty>}
      {rows.length > 0 && (
        <Wide className={style.scroll} label={t('rounds.title')}>
          <table className={style.table}>
            <caption className="visually-hidden">{t('rounds.title')}</caption>
            <thead>
              <tr>
                {columns.map((column) => (
                  <th key={column} scope="col">
                    {t(`rounds.columns.${column}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <Line key={`${row.plan}/${row.round}`} row={row} />
              ))}
            </tbody>
          </table>
        </Wide>
      )}
      {list.data && <DataFoot freshness={list.data.freshness} asOf={list.data.asOf} />}
    </>
  );
}

function Line({ row }: { row: RoundLine }) {
  const { t } = useTranslation();
  const { plan, round, figures, rates } = row;
  return (
    <tr data-row className={style.row}>
      <th scope="row">
        <span className={style.code}>{round}</span>{' '}
        <Link to="/rounds/$plan/$round" params={{ plan, round }}>
          {row.title}
        </Link>
        {row.simulated && <Simulated />}
      </th>
      <td>{day(row.closesOn)}</td>
      <td className={style.num}>{t('rounds.ratio', { ...rates.received })}</td>
      <td className={style.num}>{t('rounds.ratio', { ...rates.onTime })}</td>
      <td className={style.num}>{figures.late}</td>
      <td className={style.num}>{figures.returned}</td>
      <td className={style.num}>{figures.missing}</td>
      <td className={style.num}>{figures.exempt}</td>
      <td>{row.closed ? t('rounds.closed', { day: day(row.closedOn) }) : t('rounds.open')}</td>
    </tr>
  );
}
