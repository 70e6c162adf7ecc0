import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { at } from '../api/routes';
import { CommandForm } from '../form/CommandForm';
import { Empty } from '../frame/states';
import { day } from '../language/dates';
import { useMay } from '../session/Session';
import { StateTag } from '../tasks/parts/StateTag';
import { type Conclusion, foundOf, isDone, type Meeting, type Verdict, verdicts } from './answers';
import { Becoming } from './Becoming';
import style from './meetings.module.css';

const likeOf: Readonly<Record<Verdict, 'completed-on-time' | 'due-soon' | 'overdue'>> = {
  done: 'completed-on-time',
  'under-way': 'due-soon',
  'not-done': 'overdue',
};

/** What became of the last meeting's conclusions, and of those before it that are not done yet. */
export function Earlier({ of: it, last }: { of: Meeting; last: number }) {
  const { t } = useTranslation();
  const before = it.earlier.filter((one) => one.meeting === last);
  const left = it.earlier.filter((one) => one.meeting !== last && !isDone(one));
  if (before.length === 0) return <Empty>{t('meetings.previousNone')}</Empty>;
  return (
    <>
      <h2 className={style.partTitle}>{t('meetings.previous', { done: before.filter(isDone).length, count: before.length })}</h2>
      <List rows={before} of={it} />
      {left.length > 0 && (
        <>
          <h2 className={style.partTitle}>{t('meetings.previousLeft', { count: left.length })}</h2>
          <List rows={left} of={it} />
        </>
      )}
    </>
  );
}

function List({ rows, of: it }: { rows: readonly Conclusion[]; of: Meeting }) {
  return (
    <ol className={style.conclusions}>
      {rows.map((one) => (
        <One key={`${one.meeting}.${one.conclusion}`} one={one} of={it} />
      ))}
    </ol>
  );
}

function One({ one, of: it }: { one: Conclusion; of: Meeting }) {
  const { t } = useTranslation();
  const holds = useMay('hold-meetings');
  const [open, setOpen] = useState(false);
  const found = foundOf(one);
  const numeral = `${one.meeting}.${one.conclusion}`;
  return (
    <li data-row data-verdict={found?.verdict ?? 'none'}>
      <span className={style.numeral}>{numeral}</span>
      <div>
        <p className={style.told}>{one.text}</p>
        <Becoming one={one} of={it} />
        <p className={style.quiet}>
          {found ? (
            <>
              <StateTag like={likeOf[found.verdict]}>{t(`meetings.verdicts.${found.verdict}`)}</StateTag>{' '}
              {t('meetings.foundAt', { number: found.at, day: day(found.on) })}
              {found.note && `: ${found.note}`}
            </>
          ) : (
            <StateTag like="not-started">{t('meetings.notFollowed')}</StateTag>
          )}
        </p>
        {open && (
          <div className={style.inline}>
            <CommandForm
              name="follow-up"
              about={`meeting ${it.plan} ${it.number} ${numeral}`}
              path={at('/meetings/{plan}/{number}/follow-ups', it.plan, String(it.number))}
              asked={[
                {
                  name: 'verdict',
                  kind: 'choice',
                  required: true,
                  label: t('meetings.fields.verdict'),
                  options: verdicts.map((value) => ({ value, label: t(`meetings.verdicts.${value}`) })),
                },
                { name: 'note', kind: 'long', label: t('meetings.fields.note') },
              ]}
              body={(given) => ({ ...given, meeting: one.meeting, conclusion: one.conclusion })}
              submit={t('meetings.followSubmit')}
              said={t('meetings.followDone')}
              done={() => setOpen(false)}
              cancel={() => setOpen(false)}
            />
          </div>
        )}
      </div>
      {holds && !open && (
        <Button className="no-print" variant="default" onClick={() => setOpen(true)}>
          {t('meetings.follow')}
          <span className="visually-hidden"> {numeral}</span>
        </Button>
      )}
    </li>
  );
}
