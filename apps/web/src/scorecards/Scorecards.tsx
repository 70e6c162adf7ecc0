import { Link, Navigate } from '@tanstack/react-router';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import type { Four } from '../api/answers';
import { useRead } from '../api/queries';
import { at } from '../api/routes';
import type { ScorecardList, ScorecardRow } from '../api/scorecards';
import { Stale } from '../frame/Banners';
import { DataFoot } from '../frame/DataFoot';
import { PageHead } from '../frame/PageHead';
import { usePoint, usePointQuery } from '../frame/point';
import { Empty, Failed, Loading } from '../frame/states';
import { Wide } from '../frame/Wide';
import { byName } from '../language/fold';
import { number } from '../language/numbers';
import { useMay, useMe } from '../session/Session';
import { Simulated } from '../tasks/parts/marks';
import { inNoCell } from '../tasks/parts/status';
import { RateWords } from './RateWords';
import { RulesUsed } from './RulesUsed';
import style from './scorecards.module.css';

/** Scorecards inside each bloc, in the order of names: this is a record, not yet a ranking. */
export function Scorecards() {
  const { t } = useTranslation();
  const me = useMe();
  const all = useMay('read-scorecards');
  const { plan } = usePoint();
  const cards = useRead<ScorecardList>(plan && all ? at('/scorecards') : null, usePointQuery());
  if (!all && me.agency) return <Navigate to="/scorecards/$agency" params={{ agency: me.agency.id }} replace />;
  const rows = cards.data?.rows ?? [];
  const blocs = [...new Set(rows.map((it) => it.agency.bloc ?? ''))].sort(
    (a, b) => Number(a === '') - Number(b === '') || byName(a, b),
  );
  return (
    <>
      <PageHead
        title={t('scorecards.title')}
        over={
          <>
            {plan && <span>{plan.number}</span>}
            {me.sample && <Simulated />}
          </>
        }
        lead={t('scorecards.lead')}
      />
      <Stale state={cards.data?.freshness?.state} />
      {!plan && <Empty>{t('frame.noPlanYet')}</Empty>}
      {cards.isPending && plan && <Loading />}
      {cards.error && !cards.data && <Failed error={cards.error} again={cards.refetch} />}
      {cards.data && rows.length === 0 && <Empty>{t('scorecards.none')}</Empty>}
      {rows.length > 0 && (
        <Wide className={style.scroll} label={t('scorecards.title')}>
          <table className={style.table}>
            <caption className="visually-hidden">{t('scorecards.title')}</caption>
            <thead>
              <tr>
                <th scope="col">{t('tasks.agency')}</th>
                <th scope="col" className={style.num}>
                  {t('scorecards.tasks')}
                </th>
                <th scope="col" className={style.num}>
                  {t('board.cells.onTime')}
                </th>
                <th scope="col" className={style.num}>
                  {t('board.cells.late')}
                </th>
                <th scope="col" className={style.num}>
                  {t('board.cells.openInTime')}
                </th>
                <th scope="col" className={style.num}>
                  {t('board.cells.overdue')}
                </th>
                <th scope="col">{t('scorecards.completion')}</th>
                <th scope="col">{t('scorecards.onTimeRate')}</th>
                <th scope="col" className={style.num}>
                  {t('scorecards.age')}
                </th>
              </tr>
            </thead>
            <tbody>
              {blocs.map((bloc) => (
                <Fragment key={bloc}>
                  <tr className={style.bloc}>
                    <th scope="rowgroup" colSpan={9}>
                      {bloc || t('agencies.noBloc')}
                    </th>
                  </tr>
                  {rows
                    .filter((it) => (it.agency.bloc ?? '') === bloc)
                    .sort((a, b) => byName(a.agency.name, b.agency.name))
                    .map((row) => (
                      <Line key={row.agency.id} row={row} />
                    ))}
                </Fragment>
              ))}
              {cards.data && <Totals total={cards.data.total} />}
            </tbody>
          </table>
        </Wide>
      )}
      {rows.length > 0 && cards.data && <Sum total={cards.data.total} />}
      {cards.data && (
        <>
          <RulesUsed rules={cards.data.rules} />
          <DataFoot freshness={cards.data.freshness} asOf={cards.data.asOf} count={t('scorecards.reference')} />
        </>
      )}
    </>
  );
}

function Line({ row }: { row: ScorecardRow }) {
  const { t } = useTranslation();
  return (
    <tr data-row className={style.row}>
      <th scope="row">
        <Link to="/scorecards/$agency" params={{ agency: row.agency.id }}>
          {row.agency.name}
        </Link>
        {!row.agency.ratable && <span className={style.under}>{t('scorecards.notRatable')}</span>}
      </th>
      <td className={style.num}>
        {row.tasks}
        <InNoCell four={row.four} agency={row.agency.id} />
      </td>
      <td className={style.num}>{row.four.onTime}</td>
      <td className={style.num}>{row.four.late}</td>
      <td className={style.num}>{row.four.openInTime}</td>
      <td className={style.num} data-grave={row.four.overdue > 0 || undefined}>
        {row.four.overdue}
      </td>
      <td>
        <RateWords rate={row.completion} />
      </td>
      <td>
        <RateWords rate={row.onTime} />
      </td>
      <td className={style.num}>
        {row.reportAge.medianDays === null ? '—' : t('scorecards.days', { n: number(row.reportAge.medianDays, 1) })}
        {row.reportAge.silent > 0 && (
          <span className={style.under}>{t('scorecards.silent', { count: row.reportAge.silent })}</span>
        )}
      </td>
    </tr>
  );
}

function Totals({ total }: { total: ScorecardList['total'] }) {
  const { t } = useTranslation();
  return (
    <tr className={style.total}>
      <th scope="row">{t('scorecards.total')}</th>
      <td className={style.num}>{total.tasks}</td>
      <td className={style.num}>{total.four.onTime}</td>
      <td className={style.num}>{total.four.late}</td>
      <td className={style.num}>{total.four.openInTime}</td>
      <td className={style.num}>{total.four.overdue}</td>
      <td>
        <RateWords rate={total.completion} />
      </td>
      <td>
        <RateWords rate={total.onTime} />
      </td>
      <td />
    </tr>
  );
}

/** Of what was assigned, what is in none of the four cells; it leads to those tasks. */
function InNoCell({ four, agency }: { four: Four; agency: string }) {
  const { t } = useTranslation();
  const count = four.suspended + four.cancelled;
  if (count === 0) return null;
  return (
    <Link to="/tasks" search={{ agency, status: inNoCell }} className={style.inNoCell}>
      {t('scorecards.inNoCell', { count })}
    </Link>
  );
}

/** How the cells add up to all that was assigned. */
function Sum({ total }: { total: ScorecardList['total'] }) {
  const { t } = useTranslation();
  const { onTime, late, openInTime, overdue, suspended, cancelled, noDate } = total.four;
  const cells = onTime + late + openInTime + overdue;
  return (
    <p className={style.sum}>
      {t('scorecards.sum', { tasks: total.tasks, cells, suspended, cancelled, noDate })}{' '}
      {suspended + cancelled > 0 && (
        <Link to="/tasks" search={{ status: inNoCell }}>
          {t('board.toInNoCell')}
        </Link>
      )}
    </p>
  );
}
