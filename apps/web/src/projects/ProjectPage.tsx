import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useRead } from '../api/queries';
import { at } from '../api/routes';
import type { HistoryRows, ProjectView } from '../api/tables';
import { Stale } from '../frame/Banners';
import { DataFoot } from '../frame/DataFoot';
import { PageHead } from '../frame/PageHead';
import { usePoint } from '../frame/point';
import { Failed, Loading } from '../frame/states';
import { HistoryList } from '../targets/parts';
import own from '../targets/targets.module.css';
import { Simulated } from '../tasks/parts/marks';
import { Money } from './Money';
import { Payments } from './Payments';
import { ProjectActions, type ProjectForm } from './ProjectActions';
import { ProjectTag } from './ProjectTag';

/** One project: the printed row, its money, what may be done, and everything that was recorded of it. */
export function ProjectPage() {
  const { t } = useTranslation();
  const { plan, item } = useParams({ from: '/projects/$plan/$item' });
  const search = useSearch({ from: '/projects/$plan/$item' });
  const navigate = useNavigate();
  const { asOf, knownOn, past } = usePoint();
  const view = useRead<ProjectView>(at('/projects/{plan}/{item}', plan, item), { asOf, knownOn });
  const history = useRead<HistoryRows>(at('/projects/{plan}/{item}/history', plan, item));
  if (view.error && !view.data) return <Failed error={view.error} again={view.refetch} />;
  if (!view.data) return <Loading />;
  const it = view.data;
  // What nearly every plan counts in has words of both languages; any other unit is told in the plan's own.
  const unit = /^(triệu đồng)?$/iu.test(it.unit) ? t('projects.unit') : it.unit;
  const choose = (form: ProjectForm | undefined, of?: string) =>
    void navigate({ to: '.', search: (now: Record<string, unknown>) => ({ ...now, do: form, of }), replace: true } as never);
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
      <div className={own.columns}>
        <div className={own.column}>
          <section className={own.box}>
            <h2>
              <ProjectTag status={it.status} />
            </h2>
            <Money it={it} unit={unit} />
            {it.oddities.map((odd) => (
              <p key={odd} className={own.note}>
                {t(`projects.oddities.${odd}`)}
              </p>
            ))}
          </section>
          <Payments it={it} unit={unit} withdraw={(of) => choose('withdraw-disbursement', of)} past={past} />
        </div>
        <div className={own.column}>
          <ProjectActions view={it} unit={unit} chosen={search.do} of={search.of} choose={choose} past={past} />
          <section className={own.box}>
            <h2>{t('targets.events')}</h2>
            {history.data && <HistoryList rows={history.data.rows} />}
          </section>
        </div>
      </div>
      <DataFoot freshness={it.freshness} asOf={it.asOf} />
    </>
  );
}
