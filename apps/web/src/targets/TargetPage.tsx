import { Link, useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useRead } from '../api/queries';
import { at } from '../api/routes';
import type { HistoryRows, TargetFigure, TargetView } from '../api/tables';
import { Stale } from '../frame/Banners';
import { DataFoot } from '../frame/DataFoot';
import { PageHead } from '../frame/PageHead';
import { usePointQuery } from '../frame/point';
import { Empty, Failed, Loading } from '../frame/states';
import { said } from '../language';
import { day } from '../language/dates';
import style from '../scorecards/scorecards.module.css';
import { Simulated } from '../tasks/parts/marks';
import { FigureWords, HistoryList, TargetTag } from './parts';

/** One target: the printed sentence, its reading, every figure, and the events behind the verdict. */
export function TargetPage() {
  const { t } = useTranslation();
  const { plan, item } = useParams({ from: '/targets/$plan/$item' });
  const { asOf, knownOn } = usePointQuery() as { asOf?: string; knownOn?: string };
  const view = useRead<TargetView>(at('/targets/{plan}/{item}', plan, item), { asOf, knownOn });
  const history = useRead<HistoryRows>(at('/targets/{plan}/{item}/history', plan, item));
  if (view.error && !view.data) return <Failed error={view.error} again={view.refetch} />;
  if (!view.data) return <Loading />;
  const it = view.data;
  const unitOf = (figure: TargetFigure) => it.components.find((one) => one.key === figure.threshold)?.unit ?? '';
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
          executor: it.printedExecutor || t('targets.blank'),
          monitor: it.monitor?.name ?? it.printedMonitor,
        })}
      />
      <Stale state={it.freshness.state} />
      <ul className={style.figures}>
        <li className={style.figure} data-open>
          <h2>
            <TargetTag status={it.status} />
          </h2>
          {it.verdict && (
            <p className={style.formula}>{t('targets.judged', { day: day(it.verdict.on), reason: it.verdict.reason ?? '' })}</p>
          )}
          {it.sameAs && <p className={style.formula}>{t('targets.also', { target: it.item, item: it.sameAs })}</p>}
          <ul className={style.behind}>
            {it.components.map((one) => (
              <li key={one.key} data-component>
                <p className={style.behindHead}>
                  <span className={style.code}>{said(one.asks)}</span> {one.of}
                </p>
                <p>
                  <FigureWords figure={one.figure} unit={one.unit} />
                  {one.figure && ` · ${day(one.figure.period.from)}–${day(one.figure.period.to)} · ${one.figure.source}`}
                </p>
              </li>
            ))}
          </ul>
        </li>
        <li className={style.figure}>
          <h2>{t('targets.baseline')}</h2>
          {it.baselines.length === 0 && <p className={style.formula}>{t('targets.noBaseline')}</p>}
          {it.baselines.map((one) => (
            <p key={one.item} className={style.formula}>
              {one.item} · {one.title}: {one.result || '-'} ({t(`targets.states.${one.verdict}`)})
            </p>
          ))}
        </li>
        <li className={style.figure}>
          <h2>{t('targets.figures')}</h2>
          {it.figures.length + it.shares.length === 0 && <Empty>{t('targets.noFigures')}</Empty>}
          <ul className={style.behind}>
            {[...it.figures, ...it.shares].map((one) => (
              <li key={one.measurement}>
                {one.body && `${one.body.name}: `}
                <FigureWords figure={one} unit={unitOf(one)} /> · {day(one.period.from)}–{day(one.period.to)} · {one.source}
                {one.withdrawn && ` · ${t('targets.withdrawn', { reason: one.withdrawn.reason })}`}
              </li>
            ))}
          </ul>
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
