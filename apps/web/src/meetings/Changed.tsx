import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useRead } from '../api/queries';
import { at } from '../api/routes';
import { Empty, Failed, Loading } from '../frame/states';
import { isKnownType } from '../history/kinds';
import { said } from '../language';
import { moment } from '../language/dates';
import { taskLink } from '../tasks/parts/words';
import type { Changes, Meeting } from './answers';
import style from './meetings.module.css';

const first = 100;

/** What was recorded between the two frozen positions, straight from the log, by kind. */
export function Changed({ of: it }: { of: Meeting }) {
  const { t } = useTranslation();
  const changes = useRead<Changes>(at('/meetings/{plan}/{number}/changes', it.plan, String(it.number)));
  const [kind, setKind] = useState<string | null>(null);
  const [all, setAll] = useState(false);
  if (changes.isPending) return <Loading />;
  if (!changes.data) return <Failed error={changes.error} again={changes.refetch} />;
  const { from, to, counts, rows, total } = changes.data;
  const typeWords = (type: string): string => (isKnownType(type) ? t(`events.types.${type}`) : type);
  const wanted = rows.filter((row) => kind === null || row.type === kind).reverse();
  const shown = all ? wanted : wanted.slice(0, first);
  if (total === 0) return <Empty>{t('meetings.changesNone')}</Empty>;
  return (
    <>
      <p className={style.quiet}>{t('meetings.changesLead', { from, to })}</p>
      <div className={`${style.choices} no-print`}>
        <button type="button" aria-pressed={kind === null} onClick={() => setKind(null)}>
          {t('meetings.allKinds')} <span className={style.count}>{total}</span>
        </button>
        {Object.entries(counts)
          .sort(([, a], [, b]) => b - a)
          .map(([type, count]) => (
            <button key={type} type="button" aria-pressed={kind === type} onClick={() => setKind(type)}>
              {typeWords(type)} <span className={style.count}>{count}</span>
            </button>
          ))}
      </div>
      <ol className={style.changes}>
        {shown.map((row) => (
          <li key={row.position} data-row>
            <span className={style.quiet}>{moment(row.recordedAt)}</span>
            <p>
              {row.stream.startsWith('task-') && (
                <>
                  <Link {...taskLink({ id: row.stream.slice('task-'.length) })}>
                    {row.stream.slice('task-'.length).split('/')[1]}
                  </Link>{' '}
                </>
              )}
              {said(row)}
            </p>
          </li>
        ))}
      </ol>
      {shown.length < wanted.length && (
        <button type="button" className={style.moreButton} onClick={() => setAll(true)}>
          {t('board.showAll', { count: wanted.length })}
        </button>
      )}
      {rows.length < total && <p className={style.quiet}>{t('meetings.changesShown', { shown: rows.length, total })}</p>}
    </>
  );
}
