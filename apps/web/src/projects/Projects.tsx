import { Link, useSearch } from '@tanstack/react-router';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { useRead } from '../api/queries';
import { at } from '../api/routes';
import type { ProjectList, ProjectRow } from '../api/tables';
import { Listing } from '../frame/Listing';
import { usePoint, usePointQuery } from '../frame/point';
import { Empty } from '../frame/states';
import { Wide } from '../frame/Wide';
import { exact } from '../language/numbers';
import style from '../scorecards/scorecards.module.css';
import { Simulated } from '../tasks/parts/marks';
import { ProjectTag } from './ProjectTag';
import { ByOwner, BySection } from './RollUps';
import { sectionName } from './sections';

/** Dự án: money as in force, what was paid, and the printed sums beside what the rows add up to. */
export function Projects() {
  const { t } = useTranslation();
  const { plan } = usePoint();
  const { status, owner } = useSearch({ from: '/projects' });
  const list = useRead<ProjectList>(plan ? at('/projects') : null, { ...usePointQuery(), status, owner });
  const rows = list.data?.rows ?? [];
  const grand = list.data?.grand;
  const sectionOf = (row: ProjectRow | undefined) =>
    row && sectionName(t, { appendix: row.item.split('.')[0] ?? '', section: row.section, title: row.sectionTitle });
  const filtered = status !== undefined || owner !== undefined;
  const all = <Link to="/projects">{t('projects.all')}</Link>;
  return (
    <Listing
      title={t('projects.title')}
      lead={
        grand &&
        t('projects.lead', {
          count: grand.projects,
          disbursed: exact(grand.disbursed),
          allotted: exact(grand.allotted),
          unit: grand.unit,
        })
      }
      list={list}
      none={filtered ? <Empty action={all}>{t('projects.noneLike')}</Empty> : <Empty>{t('projects.none')}</Empty>}
      count={t('projects.count', { count: rows.length })}
    >
      {filtered && (
        <p className={style.filtered}>
          {t('projects.filtered', { count: rows.length })} {all}
        </p>
      )}
      <Wide className={style.scroll} label={t('projects.title')}>
        <table className={style.table}>
          <caption className="visually-hidden">{t('projects.title')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('projects.columns.project')}</th>
              <th scope="col">{t('projects.columns.owner')}</th>
              <th scope="col">{t('projects.columns.years')}</th>
              {(['total', 'allotted', 'disbursed'] as const).map((column) => (
                <th key={column} scope="col" className={style.num}>
                  {t(`projects.columns.${column}`)}
                </th>
              ))}
              <th scope="col">{t('projects.columns.state')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row, nth) => (
              <Fragment key={row.id}>
                {sectionOf(row) !== sectionOf(rows[nth - 1]) && (
                  <tr className={style.bloc}>
                    <th scope="rowgroup" colSpan={7}>
                      {sectionOf(row)}
                    </th>
                  </tr>
                )}
                <Line row={row} />
              </Fragment>
            ))}
          </tbody>
        </table>
      </Wide>
      {list.data && (
        <>
          <div className={style.apart}>
            <BySection sections={list.data.sections} grand={list.data.grand} />
          </div>
          {!grand && (
            <p className={style.rules}>
              {t('projects.severalUnits', { units: list.data.units.map((it) => it || t('projects.noUnit')).join(', ') })}
            </p>
          )}
          {grand && grand.subtotals.total !== grand.rows.total && (
            <p className={style.rules}>
              {t('projects.subtotals', {
                subtotals: exact(grand.subtotals.total),
                printed: exact(grand.printed.total),
                rows: exact(grand.rows.total),
              })}
            </p>
          )}
          {grand && (
            <div className={style.apart}>
              <ByOwner owners={list.data.owners} />
            </div>
          )}
        </>
      )}
    </Listing>
  );
}

function Line({ row }: { row: ProjectRow }) {
  const { t } = useTranslation();
  const [plan = '', item = ''] = row.id.split('/');
  return (
    <tr data-row className={style.row}>
      <th scope="row">
        <span className={style.code}>{row.item}</span>{' '}
        <Link to="/projects/$plan/$item" params={{ plan, item }}>
          {row.title}
        </Link>{' '}
        {row.simulated && <Simulated />}
      </th>
      <td>{row.owner?.name ?? row.printedOwner}</td>
      <td>{row.printedYears}</td>
      <td className={style.num}>{exact(row.total)}</td>
      <td className={style.num}>{exact(row.allotted)}</td>
      <td className={style.num}>{exact(row.disbursed)}</td>
      <td>
        <ProjectTag status={row.status} />
        {row.oddities.map((it) => (
          <span key={it} className={style.under}>
            {t(`projects.oddities.${it}`)}
          </span>
        ))}
      </td>
    </tr>
  );
}
