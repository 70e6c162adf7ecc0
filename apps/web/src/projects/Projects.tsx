import { Link } from '@tanstack/react-router';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { useRead } from '../api/queries';
import { at } from '../api/routes';
import type { ProjectList } from '../api/tables';
import { Stale } from '../frame/Banners';
import { DataFoot } from '../frame/DataFoot';
import { PageHead } from '../frame/PageHead';
import { usePoint, usePointQuery } from '../frame/point';
import { Empty, Failed, Loading } from '../frame/states';
import { Wide } from '../frame/Wide';
import { exact } from '../language/numbers';
import style from '../scorecards/scorecards.module.css';
import { useMe } from '../session/Session';
import { Simulated } from '../tasks/parts/marks';
import { ProjectTag } from './ProjectTag';

/** Dự án: money as in force, what was paid, and the printed sums beside what the rows add up to. */
export function Projects() {
  const { t } = useTranslation();
  const me = useMe();
  const { plan } = usePoint();
  const list = useRead<ProjectList>(plan ? at('/projects') : null, usePointQuery());
  const rows = list.data?.rows ?? [];
  const grand = list.data?.grand;
  const sectionOf = (key: string) => list.data?.sections.find((it) => it.section === key);
  return (
    <>
      <PageHead
        title={t('projects.title')}
        over={
          <>
            {plan && <span>{plan.number}</span>}
            {me.sample && <Simulated />}
          </>
        }
        lead={
          grand
            ? t('projects.lead', {
                count: grand.projects,
                disbursed: exact(grand.disbursed),
                allotted: exact(grand.allotted),
                unit: grand.unit,
              })
            : ''
        }
      />
      <Stale state={list.data?.freshness.state} />
      {!plan && <Empty>{t('frame.noPlanYet')}</Empty>}
      {list.isPending && plan && <Loading />}
      {list.error && !list.data && <Failed error={list.error} again={list.refetch} />}
      {list.data && rows.length === 0 && <Empty>{t('projects.none')}</Empty>}
      {rows.length > 0 && grand && (
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
              {rows.map((row, nth) => {
                const section = row.section === rows[nth - 1]?.section ? undefined : sectionOf(row.section);
                const [inPlan = '', item = ''] = row.id.split('/');
                return (
                  <Fragment key={row.id}>
                    {section && (
                      <tr className={style.bloc}>
                        <th scope="rowgroup" colSpan={7}>
                          {section.section}. {section.title}: {exact(section.printed.total)} / {exact(section.printed.allotted)}
                          {section.difference.total && (
                            <span className={style.under}>
                              {t('projects.differs', { printed: exact(section.printed.total), rows: exact(section.rows.total) })}
                            </span>
                          )}
                        </th>
                      </tr>
                    )}
                    <tr data-row className={style.row}>
                      <th scope="row">
                        <span className={style.code}>{row.item}</span>{' '}
                        <Link to="/projects/$plan/$item" params={{ plan: inPlan, item }}>
                          {row.title}
                        </Link>
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
                  </Fragment>
                );
              })}
              <tr className={style.total}>
                <th scope="row" colSpan={3}>
                  {t('projects.total')}
                </th>
                <td className={style.num}>{exact(grand.total)}</td>
                <td className={style.num}>{exact(grand.allotted)}</td>
                <td className={style.num}>{exact(grand.disbursed)}</td>
                <td />
              </tr>
            </tbody>
          </table>
        </Wide>
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
      {list.data && list.data.owners.length > 0 && (
        <Wide className={style.scroll} label={t('projects.byOwner')}>
          <table className={style.table} data-owners>
            <caption>{t('projects.byOwner')}</caption>
            <thead>
              <tr>
                <th scope="col">{t('projects.columns.owner')}</th>
                {(['count', 'total', 'allotted', 'disbursed'] as const).map((column) => (
                  <th key={column} scope="col" className={style.num}>
                    {t(`projects.columns.${column}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {list.data.owners.map((it) => (
                <tr key={it.owner?.id ?? it.printedOwner} className={style.row}>
                  <th scope="row">{it.owner?.name ?? it.printedOwner}</th>
                  <td className={style.num}>{it.projects}</td>
                  <td className={style.num}>{exact(it.total)}</td>
                  <td className={style.num}>{exact(it.allotted)}</td>
                  <td className={style.num}>{exact(it.disbursed)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Wide>
      )}
      {list.data && <DataFoot freshness={list.data.freshness} asOf={list.data.asOf} />}
    </>
  );
}
