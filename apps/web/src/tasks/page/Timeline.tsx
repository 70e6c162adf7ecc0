import { SegmentedControl } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { HistoryRow, Rows, TaskView } from '../../api/answers';
import { usePoint } from '../../frame/point';
import { Empty, Failed, Loading } from '../../frame/states';
import { EventLine } from '../../history/EventLine';
import { addDays, day, dayOf, daysBetween, today, weekday } from '../../language/dates';
import { useMay } from '../../session/Session';
import style from './page.module.css';

type Clock = 'asOf' | 'knownOn';
const endOf = (date: string): string => new Date(`${date}T23:59:59.999+07:00`).toISOString();

/**
 * All that happened, newest first, and a slider over the days. On the first clock it moves the day on which things were true,
 * on the second what had been recorded by then; the whole page follows when it is let go.
 */
export function Timeline({ task, history, marked }: TimelineProps) {
  const { t } = useTranslation();
  const { asOf, knownOn, move } = usePoint();
  const reads = useMay('read-history');
  const [clock, setClock] = useState<Clock>(knownOn ? 'knownOn' : 'asOf');
  const rows = [...(history.data?.rows ?? [])].sort((a, b) => b.version - a.version);
  const from = task.assignedOn;
  const to = today();
  const chosen = clock === 'asOf' ? asOf : knownOn && dayOf(knownOn);
  const [at, setAt] = useState(chosen ?? to);
  useEffect(() => setAt(chosen ?? to), [chosen, to]);
  useEffect(() => {
    if (marked && history.data) document.getElementById(`event-${marked}`)?.scrollIntoView({ block: 'center' });
  }, [marked, history.data]);

  const commit = () => {
    const value = at >= to ? undefined : at;
    void move(clock === 'asOf' ? { asOf: value, knownOn: undefined } : { knownOn: value && endOf(value), asOf: undefined });
  };
  const outside = (row: HistoryRow): boolean =>
    clock === 'asOf' ? (row.on ?? dayOf(row.recordedAt)) > at : dayOf(row.recordedAt) > at;
  const words = t(clock === 'asOf' ? 'task.sliderAsOf' : 'task.sliderKnownOn', { day: day(at) });

  return (
    <section className={style.box} aria-labelledby="timeline">
      <h2 id="timeline">
        {t('task.timeline')} <span className={style.count}>{rows.length}</span>
      </h2>
      <div className={`${style.slider} no-print`}>
        {reads && (
          <SegmentedControl
            size="xs"
            value={clock}
            onChange={(value) => setClock(value === 'knownOn' ? 'knownOn' : 'asOf')}
            data={[
              { value: 'asOf', label: t('task.clockAsOf') },
              { value: 'knownOn', label: t('task.clockKnownOn') },
            ]}
          />
        )}
        <label htmlFor="day-slider">
          {words} <span>({weekday(at)})</span>
        </label>
        <input
          id="day-slider"
          type="range"
          min={0}
          max={Math.max(1, daysBetween(from, to))}
          value={daysBetween(from, at)}
          aria-valuetext={words}
          onChange={(event) => setAt(addDays(from, Number(event.currentTarget.value)))}
          onPointerUp={commit}
          onKeyUp={(event) => event.key !== 'Tab' && commit()}
        />
        <div className={style.ends} aria-hidden="true">
          <span>{day(from)}</span>
          <span>{t('task.today')}</span>
        </div>
      </div>
      {history.isPending && <Loading rows={4} />}
      {history.error && !history.data && <Failed error={history.error} again={history.refetch} />}
      {history.data && rows.length === 0 && <Empty>{t('task.noEvents')}</Empty>}
      <ol className={style.events}>
        {rows.map((row) => (
          <EventLine key={row.id} row={row} outside={outside(row)} marked={marked === String(row.version)} />
        ))}
      </ol>
    </section>
  );
}

interface TimelineProps {
  task: TaskView;
  history: UseQueryResult<Rows<HistoryRow>>;
  marked: string | undefined;
}
