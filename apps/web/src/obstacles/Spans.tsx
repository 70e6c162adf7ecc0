import { useTranslation } from 'react-i18next';
import { Wide } from '../frame/Wide';
import { day } from '../language/dates';
import type { ObstacleRecord, WaitingSpan } from './answers';
import style from './obstacles.module.css';
import { whomWords } from './words';

/** Each wait: for whom, from when to when, how long, and the two events that its days rest on. */
export function Spans({ of: it }: { of: ObstacleRecord }) {
  const { t } = useTranslation();
  const { body, decision } = it.waited;
  return (
    <section className={style.box}>
      <h2>{t('obstacles.waitedTitle')}</h2>
      {it.spans.length === 0 ? (
        <p className={style.quiet}>{t('obstacles.waitedNone')}</p>
      ) : (
        <>
          <p className={style.quiet}>{t('obstacles.waitedLead')}</p>
          <Wide className={style.scroll} label={t('obstacles.waitedTitle')}>
            <table className={style.small}>
              <caption className="visually-hidden">{t('obstacles.waitedTitle')}</caption>
              <thead>
                <tr>
                  {(['who', 'days', 'working', 'from', 'to', 'why'] as const).map((column) => (
                    <th key={column} scope="col" data-num={column === 'days' || column === 'working' || undefined}>
                      {t(`obstacles.spans.${column}`)}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {it.spans.map((span) => (
                  <Span key={span.began} of={span} />
                ))}
              </tbody>
              <tfoot>
                <tr>
                  <th scope="row">{t('obstacles.sum')}</th>
                  <td data-num>{body.calendar + decision.calendar}</td>
                  <td data-num>{body.working + decision.working}</td>
                  <td colSpan={3} />
                </tr>
              </tfoot>
            </table>
          </Wide>
        </>
      )}
    </section>
  );
}

function Span({ of: span }: { of: WaitingSpan }) {
  const { t } = useTranslation();
  return (
    <tr data-span>
      <th scope="row">{whomWords(t, span)}</th>
      <td data-num>{span.days.calendar}</td>
      <td data-num>{span.days.working}</td>
      <td>{day(span.from)}</td>
      <td>{span.to ? day(span.to) : <strong>{t('obstacles.still')}</strong>}</td>
      <td>
        <a href={`#event-${span.began}`}>{t('obstacles.began', { version: span.began })}</a>
        {span.ended !== null && <a href={`#event-${span.ended}`}>{t('obstacles.ended', { version: span.ended })}</a>}
      </td>
    </tr>
  );
}
