import { Button } from '@mantine/core';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Agency, Rows } from '../api/answers';
import { useRead } from '../api/queries';
import { at } from '../api/routes';
import { Stale } from '../frame/Banners';
import { DataFoot } from '../frame/DataFoot';
import { PageHead } from '../frame/PageHead';
import { usePoint, usePointQuery } from '../frame/point';
import { Empty, Failed, Loading } from '../frame/states';
import { Wide } from '../frame/Wide';
import { day } from '../language/dates';
import table from '../scorecards/scorecards.module.css';
import { useMay, useMe } from '../session/Session';
import { Simulated } from '../tasks/parts/marks';
import type { RoundLine, RoundListAnswer } from './answers';
import { MatrixTable } from './MatrixTable';
import { OpenRound } from './OpenRound';
import style from './rounds.module.css';
import { StandingTag } from './StandingTag';

const columns = ['round', 'closesOn', 'received', 'onTime', 'late', 'returned', 'missing', 'exempt', 'state'] as const;

/** Kỳ báo cáo: who had to report, who did, and when; as a list of rounds, or as agencies by rounds. */
export function Rounds() {
  const { t } = useTranslation();
  const { plan, past } = usePoint();
  const search = useSearch({ from: '/rounds' });
  const go = useNavigate({ from: '/rounds' });
  const runs = useMay('run-rounds');
  const own = useMe().agency?.id;
  const list = useRead<RoundListAnswer>(plan ? at('/rounds') : null, { ...usePointQuery(), agency: own });
  const rows = list.data?.rows ?? [];
  const mine = rows.some((it) => it.own.length > 0);
  const opening = runs && !past && plan && search.do === 'open';
  const open = (what: 'open' | undefined) => void go({ search: (now) => ({ ...now, do: what }) as typeof now, replace: true });
  return (
    <>
      <PageHead
        title={t('rounds.title')}
        over={plan && <span>{plan.number}</span>}
        lead={t('rounds.lead')}
        actions={runs && plan && !past && !opening && <Button onClick={() => open('open')}>{t('rounds.openOne')}</Button>}
      />
      <Stale state={list.data?.freshness.state} />
      {opening && <OpenRound plan={plan} close={() => open(undefined)} />}
      {!plan && <Empty>{t('frame.noPlanYet')}</Empty>}
      {list.isPending && plan && <Loading />}
      {list.error && !list.data && <Failed error={list.error} again={list.refetch} />}
      {list.data && rows.length === 0 && (
        <div data-none>
          <Empty>{t('rounds.none')}</Empty>
        </div>
      )}
      {rows.length > 0 && (
        <nav className={`${style.views} no-print`} aria-label={t('rounds.title')}>
          {(['list', 'matrix'] as const).map((view) => (
            <Link
              key={view}
              to="/rounds"
              search={view === 'list' ? {} : { view }}
              activeOptions={{ exact: true }}
              aria-current={(search.view ?? 'list') === view ? 'page' : undefined}
            >
              {t(`rounds.views.${view}`)}
            </Link>
          ))}
        </nav>
      )}
      {plan && rows.length > 0 && search.view === 'matrix' && <MatrixTable plan={plan.id} />}
      {rows.length > 0 && search.view !== 'matrix' && (
        <Wide className={table.scroll} label={t('rounds.title')}>
          <table className={table.table}>
            <caption className="visually-hidden">{t('rounds.title')}</caption>
            <thead>
              <tr>
                <th scope="col">{t('rounds.columns.round')}</th>
                {mine && <th scope="col">{t('rounds.columns.own')}</th>}
                {columns.slice(1).map((column) => (
                  <th key={column} scope="col">
                    {t(`rounds.columns.${column}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <Line key={`${row.plan}/${row.round}`} row={row} mine={mine ? own : undefined} />
              ))}
            </tbody>
          </table>
        </Wide>
      )}
      {list.data && search.view !== 'matrix' && <DataFoot freshness={list.data.freshness} asOf={list.data.asOf} />}
    </>
  );
}

function Line({ row, mine }: { row: RoundLine; mine: string | undefined }) {
  const { t } = useTranslation();
  const { plan, round, figures, rates, own } = row;
  return (
    <tr data-row className={table.row}>
      <th scope="row">
        <span className={table.code}>{round}</span>{' '}
        <Link to="/rounds/$plan/$round" params={{ plan, round }}>
          {row.title}
        </Link>{' '}
        {row.simulated && <Simulated />}
      </th>
      {mine && (
        <td>
          {own.map((one) => (
            <Link key={one.agency} to="/rounds/$plan/$round/$agency" params={{ plan, round, agency: one.agency }} data-own>
              {one.agency !== mine && <AgencyName id={one.agency} />}
              <StandingTag of={one} />
              <span className={table.under}>{t(row.closed || one.receivedOn ? 'rounds.seeReport' : 'rounds.makeReport')}</span>
            </Link>
          ))}
        </td>
      )}
      <td>
        {day(row.closesOn)}
        {row.workingDaysLeft !== null && !row.closed && (
          <span className={table.under}>{t('rounds.daysLeft', { count: row.workingDaysLeft })}</span>
        )}
      </td>
      <td className={table.num}>{t('rounds.ratio', { ...rates.received })}</td>
      <td className={table.num}>{t('rounds.ratio', { ...rates.onTime })}</td>
      <td className={table.num}>{figures.late}</td>
      <td className={table.num}>{figures.returned}</td>
      <td className={table.num}>{figures.missing}</td>
      <td className={table.num}>{figures.exempt}</td>
      <td>{row.closed ? t('rounds.closed', { day: day(row.closedOn) }) : t('rounds.open')}</td>
    </tr>
  );
}

/** Of a report taken over: whose it was. */
function AgencyName({ id }: { id: string }) {
  const agencies = useRead<Rows<Agency>>(at('/agencies')).data?.rows ?? [];
  return <span className={table.under}>{agencies.find((it) => it.id === id)?.name ?? id}</span>;
}
