import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Plan } from '../api/answers';
import style from './plans.module.css';

/** A simulated country's plan: its tasks were made without a document, so it has no row, and whoever counts rows finds 0. */
export const hasNoDocument = ({ simulated, counts }: Plan): boolean =>
  simulated && counts.items + counts.targets + counts.results + counts.projects === 0;

/** Says so, and how many tasks there are. */
export function NoDocument({ plan }: { plan: Plan }) {
  const { t } = useTranslation();
  return (
    <p className={style.noDocument} role="note">
      {t('plans.noDocument')}{' '}
      <Link to="/tasks" search={{ plan: plan.id }}>
        {t('plans.noDocumentTasks', { count: plan.counts.tasks })}
      </Link>
    </p>
  );
}
