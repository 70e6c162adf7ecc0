import { Button } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAgencyName } from '../agencies/useAgencyName';
import type { HistoryRow, Rows } from '../api/answers';
import { useRead } from '../api/queries';
import { at, taskAt } from '../api/routes';
import { PageHead } from '../frame/PageHead';
import { Empty, Failed, Loading } from '../frame/states';
import { EventLine } from './EventLine';
import { FoldedState } from './FoldedState';
import style from './history.module.css';

interface Replay {
  stream: string;
  version: number;
  state: Record<string, unknown> | null;
  events?: unknown[] | number;
}

/** One task replayed to a version: the events up to there, and the state that folding them gives. */
export function ReplayPage() {
  const { t } = useTranslation();
  const { stream = '', version } = useSearch({ from: '/history/replay' });
  const navigate = useNavigate();
  const nameOf = useAgencyName();
  const task = stream.replace(/^task-/, '');
  const history = useRead<Rows<HistoryRow>>(task ? taskAt(task, 'history') : null);
  const last = Math.max(0, ...(history.data?.rows.map((it) => it.version) ?? []));
  const now = Math.min(Number(version ?? last) || last, last || Number.MAX_SAFE_INTEGER);
  const [shown, setShown] = useState(now);
  useEffect(() => setShown(now), [now]);
  const replay = useRead<Replay>(task && now > 0 ? at('/streams/{stream}/replay', stream) : null, { version: now });
  const before = useRead<Replay>(task && now > 1 ? at('/streams/{stream}/replay', stream) : null, { version: now - 1 });
  const go = (to: number) => void navigate({ to: '/history/replay', search: { stream, version: String(to) }, replace: true });
  if (!task) return <Empty>{t('history.noStream')}</Empty>;
  if (history.error && !history.data) return <Failed error={history.error} again={history.refetch} />;
  if (!history.data) return <Loading />;
  const [plan = '', item = '', agency = ''] = task.split('/');
  const rows = [...history.data.rows].sort((a, b) => a.version - b.version);
  return (
    <>
      <PageHead
        title={t('history.replayTitle', { task: `${item} · ${nameOf(agency)}` })}
        over={<Link to="/history">{t('history.title')}</Link>}
        lead={t('history.replayLead')}
        actions={
          <Link to="/tasks/$plan/$item/$agency" params={{ plan, item, agency }}>
            {t('history.toTask')}
          </Link>
        }
      />
      <div className={style.stepper}>
        <Button
          variant="default"
          disabled={now <= 1}
          onClick={() => go(now - 1)}
          leftSection={<IconChevronLeft size={16} aria-hidden="true" />}
        >
          {t('history.earlier')}
        </Button>
        <input
          type="range"
          min={1}
          max={last}
          value={shown}
          aria-label={t('history.versionOf')}
          aria-valuetext={t('history.versionOfAll', { version: shown, last })}
          onChange={(event) => setShown(Number(event.currentTarget.value))}
          onPointerUp={() => go(shown)}
          onKeyUp={(event) => event.key !== 'Tab' && go(shown)}
        />
        <strong>{t('history.versionOfAll', { version: shown, last })}</strong>
        <Button
          variant="default"
          disabled={now >= last}
          onClick={() => go(now + 1)}
          rightSection={<IconChevronRight size={16} aria-hidden="true" />}
        >
          {t('history.later')}
        </Button>
      </div>
      <div className={style.replay}>
        <section className={style.panel}>
          <h2>{t('history.eventsTo', { version: now })}</h2>
          <ol>
            {rows.map((row) => (
              <EventLine key={row.id} row={row} outside={row.version > now} marked={row.version === now} />
            ))}
          </ol>
        </section>
        <section className={style.panel} aria-live="polite">
          <h2>{t('history.stateAt', { version: now })}</h2>
          {replay.error && !replay.data && <Failed error={replay.error} again={replay.refetch} />}
          {replay.isPending && <Loading rows={6} />}
          {replay.data && <FoldedState now={replay.data.state ?? {}} before={now > 1 ? (before.data?.state ?? null) : null} />}
        </section>
      </div>
    </>
  );
}
