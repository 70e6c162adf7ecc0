import { Button, NativeSelect } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Agency, Rows } from '../api/answers';
import { useRead } from '../api/queries';
import { at } from '../api/routes';
import { Stale } from '../frame/Banners';
import { DataFoot } from '../frame/DataFoot';
import { PageHead } from '../frame/PageHead';
import { usePoint, usePointQuery } from '../frame/point';
import { Empty, Failed, Loading } from '../frame/states';
import { byName } from '../language/fold';
import { useMe } from '../session/Session';
import { Simulated } from '../tasks/parts/marks';
import { StateTag } from '../tasks/parts/StateTag';
import { type Obstacle, type ObstacleList, obstacleStates } from './answers';
import style from './obstacles.module.css';
import { likeOf, nowWords, sinceWords, waitedDays } from './words';

interface Search {
  state?: string;
  agency?: string;
  waitingFor?: string;
}
const choices = ['open', ...obstacleStates, 'all'] as const;

/** Vướng mắc: who waits for whom and since when, the longest waiting first; the filters are in the address. */
export function Obstacles() {
  const { t } = useTranslation();
  const me = useMe();
  const { plan, past } = usePoint();
  const search: Search = useSearch({ from: '/obstacles' });
  const go = useNavigate({ from: '/obstacles' });
  const { state = 'open', agency, waitingFor } = search;
  const asked = { ...usePointQuery(), agency, waitingFor };
  const list = useRead<ObstacleList>(plan ? at('/obstacles') : null, { ...asked, state: state === 'all' ? undefined : state });
  const counts = useRead<ObstacleList>(plan ? at('/obstacles') : null, { ...asked, size: 1 }).data?.counts;
  const choose = (to: Search) => void go({ search: (now) => ({ ...now, ...to }), replace: true });
  const rows = list.data?.rows ?? [];
  const filtered = state !== 'open' || agency !== undefined || waitingFor !== undefined;
  const own = me.agency?.id;
  return (
    <>
      <PageHead
        title={t('obstacles.title')}
        over={plan && <span>{plan.number}</span>}
        lead={t('obstacles.lead')}
        actions={
          me.permissions.includes('report-progress') &&
          own !== undefined &&
          !past && (
            <Button component={Link} to="/obstacles/raise" leftSection={<IconPlus size={17} aria-hidden="true" />}>
              {t('obstacles.raise')}
            </Button>
          )
        }
      />
      <Stale state={list.data?.freshness.state} />
      <section className={`${style.filters} no-print`} aria-label={t('obstacles.filters')}>
        <div className={style.choices}>
          {choices.map((it) => (
            <button
              key={it}
              type="button"
              aria-pressed={state === it}
              onClick={() => choose({ state: it === 'open' ? undefined : it } as Search)}
            >
              {it === 'open' || it === 'all' ? t(`obstacles.${it}`) : t(`obstacles.states.${it}`)}
              {counts && <span className={style.count}>{countOf(counts, it)}</span>}
            </button>
          ))}
        </div>
        <div className={style.fields}>
          <Bodies
            label={t('obstacles.agency')}
            none={t('obstacles.anyAgency')}
            value={agency}
            set={(it) => choose({ agency: it } as Search)}
          />
          <Bodies
            label={t('obstacles.waitingFor')}
            none={t('obstacles.anyBody')}
            value={waitingFor}
            set={(it) => choose({ waitingFor: it } as Search)}
          />
          {own !== undefined && (
            <Button
              variant={waitingFor === own ? 'light' : 'default'}
              aria-pressed={waitingFor === own}
              onClick={() => choose({ waitingFor: waitingFor === own ? undefined : own } as Search)}
            >
              {t('obstacles.waitsForUs')}
            </Button>
          )}
        </div>
      </section>
      {!plan && <Empty>{t('frame.noPlanYet')}</Empty>}
      {list.isPending && plan && <Loading rows={5} />}
      {list.error && !list.data && <Failed error={list.error} again={list.refetch} />}
      {list.data && rows.length === 0 && (
        <div data-none>
          {filtered ? (
            <Empty
              action={
                <Button
                  variant="default"
                  onClick={() => void go({ search: ({ plan: p, asOf, knownOn }) => ({ plan: p, asOf, knownOn }) })}
                >
                  {t('obstacles.clear')}
                </Button>
              }
            >
              {t('obstacles.noneFiltered')}
            </Empty>
          ) : (
            <Empty good>{t('obstacles.none')}</Empty>
          )}
        </div>
      )}
      {rows.length > 0 && (
        <>
          <p className={style.showing}>{t('obstacles.showing', { shown: rows.length, total: list.data?.total })}</p>
          <table className={style.table}>
            <caption className="visually-hidden">{t('obstacles.title')}</caption>
            <thead>
              <tr>
                {(['title', 'now', 'waited', 'state'] as const).map((it) => (
                  <th key={it} scope="col">
                    {t(`obstacles.columns.${it}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((it) => (
                <Line key={it.id} of={it} />
              ))}
            </tbody>
          </table>
        </>
      )}
      {list.data && <DataFoot freshness={list.data.freshness} asOf={list.data.asOf} />}
    </>
  );
}

function countOf(counts: ObstacleList['counts'], choice: (typeof choices)[number]): number {
  const open = counts.raised + counts.escalated + counts.answered;
  if (choice === 'open') return open;
  return choice === 'all' ? open + counts.resolved : counts[choice];
}

function Line({ of: it }: { of: Obstacle }) {
  const { t } = useTranslation();
  const days = waitedDays(it);
  const [, item] = it.task.split('/');
  return (
    <tr data-row data-obstacle={it.state}>
      <th scope="row">
        <Link to="/obstacles/$id" params={{ id: it.id }}>
          {it.title}
        </Link>
        <span className={style.under}>
          <span className={style.code}>{item}</span> · {it.agency.name} {it.simulated && <Simulated />}
        </span>
      </th>
      <td>
        {nowWords(t, it)}
        <span className={style.under}>{sinceWords(t, it)}</span>
      </td>
      <td className={style.waited} data-label={t('obstacles.columns.waited')}>
        {days === 0 ? (
          <span className={style.under}>{t('obstacles.noDays')}</span>
        ) : (
          <>
            <strong>{t('obstacles.days', { count: days })}</strong>
            <span className={style.under}>
              {t('obstacles.working', { count: it.waited.body.working + it.waited.decision.working })}
            </span>
          </>
        )}
      </td>
      <td>
        <StateTag like={likeOf[it.state]}>{t(`obstacles.states.${it.state}`)}</StateTag>
      </td>
    </tr>
  );
}

function Bodies({
  label,
  none,
  value,
  set,
}: {
  label: string;
  none: string;
  value: string | undefined;
  set: (it: string | undefined) => void;
}) {
  const agencies = useRead<Rows<Agency>>(at('/agencies')).data?.rows ?? [];
  const sorted = [...agencies].sort((a, b) => byName(a.name, b.name));
  return (
    <NativeSelect
      label={label}
      value={value ?? ''}
      onChange={(e) => set(e.currentTarget.value || undefined)}
      data={[{ value: '', label: none }, ...sorted.map((it) => ({ value: it.id, label: it.name }))]}
    />
  );
}
