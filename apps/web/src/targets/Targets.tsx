import { Link, useSearch } from '@tanstack/react-router';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { useRead } from '../api/queries';
import { at } from '../api/routes';
import type { TargetList, TargetRow, TargetStatus } from '../api/tables';
import { Listing } from '../frame/Listing';
import { usePoint, usePointQuery } from '../frame/point';
import { Empty } from '../frame/states';
import { Wide } from '../frame/Wide';
import style from '../scorecards/scorecards.module.css';
import { Simulated } from '../tasks/parts/marks';
import { ComponentLine, Legend, TargetTag } from './parts';
import own from './targets.module.css';

const columns = ['target', 'figure', 'lastYear', 'monitor', 'state'] as const;

/** Chỉ tiêu: what each sentence asks, the figure there is, and the verdict; last year's result beside it. */
export function Targets() {
  const { t } = useTranslation();
  const { plan } = usePoint();
  const { status, monitor } = useSearch({ from: '/targets' });
  const list = useRead<TargetList>(plan ? at('/targets') : null, { ...usePointQuery(), status, monitor });
  const rows = list.data?.rows ?? [];
  const last = list.data?.lastYear;
  const none =
    status || monitor ? (
      <Empty action={<Link to="/targets">{t('targets.all')}</Link>}>{t('targets.noneLike')}</Empty>
    ) : (
      <Empty>{t('targets.none')}</Empty>
    );
  return (
    <Listing
      title={t('targets.title')}
      lead={list.data && <Counts list={list.data} chosen={status} />}
      list={list}
      none={none}
      count={t('targets.count', { count: rows.length })}
    >
      <Legend />
      <Wide className={style.scroll} label={t('targets.title')}>
        <table className={style.table}>
          <caption className="visually-hidden">{t('targets.title')}</caption>
          <thead>
            <tr>
              {columns.map((column) => (
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
                    <th scope="rowgroup" colSpan={columns.length}>
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
      {last && last.total > 0 && <p className={style.rules}>{t('targets.lastYear', { ...last })}</p>}
      {list.data?.alsoItems.map((it) => (
        <p key={it.target} className={style.rules}>
          {t('targets.also', { ...it })}
        </p>
      ))}
    </Listing>
  );
}

const told: readonly TargetStatus[] = ['not-met', 'not-measurable', 'not-measured'];
const mentioned: readonly TargetStatus[] = ['partly-measured', 'awaiting-judgement', 'exempt', 'dropped'];

/** "Đạt 12/28 · chưa đạt 5 · chưa đo được 3 · chưa báo cáo 8", the grammar of the plan's own Part I; each opens its rows. */
function Counts({ list: { rate, counts }, chosen }: { list: TargetList; chosen: string | undefined }) {
  const { t } = useTranslation();
  const shown = [...told, ...mentioned.filter((it) => counts[it] > 0)];
  const link = (status: TargetStatus, words: string) => (
    <li key={status}>
      <Link
        to="/targets"
        search={(now) => ({ ...now, status: chosen === status ? undefined : status })}
        aria-current={chosen === status || undefined}
      >
        {words}
      </Link>
    </li>
  );
  return (
    <ul className={own.counts} data-counts>
      {link('met', t('targets.met', { numerator: rate.numerator, denominator: rate.denominator }))}
      {shown.map((it) => link(it, t('targets.counted', { state: t(`targets.states.${it}`).toLowerCase(), count: counts[it] })))}
    </ul>
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
        </Link>{' '}
        {row.simulated && <Simulated />}
        <span className={style.under}>
          {row.printedExecutor || row.executors.map((it) => it.printed).join('; ') || t('targets.noExecutor')}
        </span>
      </th>
      <td>
        {row.components.map((it, nth) => (
          <ComponentLine
            key={it.key}
            component={it}
            before={row.baselines[0]?.values[nth] ?? null}
            named={row.components.length > 1}
          />
        ))}
      </td>
      <td>
        {row.baselines.length === 0
          ? '—'
          : row.baselines.map((it) => (
              <span key={it.item} className={style.under}>
                {it.year}: {it.result || '—'} ({t(`targets.states.${it.verdict}`).toLowerCase()})
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
