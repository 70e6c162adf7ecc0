import { useTranslation } from 'react-i18next';
import type { Status } from '../api/answers';
import type { HistoryRows, TargetFigure, TargetStatus } from '../api/tables';
import { said } from '../language';
import { day } from '../language/dates';
import { exact } from '../language/numbers';
import style from '../scorecards/scorecards.module.css';
import { StateTag } from '../tasks/parts/StateTag';

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
