import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Plan } from '../api/answers';
import { useRead } from '../api/queries';
import { at } from '../api/routes';
import { PageHead } from '../frame/PageHead';
import { usePlans } from '../frame/point';
import { Empty, Failed, Loading } from '../frame/states';
import { CarryOver } from './CarryOver';
import { TiedRows } from './TiedRows';
import style from './years.module.css';

/** A plan beside the one before it: rows that are the same thing, and tasks that go on. */
export function YearsPage() {
  const { t } = useTranslation();
  const { id } = useParams({ from: '/plans/$id/years' });
  const search = useSearch({ from: '/plans/$id/years' });
  const navigate = useNavigate();
  const plan = useRead<Plan>(at('/plans/{plan}', id));
  const plans = usePlans();
  if (plan.error && !plan.data) return <Failed error={plan.error} again={plan.refetch} />;
  if (!plan.data || !plans.data) return <Loading />;
  const others = plans.data.rows.filter((it) => it.id !== id);
  const before = others.find((it) => it.year < plan.data.year) ?? others[0];
  const earlier = others.find((it) => it.id === search.earlier) ?? before;
  return (
    <>
      <PageHead
        title={t('years.title')}
        over={
          <>
            <Link to="/plans">{t('plans.title')}</Link>
            <Link to="/plans/$id" params={{ id }}>
              {t('plans.number', { number: plan.data.number })}
            </Link>
          </>
        }
        lead={t('years.lead')}
      />
      {!earlier ? (
        <Empty>{t('years.none')}</Empty>
      ) : (
        <>
          <div className={style.bar}>
            <label>
              {t('years.earlier')}{' '}
              <select
                className={style.pick}
                value={earlier.id}
                onChange={(event) =>
                  void navigate({
                    to: '.',
                    search: (now: Record<string, unknown>) => ({ ...now, earlier: event.currentTarget.value }),
                    replace: true,
                  } as never)
                }
              >
                {others.map((it) => (
                  <option key={it.id} value={it.id}>
                    {it.number} ({it.year})
                  </option>
                ))}
              </select>
            </label>
          </div>
          <TiedRows plan={id} earlier={earlier.id} />
          <CarryOver key={earlier.id} plan={id} earlier={earlier.id} />
        </>
      )}
    </>
  );
}
