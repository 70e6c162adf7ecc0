import { Link } from '@tanstack/react-router';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { useRead } from '../api/queries';
import { at } from '../api/routes';
import type { TargetList, TargetRow } from '../api/tables';
import { Stale } from '../frame/Banners';
import { DataFoot } from '../frame/DataFoot';
import { PageHead } from '../frame/PageHead';
import { usePoint, usePointQuery } from '../frame/point';
import { Empty, Failed, Loading } from '../frame/states';
import { Wide } from '../frame/Wide';
import { said } from '../language';
import style from '../scorecards/scorecards.module.css';
import { useMe } from '../session/Session';
import { Simulated } from '../tasks/parts/marks';
import { FigureWords, TargetTag } from './parts';

/** Chỉ tiêu: what each sentence asks, the figure there is, and the verdict; last year's result beside it. */
export function Targets() {
  const { t } = useTranslation();
  const me = useMe();
  const { plan } = usePoint();
  const list = useRead<TargetList>(plan ? at('/targets') : null, usePointQuery());
  const rows = list.data?.rows ?? [];
  const rate = list.data?.rate;
  const last = list.data?.lastYear;
  return (
    <>
      <PageHead
        title={t('targets.title')}
        over={
          <>
            {plan && <span>{plan.number}</span>}
            {me.sample && <Simulated />}
          </>
        }
        lead={rate ? t('targets.lead', { ...rate }) : ''}
      />
      <Stale state={list.data?.freshness.state} />
      {!plan && <Empty>{t('frame.noPlanYet')}</Empty>}
      {list.isPending && plan && <Loading />}
      {list.error && !list.data && <Failed error={list.error} again={list.refetch} />}
      {list.data && rows.length === 0 && <Empty>{t('targets.none')}</Empty>}
      {rows.length > 0 && (
        <Wide className={style.scroll} label={t('targets.title')}>
          <table className={style.table}>
            <caption className="visually-hidden">{t('targets.title')}</caption>
            <thead>
              <tr>
                {(['target', 'asks', 'figure', 'lastYear', 'monitor', 'state'] as const).map((column) => (
                  <th key={column} scope="col">
                    {t(`targets.columns.${column}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row, nth) => (
                <Fragment key={row.id}>
                  {row.section !== rows[nth - 1]?.section && (
                    <tr className={style.bloc}>
                      <th scope="rowgroup" colSpan={6}>
                        {row.section}
                      </th>
                    </tr>
                  )}
                  <Line row={row} />
                </Fragment>
              ))}
            </tbody>
          </table>
        </Wide>
      )}
      {last && last.total > 0 && <p className={style.rules}>{t('targets.lastYear', { ...last })}</p>}
      {list.data?.alsoItems.map((it) => (
        <p key={it.target} className={style.rules}>
          {t('targets.also', { ...it })}
        </p>
      ))}
      {list.data && (
        <DataFoot freshness={list.data.freshness} asOf={list.data.asOf} count={t('targets.count', { count: rows.length })} />
      )}
    </>
  );
}

function Line({ row }: { row: TargetRow }) {
  const { t } = useTranslation();
  const [plan = '', item = ''] = row.id.split('/');
  return (
    <tr data-row className={style.row}>
      <th scope="row">
        <span className={style.code}>{row.item}</span>{' '}
        <Link to="/targets/$plan/$item" params={{ plan, item }}>
          {row.title}
        </Link>
        {row.simulated && <Simulated />}
      </th>
      <td>
        {row.components.map((it) => (
          <span key={it.key} className={style.under}>
            {said(it.asks)}
          </span>
        ))}
      </td>
      <td>
        {row.components.map((it) => (
          <span key={it.key} className={style.under}>
            <FigureWords figure={it.figure} unit={it.unit} />
          </span>
        ))}
      </td>
      <td>
        {row.baselines.length === 0
          ? '—'
          : row.baselines.map((it) => (
              <span key={it.item} className={style.under}>
                {it.year}: {it.result || '-'} ({t(`targets.states.${it.verdict}`)})
              </span>
            ))}
      </td>
      <td>{row.monitor?.name ?? row.printedMonitor}</td>
      <td>
        <TargetTag status={row.status} />
      </td>
    </tr>
  );
}
