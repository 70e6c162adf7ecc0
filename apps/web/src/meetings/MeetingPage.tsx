import { Button } from '@mantine/core';
import { IconPrinter } from '@tabler/icons-react';
import { Link, useParams, useSearch } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { readAgain, useRead } from '../api/queries';
import { at } from '../api/routes';
import { Stale } from '../frame/Banners';
import { DataFoot } from '../frame/DataFoot';
import { PageHead } from '../frame/PageHead';
import { Failed, Loading } from '../frame/states';
import { day, weekday } from '../language/dates';
import { Simulated } from '../tasks/parts/marks';
import { Agenda } from './Agenda';
import { isDone, type Meeting } from './answers';
import { Changed } from './Changed';
import { Conclusions } from './Conclusions';
import { Earlier } from './Earlier';
import style from './meetings.module.css';

const parts = ['earlier', 'agenda', 'changes', 'conclusions'] as const;

/** One meeting in the order in which it runs: what became of the last one's conclusions, the agenda, the changes, the conclusions. */
export function MeetingPage() {
  const { t } = useTranslation();
  const { plan, number } = useParams({ from: '/meetings/$plan/$number' });
  const search = useSearch({ from: '/meetings/$plan/$number' });
  const view = useRead<Meeting>(at('/meetings/{plan}/{number}', plan, number));
  const it = view.data?.number === Number(number) ? view.data : undefined;
  useCarrying(it?.conclusions.some((one) => !one.carried && !one.refused) ?? false);
  if (view.error && !it) return <Failed error={view.error} again={view.refetch} />;
  if (!it) return <Loading />;
  const last = Math.max(0, ...it.earlier.map((one) => one.meeting));
  const before = it.earlier.filter((one) => one.meeting === last);
  const part = parts.find((one) => one === search.part) ?? 'agenda';
  const counts = {
    earlier: it.earlier.filter((one) => !isDone(one)).length,
    agenda: it.agenda?.lines.length,
    changes: undefined,
    conclusions: it.conclusions.length,
  };
  return (
    <>
      <PageHead
        title={it.title}
        over={
          <>
            <Link to="/meetings">{t('meetings.title')}</Link>
            <span>{t('meetings.number', { number: it.number })}</span>
            {it.simulated && <Simulated />}
          </>
        }
        lead={
          <>
            {weekday(it.sitsOn)}, {day(it.sitsOn)}.{' '}
            {before.length > 0 && (
              <strong data-previous>
                {t('meetings.previous', { done: before.filter(isDone).length, count: before.length })}.
              </strong>
            )}
          </>
        }
        actions={
          part === 'conclusions' &&
          it.conclusions.length > 0 && (
            <Button variant="default" leftSection={<IconPrinter size={17} aria-hidden="true" />} onClick={() => window.print()}>
              {t('meetings.print')}
            </Button>
          )
        }
      />
      <Stale state={it.freshness.state} />
      <nav className={`${style.parts} no-print`} aria-label={it.title}>
        {parts.map((one) => (
          <Link
            key={one}
            to="/meetings/$plan/$number"
            params={{ plan, number }}
            search={{ part: one }}
            aria-current={one === part ? 'page' : undefined}
          >
            {t(`meetings.parts.${one}`)}
            {counts[one] !== undefined && <span className={style.count}>{counts[one]}</span>}
          </Link>
        ))}
      </nav>
      {part === 'earlier' && <Earlier of={it} last={last} />}
      {part === 'agenda' && <Agenda of={it} />}
      {part === 'changes' && <Changed of={it} />}
      {part === 'conclusions' && <Conclusions of={it} />}
      <DataFoot freshness={it.freshness} />
    </>
  );
}

/** A conclusion is carried to its task right after it is recorded; the page looks until it sees what came of it. */
function useCarrying(carrying: boolean): void {
  useEffect(() => {
    if (!carrying) return;
    const soon = setInterval(() => void readAgain(), 1_500);
    return () => clearInterval(soon);
  }, [carrying]);
}
