import { Link, useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useRead } from '../api/queries';
import { at } from '../api/routes';
import { Stale } from '../frame/Banners';
import { DataFoot } from '../frame/DataFoot';
import { PageHead } from '../frame/PageHead';
import { usePointQuery } from '../frame/point';
import { Failed, Loading } from '../frame/states';
import { Wide } from '../frame/Wide';
import { day } from '../language/dates';
import style from '../scorecards/scorecards.module.css';
import { Simulated } from '../tasks/parts/marks';
import type { RoundAgency, RoundView } from './answers';

const columns = ['agency', 'because', 'tasks', 'standing', 'receivedOn', 'lateDays'] as const;

/** One round: every agency that is expected, why, and where its report stands. */
export function RoundPage() {
  const { t } = useTranslation();
  const { plan, round } = useParams({ from: '/rounds/$plan/$round' });
  const { asOf, knownOn } = usePointQuery() as { asOf?: string; knownOn?: string };
  const view = useRead<RoundView>(at('/rounds/{plan}/{round}', plan, round), { asOf, knownOn });
  if (view.error && !view.data) return <Failed error={view.error} again={view.refetch} />;
  if (!view.data) return <Loading />;
  const it = view.data;
  return (
    <>
      <PageHead
        title={it.title}
        over={
          <>
            <Link to="/rounds">{t('rounds.title')}</Link>
            <span>{it.closed ? t('rounds.closed', { day: day(it.closedOn) }) : t('rounds.open')}</span>
            {it.simulated && <Simulated />}
          </>
        }
        lead={t('rounds.window', { from: day(it.from), cutOff: day(it.cutOff), closesOn: day(it.closesOn) })}
      />
      <Stale state={it.freshness.state} />
      <p className={style.rules}>{t('rounds.figures', { ...it.figures })}</p>
      <Wide className={style.scroll} label={it.title}>
        <table className={style.table}>
          <caption className="visually-hidden">{t('rounds.agencies')}</caption>
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
            {it.agencies.map((row) => (
              <Line key={row.agency.id} row={row} />
            ))}
          </tbody>
        </table>
      </Wide>
      {it.reopened.map((one) => (
        <p key={one.on} className={style.rules}>
          {t('rounds.reopened', { day: day(one.on), reason: one.reason })}
        </p>
      ))}
      <p className={style.rules}>{it.source}</p>
      <DataFoot freshness={it.freshness} asOf={it.asOf} />
    </>
  );
}

function Line({ row }: { row: RoundAgency }) {
  const { t } = useTranslation();
  return (
    <tr data-row className={style.row}>
      <th scope="row">
        {row.agency.name}
        {row.answeredBy && <span className={style.under}>{t('rounds.answeredBy', { name: row.answeredBy.name })}</span>}
      </th>
      <td>
        {row.because.map((it) => (
          <span key={it.kind === 'member' ? it.group : it.kind} className={style.under}>
            {t(`rounds.because.${it.kind}`, { ...it })}
          </span>
        ))}
      </td>
      <td className={style.num}>{row.tasks}</td>
      <td>
        {t(`rounds.standings.${row.standing}`)}
        {row.exemptBecause && `: ${row.exemptBecause}`}
        {row.empty && ` · ${t('rounds.empty')}`}
      </td>
      <td>{row.receivedOn ? day(row.receivedOn) : '—'}</td>
      <td className={style.num}>{row.lateDays}</td>
    </tr>
  );
}
