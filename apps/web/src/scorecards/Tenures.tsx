import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useRead } from '../api/queries';
import { at } from '../api/routes';
import { usePoint } from '../frame/point';
import { Failed, Loading } from '../frame/states';
import { Wide } from '../frame/Wide';
import { day, today } from '../language/dates';
import style from './scorecards.module.css';

const counts = ['taken', 'takenOverdue', 'received', 'passedOn', 'onTime', 'late', 'cancelled', 'left', 'leftOverdue'] as const;

/** What /api answers about the responsibility of a body: one account a tenure of its heads. */
interface Responsibility {
  from: string;
  to: string;
  spans: {
    from: string;
    /** The first day after it. */
    to: string;
    heads: { subject: string; office: string }[];
    account: Record<(typeof counts)[number], number>;
  }[];
  /** Later tenures that one answer has no room for. */
  moreSpans: number;
  predecessors: { id: string; name: string }[];
}

/** Who headed the body when, what was taken over and what was left: a new head's inherited backlog stands apart (06.5). */
export function Tenures({ agency, year }: { agency: string; year: number }) {
  const { t } = useTranslation();
  const { plan, asOf } = usePoint();
  const to = asOf ?? today();
  const from = `${year}-01-01`;
  const asked = to < from ? null : at('/agencies/{agency}/responsibility', agency);
  const view = useRead<Responsibility>(asked, { from, to, plan: plan?.id });
  if (asked === null) return null;
  if (view.error && !view.data) return <Failed error={view.error} again={view.refetch} />;
  if (!view.data) return <Loading rows={3} />;
  const { spans, moreSpans, predecessors } = view.data;
  return (
    <section className={style.apart} data-tenures>
      <Wide className={style.scroll} label={t('scorecards.tenures.title')}>
        <table className={style.table}>
          <caption>{t('scorecards.tenures.title')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('scorecards.tenures.head')}</th>
              <th scope="col">{t('scorecards.tenures.days')}</th>
              {counts.map((it) => (
                <th key={it} scope="col" className={style.num}>
                  {t(`scorecards.tenures.${it}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {spans.map((span) => (
              <tr key={span.from} className={style.row}>
                <th scope="row">
                  {span.heads.length === 0
                    ? t('scorecards.tenures.nobody')
                    : span.heads.map((it) => (
                        <span key={it.subject} className={style.head}>
                          {it.office}
                          <span className={style.under}>{t('scorecards.tenures.subject', { id: it.subject })}</span>
                        </span>
                      ))}
                </th>
                <td>{t('scorecards.tenures.span', { from: day(span.from), to: day(span.to) })}</td>
                {counts.map((it) => (
                  <td key={it} className={style.num} data-grave={(it === 'leftOverdue' && span.account[it] > 0) || undefined}>
                    {span.account[it]}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Wide>
      {moreSpans > 0 && (
        <p className={style.rules} data-more-spans>
          {t('scorecards.tenures.more', { count: moreSpans, day: day(spans.at(-1)?.to ?? view.data.to) })}
        </p>
      )}
      <p className={style.rules}>{t('scorecards.tenures.balance')}</p>
      {predecessors.length > 0 && (
        <p className={style.rules}>
          {t('scorecards.tenures.predecessors', { names: predecessors.map((it) => it.name).join('; ') })}
        </p>
      )}
      <p className={style.rules}>
        <Link to="/targets" search={(now) => ({ ...now, monitor: agency })}>
          {t('scorecards.tenures.targets')}
        </Link>
        {' · '}
        <Link to="/projects" search={(now) => ({ ...now, owner: agency })}>
          {t('scorecards.tenures.projects')}
        </Link>
      </p>
    </section>
  );
}
