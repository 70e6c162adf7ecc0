import { useTranslation } from 'react-i18next';
import type { Rate } from '../api/answers';
import { number, percent } from '../language/numbers';
import style from './scorecards.module.css';

/** 19/24 · 79,2%. With nothing to divide by: no data yet, and never 100. */
export function RateWords({ rate }: { rate: Rate }) {
  const { t } = useTranslation();
  if (rate.denominator === 0 || rate.percent === null) return <span className={style.none}>{t('scorecards.noRate')}</span>;
  return (
    <span className={style.rate}>
      <strong>{percent(rate.percent)}</strong>{' '}
      <span>
        {number(rate.numerator)}/{number(rate.denominator)}
      </span>
    </span>
  );
}
