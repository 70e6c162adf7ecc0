import { useTranslation } from 'react-i18next';
import type { Rules } from '../api/scorecards';
import { said } from '../language';
import { day } from '../language/dates';
import style from './scorecards.module.css';

/** By which rules the figures were made: version, first day, words, source. */
export function RulesUsed({ rules }: { rules: Rules }) {
  const { t } = useTranslation();
  return (
    <p className={style.rules}>
      <strong>{t('scorecards.rules', { version: rules.version, from: day(rules.effectiveFrom) })}</strong> {said(rules)}{' '}
      {rules.source}
    </p>
  );
}
