import { Button } from '@mantine/core';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useRead } from '../api/queries';
import { at } from '../api/routes';
import type { Asked } from '../form/asked';
import { CommandForm } from '../form/CommandForm';
import { Stale } from '../frame/Banners';
import { DataFoot } from '../frame/DataFoot';
import { PageHead } from '../frame/PageHead';
import { usePoint } from '../frame/point';
import { Failed, Loading } from '../frame/states';
import { Wide } from '../frame/Wide';
import { day } from '../language/dates';
import table from '../scorecards/scorecards.module.css';
import { useMay } from '../session/Session';
import { Simulated } from '../tasks/parts/marks';
import type { RoundAgency, RoundView } from './answers';
import style from './rounds.module.css';
import { StandingTag } from './StandingTag';
import { Synthesis } from './Synthesis';

const columns = ['agency', 'because', 'tasks', 'standing', 'receivedOn', 'lateDays'] as const;

/** One round: every agency that is expected, why, and where its report stands; closed, reopened, exempted from here. */
export function RoundPage() {
  const { t } = useTranslation();
  const { plan, round } = useParams({ from: '/rounds/$plan/$round' });
  const { asOf, knownOn, past } = usePoint();
  const runs = useMay('run-rounds');
  const { view: shown } = useSearch({ from: '/rounds/$plan/$round' });
  const view = useRead<RoundView>(at('/rounds/{plan}/{round}', plan, round), { asOf, knownOn });
  const it = view.data?.round === round ? view.data : undefined;
  if (view.error && !it) return <Failed error={view.error} again={view.refetch} />;
  if (!it) return <Loading />;
  return (
    <>
      <PageHead
        title={it.title}
        over={
          <>
            <Link to="/rounds">{t('rounds.title')}</Link>
            <span>{it.closed ? t('rounds.closed', { day: day(it.closedOn) }) : t('rounds.open')}</span>
            {it.simulated && <Simulated />}
          </>
        }
        lead={t('rounds.window', { from: day(it.from), cutOff: day(it.cutOff), closesOn: day(it.closesOn) })}
      />
      <Stale state={it.freshness.state} />
      <p className={table.rules}>{t('rounds.figures', { ...it.figures })}</p>
      {it.extended.map((one) => (
        <p key={`${one.agency} ${one.until}`} className={table.rules} data-extended>
          {t(one.agency === null ? 'rounds.extendedAll' : 'rounds.extendedOne', {
            day: day(one.on),
            until: day(one.until),
            reason: one.reason,
            name: it.agencies.find(({ agency }) => agency.id === one.agency)?.agency.name ?? one.agency,
          })}
        </p>
      ))}
      {runs && !past && <Running of={it} />}
      <nav className={`${style.views} no-print`} aria-label={it.title}>
        {(['agencies', 'synthesis'] as const).map((one) => (
          <Link
            key={one}
            to="/rounds/$plan/$round"
            params={{ plan, round }}
            search={one === 'agencies' ? {} : { view: one }}
            aria-current={(shown ?? 'agencies') === one ? 'page' : undefined}
          >
            {t(`rounds.roundViews.${one}`)}
          </Link>
        ))}
      </nav>
      {shown === 'synthesis' ? <Synthesis of={it} /> : <Agencies of={it} />}
      {it.reopened.map((one) => (
        <p key={one.on} className={table.rules}>
          {t('rounds.reopened', { day: day(one.on), reason: one.reason })}
        </p>
      ))}
      <p className={table.rules}>{it.source}</p>
      <DataFoot freshness={it.freshness} asOf={it.asOf} />
    </>
  );
}

