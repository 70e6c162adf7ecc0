import { Button, NativeSelect, Select, TextInput } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAgencyName } from '../agencies/useAgencyName';
import type { Agency, HistoryRow, HistoryPage as Page, Rows } from '../api/answers';
import { read } from '../api/client';
import { useRead } from '../api/queries';
import { at } from '../api/routes';
import { Stale } from '../frame/Banners';
import { PageHead } from '../frame/PageHead';
import { Sheet } from '../frame/Sheet';
import { Empty, Failed, Loading } from '../frame/states';
import { DayInput } from '../language/DayInput';
import { day, dayOf, weekday } from '../language/dates';
import { fold } from '../language/fold';
import { HistoryLine } from './HistoryLine';
import style from './history.module.css';
import { type Room, rooms } from './kinds';
import { Raw } from './Raw';

const asked = ['task', 'agency', 'user', 'type', 'from', 'to', 'q'] as const;
type HistorySearch = { [K in (typeof asked)[number]]?: string };

/** The questions an auditor comes with, as filters. */
const questions = {
  all: undefined,
  dueMoves: 'due-changed',
  extensions: 'extension-granted',
  corrections: 'corrected',
  delays: 'delayed',
  claims: 'completed',
} as const;
const size = 50;

/** Kiểm tra & đối chiếu: the whole record in sentences, newest first, by task, agency, person, day and kind. Read-only. */
export function HistoryPage() {
  const { t } = useTranslation();
  const search = useSearch({ from: '/history' }) as HistorySearch;
  const navigate = useNavigate();
  const agencies = useRead<Rows<Agency>>(at('/agencies'));
  const [raw, setRaw] = useState<HistoryRow | null>(null);
  const [task, setTask] = useState(search.task ?? '');
  const [user, setUser] = useState(search.user ?? '');
  // The address also says of what plan and day the other pages are; the record is of every plan, up to now.
  const query = Object.fromEntries(asked.flatMap((it) => (search[it] === undefined ? [] : [[it, search[it]]])));
  const log = useInfiniteQuery({
    queryKey: ['/history', query],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) => read<Page>(at('/history'), { ...query, limit: size, beforePosition: pageParam }, { waits: true }),
    getNextPageParam: (page) => (page.rows.length < size ? undefined : (page.next ?? undefined)),
  });
  const choose = (to: HistorySearch) =>
    void navigate({ to: '/history', search: (now: HistorySearch) => ({ ...now, ...to }), replace: true } as never);
  const nameOf = useAgencyName();
  const rows = log.data?.pages.flatMap((page) => page.rows) ?? [];
  const days = [...new Set(rows.map((row) => dayOf(row.recordedAt)))];

  return (
    <>
      <PageHead title={t('history.title')} lead={t('history.lead')} />
      <Stale state={log.data?.pages[0]?.freshness?.state} />
      <div className={style.questions}>
        {Object.entries(questions).map(([key, type]) => (
          <button key={key} type="button" aria-pressed={search.type === type} onClick={() => choose({ type } as HistorySearch)}>
            {t(`history.questions.${key}` as 'history.questions.all')}
          </button>
        ))}
      </div>
      <form
        className={style.filters}
        aria-label={t('tasks.filters')}
        onSubmit={(event) => {
          event.preventDefault();
          choose({ task: task.trim() || undefined, user: user.trim() || undefined } as HistorySearch);
        }}
      >
        <TextInput
          label={t('history.task')}
          placeholder="267-2025/IV.VI.3/so-y-te"
          value={task}
          onChange={(e) => setTask(e.currentTarget.value)}
          onBlur={() => task.trim() !== (search.task ?? '') && choose({ task: task.trim() || undefined } as HistorySearch)}
        />
        <Select
          label={t('tasks.agency')}
          placeholder={t('tasks.anyAgency')}
          searchable
          clearable
          clearButtonProps={{ 'aria-label': t('tasks.clearOne') }}
          value={search.agency ?? null}
          onChange={(agency) => choose({ agency: agency ?? undefined } as HistorySearch)}
          data={(agencies.data?.rows ?? []).map((it) => ({ value: it.id, label: it.name }))}
          filter={({ options, search: text }) =>
            options.filter((option) => 'label' in option && fold(option.label).includes(fold(text)))
          }
        />
        <NativeSelect
          label={t('history.kind')}
          value={search.type ?? ''}
          onChange={(e) => choose({ type: e.currentTarget.value || undefined } as HistorySearch)}
          data={[
            { value: '', label: t('history.anyKind') },
            ...(Object.keys(rooms) as Room[]).map((room) => ({
              group: t(`events.rooms.${room}`),
              items: rooms[room].map((it) => ({ value: it, label: t(`events.types.${it}`) })),
            })),
          ]}
        />
        <DayInput
          label={t('history.from')}
          value={search.from ?? null}
          onChange={(from) => choose({ from: from ?? undefined } as HistorySearch)}
        />
        <DayInput
          label={t('history.to')}
          value={search.to ?? null}
          onChange={(to) => choose({ to: to ?? undefined } as HistorySearch)}
        />
        <TextInput
          label={t('history.person')}
          value={user}
          onChange={(e) => setUser(e.currentTarget.value)}
          onBlur={() => user.trim() !== (search.user ?? '') && choose({ user: user.trim() || undefined } as HistorySearch)}
        />
        <button type="submit" className="visually-hidden">
          {t('history.apply')}
        </button>
      </form>
      {log.isPending && <Loading />}
      {log.error && !log.data && <Failed error={log.error} again={log.refetch} />}
      {log.data && rows.length === 0 && <Empty>{t('history.none')}</Empty>}
      {rows.length > 0 && (
        <div className={style.log}>
          {days.map((date) => (
            <section key={date}>
              <h2 className={style.dayHead}>
                {weekday(date)}, {day(date)}
              </h2>
              <ul>
                {rows
                  .filter((row) => dayOf(row.recordedAt) === date)
                  .map((row) => (
                    <HistoryLine key={row.id} row={row} nameOf={nameOf} showRaw={() => setRaw(row)} />
                  ))}
              </ul>
            </section>
          ))}
        </div>
      )}
      {log.hasNextPage && (
        <div className={style.more}>
          <Button variant="default" loading={log.isFetchingNextPage} onClick={() => void log.fetchNextPage()}>
            {t('history.older')}
          </Button>
        </div>
      )}
      <Sheet open={raw !== null} close={() => setRaw(null)} title={t('history.raw')} wide>
        {raw && <Raw row={raw} />}
      </Sheet>
    </>
  );
}
