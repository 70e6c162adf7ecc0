import { useTranslation } from 'react-i18next';
import type { TaskView } from '../../api/answers';
import { usePoint } from '../../frame/point';
import { addDays, day, daysBetween, today } from '../../language/dates';
import style from './page.module.css';

const width = 640;
const height = 150;
const left = 34;
const bottom = 26;

/** Progress as a step line with a dot a report; due days as upright lines, earlier ones dashed. The reports beside it are its table. */
export function ProgressLine({ task }: { task: TaskView }) {
  const { t } = useTranslation();
  const { asOf } = usePoint();
  const reports = [...task.reports]
    .filter((it) => it.state !== 'returned')
    .sort((a, b) => a.occurredOn.localeCompare(b.occurredOn));
  if (reports.length === 0) return null;
  const until = asOf ?? today();
  const lastReport = reports.at(-1)?.occurredOn ?? until;
  const dues = [...new Set(task.dueHistory.flatMap((it) => (it.dueOn ? [it.dueOn] : [])))];
  const latest = [lastReport, task.dueOn ?? lastReport, ...dues].sort().at(-1) ?? lastReport;
  const from = task.assignedOn;
  const to = addDays(latest, 10);
  const span = Math.max(1, daysBetween(from, to));
  const x = (date: string) => left + Math.min(1, Math.max(0, daysBetween(from, date) / span)) * (width - left - 12);
  const y = (progress: number) => height - bottom - (progress / 100) * (height - bottom - 14);
  let path = `M${x(from)} ${y(0)}`;
  for (const report of reports) path += ` H${x(report.occurredOn)} V${y(report.progress)}`;
  path += ` H${x([until, to].sort()[0] ?? to)}`;
  const words = reports.map((it) => `${day(it.occurredOn)}: ${it.progress}%`).join('; ');
  return (
    <section className={style.box} aria-labelledby="line">
      <h2 id="line">{t('task.line')}</h2>
      <svg className={style.line} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={t('task.lineWords', { words })}>
        {[0, 50, 100].map((mark) => (
          <g key={mark}>
            <path d={`M${left} ${y(mark)}H${width - 12}`} className={style.grid} />
            <text x={left - 6} y={y(mark) + 4} textAnchor="end">
              {mark}
            </text>
          </g>
        ))}
        {dues.map((due) => (
          <g key={due} className={due === task.dueOn ? style.dueNow : style.dueBefore}>
            <path d={`M${x(due)} 8V${height - bottom}`} />
            <text x={x(due)} y={height - 8} textAnchor={x(due) > width - 60 ? 'end' : 'middle'}>
              {day(due)}
            </text>
          </g>
        ))}
        <path d={path} className={style.stepLine} />
        {reports.map((it) => (
          <circle key={it.report} cx={x(it.occurredOn)} cy={y(it.progress)} r="4.5" className={style.dot} data-state={it.state} />
        ))}
        <text x={left} y={height - 8}>
          {day(from)}
        </text>
      </svg>
    </section>
  );
}
