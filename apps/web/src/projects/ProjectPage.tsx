import { Link, useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useRead } from '../api/queries';
import { at } from '../api/routes';
import type { HistoryRows, ProjectView } from '../api/tables';
import { Stale } from '../frame/Banners';
import { DataFoot } from '../frame/DataFoot';
import { PageHead } from '../frame/PageHead';
import { usePointQuery } from '../frame/point';
import { Failed, Loading } from '../frame/states';
import { exact } from '../language/numbers';
import style from '../scorecards/scorecards.module.css';
import { HistoryList } from '../targets/parts';
import { Simulated } from '../tasks/parts/marks';
import { ProjectTag } from './ProjectTag';

/** One project: the printed row, its money, and everything that was recorded of it. */
export function ProjectPage() {
  const { t } = useTranslation();
  const { plan, item } = useParams({ from: '/projects/$plan/$item' });
  const { asOf, knownOn } = usePointQuery() as { asOf?: string; knownOn?: string };
  const view = useRead<ProjectView>(at('/projects/{plan}/{item}', plan, item), { asOf, knownOn });
  const history = useRead<HistoryRows>(at('/projects/{plan}/{item}/history', plan, item));
  if (view.error && !view.data) return <Failed error={view.error} again={view.refetch} />;
  if (!view.data) return <Loading />;
  const it = view.data;
  return (
    <>
      <PageHead
        title={it.title}
        over={
          <>
            <Link to="/projects">{t('projects.title')}</Link>
            <span>{it.item}</span>
            {it.simulated && <Simulated />}
          </>
        }
        lead={`${it.owner?.name ?? it.printedOwner} · ${it.printedYears}. ${it.aim}`}
      />
      <Stale state={it.freshness.state} />
      <ul className={style.figures}>
        <li className={style.figure} data-open>
          <h2>
            <ProjectTag status={it.status} />
          </h2>
          {(['total', 'allotted', 'disbursed'] as const).map((column) => (
            <p key={column}>
              {t(`projects.columns.${column}`)}: <strong>{exact(it[column])}</strong>
            </p>
          ))}
          {it.oddities.map((odd) => (
            <p key={odd} className={style.formula}>
              {t(`projects.oddities.${odd}`)}
            </p>
          ))}
        </li>
        <li className={style.figure}>
          <h2>{t('targets.events')}</h2>
          {history.data && <HistoryList rows={history.data.rows} />}
        </li>
      </ul>
      <DataFoot freshness={it.freshness} asOf={it.asOf} />
    </>
  );
}
