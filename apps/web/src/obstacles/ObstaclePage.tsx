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
import { said } from '../language';
import { day, dayOf, moment } from '../language/dates';
import { useMe } from '../session/Session';
import { Simulated } from '../tasks/parts/marks';
import { StateTag } from '../tasks/parts/StateTag';
import { taskLink } from '../tasks/parts/words';
import type { ObstacleRecord, ObstacleStep } from './answers';
import style from './obstacles.module.css';
import { Spans } from './Spans';
import { actionsOn, likeOf, nowWords, type ObstacleAction, sinceWords } from './words';

/** One obstacle: what it is, whom it waited for and for how long, what may be done now, and every event of it. */
export function ObstaclePage() {
  const { t } = useTranslation();
  const { id } = useParams({ from: '/obstacles/$id' });
  const { asOf, knownOn, past } = usePoint();
  const view = useRead<ObstacleRecord>(at('/obstacles/{obstacle}', id), { asOf, knownOn });
  const it = view.data?.id === id ? view.data : undefined;
  if (view.error && !it) return <Failed error={view.error} again={view.refetch} />;
  if (!it) return <Loading />;
  const [, item] = it.task.split('/');
  return (
    <article>
      <PageHead
        title={it.title}
        over={
          <>
            <Link to="/obstacles">{t('obstacles.title')}</Link>
            <StateTag like={likeOf[it.state]}>{t(`obstacles.states.${it.state}`)}</StateTag>
            {it.simulated && <Simulated />}
          </>
        }
        lead={[nowWords(t, it), sinceWords(t, it)].filter(Boolean).join(' ')}
      />
      <Stale state={it.freshness.state} />
      <div className={style.columns}>
        <div className={style.side}>
          <section className={style.box}>
            <h2>{t('obstacles.about')}</h2>
            <p className={style.told}>{it.description}</p>
            <p className={style.quiet}>
              {t('obstacles.raisedBy', { agency: it.agency.name, day: day(it.raisedOn) })} ·{' '}
              {t('obstacles.since', { day: day(it.since) })}
            </p>
            <p className={style.quiet}>
              {t('obstacles.task')}: <Link {...taskLink({ id: it.task })}>{item}</Link>
            </p>
          </section>
          <Spans of={it} />
          {it.answers.length > 0 && (
            <section className={style.box}>
              <h2>{t('obstacles.directives')}</h2>
              <ul className={style.lines}>
                {it.answers.map((one) => (
                  <li key={`${one.on} ${one.directive}`}>
                    <p className={style.told}>{one.directive}</p>
                    <p className={style.quiet}>
                      {[
                        day(one.on),
                        one.document?.number,
                        one.next ? t('obstacles.directiveNext', { name: one.next.name }) : t('obstacles.directiveSelf'),
                        one.dueOn && t('obstacles.due', { day: day(one.dueOn) }),
                      ]
                        .filter(Boolean)
                        .join(' · ')}
                    </p>
                  </li>
                ))}
              </ul>
            </section>
          )}
        </div>
        <div className={style.side}>
          <Doing of={it} past={past} />
          <section className={style.box}>
            <h2>{t('obstacles.events')}</h2>
            <ol className={style.events}>
              {[...it.events].reverse().map((one) => (
                <Step key={one.version} of={one} />
              ))}
            </ol>
          </section>
        </div>
      </div>
      <DataFoot freshness={it.freshness} asOf={it.asOf} />
    </article>
  );
}

function Step({ of: one }: { of: ObstacleStep }) {
  const { t } = useTranslation();
  const elsewhere = one.on !== dayOf(one.recordedAt) && t('obstacles.eventOn', { day: day(one.on) });
  const who = one.by.role === 'system' ? t('obstacles.bySystem') : t(`session.roles.${one.by.role}`);
  return (
    <li id={`event-${one.version}`} tabIndex={-1}>
      <p>{said(one)}</p>
      <p className={style.quiet}>
        {[t('obstacles.eventMeta', { version: one.version, moment: moment(one.recordedAt) }), elsewhere, who, one.by.agency]
          .filter(Boolean)
          .join(' · ')}
      </p>
    </li>
  );
}

/** What this person may do now; the form opens in place, its name in the address. */
function Doing({ of: it, past }: { of: ObstacleRecord; past: boolean }) {
  const { t } = useTranslation();
  const me = useMe();
  const search = useSearch({ from: '/obstacles/$id' });
  const go = useNavigate({ from: '/obstacles/$id' });
  const offered = actionsOn(it, me);
  const active = offered.find((one) => one === search.do);
  const open = (action: ObstacleAction | undefined) =>
    void go({ search: (now) => ({ ...now, do: action }) as typeof now, replace: true });
  if (past) return <p className={style.quiet}>{t('obstacles.pastNoActions')}</p>;
  if (it.state === 'resolved') return <p className={style.quiet}>{t('obstacles.over')}</p>;
  if (offered.length === 0) {
    const forUs = it.now?.whom != null && it.now.whom.id === me.agency?.id;
    return <p className={style.quiet}>{t(forUs ? 'obstacles.waitsForYou' : 'obstacles.noActions')}</p>;
  }
  return (
    <section className={`${style.box} no-print`} aria-labelledby="doing">
      <h2 id="doing">{active ? t(`obstacles.titles.${active}`) : t('obstacles.actions')}</h2>
      {active ? (
        <Act key={active} of={it} action={active} close={() => open(undefined)} />
      ) : (
        <div className={style.buttons}>
          {offered.map((one, i) => (
            <Button key={one} variant={i === 0 ? 'filled' : 'default'} onClick={() => open(one)}>
              {t(`obstacles.titles.${one}`)}
            </Button>
          ))}
        </div>
      )}
    </section>
  );
}

function Act({ of: it, action, close }: { of: ObstacleRecord; action: ObstacleAction; close: () => void }) {
  const { t } = useTranslation();
  const up = it.state === 'escalated' ? (['committee'] as const) : (['standing', 'committee'] as const);
  const parts = { directive: 'directive', escalate: 'escalation', resolve: 'resolution' } as const;
  const asked: Record<ObstacleAction, readonly Asked[]> = {
    directive: [
      { name: 'directive', kind: 'long', required: true, label: t('obstacles.fields.directive') },
      { name: 'next', kind: 'agency', label: t('obstacles.fields.next'), help: t('obstacles.help.next') },
      { name: 'dueOn', kind: 'day', label: t('obstacles.fields.dueOn') },
      { name: 'document', kind: 'document', label: t('obstacles.fields.directiveDocument') },
    ],
    escalate: [
      {
        name: 'to',
        kind: 'choice',
        required: true,
        label: t('obstacles.fields.to'),
        options: up.map((to) => ({ value: to, label: t(`obstacles.to.${to}`) })),
      },
      { name: 'reason', kind: 'long', required: true, label: t('obstacles.fields.reason') },
    ],
    resolve: [{ name: 'how', kind: 'long', required: true, label: t('obstacles.fields.how') }],
  };
  return (
    <CommandForm
      name={action}
      about={`obstacle ${it.id}`}
      path={at(`/obstacles/{obstacle}/${parts[action]}`, it.id)}
      begin={up.length === 1 ? { to: 'committee' } : {}}
      asked={asked[action]}
      submit={t(`obstacles.submit.${action}`)}
      said={t(`obstacles.done.${action}`)}
      done={close}
      cancel={close}
    />
  );
}