function Agencies({ of: it }: { of: RoundView }) {
  const { t } = useTranslation();
  return (
    <Wide className={table.scroll} label={it.title}>
      <table className={table.table}>
        <caption className="visually-hidden">{t('rounds.agencies')}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {t(`rounds.columns.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {it.agencies.map((row) => (
            <Line key={row.agency.id} row={row} of={it} />
          ))}
        </tbody>
      </table>
    </Wide>
  );
}

function Line({ row, of: { plan, round, closesOn } }: { row: RoundAgency; of: RoundView }) {
  const { t } = useTranslation();
  return (
    <tr data-row className={table.row}>
      <th scope="row">
        <Link to="/rounds/$plan/$round/$agency" params={{ plan, round, agency: row.agency.id }}>
          {row.agency.name}
        </Link>
        {row.answeredBy && <span className={table.under}>{t('rounds.answeredBy', { name: row.answeredBy.name })}</span>}
      </th>
      <td>
        {row.because.map((it) => (
          <span key={it.kind === 'member' ? it.group : it.kind} className={table.under}>
            {t(`rounds.because.${it.kind}`, { ...it, count: it.kind === 'leads' ? it.tasks : 0 })}
          </span>
        ))}
      </td>
      <td className={table.num}>{row.tasks}</td>
      <td>
        <StandingTag of={row} />
        <span className={table.under}>
          {[
            row.exemptBecause && `${t('rounds.standings.exempt')}: ${row.exemptBecause}`,
            row.empty && t('rounds.empty'),
            row.returns > 0 && t('rounds.returnedTimes', { count: row.returns }),
            row.supplements > 0 && t('rounds.supplementedTimes', { count: row.supplements }),
          ]
            .filter(Boolean)
            .join(' · ')}
        </span>
      </td>
      <td>
        {row.receivedOn ? day(row.receivedOn) : '—'}
        {row.closesOn !== closesOn && <span className={table.under}>{t('rounds.ownClosing', { day: day(row.closesOn) })}</span>}
      </td>
      <td className={table.num}>{row.lateDays}</td>
    </tr>
  );
}

const doings = ['close', 'reopen', 'exempt', 'extend'] as const;
type Doing = (typeof doings)[number];

/** What the standing agency does with a round. Closing says first who is still missing. */
function Running({ of: it }: { of: RoundView }) {
  const { t } = useTranslation();
  const search = useSearch({ from: '/rounds/$plan/$round' });
  const go = useNavigate({ from: '/rounds/$plan/$round' });
  const offered = doings.filter((one) => (one === 'reopen') === it.closed);
  const active = offered.find((one) => one === search.do);
  const open = (what: Doing | undefined) => void go({ search: (now) => ({ ...now, do: what }) as typeof now, replace: true });
  if (!active)
    return (
      <div className={`${style.buttons} no-print`}>
        {offered.map((one) => (
          <Button key={one} variant="default" onClick={() => open(one)}>
            {t(`rounds.titles.${one}`)}
          </Button>
        ))}
      </div>
    );
  const reasoned: readonly Asked[] = [
    { name: 'reason', kind: 'long', required: true, label: t('rounds.fields.reason') },
    { name: 'document', kind: 'document', label: t('rounds.fields.document') },
  ];
  const expected = it.agencies.filter((one) => one.standing !== 'exempt');
  const asked: Record<Doing, readonly Asked[]> = {
    close: [],
    reopen: reasoned,
    exempt: [
      {
        name: 'agency',
        kind: 'pick',
        required: true,
        label: t('rounds.fields.agency'),
        options: expected.map(({ agency }) => ({ value: agency.id, label: agency.name })),
      },
      ...reasoned,
    ],
    extend: [
      {
        name: 'agency',
        kind: 'pick',
        label: t('rounds.fields.extended'),
        help: t('rounds.help.extended'),
        options: expected.map(({ agency }) => ({ value: agency.id, label: agency.name })),
      },
      { name: 'until', kind: 'day', required: true, label: t('rounds.fields.until') },
      ...reasoned,
    ],
  };
  const parts = { close: 'closing', reopen: 'reopening', exempt: 'exemptions', extend: 'extensions' } as const;
  return (
    <section className={`${style.box} no-print`} aria-labelledby="running">
      <h2 id="running">{t(`rounds.titles.${active}`)}</h2>
      <CommandForm
        key={active}
        name={active}
        about={`round ${it.plan} ${it.round}`}
        path={at(`/rounds/{plan}/{round}/${parts[active]}`, it.plan, it.round)}
        asked={asked[active]}
        submit={t(`rounds.titles.${active}`)}
        said={t(`rounds.done.${active}`)}
        done={() => open(undefined)}
        cancel={() => open(undefined)}
        grave={active === 'close'}
      >
        {active === 'close' && (
          <p className={style.warning}>
            {t('rounds.closing', {
              received: it.figures.onTime + it.figures.late,
              due: it.figures.due,
              missing: it.figures.missing,
              returned: it.figures.returned,
            })}
          </p>
        )}
      </CommandForm>
    </section>
  );
}
