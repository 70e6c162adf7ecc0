import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TaskRow } from '../api/answers';
import { Empty } from '../frame/states';
import { number } from '../language/numbers';
import { Simulated } from '../tasks/parts/marks';
import { printedDue, reportAge, taskLink } from '../tasks/parts/words';
import style from './board.module.css';

interface Listed {
  title: string;
  lead: string;
  rows: TaskRow[];
  total: number;
  none: string;
}

/** A list beside the board: six lines, then what else was sent on request; the count beside the title is of all there are. */
export function Short({ title, lead, rows, total, none }: Listed) {
  const { t } = useTranslation();
  const [all, setAll] = useState(false);
  const shown = all ? rows : rows.slice(0, 6);
  return (
    <section className={style.panel}>
      <h2>
        {title} <span className={style.count}>{number(total)}</span>
      </h2>
      {rows.length === 0 ? (
        <Empty good>{none}</Empty>
      ) : (
        <>
          <p className={style.panelLead}>{lead}</p>
          <ul className={style.short}>
            {shown.map((task) => (
              <li key={task.id}>
                <Link {...taskLink(task)}>
                  <span className={style.code}>{task.item}</span> {task.agency.name}
                </Link>
                <span>
                  {printedDue(t, task.due)} · {reportAge(t, task)} {task.simulated && <Simulated />}
                </span>
              </li>
            ))}
          </ul>
          {rows.length > shown.length && (
            <button type="button" className={style.moreButton} onClick={() => setAll(true)}>
              {t(total > rows.length ? 'board.showFirst' : 'board.showAll', { count: rows.length })}
            </button>
          )}
        </>
      )}
    </section>
  );
}
