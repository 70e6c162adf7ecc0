import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Board, BoardRow } from '../api/answers';
import { useRead } from '../api/queries';
import { at } from '../api/routes';
import { usePointQuery } from '../frame/point';
import { Empty, Failed, Loading } from '../frame/states';
import { number } from '../language/numbers';
import { RateWords } from '../scorecards/RateWords';
import { Distance } from '../tasks/parts/marks';
import { taskLink } from '../tasks/parts/words';
import style from './board.module.css';

/** Agencies with something overdue, the longest overdue first, as the board has them; a bar of the four cells and the tasks behind it. */
export function OverdueByAgency({ rows }: { rows: BoardRow[] }) {
  const { t } = useTranslation();
  const late = rows.filter((row) => row.four.overdue > 0);
  const most = Math.max(1, ...rows.map((row) => row.four.onTime + row.four.late + row.four.openInTime + row.four.overdue));
  return (
    <section className={style.panel} aria-labelledby="overdue">
      <h2 id="overdue">
        {t('board.overdue')} <span className={style.count}>{t('board.agencies', { count: late.length })}</span>
      </h2>
      {late.length === 0 ? (
        <Empty good>{t('tasks.noneOverdue')}</Empty>
      ) : (
        <div className={style.scroll}>
          <table className={style.table}>
            <thead>
              <tr>
                <th scope="col">{t('tasks.agency')}</th>
                <th scope="col" className={style.num}>
                  {t('status.overdue')}
                </th>
                <th scope="col" className={style.num}>
                  {t('board.oldest')}
                </th>
                <th scope="col">{t('board.mix')}</th>
                <th scope="col">{t('board.completion')}</th>
              </tr>
            </thead>
            <tbody>
              {late.map((row) => (
                <Row key={row.agency.id} row={row} most={most} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {late.length < rows.length && late.length > 0 && (
        <p className={style.rest}>{t('board.rest', { count: rows.length - late.length })}</p>
      )}
    </section>
  );
}

function Row({ row, most }: { row: BoardRow; most: number }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const days = row.oldestOverdueDays ?? 0;
  return (
    <>
      <tr data-row className={style.agencyRow}>
        <th scope="row">
          <button type="button" className={style.toggle} aria-expanded={open} onClick={() => setOpen(!open)}>
            <span aria-hidden="true">{open ? '▾' : '▸'}</span> {row.agency.name}
          </button>
        </th>
        <td className={style.num}>
          <strong className={style.red}>{number(row.four.overdue)}</strong>
        </td>
        <td className={style.num}>
          <span className={style.heat} data-heat={days > 120 ? 4 : days > 60 ? 3 : days > 15 ? 2 : 1}>
            {t('board.days', { count: days })}
          </span>
        </td>
        <td>
          <Mix row={row} most={most} />
        </td>
        <td>
          <RateWords rate={row.rates.completion} />
        </td>
      </tr>
      {open && (
        <tr>
          <td colSpan={5} className={style.inside}>
            <LateTasks row={row} />
            <Link to="/scorecards/$agency" params={{ agency: row.agency.id }}>
              {t('board.toScorecard')}
            </Link>
          </td>
        </tr>
      )}
    </>
  );
}

/** The board lists late tasks of the worst agencies only; those of another are asked for when it is opened. */
function LateTasks({ row }: { row: BoardRow }) {
  const { t } = useTranslation();
  const point = usePointQuery();
  const total = row.four.overdue;
  const own = useRead<Board>(
    row.tasks.length < total ? at('/overdue') : null,
    { ...point, agency: row.agency.id },
    { fresh: true },
  );
  if (own.isLoading && row.tasks.length === 0) return <Loading rows={3} />;
  if (own.error) return <Failed error={own.error} again={own.refetch} />;
  const tasks = own.data?.rows.find((it) => it.agency.id === row.agency.id)?.tasks ?? row.tasks;
  return (
    <>
      <ul>
        {tasks.map((task) => (
          <li key={task.id}>
            <span className={style.code}>{task.item}</span>
            <Link {...taskLink(task)}>{task.title}</Link>
            <Distance task={task} />
          </li>
        ))}
      </ul>
      {tasks.length < total && !own.isLoading && (
        <p className={style.rest}>
          {t('board.latestOf', { shown: tasks.length, total })}{' '}
          <Link to="/tasks" search={{ agency: row.agency.id, cell: 'overdue' }}>
            {t('board.toRegister')}
          </Link>
        </p>
      )}
    </>
  );
}

const mix = [
  ['onTime', '#177538'],
  ['late', '#A64A07'],
  ['openInTime', '#1D4ED8'],
  ['overdue', '#B42318'],
] as const;

function Mix({ row, most }: { row: BoardRow; most: number }) {
  const { t } = useTranslation();
  let before = 0;
  const words = mix.map(([key]) => `${t(`board.cells.${key}`)}: ${number(row.four[key])}`).join(', ');
  return (
    <svg className={style.mix} viewBox="0 0 160 14" role="img" aria-label={words}>
      {mix.map(([key, colour]) => {
        const width = (row.four[key] / most) * 160;
        const x = before;
        before += width;
        return row.four[key] > 0 && <rect key={key} x={x} width={Math.max(2, width - 1.5)} height="14" rx="2" fill={colour} />;
      })}
    </svg>
  );
}
