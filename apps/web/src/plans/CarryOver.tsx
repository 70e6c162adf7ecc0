import { Button, TextInput } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Status } from '../api/answers';
import { send } from '../api/client';
import { Refused } from '../api/problem';
import { readAgain, useRead } from '../api/queries';
import { at } from '../api/routes';
import { Empty, Failed, Loading } from '../frame/states';
import { useToast } from '../frame/Toasts';
import { Wide } from '../frame/Wide';
import { day } from '../language/dates';
import { useMay } from '../session/Session';
import { StateTag } from '../tasks/parts/StateTag';
import style from './years.module.css';

interface Unfinished {
  from: string;
  to: string;
  title: string;
  agency: { id: string; name: string };
  status: Status;
  dueOn: string | null;
  linked: boolean;
}
interface Answer {
  open: Unfinished[];
  carried: { from: string; to: string }[];
}

/** What is unfinished in the plan before, where each would go on, and what was carried over already. */
export function CarryOver({ plan, earlier }: { plan: string; earlier: string }) {
  const { t } = useTranslation();
  const toast = useToast();
  const may = useMay('import-plan');
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [document, setDocument] = useState('');
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const answer = useRead<Answer>(at('/plans/{plan}/carry-overs', plan), { earlier });
  if (answer.error && !answer.data) return <Failed error={answer.error} again={answer.refetch} />;
  if (!answer.data) return <Loading />;
  const { open, carried } = answer.data;
  const chosen = open.filter((it) => !left.has(it.from));

  async function carry() {
    setBusy(true);
    setRefusal(null);
    try {
      const body = { earlier, document: document.normalize('NFC').trim(), tasks: chosen.map((it) => it.from) };
      await send(at('/plans/{plan}/carry-overs', plan), body);
      await readAgain();
      toast(t('years.carried', { count: chosen.length }));
    } catch (error) {
      setRefusal(error instanceof Refused ? error.problem.detail : String(error));
    }
    setBusy(false);
  }

  return (
    <section>
      <h2 className={style.section}>{t('years.carry')}</h2>
      <p>{t('years.carryLead')}</p>
      {open.length === 0 ? (
        <Empty good>{t('years.nothingOpen')}</Empty>
      ) : (
        <>
          {may && (
            <div className={style.bar}>
              <TextInput
                label={t('years.document')}
                value={document}
                onChange={(event) => setDocument(event.currentTarget.value)}
                maxLength={120}
              />
              <Button loading={busy} disabled={chosen.length === 0 || !document.trim()} onClick={() => void carry()}>
                {t('years.carryThese', { count: chosen.length })}
              </Button>
              <Button variant="default" onClick={() => setLeft(new Set())}>
                {t('years.all')}
              </Button>
              <Button variant="default" onClick={() => setLeft(new Set(open.map((it) => it.from)))}>
                {t('years.noneChosen')}
              </Button>
            </div>
          )}
          {refusal && (
            <p role="alert" className={style.refusal}>
              {refusal}
            </p>
          )}
          <Wide className={style.scroll} label={t('years.carry')}>
            <table className={style.table}>
              <caption className="visually-hidden">{t('years.carry')}</caption>
              <thead>
                <tr>
                  <th scope="col">{t('years.task')}</th>
                  <th scope="col">{t('years.agency')}</th>
                  <th scope="col">{t('years.due')}</th>
                  <th scope="col">{t('years.carriedOn')}</th>
                </tr>
              </thead>
              <tbody>
                {open.map((it) => (
                  <tr key={it.from}>
                    <th scope="row">
                      {may && (
                        <input
                          type="checkbox"
                          className={style.tick}
                          aria-label={`${t('years.task')} ${it.from}`}
                          checked={!left.has(it.from)}
                          onChange={(event) => {
                            const next = new Set(left);
                            if (event.currentTarget.checked) next.delete(it.from);
                            else next.add(it.from);
                            setLeft(next);
                          }}
                        />
                      )}{' '}
                      <span className={style.code}>{it.from.split('/')[1]}</span> {it.title}
                    </th>
                    <td>{it.agency.name}</td>
                    <td>
                      <StateTag like={it.status}>{t(`status.${it.status}`)}</StateTag> {it.dueOn && day(it.dueOn)}
                    </td>
                    <td>
                      {it.to.split('/')[1]}
                      <span className={style.under}>{t(it.linked ? 'years.linkedRow' : 'years.ownRow')}</span>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Wide>
        </>
      )}
      {carried.length > 0 && (
        <>
          <h3 className={style.section}>{t('years.carried', { count: carried.length })}</h3>
          <ul>
            {carried.map((it) => (
              <li key={it.from}>
                <TaskLink id={it.from} /> → <TaskLink id={it.to} />
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

function TaskLink({ id }: { id: string }) {
  const [plan = '', item = '', agency = ''] = id.split('/');
  return (
    <Link to="/tasks/$plan/$item/$agency" params={{ plan, item, agency }}>
      {id}
    </Link>
  );
}
