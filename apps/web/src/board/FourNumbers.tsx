import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Four, Status } from '../api/answers';
import { number } from '../language/numbers';
import { inNoCell, looks } from '../tasks/parts/status';
import style from './board.module.css';

const cells = [
  { key: 'onTime', status: 'completed-on-time' },
  { key: 'late', status: 'completed-late' },
  { key: 'openInTime', status: 'on-track' },
  { key: 'overdue', status: 'overdue' },
] as const satisfies readonly { key: keyof Four; status: Status }[];

/** The four cells that the national statistics use, and no fifth; each n of N, each leading to its rows. */
export function FourNumbers({ four }: { four: Four }) {
  const { t } = useTranslation();
  const total = four.onTime + four.late + four.openInTime + four.overdue;
  const done = four.onTime + four.late;
  const due = done + four.overdue;
  return (
    <section aria-label={t('board.four')} className={style.fourSection}>
      <ul className={style.four}>
        {cells.map(({ key, status }) => {
          const Icon = looks[status].icon;
          const n = four[key];
          return (
            <li key={key}>
              <Link to="/tasks" search={{ cell: key }} className={style.number} data-cell={key}>
                <span className={style.numberWords}>
                  <Icon size={18} stroke={2} aria-hidden="true" />
                  {t(`board.cells.${key}`)}
                </span>
                <span className={style.figure}>
                  {number(n)}
                  <span>/{number(total)}</span>
                </span>
                <svg viewBox="0 0 100 5" preserveAspectRatio="none" aria-hidden="true">
                  <rect width="100" height="5" fill="var(--rule-2)" />
                  <rect width={total === 0 ? 0 : (n / total) * 100} height="5" fill={looks[status].token} />
                </svg>
                <span className={style.explain}>{t(`board.explain.${key}`)}</span>
              </Link>
            </li>
          );
        })}
      </ul>
      <p className={style.sentence}>
        {due === 0 ? t('board.nothingDue') : t('board.sentence', { done, due, onTime: four.onTime })}{' '}
        {t('board.apart', { noDate: four.noDate, suspended: four.suspended, cancelled: four.cancelled })}{' '}
        {four.suspended + four.cancelled > 0 && (
          <Link to="/tasks" search={{ status: inNoCell }}>
            {t('board.toInNoCell')}
          </Link>
        )}
      </p>
    </section>
  );
}
