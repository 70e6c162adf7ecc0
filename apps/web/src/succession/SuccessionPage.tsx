import { Button, TextInput } from '@mantine/core';
import { Link, useParams } from '@tanstack/react-router';
import { Fragment, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Named } from '../api/answers';
import { useRead } from '../api/queries';
import { at } from '../api/routes';
import { PageHead } from '../frame/PageHead';
import { Empty, Failed, Loading } from '../frame/states';
import { said } from '../language';
import { addDays, day } from '../language/dates';
import { useMay } from '../session/Session';
import { Simulated } from '../tasks/parts/marks';
import type { SuccessionView } from './answers';
import { Duties } from './Duties';
import { useSending } from './sending';
import style from './succession.module.css';

const counted = ['open', 'directed', 'parked', 'orphaned', 'overdue', 'waiting'] as const;

/** The wizard: what is open, where each goes, what the act changes; concluded only when nothing is orphaned. */
export function SuccessionPage() {
  const { t } = useTranslation();
  const { id } = useParams({ from: '/successions/$id' });
  const answer = useRead<SuccessionView>(at('/successions/{succession}', id), {}, { fresh: true });
  const arranges = useMay('arrange-succession');
  if (answer.isPending) return <Loading />;
  if (!answer.data) return <Failed error={answer.error} again={answer.refetch} />;
  const it = answer.data;
  const under = it.phase === 'open' || it.phase === 'concluded';
  return (
    <>
      <PageHead
        over={
          <>
            <Link to="/successions">{t('succession.title')}</Link>
            <span>{`${t(`succession.kinds.${it.kind}`)} · ${t(`succession.phases.${it.phase}`)}`}</span>
            {it.simulated && <Simulated />}
          </>
        }
        title={it.title}
        lead={[
          t('succession.effective', { day: day(it.on) }),
          t('succession.basis', { number: it.basis.number }),
          it.basis.source || t('succession.unverified'),
        ].join(' · ')}
      />
      {it.from.length + it.to.length > 0 && <Bodies of={it} />}
      {it.note && <p className={style.quiet}>{it.note}</p>}
      {it.warnings.length > 0 && under && (
        <ul className={style.warnings}>
          {it.warnings.map((one) => (
            <li key={one.vi}>{said(one)}</li>
          ))}
        </ul>
      )}
      {under ? (
        <>
          <dl className={style.counts}>
            {counted.map((key) => (
              <div key={key} data-grave={(key === 'orphaned' && it.counts.orphaned > 0) || undefined}>
                <dt>{t(`succession.summary.${key}`)}</dt>
                <dd>{it.counts[key]}</dd>
              </div>
            ))}
          </dl>
          <h2 className={style.partTitle}>{t('succession.duties')}</h2>
          <p className={style.quiet}>
            {Object.entries(it.kinds)
              .map(([kind, name]) => `${said(name)}: ${it.duties.filter((duty) => duty.kind === kind).length}`)
              .join(' · ')}
          </p>
          {it.duties.length === 0 ? <Empty good>{t('succession.dutiesNone')}</Empty> : <Duties of={it} arranges={arranges} />}
        </>
      ) : (
        it.phase === 'carried' && (
          <Empty good>{t('succession.carriedNote', { day: day(it.carriedOn), directed: it.directed, parked: it.parked })}</Empty>
        )
      )}
      <Changes of={it} />
      {arranges && under && <Steps of={it} />}
    </>
  );
}

/** From whom to whom, each leading to its tasks: of those that pass them on, on the eve of the act. */
function Bodies({ of: it }: { of: SuccessionView }) {
  const links = (bodies: readonly Named[], asOf?: string) =>
    bodies.map(({ id, name }, n) => (
      <Fragment key={id}>
        {n > 0 && '; '}
        <Link to="/tasks" search={{ agency: id, asOf }}>
          {name}
        </Link>
      </Fragment>
    ));
  return (
    <p className={style.bodies}>
      {links(it.from, addDays(it.on, -1))} → {links(it.to)}
    </p>
  );
}

function Changes({ of: it }: { of: SuccessionView }) {
  const { t } = useTranslation();
  return (
    <>
      {it.changes.length > 0 && (
        <section className={style.part}>
          <h2>{t('succession.changes')}</h2>
          <ul className={style.lines}>
            {it.changes.map((one) => (
              <li key={one.id}>
                {one.name} → {one.newName ?? one.name}
              </li>
            ))}
          </ul>
        </section>
      )}
      {it.groups.length > 0 && (
        <details className={style.part}>
          <summary>
            {t('succession.groups')} ({it.groups.length})
          </summary>
          <ul className={style.lines}>
            {it.groups.map(({ group, agency, change }) => (
              <li key={`${group.id} ${agency.id} ${change}`}>
                {t(`succession.${change}`, { agency: agency.name, group: group.name })}
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

/** In bulk: every proposal accepted, the rest parked with a reason; then concluded, or withdrawn. */
function Steps({ of: it }: { of: SuccessionView }) {
  const { t } = useTranslation();
  const { send, refusal, busy } = useSending();
  const [reason, setReason] = useState('');
  const [withdrawing, setWithdrawing] = useState('');
  const step = (part: 'directions' | 'parkings' | 'conclusion' | 'withdrawal', body: unknown) =>
    void send(at(`/successions/{succession}/${part}`, it.succession), body);
  return (
    <section className={style.steps}>
      {it.counts.orphaned > 0 && (
        <>
          <Button loading={busy} onClick={() => step('directions', {})}>
            {t('succession.acceptAll')}
          </Button>
          <div className={style.parking}>
            <TextInput label={t('succession.reason')} value={reason} onChange={(e) => setReason(e.currentTarget.value)} />
            <Button variant="default" loading={busy} disabled={!reason.trim()} onClick={() => step('parkings', { reason })}>
              {t('succession.parkRest')}
            </Button>
          </div>
        </>
      )}
      {it.phase === 'open' && (
        <>
          {it.counts.orphaned > 0 && <p className={style.quiet}>{t('succession.mustSettle', { count: it.counts.orphaned })}</p>}
          <Button loading={busy} disabled={it.counts.orphaned > 0} onClick={() => step('conclusion', {})}>
            {t('succession.conclude')}
          </Button>
          <details>
            <summary>{t('succession.withdraw')}</summary>
            <div className={style.parking}>
              <TextInput
                label={t('succession.withdrawReason')}
                value={withdrawing}
                onChange={(e) => setWithdrawing(e.currentTarget.value)}
              />
              <Button
                variant="default"
                loading={busy}
                disabled={!withdrawing.trim()}
                onClick={() => step('withdrawal', { reason: withdrawing })}
              >
                {t('succession.withdraw')}
              </Button>
            </div>
          </details>
        </>
      )}
      {refusal && (
        <p role="alert" className={style.refusal}>
          {refusal}
        </p>
      )}
    </section>
  );
}
