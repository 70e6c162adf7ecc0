import { Link, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Rows } from '../api/answers';
import { useRead } from '../api/queries';
import { at } from '../api/routes';
import { CommandForm } from '../form/CommandForm';
import { DataFoot } from '../frame/DataFoot';
import { PageHead } from '../frame/PageHead';
import { usePoint } from '../frame/point';
import { Empty, Failed, Loading } from '../frame/states';
import { day, today } from '../language/dates';
import { useMay } from '../session/Session';
import { Simulated } from '../tasks/parts/marks';
import { concerns, type MeetingLine, type ProposedAgenda } from './answers';
import style from './meetings.module.css';

/** The committee's meetings of a plan, what would be on the agenda now, and where the next one is convened. */
export function Meetings() {
  const { t } = useTranslation();
  const { plan } = usePoint();
  const holds = useMay('hold-meetings');
  const list = useRead<Rows<MeetingLine>>(plan ? at('/meetings/{plan}', plan.id) : null);
  const rows = list.data?.rows ?? [];
  return (
    <>
      <PageHead title={t('meetings.title')} over={plan && <span>{plan.number}</span>} lead={t('meetings.lead')} />
      {!plan && <Empty>{t('frame.noPlanYet')}</Empty>}
      {plan && (
        <div className={style.columns}>
          <div className={style.side}>
            {list.isPending && <Loading rows={4} />}
            {list.error && !list.data && <Failed error={list.error} again={list.refetch} />}
            {list.data && rows.length === 0 && (
              <div data-none>
                <Empty>{t('meetings.none')}</Empty>
              </div>
            )}
            {rows.length > 0 && (
              <ul className={style.list}>
                {rows.map((it) => (
                  <Line key={it.number} of={it} />
                ))}
              </ul>
            )}
            {list.data && <DataFoot freshness={list.data.freshness} />}
          </div>
          <div className={style.side}>
            <IfToday plan={plan.id} />
            {holds && list.data && <Convene plan={plan.id} next={(rows[0]?.number ?? 0) + 1} />}
          </div>
        </div>
      )}
    </>
  );
}

function Line({ of: it }: { of: MeetingLine }) {
  const { t } = useTranslation();
  return (
    <li data-row>
      <p className={style.over}>
        {t('meetings.number', { number: it.number })} · {t('meetings.sits', { day: day(it.sitsOn) })}{' '}
        {it.simulated && <Simulated />}
      </p>
      <h2>
        <Link to="/meetings/$plan/$number" params={{ plan: it.plan, number: String(it.number) }}>
          {it.title}
        </Link>
      </h2>
      <p className={style.quiet}>
        {it.agenda === null ? t('meetings.notFrozen') : t('meetings.agendaLines', { count: it.agenda })} ·{' '}
        {it.conclusions === 0 ? (
          t('meetings.noConclusions')
        ) : (
          <strong>{t('meetings.followed', { done: it.done, count: it.conclusions })}</strong>
        )}
      </p>
    </li>
  );
}

/** How many of each kind would be on the agenda now. */
function IfToday({ plan }: { plan: string }) {
  const { t } = useTranslation();
  const proposed = useRead<ProposedAgenda>(at('/meetings/{plan}/proposed-agenda', plan));
  return (
    <section className={style.box}>
      <h2>{t('meetings.ifToday')}</h2>
      <p className={style.quiet}>{t('meetings.ifTodayLead')}</p>
      {proposed.isPending && <Loading rows={2} />}
      {proposed.error && !proposed.data && <Failed error={proposed.error} again={proposed.refetch} />}
      {proposed.data && (
        <dl className={style.tally}>
          {concerns.map((it) => (
            <div key={it}>
              <dt>{t(`meetings.concerns.${it}`)}</dt>
              <dd>{proposed.data.rows.filter((line) => line.concern === it).length}</dd>
            </div>
          ))}
        </dl>
      )}
      {proposed.data && proposed.data.leftOut > 0 && (
        <p className={style.quiet} data-left-out>
          {t('meetings.leftOut', { count: proposed.data.leftOut })}
        </p>
      )}
    </section>
  );
}

function Convene({ plan, next }: { plan: string; next: number }) {
  const { t } = useTranslation();
  const go = useNavigate();
  return (
    <section className={style.box}>
      <h2>{t('meetings.convene')}</h2>
      <CommandForm
        key={next}
        name="convene"
        about={`meeting ${plan} ${next}`}
        path={at('/meetings')}
        begin={{ number: String(next), sitsOn: today() }}
        asked={[
          { name: 'number', kind: 'number', required: true, label: t('meetings.fields.number') },
          { name: 'title', kind: 'words', required: true, label: t('meetings.fields.title') },
          { name: 'sitsOn', kind: 'day', required: true, label: t('meetings.fields.sitsOn') },
        ]}
        body={(given) => ({ plan, ...given })}
        submit={t('meetings.convene')}
        said={t('meetings.convened')}
        done={({ stream }) =>
          void go({ to: '/meetings/$plan/$number', params: { plan, number: stream.slice(`meeting-${plan}/`.length) } })
        }
      />
    </section>
  );
}
