import { Button } from '@mantine/core';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Agency, Freshness, Named, Rows } from '../api/answers';
import { useRead } from '../api/queries';
import { at } from '../api/routes';
import { Stale } from '../frame/Banners';
import { DataFoot } from '../frame/DataFoot';
import { PageHead } from '../frame/PageHead';
import { usePoint, usePointQuery } from '../frame/point';
import { Empty, Failed, Loading } from '../frame/states';
import { Wide } from '../frame/Wide';
import { day } from '../language/dates';
import { byName } from '../language/fold';
import { useMe } from '../session/Session';
import { Simulated } from '../tasks/parts/marks';
import style from './reminders.module.css';

interface Reminder {
  subject: string;
  plan: string;
  /** Of a report owed: its round. */
  round: string | null;
  agency: Named;
  due: string;
  step: string;
  offset: number;
  on: string;
  recipients: { user: string; role: string; name: string | null }[];
  results: { user: string | null; result: 'sent' | 'failed' | 'not-sent'; reason: string | null; on: string }[];
  simulated: boolean;
}

interface ReminderList extends Rows<Reminder> {
  total: number;
  asOf: string;
  freshness: Freshness;
}

const size = 50;

/** The proof of what was sent to whom about the chosen plan by the chosen day; filtered by agency, the filter in the address. */
export function Reminders() {
  const { t } = useTranslation();
  const { agency, page = '1' } = useSearch({ from: '/reminders' });
  const go = useNavigate({ from: '/reminders' });
  const agencies = useRead<Rows<Agency>>(at('/agencies'));
  const me = useMe();
  const { plan } = usePoint();
  const answer = useRead<ReminderList>(plan ? at('/reminders') : null, { ...usePointQuery(), agency, page });
  const rows = answer.data?.rows ?? [];
  const turn = (to: number) => void go({ search: (now) => ({ ...now, page: String(to) }) });
  return (
    <>
      <PageHead
        over={
          <>
            <Link to="/board">{t('board.title')}</Link>
            {plan && <span>{plan.number}</span>}
            {me.sample && <Simulated />}
          </>
        }
        title={t('reminders.title')}
        lead={t('reminders.lead')}
      />
      <Stale state={answer.data?.freshness.state} />
      <label className={style.filter}>
        {t('reminders.agency')}
        <select
          value={agency ?? ''}
          onChange={(event) => {
            const chosen = event.currentTarget.value;
            void go({ search: ({ plan, asOf, knownOn }) => ({ plan, asOf, knownOn, ...(chosen ? { agency: chosen } : {}) }) });
          }}
        >
          <option value="">{t('reminders.everyAgency')}</option>
          {[...(agencies.data?.rows ?? [])]
            .sort((a, b) => byName(a.name, b.name))
            .map((it) => (
              <option key={it.id} value={it.id}>
                {it.name}
              </option>
            ))}
        </select>
      </label>
      {!plan && <Empty>{t('frame.noPlanYet')}</Empty>}
      {plan && answer.isPending && <Loading />}
      {answer.error && !answer.data && <Failed error={answer.error} again={answer.refetch} />}
      {answer.data && rows.length === 0 && <Empty>{t('reminders.none')}</Empty>}
      {answer.data && rows.length > 0 && (
        <>
          <p className={style.count}>{t('reminders.count', { count: answer.data.total })}</p>
          {rows.some(beforeAccounts) && <p className={style.count}>{t('reminders.beforeAccountsLead')}</p>}
          <Wide className={style.scroll} label={t('reminders.title')}>
            <table className={style.table}>
              <caption className="visually-hidden">{t('reminders.title')}</caption>
              <thead>
                <tr>
                  {(['on', 'task', 'step', 'to', 'result'] as const).map((it) => (
                    <th key={it} scope="col">
                      {t(`reminders.columns.${it}`)}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {rows.map((it) => (
                  <Line key={`${it.subject} ${it.due} ${it.step}`} of={it} />
                ))}
              </tbody>
            </table>
          </Wide>
          <div className={style.pages}>
            <Button variant="default" disabled={page === '1'} onClick={() => turn(Number(page) - 1)}>
              {t('reminders.newer')}
            </Button>
            <Button variant="default" disabled={Number(page) * size >= answer.data.total} onClick={() => turn(Number(page) + 1)}>
              {t('reminders.older')}
            </Button>
          </div>
        </>
      )}
      {answer.data && <DataFoot freshness={answer.data.freshness} asOf={answer.data.asOf} />}
    </>
  );
}

/** The sample year is lived before its accounts are opened, so nobody could be named. */
const beforeAccounts = (it: Reminder) => it.simulated && it.recipients.length === 0;

function Line({ of: it }: { of: Reminder }) {
  const { t } = useTranslation();
  const [plan = '', part = '', agency = ''] = it.subject.split('/');
  const resultOf = (user: string | null) => {
    const found = it.results.find((one) => one.user === user);
    if (!found) return t('reminders.waiting');
    const reason = found.reason
      ? t(`reminders.reasons.${found.reason}` as 'reminders.waiting', { defaultValue: found.reason })
      : null;
    return `${t(`reminders.results.${found.result}`)}${reason ? ` (${reason})` : ''}`;
  };
  return (
    <tr data-row>
      <td>{day(it.on)}</td>
      <th scope="row">
        {it.round === null ? (
          <Link to="/tasks/$plan/$item/$agency" params={{ plan, item: part, agency }}>
            {part}
          </Link>
        ) : (
          <Link to="/rounds/$plan/$round/$agency" params={{ plan, round: part, agency }}>
            {t('reminders.report', { round: part })}
          </Link>
        )}
        <span>{it.agency.name}</span>
      </th>
      <td>
        {t(it.offset < 0 ? 'reminders.before' : 'reminders.after', { count: Math.abs(it.offset) })}
        <span>{t(it.round === null ? 'reminders.due' : 'reminders.closes', { day: day(it.due) })}</span>
      </td>
      <td>
        {it.recipients.length === 0
          ? t(beforeAccounts(it) ? 'reminders.beforeAccounts' : 'reminders.nobody')
          : it.recipients.map((one) => (
              <span key={one.user}>
                {one.name ?? t('reminders.erased')} (
                {t(`reminders.roles.${one.role}` as 'reminders.nobody', { defaultValue: one.role })})
              </span>
            ))}
      </td>
      <td>
        {(it.recipients.length === 0 ? [null] : it.recipients.map((one) => one.user)).map((user) => (
          <span key={user ?? '-'}>{resultOf(user)}</span>
        ))}
      </td>
    </tr>
  );
}
