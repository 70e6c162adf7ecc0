import { useTranslation } from 'react-i18next';
import { type Counts, type Status, statuses } from '../../api/answers';
import { number } from '../../language/numbers';
import { looks } from '../parts/status';
import style from './register.module.css';

/** One thin bar for all tasks of the view, and under it the same in words; a word pressed filters. */
export function CountsBar({ counts, chosen, choose }: CountsBarProps) {
  const { t } = useTranslation();
  const present = statuses.filter((status) => (counts[status] ?? 0) > 0);
  const total = present.reduce((sum, status) => sum + (counts[status] ?? 0), 0);
  const picked = chosen?.split(',') ?? [];
  let before = 0;
  return (
    <section className={style.counts} aria-label={t('tasks.countsLabel')}>
      <svg className={style.bar} viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true">
        {present.map((status) => {
          const width = ((counts[status] ?? 0) / total) * 1000;
          const x = before;
          before += width;
          return (
            <rect
              key={status}
              x={x}
              width={Math.max(0, width - 3)}
              height="10"
              fill={looks[status].token}
              opacity={picked.length && !picked.includes(status) ? 0.22 : 1}
            />
          );
        })}
      </svg>
      <ul className={style.chips}>
        <li>
          <button type="button" className={style.chip} aria-pressed={picked.length === 0} onClick={() => choose(undefined)}>
            {t('tasks.all')} <strong>{number(total)}</strong>
          </button>
        </li>
        {present.map((status) => {
          const Icon = looks[status].icon;
          const on = picked.includes(status);
          return (
            <li key={status}>
              <button
                type="button"
                className={style.chip}
                data-status={status}
                aria-pressed={on}
                onClick={() => choose(on && picked.length === 1 ? undefined : status)}
              >
                <Icon size={15} stroke={2} color={looks[status].token} aria-hidden="true" />
                {t(`status.${status}`)} <strong>{number(counts[status])}</strong>
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

interface CountsBarProps {
  counts: Counts;
  chosen: string | undefined;
  choose: (status: Status | undefined) => void;
}
