import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Status } from '../api/answers';
import { useRead } from '../api/queries';
import { at } from '../api/routes';
import type { TargetComponent, TargetStatus } from '../api/tables';
import { said } from '../language';
import { day } from '../language/dates';
import { FigureWords, TargetTag } from '../targets/parts';
import { StateTag } from '../tasks/parts/StateTag';
import style from './years.module.css';

interface Answer {
  rows: {
    plan: string;
    number: string;
    year: number;
    code: string;
    kind: 'item' | 'target' | 'result';
    title: string;
    target: { status: TargetStatus; components: TargetComponent[] } | null;
    result: string | null;
  }[];
  tasks: { id: string; plan: string; title: string; status: Status; due: string; carriedBy: string | null }[];
}

/** The same row, and the same work, in the plans before and after; nothing where nothing ties it. */
export function ThroughYears({ plan, item, agency, box }: { plan: string; item: string; agency?: string; box: string }) {
  const { t } = useTranslation();
  const { data } = useRead<Answer>(at('/plans/{plan}/rows/{item}/years', plan, item), { agency });
  if (!data || (data.rows.length < 2 && data.tasks.length < 2)) return null;
  return (
    <section className={box} aria-labelledby="through-years">
      <h2 id="through-years">{t('years.through')}</h2>
      <ul>
        {data.tasks.length > 1
          ? data.tasks.map((it) => {
              const [of = '', code = '', body = ''] = it.id.split('/');
              return (
                <li key={it.id}>
                  <Link to="/tasks/$plan/$item/$agency" params={{ plan: of, item: code, agency: body }}>
                    {of} · {code}
                  </Link>{' '}
                  <StateTag like={it.status}>{t(`status.${it.status}`)}</StateTag>{' '}
                  {/^\d{4}-\d\d-\d\d$/.test(it.due) ? day(it.due) : it.due}
                  <span className={style.under}>
                    {it.carriedBy ? t('years.carriedBy', { document: it.carriedBy }) : t('years.began')}
                  </span>
                </li>
              );
            })
          : data.rows.map((it) => (
              <li key={`${it.plan} ${it.code}`}>
                {it.kind === 'target' ? (
                  <Link to="/targets/$plan/$item" params={{ plan: it.plan, item: it.code }}>
                    {it.year} · {it.number} · {it.code}
                  </Link>
                ) : (
                  <span className={style.code}>
                    {it.year} · {it.number} · {it.code}
                  </span>
                )}{' '}
                {it.target && <TargetTag status={it.target.status} />} {it.result}
                <span className={style.under}>{it.title}</span>
                {it.target?.components.map((one) => (
                  <span key={one.key} className={style.under}>
                    {said(one.asks)} ← <FigureWords figure={one.figure} unit={one.unit} />
                  </span>
                ))}
              </li>
            ))}
      </ul>
    </section>
  );
}
