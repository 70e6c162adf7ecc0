import { Link, useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useRead } from '../api/queries';
import { at } from '../api/routes';
import { Stale } from '../frame/Banners';
import { DataFoot } from '../frame/DataFoot';
import { PageHead } from '../frame/PageHead';
import { usePoint } from '../frame/point';
import { Empty, Failed, Loading } from '../frame/states';
import { day } from '../language/dates';
import { percent } from '../language/numbers';
import { useMe } from '../session/Session';
import type { RoundReport } from './answers';
import { ReportForm } from './ReportForm';
import { ReportSteps } from './ReportSteps';
import style from './rounds.module.css';
import { StandingTag } from './StandingTag';
import { TaskHead } from './TaskHead';

/** One agency's report of a round: prepared here, signed by its head, returned by the standing agency, supplemented after the closing. */
export function ReportPage() {
  const { t } = useTranslation();
  const me = useMe();
  const { plan, round, agency } = useParams({ from: '/rounds/$plan/$round/$agency' });
  const { asOf, knownOn, past } = usePoint();
  const view = useRead<RoundReport>(at('/rounds/{plan}/{round}/reports/{agency}', plan, round, agency), { asOf, knownOn });
  const it = view.data?.round === round && view.data.agency.id === agency ? view.data : undefined;
  if (view.error && !it) return <Failed error={view.error} again={view.refetch} />;
  if (!it) return <Loading />;
  const own = me.agency?.id === (it.answeredBy ?? it.agency).id && me.permissions.includes('report-progress');
  const writes = own && !past && !it.closed && !it.signed && it.standing !== 'exempt';
  return (
    <>
      <PageHead
        title={it.agency.name}
        over={
          <>
            <Link to="/rounds/$plan/$round" params={{ plan, round }}>
              {it.title}
            </Link>
            <StandingTag of={it} />
            {it.answeredBy && <span>{t('rounds.answeredBy', { name: it.answeredBy.name })}</span>}
          </>
        }
        lead={`${t('rounds.reportWindow', { cutOff: day(it.cutOff), closesOn: day(it.closesOn) })} ${it.closed ? t('rounds.isClosed') : ''}`}
      />
      <Stale state={it.freshness.state} />
      {it.exemptBecause && <p className={style.warning}>{t('rounds.exemptNote', { reason: it.exemptBecause })}</p>}
      {it.standing === 'returned' && (
        <p className={style.returned}>{t('rounds.returnedNote', { reason: it.returned.at(-1)?.reason })}</p>
      )}
      <ReportSteps of={it} past={past} own={own} />
      {it.owed.length === 0 && <Empty>{t('rounds.owesNothing')}</Empty>}
      {writes ? <ReportForm key={it.version} of={it} /> : <Written of={it} />}
      <Afterwards of={it} />
      <DataFoot freshness={it.freshness} asOf={it.asOf} />
    </>
  );
}

/** The report as it reads. */
function Written({ of: it }: { of: RoundReport }) {
  const { t } = useTranslation();
  return (
    <section className={style.box} aria-labelledby="written">
      <h2 id="written">{t('rounds.written')}</h2>
      {it.summary && <p className={style.told}>{it.summary}</p>}
      <ul className={style.entries}>
        {it.owed.map((line) => (
          <li key={line.task} data-row>
            <TaskHead line={line} />
            {line.entry ? (
              <p className={style.told}>
                <strong>{t(`rounds.sayings.${line.entry.said}`)}</strong>
                {line.entry.progress !== null && ` · ${percent(line.entry.progress)}`}
                {line.entry.words ? `: ${line.entry.words}` : ` · ${t('rounds.blank')}`}
              </p>
            ) : (
              <p className={style.unsaid}>{t('rounds.unsaid')}</p>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What came of it: signings, returns, and what was added after the closing, which never changes what was signed. */
function Afterwards({ of: it }: { of: RoundReport }) {
  const { t } = useTranslation();
  const steps = [
    ...it.signings.map((one) => ({ on: one.on, words: t('rounds.signedOn', { day: day(one.on), ...counts(one) }) })),
    ...it.returned.map((one) => ({ on: one.on, words: t('rounds.returnedOn', { day: day(one.on), reason: one.reason }) })),
  ].sort((a, b) => (a.on < b.on ? -1 : 1));
  if (steps.length === 0 && it.added.length === 0) return null;
  return (
    <section className={style.box}>
      <h2>{t('rounds.steps')}</h2>
      <ol className={style.lines}>
        {steps.map((one) => (
          <li key={`${one.on} ${one.words}`}>{one.words}</li>
        ))}
        {it.added.map((one) => (
          <li key={`${one.on} ${one.reason}`} data-supplement>
            <p>
              <strong>{t('rounds.addedOn', { day: day(one.on) })}</strong> {one.reason}
              {one.document && ` (${one.document.number})`}
            </p>
            {one.entries.map((entry) => (
              <p key={entry.task} className={style.quiet}>
                {entry.task.split('/')[1]} · {t(`rounds.sayings.${entry.said}`)}
                {entry.progress !== null && ` · ${percent(entry.progress)}`}: {entry.words}
              </p>
            ))}
          </li>
        ))}
      </ol>
    </section>
  );
}

const counts = ({ told, blank, unsaid }: RoundReport['signings'][number]) => ({ told, blank, unsaid });
