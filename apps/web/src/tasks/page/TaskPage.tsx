import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { HistoryRow, Rows, TaskView } from '../../api/answers';
import { useRead } from '../../api/queries';
import { taskAt } from '../../api/routes';
import { Stale } from '../../frame/Banners';
import { DataFoot } from '../../frame/DataFoot';
import { PageHead } from '../../frame/PageHead';
import { usePoint } from '../../frame/point';
import { Failed, Loading } from '../../frame/states';
import { ThroughYears } from '../../plans/ThroughYears';
import { Simulated } from '../parts/marks';
import { Actions } from './Actions';
import { DueBox } from './DueBox';
import { Parties } from './Parties';
import { ProgressLine } from './ProgressLine';
import style from './page.module.css';
import { Records } from './Records';
import { Timeline } from './Timeline';
import { Waiting } from './Waiting';
import { Why } from './Why';

/** One task: the plan's words, why it has its status, what may be done now, and everything that ever happened to it. */
export function TaskPage() {
  const { t } = useTranslation();
  const { plan, item, agency } = useParams({ from: '/tasks/$plan/$item/$agency' });
  const search = useSearch({ from: '/tasks/$plan/$item/$agency' });
  const navigate = useNavigate();
  const { asOf, knownOn, plans, past } = usePoint();
  const id = `${plan}/${item}/${agency}`;
  const view = useRead<TaskView>(taskAt(id), { asOf, knownOn });
  const history = useRead<Rows<HistoryRow>>(taskAt(id, 'history'));
  const task = view.data?.id === id ? view.data : undefined;
  if (view.error && !task) return <Failed error={view.error} again={view.refetch} />;
  if (!task) return <Loading />;
  const number = plans.find((it) => it.id === task.plan)?.number ?? task.plan;
  const open = (action: string | undefined) =>
    void navigate({ to: '.', search: (now: Record<string, unknown>) => ({ ...now, do: action }), replace: true } as never);

  return (
    <article className={style.page}>
      <PageHead
        title={short(task.title)}
        over={
          <>
            <Link to="/tasks">{t('tasks.title')}</Link>
            <span>{t('task.pin', { item: task.item, number })}</span>
            <span>{task.section}</span>
            {task.simulated && <Simulated />}
          </>
        }
      />
      <Stale state={task.freshness?.state} />
      <div className={style.columns}>
        <div className={style.left}>
          <section className={style.box} aria-labelledby="printed">
            <h2 id="printed">{t('task.printed')}</h2>
            <blockquote className={style.printed} cite={number}>
              {task.title}
            </blockquote>
            <Parties task={task} />
          </section>
          <DueBox task={task} />
          <Records task={task} open={open} />
        </div>
        <div className={style.right}>
          <Why task={task} />
          <Actions task={task} chosen={search.do} choose={open} past={past} />
          <Waiting task={task} />
          <ThroughYears plan={plan} item={item} agency={agency} box={style.box ?? ''} />
          <ProgressLine task={task} />
          <Timeline task={task} history={history} marked={search.event} />
        </div>
      </div>
      <DataFoot freshness={task.freshness} asOf={asOf ?? undefined} count={t('task.version', { version: task.version })} />
    </article>
  );
}

/** A heading of at most two lines; the whole text stands below, verbatim. */
const short = (title: string): string => {
  if (title.length <= 140) return title;
  const cut = title.slice(0, 140);
  return `${cut.slice(0, cut.lastIndexOf(' '))}…`;
};
