import { Button } from '@mantine/core';
import { IconUpload } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { PageHead } from '../frame/PageHead';
import { usePlans } from '../frame/point';
import { Empty, Failed, Loading } from '../frame/states';
import { day } from '../language/dates';
import { useMay } from '../session/Session';
import { hasNoDocument, NoDocument } from './NoDocument';
import style from './plans.module.css';

export function Plans() {
  const { t } = useTranslation();
  const plans = usePlans();
  const imports = useMay('import-plan');
  return (
    <>
      <PageHead
        title={t('plans.title')}
        lead={t('plans.lead')}
        actions={
          imports && (
            <Button component={Link} to="/plans/import" leftSection={<IconUpload size={17} aria-hidden="true" />}>
              {t('plans.import')}
            </Button>
          )
        }
      />
      {plans.isPending && <Loading rows={3} />}
      {plans.error && !plans.data && <Failed error={plans.error} again={plans.refetch} />}
      {plans.data?.rows.length === 0 && <Empty>{t('plans.none')}</Empty>}
      <ul className={style.plans}>
        {plans.data?.rows.map((plan) => (
          <li key={plan.id} className={style.plan}>
            <p className={style.planNumber}>
              {t('plans.number', { number: plan.number })} · {day(plan.adoptedOn)}
            </p>
            <h2>
              <Link to="/plans/$id" params={{ id: plan.id }} data-row>
                {plan.title}
              </Link>
            </h2>
            <p className={style.issuer}>{plan.issuer}</p>
            {hasNoDocument(plan) ? (
              <NoDocument plan={plan} />
            ) : (
              <dl className={style.counts}>
                {(['items', 'tasks', 'targets', 'results', 'projects', 'findings'] as const).map((key) => (
                  <div key={key}>
                    <dt>{t(`plans.parts.${key}`)}</dt>
                    <dd>{plan.counts[key]}</dd>
                  </div>
                ))}
              </dl>
            )}
            {plan.counts.findingsOpen > 0 && (
              <Link
                to="/plans/$id"
                params={{ id: plan.id }}
                search={{ part: 'findings', open: 'true' }}
                className={style.openFindings}
              >
                {t('plans.openFindings', { count: plan.counts.findingsOpen })}
              </Link>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}
