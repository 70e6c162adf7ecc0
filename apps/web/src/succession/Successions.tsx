import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Rows } from '../api/answers';
import { useRead } from '../api/queries';
import { at } from '../api/routes';
import { PageHead } from '../frame/PageHead';
import { Empty, Failed, Loading } from '../frame/states';
import { said } from '../language';
import { day } from '../language/dates';
import { useMay } from '../session/Session';
import type { Duty, Succession } from './answers';
import { OpenSuccession } from './OpenSuccession';
import style from './succession.module.css';

/** Every succession by its day, what nobody took over, and where a new one is opened. */
export function Successions() {
  const { t } = useTranslation();
  const arranges = useMay('arrange-succession');
  const answer = useRead<Rows<Succession>>(at('/successions'));
  const orphans = useRead<Rows<Duty & { agencyName: string }>>(at('/successions-orphaned'));
  return (
    <>
      <PageHead
        over={<Link to="/agencies">{t('agencies.title')}</Link>}
        title={t('succession.title')}
        lead={t('succession.lead')}
      />
      {answer.isPending && <Loading rows={4} />}
      {answer.error && !answer.data && <Failed error={answer.error} again={answer.refetch} />}
      {answer.data?.rows.length === 0 && <Empty>{t('succession.none')}</Empty>}
      <ul className={style.list}>
        {answer.data?.rows.map((it) => (
          <li key={it.succession} data-row>
            <p className={style.over}>
              {t(`succession.kinds.${it.kind}`)} · {t('succession.effective', { day: day(it.on) })}
              {it.unverified && <em> · {t('succession.unverified')}</em>}
              {it.simulated && <em> · {t('frame.sampleMark')}</em>}
            </p>
            <h2>
              <Link to="/successions/$id" params={{ id: it.succession }}>
                {it.title}
              </Link>
            </h2>
            <p className={style.quiet}>
              <strong data-phase={it.phase}>{t(`succession.phases.${it.phase}`)}</strong> ·{' '}
              {t('succession.counts', { directed: it.directed, parked: it.parked })}
            </p>
          </li>
        ))}
      </ul>
      {orphans.data && (
        <section className={style.part}>
          <h2>{t('succession.orphans')}</h2>
          {orphans.data.rows.length === 0 ? (
            <Empty good>{t('succession.orphansNone')}</Empty>
          ) : (
            <ul className={style.lines}>
              {orphans.data.rows.map((it) => (
                <li key={it.id}>
                  {it.agencyName}: {it.title} ({said(it.state)})
                </li>
              ))}
            </ul>
          )}
        </section>
      )}
      {arranges && <OpenSuccession />}
    </>
  );
}
