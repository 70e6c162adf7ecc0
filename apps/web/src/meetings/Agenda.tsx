import { Link } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Agency, Rows } from '../api/answers';
import { useRead } from '../api/queries';
import { at } from '../api/routes';
import { CommandForm } from '../form/CommandForm';
import { Empty, Failed, Loading } from '../frame/states';
import { day, moment, today } from '../language/dates';
import { useMay, useMe } from '../session/Session';
import { taskLink } from '../tasks/parts/words';
import { type AgendaLine, type Concern, concerns, type Meeting, type ProposedAgenda } from './answers';
import style from './meetings.module.css';

/** The agenda: as frozen, with the facts of then; or as it would be now, until it is frozen. */
export function Agenda({ of: it }: { of: Meeting }) {
  const { t } = useTranslation();
  const holds = useMay('hold-meetings');
  const proposed = useRead<ProposedAgenda>(it.agenda ? null : at('/meetings/{plan}/proposed-agenda', it.plan));
  const agencies = useRead<Rows<Agency>>(it.agenda ? null : at('/agencies')).data?.rows ?? [];
  const lines = it.agenda?.lines ?? proposed.data?.rows;
  const leftOut = (it.agenda ? it.agenda.leftOut : proposed.data?.leftOut) ?? 0;
  const nameOf = (id: string) => it.names[id] ?? agencies.find((one) => one.id === id)?.name ?? id;
  return (
    <>
      <div className={style.frozen} data-frozen={it.agenda !== null || undefined}>
        <p>
          {it.agenda
            ? t('meetings.agendaFrozen', { moment: moment(it.agenda.at), position: it.agenda.position })
            : t('meetings.agendaOpen')}
        </p>
        {!it.agenda && holds && (
          <CommandForm
            name="freeze"
            about={`meeting ${it.plan} ${it.number}`}
            path={at('/meetings/{plan}/{number}/agenda', it.plan, String(it.number))}
            asked={[]}
            submit={t('meetings.freeze')}
            said={t('meetings.frozen')}
          >
            <p className={style.quiet}>{t('meetings.freezeSure')}</p>
          </CommandForm>
        )}
      </div>
      {!lines && proposed.isPending && <Loading />}
      {!lines && proposed.error && <Failed error={proposed.error} again={proposed.refetch} />}
      {lines?.length === 0 && <Empty good>{t('meetings.nothing')}</Empty>}
      {leftOut > 0 && (
        <p className={style.quiet} data-left-out>
          {t('meetings.leftOut', { count: leftOut })}
        </p>
      )}
      {lines &&
        concerns.map((concern) => (
          <Matters
            key={concern}
            concern={concern}
            lines={lines.filter((line) => line.concern === concern)}
            of={it}
            nameOf={nameOf}
          />
        ))}
    </>
  );
}

interface MattersProps {
  concern: Concern;
  lines: AgendaLine[];
  of: Meeting;
  nameOf: (id: string) => string;
}

/** Matters shown of each concern before one asks for all. */
const first = 6;

/** What is most often concluded on such a matter; the form lets one choose another. */
const becomesOf = { overdue: 'objective-cause', blocked: 'directive', undated: 'note', silent: 'note' } as const;

function Matters({ concern, lines, of: it, nameOf }: MattersProps) {
  const { t } = useTranslation();
  const [all, setAll] = useState(false);
  if (lines.length === 0) return null;
  const matters = byItem(lines);
  const shown = all ? matters : matters.slice(0, first);
  return (
    <section className={style.matters}>
      <h2>
        {t(`meetings.concerns.${concern}`)} <span className={style.count}>{lines.length}</span>
      </h2>
      <ol>
        {shown.map(({ key, item, title, lines: of }) => (
          <li key={key}>
            <p className={style.matter}>
              <span className={style.code}>{item}</span> {title}
            </p>
            <ul>
              {of.map((line) => (
                <Line key={line.obstacle ?? line.task} line={line} of={it} name={nameOf(line.agency)} />
              ))}
            </ul>
          </li>
        ))}
      </ol>
      {matters.length > shown.length && (
        <button type="button" className={style.moreButton} onClick={() => setAll(true)}>
          {t('meetings.allMatters', { count: matters.length })}
        </button>
      )}
    </section>
  );
}

/** What the plan gives to many agencies is one matter of the agenda, with a line for each of them. */
function byItem(lines: AgendaLine[]) {
  const matters = new Map<string, { key: string; item: string; title: string; lines: AgendaLine[] }>();
  for (const line of lines) {
    const item = line.task.split('/')[1] ?? line.task;
    const key = line.obstacle ?? item;
    const matter = matters.get(key) ?? { key, item, title: line.title, lines: [] };
    matter.lines.push(line);
    matters.set(key, matter);
  }
  return [...matters.values()];
}

function Line({ line, of: it, name }: { line: AgendaLine; of: Meeting; name: string }) {
  const { t } = useTranslation();
  const concludes = useMe().role === 'committee' && today() >= it.sitsOn;
  return (
    <li data-row data-concern={line.concern}>
      <Link {...taskLink({ id: line.task })} search={it.agenda ? { knownOn: it.agenda.at } : {}}>
        {name}
      </Link>
      <span data-grave={line.lateDays > 0 || undefined}>{factsOf(line, t)}</span>
      {concludes && (
        <Link
          className={`${style.button} no-print`}
          to="/meetings/$plan/$number"
          params={{ plan: it.plan, number: String(it.number) }}
          search={{ part: 'conclusions', becomes: becomesOf[line.concern], about: line.obstacle ?? line.task }}
        >
          {t('meetings.concludeOn')}
          <span className="visually-hidden">
            {' '}
            {line.task.split('/')[1]} {name}
          </span>
        </Link>
      )}
    </li>
  );
}

function factsOf(line: AgendaLine, t: TFunction): string {
  const facts = [
    line.lateDays > 0 && t('meetings.late', { count: line.lateDays }),
    line.dueOn ? t('meetings.due', { day: day(line.dueOn) }) : line.concern === 'undated' && t('meetings.noDue'),
    line.obstacle && t('meetings.waited', { count: line.waitedDays }),
    line.rounds.length > 0 && t('meetings.silentIn', { rounds: line.rounds.join(', ') }),
  ];
  return facts.filter(Boolean).join(' · ');
}
