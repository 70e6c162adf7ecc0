import { useTranslation } from 'react-i18next';
import type { MyTasks } from '../../api/answers';
import { usePoint } from '../../frame/point';
import style from './mine.module.css';

/** The year in twelve columns, one block a task on the month it is due, today marked; the same as a table on request. */
export function YearStrip({ calendar, undated, today }: Pick<MyTasks, 'calendar' | 'undated'> & { today: string }) {
  const { t } = useTranslation();
  const { plan } = usePoint();
  const year = plan?.year ?? Number(today.slice(0, 4));
  const months = Array.from({ length: 12 }, (_, i) => `${year}-${String(i + 1).padStart(2, '0')}`);
  const of = new Map(calendar.map((it) => [it.month, it]));
  const due = (month: string) => of.get(month)?.due ?? 0;
  const highest = Math.max(4, ...months.map(due));
  const height = 118;
  const step = Math.min(14, 82 / highest);
  const cell = (month: string): string => {
    const it = of.get(month);
    if (it && it.overdue > 0) return '#b42318';
    if (it && it.done === it.due) return '#177538';
    return '#4a78a8';
  };
  return (
    <section className={style.year} aria-labelledby="year">
      <h2 id="year">{t('mine.year', { year })}</h2>
      <svg viewBox={`0 0 372 ${height + 4}`} aria-hidden="true">
        {months.map((month, i) => (
          <g key={month} transform={`translate(${i * 31} 0)`}>
            {today.startsWith(month) && <rect x="0" y="0" width="31" height={height} fill="#fff3cf" />}
            {Array.from({ length: due(month) }, (_, n) => (
              <rect
                // biome-ignore lint/suspicious/noArrayIndexKey: blocks without identity
                key={n}
                x="4"
                y={height - 24 - (n + 1) * step}
                width="23"
                height={Math.max(2, step - 3)}
                rx="2"
                fill={cell(month)}
              />
            ))}
            <text x="15.5" y={height - 6} textAnchor="middle" fontSize="12" fill="#4a5563">
              {i + 1}
            </text>
          </g>
        ))}
        <path d={`M0 ${height - 22}H372`} stroke="#dcd9d0" />
      </svg>
      {undated > 0 && <p className={style.undated}>{t('mine.undated', { count: undated })}</p>}
      <details>
        <summary>{t('mine.asTable')}</summary>
        <table className={style.twin}>
          <thead>
            <tr>
              <th scope="col">{t('mine.month')}</th>
              <th scope="col">{t('mine.dueCount')}</th>
            </tr>
          </thead>
          <tbody>
            {months.map((month) => (
              <tr key={month}>
                <th scope="row">{month.split('-').reverse().join('/')}</th>
                <td>{due(month)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </section>
  );
}
