import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useRead } from '../api/queries';
import { at } from '../api/routes';
import type { HistoryRows, TargetView } from '../api/tables';
import { Stale } from '../frame/Banners';
import { DataFoot } from '../frame/DataFoot';
import { PageHead } from '../frame/PageHead';
import { usePoint } from '../frame/point';
import { Failed, Loading } from '../frame/states';
import { day } from '../language/dates';
import { ThroughYears } from '../plans/ThroughYears';
import { Simulated } from '../tasks/parts/marks';
import { Baselines } from './Baselines';
import { Figures, Shares } from './Figures';
import { ComponentLine, HistoryList, Legend, TargetTag } from './parts';
import { TargetActions, type TargetForm } from './TargetActions';
import style from './targets.module.css';

/** One target: the printed sentence, its reading, every figure, what may be done, and the events behind the verdict. */
export function TargetPage() {
  const { t } = useTranslation();
  const { plan, item } = useParams({ from: '/targets/$plan/$item' });
  const search = useSearch({ from: '/targets/$plan/$item' });
  const navigate = useNavigate();
  const { asOf, knownOn, past } = usePoint();
  const view = useRead<TargetView>(at('/targets/{plan}/{item}', plan, item), { asOf, knownOn });
  const history = useRead<HistoryRows>(at('/targets/{plan}/{item}/history', plan, item));
  if (view.error && !view.data) return <Failed error={view.error} again={view.refetch} />;
  if (!view.data) return <Loading />;
  const it = view.data;
  const choose = (form: TargetForm | undefined, of?: string) =>
    void navigate({ to: '.', search: (now: Record<string, unknown>) => ({ ...now, do: form, of }), replace: true } as never);
  return (
    <>
      <PageHead
        title={it.title}
        over={
          <>
            <Link to="/targets">{t('targets.title')}</Link>
            <span>{it.item}</span>
            {it.simulated && <Simulated />}
          </>
        }
        lead={t('targets.bodies', {
          executor: it.printedExecutor || it.executors.map((one) => one.printed).join('; ') || t('targets.blank'),
          monitor: it.monitor?.name ?? it.printedMonitor,
        })}
      />
      <Stale state={it.freshness.state} />
      <div className={style.columns}>
        <div className={style.column}>
          <section className={style.box}>
            <h2>
              <TargetTag status={it.status} />
            </h2>
            {it.verdict && (
              <p className={style.note}>{t('targets.judged', { day: day(it.verdict.on), reason: it.verdict.reason ?? '' })}</p>
            )}
            <Legend />
            {it.components.map((one, nth) => (
              <ComponentLine key={one.key} component={one} before={it.baselines[0]?.values[nth] ?? null} named />
            ))}
            {it.sameAs && <p className={style.note}>{t('targets.also', { target: it.item, item: it.sameAs })}</p>}
          </section>
          <Figures view={it} correct={(of) => choose('correct', of)} past={past} />
          <Shares view={it} />
        </div>
        <div className={style.column}>
          <TargetActions view={it} chosen={search.do} of={search.of} choose={choose} past={past} />
          <Baselines view={it} choose={choose} past={past} />
          <ThroughYears plan={plan} item={item} box={style.box ?? ''} />
          {it.judgements.length > 0 && (
            <section className={style.box}>
              <h2>{t('targets.judgements')}</h2>
              <ul className={style.lines}>
                {it.judgements.map((one) => (
                  <li key={one.judgement}>
                    {day(one.on)} · <strong>{t(`targets.states.${one.verdict}`)}</strong>
                    {one.reason && `: ${one.reason}`}
                    {!one.stands && <span className={style.note}> {t('targets.noLongerStands')}</span>}
                  </li>
                ))}
              </ul>
            </section>
          )}
          <section className={style.box}>
            <h2>{t('targets.events')}</h2>
            {history.data && <HistoryList rows={history.data.rows} />}
          </section>
        </div>
      </div>
      <DataFoot freshness={it.freshness} asOf={it.asOf} />
    </>
  );
}
