import { Button } from '@mantine/core';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Finding, Plan, Rows } from '../api/answers';
import { useRead } from '../api/queries';
import { at } from '../api/routes';
import { PageHead } from '../frame/PageHead';
import { Failed, Loading } from '../frame/states';
import { day } from '../language/dates';
import style from './choosing.module.css';
import { Findings } from './Findings';
import { hasNoDocument, NoDocument } from './NoDocument';
import { PlanRows } from './PlanRows';

const parts = ['items', 'targets', 'results', 'projects', 'findings'] as const;
type Part = (typeof parts)[number];

type Detail = Plan & { signer?: string | null; sha256?: string | null };

/** A plan as printed, appendix by appendix, and what in it must be made clear. */
export function PlanPage() {
  const { t } = useTranslation();
  const { id } = useParams({ from: '/plans/$id' });
  const search = useSearch({ from: '/plans/$id' });
  const navigate = useNavigate();
  const plan = useRead<Detail>(at('/plans/{plan}', id));
  const waiting = useRead<Rows<Finding>>(at('/plans/{plan}/findings', id), { severity: 'blocking', open: 'true' });
  if (plan.error && !plan.data) return <Failed error={plan.error} again={plan.refetch} />;
  if (!plan.data) return <Loading />;
  const part: Part = parts.find((it) => it === search.part) ?? 'items';
  const counts = plan.data.counts;
  const choose = (to: Partial<Record<'part' | 'severity' | 'open', string | undefined>>) =>
    void navigate({ to: '.', search: (now: Record<string, unknown>) => ({ ...now, ...to }), replace: true } as never);
  return (
    <>
      <PageHead
        title={plan.data.title}
        over={
          <>
            <Link to="/plans">{t('plans.title')}</Link>
            <span>
              {t('plans.number', { number: plan.data.number })} · {day(plan.data.adoptedOn)}
            </span>
          </>
        }
        actions={
          <>
            <Button component={Link} to={`/plans/${id}/years` as never} variant="default">
              {t('years.open')}
            </Button>
            <Button component="a" href={`/api${at('/plans/{plan}/workbook', id)}`} download variant="default">
              {t('plans.workbook')}
            </Button>
          </>
        }
        lead={[plan.data.issuer, plan.data.signer && t('plans.signer', { name: plan.data.signer })].filter(Boolean).join(' · ')}
      />
      {waiting.data && waiting.data.rows.length > 0 && (
        <p role="status">
          <Link to="/plans/$id" params={{ id }} search={{ part: 'findings', severity: 'blocking' }}>
            {t('plans.waiting', { count: waiting.data.rows.length })}
          </Link>
        </p>
      )}
      {hasNoDocument(plan.data) ? (
        <NoDocument plan={plan.data} />
      ) : (
        <>
          <nav className={style.tabs} aria-label={t('plans.tabs')}>
            {parts.map((it) => (
              <button
                key={it}
                type="button"
                aria-current={part === it ? 'page' : undefined}
                onClick={() => choose({ part: it, severity: undefined, open: undefined })}
              >
                {t(`plans.parts.${it}`)} <span>{it === 'findings' ? counts.findings : counts[it]}</span>
              </button>
            ))}
          </nav>
          {part === 'findings' ? (
            <Findings plan={id} severity={search.severity} open={search.open} choose={choose} />
          ) : (
            <PlanRows key={part} plan={id} part={part} />
          )}
        </>
      )}
      {plan.data.sha256 && !hasNoDocument(plan.data) && (
        <p className={style.digest}>
          {t('plans.digest')} <code>{plan.data.sha256}</code>
        </p>
      )}
    </>
  );
}
