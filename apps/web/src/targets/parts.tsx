import { useTranslation } from 'react-i18next';
import type { Status } from '../api/answers';
import type { HistoryRows, TargetComponent, TargetFigure, TargetStatus } from '../api/tables';
import { said } from '../language';
import { day } from '../language/dates';
import { exact } from '../language/numbers';
import style from '../scorecards/scorecards.module.css';
import { StateTag } from '../tasks/parts/StateTag';
import { Bullet } from './Bullet';
import own from './targets.module.css';

const look: Readonly<Record<TargetStatus, Status>> = {
  met: 'completed-on-time',
  'not-met': 'overdue',
  'awaiting-judgement': 'awaiting-acceptance',
  'partly-measured': 'on-track',
  'not-measured': 'not-started',
  'not-measurable': 'no-deadline',
  exempt: 'suspended',
  dropped: 'cancelled',
};

export function TargetTag({ status }: { status: TargetStatus }) {
  const { t } = useTranslation();
  return <StateTag like={look[status]}>{t(`targets.states.${status}`)}</StateTag>;
}

/** The value that counts with the ratio behind it and what speaks against it; without a figure a dash, never a zero. */
export function FigureWords({ figure, unit }: { figure: TargetFigure | null; unit: string }) {
  const { t } = useTranslation();
  if (!figure) return <>—</>;
  const ratio = figure.numerator !== null && figure.denominator !== null;
  return (
    <>
      {figure.reached !== null
        ? t(figure.reached ? 'targets.reached' : 'targets.notReached')
        : `${exact(figure.value)}${unit.startsWith('%') ? '' : ' '}${unit}`}
      {ratio && ` (${exact(figure.numerator)}/${exact(figure.denominator)})`}
      {figure.warnings.map((it) => ` · ${t(`targets.warnings.${it}`, { typed: exact(figure.typed) })}`)}
    </>
  );
}

/** What was recorded, in sentences, oldest first. */
export function HistoryList({ rows }: { rows: HistoryRows['rows'] }) {
  return (
    <ol className={style.events}>
      {rows.map((it) => (
        <li key={it.id} id={`event-${it.version}`}>
          {day(it.on)} · {said(it)}
          {it.actor.name && ` (${it.actor.name})`}
        </li>
      ))}
    </ol>
  );
}

/** What the marks of the bars mean. */
export function Legend() {
  const { t } = useTranslation();
  return (
    <p className={own.legend}>
      <span>
        <svg viewBox="0 0 22 14" aria-hidden="true">
          <rect y="3" width="22" height="8" rx="2" className={own.bar} data-holds="true" />
        </svg>
        {t('targets.legend.holds')}
      </span>
      <span>
        <svg viewBox="0 0 22 14" aria-hidden="true">
          <rect y="3" width="22" height="8" rx="2" className={own.bar} data-holds="false" />
        </svg>
        {t('targets.legend.misses')}
      </span>
      <span>
        <svg viewBox="0 0 22 14" aria-hidden="true">
          <rect x="10" width="2.5" height="14" className={own.tick} />
        </svg>
        {t('targets.legend.threshold')}
      </span>
      <span>
        <svg viewBox="0 0 22 14" aria-hidden="true">
          <path d="M11 2 l5 5 -5 5 -5 -5 z" className={own.ghost} />
        </svg>
        {t('targets.legend.before')}
      </span>
    </p>
  );
}

/** What one part of the sentence asks, as a picture and in words. */
export function ComponentLine({
  component,
  before,
  named,
}: {
  component: TargetComponent;
  before: string | null;
  named: boolean;
}) {
  const { figure } = component;
  return (
    <div className={own.component} data-component>
      {named && <span className={own.of}>{component.of}</span>}
      <span className={own.asks}>{said(component.asks)}</span>
      <Bullet asks={component} figure={figure?.value ?? null} before={before} />
      {figure && (
        <span className={own.figure}>
          <FigureWords figure={figure} unit={component.unit} /> · {day(figure.period.to)}
        </span>
      )}
    </div>
  );
}
