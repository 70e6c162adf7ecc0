import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useRead } from '../api/queries';
import { at } from '../api/routes';
import type { Figure, Scorecard } from '../api/scorecards';
import { Stale } from '../frame/Banners';
import { DataFoot } from '../frame/DataFoot';
import { PageHead } from '../frame/PageHead';
import { usePoint, usePointQuery } from '../frame/point';
import { Empty, Failed, Loading } from '../frame/states';
import { said } from '../language';
import { day } from '../language/dates';
import { number, percent } from '../language/numbers';
import { useMay, useMe } from '../session/Session';
import { Simulated } from '../tasks/parts/marks';
import { FigureTasks } from './FigureTasks';
import { RulesUsed } from './RulesUsed';
import style from './scorecards.module.css';
import { Tenures } from './Tenures';

/** Phiếu điểm: each figure with its formula, its numbers put in, and the tasks and events behind it. */
export function ScorecardPage() {
  const { t } = useTranslation();
  const { agency } = useParams({ from: '/scorecards/$agency' });
  const { figure: chosen } = useSearch({ from: '/scorecards/$agency' });
  const navigate = useNavigate();
  const { plan } = usePoint();
  const me = useMe();
  const all = useMay('read-scorecards');
  const card = useRead<Scorecard>(plan ? at('/scorecards/{agency}', agency) : null, usePointQuery());
  if (card.error && !card.data) return <Failed error={card.error} again={card.refetch} />;
  if (!card.data) return <Loading />;
  const open = (key: string | undefined) =>
    void navigate({ to: '.', search: (now: Record<string, unknown>) => ({ ...now, figure: key }), replace: true } as never);
  return (
    <>
      <PageHead
        title={card.data.agency.name}
        over={
          <>
            {all ? <Link to="/scorecards">{t('scorecards.title')}</Link> : <span>{t('scorecards.title')}</span>}
            {plan && <span>{plan.number}</span>}
            {me.sample && <Simulated />}
          </>
        }
        lead={t('scorecards.cardLead', { day: day(card.data.asOf), tasks: card.data.tasks })}
      />
      <Stale state={card.data.freshness?.state} />
      {card.data.tasks === 0 ? (
        <Empty>{t('scorecards.noTasks')}</Empty>
      ) : (
        <ul className={style.figures}>
          {card.data.figures.map((figure) => (
            <FigureCard
              key={figure.key}
              figure={figure}
              open={chosen === figure.key}
              toggle={() => open(chosen === figure.key ? undefined : figure.key)}
            />
          ))}
        </ul>
      )}
      {plan && <Tenures agency={agency} year={plan.year} />}
      <RulesUsed rules={card.data.rules} />
      <DataFoot freshness={card.data.freshness} asOf={card.data.asOf} count={t('scorecards.reference')} />
    </>
  );
}

function FigureCard({ figure, open, toggle }: { figure: Figure; open: boolean; toggle: () => void }) {
  const { t } = useTranslation();
  const count = figure.tasks.length;
  return (
    <li className={style.figure} data-open={open || undefined} data-figure={figure.key}>
      <div className={style.figureHead}>
        <div>
          <h2>{said(figure)}</h2>
          <p className={style.formula}>{said(figure.formula)}</p>
        </div>
        <p className={style.value} data-none={figure.value === null || undefined}>
          <Value figure={figure} />
        </p>
      </div>
      <button type="button" className={style.drill} aria-expanded={open} onClick={toggle} disabled={count === 0} data-row>
        {count === 0 ? t('scorecards.noBehind') : open ? t('scorecards.hide') : t('scorecards.behind', { count })}
      </button>
      {open && count > 0 && <FigureTasks tasks={figure.tasks} />}
    </li>
  );
}

function Value({ figure }: { figure: Figure }) {
  const { t } = useTranslation();
  if (figure.rate)
    return figure.rate.percent === null ? (
      t('scorecards.noRate')
    ) : (
      <>
        {percent(figure.rate.percent)}
        <small>
          {figure.rate.numerator}/{figure.rate.denominator}
        </small>
      </>
    );
  return <>{figure.value === null ? t('scorecards.noRate') : number(figure.value, 1)}</>;
}
