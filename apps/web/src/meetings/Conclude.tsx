import { useNavigate, useSearch } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { TaskList } from '../api/answers';
import { useRead } from '../api/queries';
import { at } from '../api/routes';
import type { Asked } from '../form/asked';
import { CommandForm } from '../form/CommandForm';
import { textOf } from '../form/values';
import type { ObstacleList } from '../obstacles/answers';
import { becomings, type Kind, type Meeting } from './answers';
import style from './meetings.module.css';

type Options = NonNullable<Asked['options']>;
const causes = ['coordinating-body', 'awaiting-decision', 'funding', 'procurement', 'law', 'force-majeure', 'other'] as const;

/** One conclusion: what kind it is, what that kind needs, its words, and the document that announces it. */
export function Conclude({ of: it }: { of: Meeting }) {
  const { t } = useTranslation();
  const { becomes, about } = useSearch({ from: '/meetings/$plan/$number' });
  const go = useNavigate({ from: '/meetings/$plan/$number' });
  const tasks = useTasks(it);
  const open = useRead<ObstacleList>(at('/obstacles'), { plan: it.plan, state: 'open' }).data?.rows ?? [];
  const obstacles = open.map((one) => ({ value: one.id, label: `${itemOf(one.task)} · ${one.agency.name}: ${one.title}` }));
  const isTask = about?.includes('/');
  return (
    <section className={`${style.box} ${style.conclude} no-print`} aria-labelledby="conclude">
      <h2 id="conclude">{t('meetings.conclude')}</h2>
      <CommandForm
        key={`${it.conclusions.length} ${becomes} ${about}`}
        name="conclude"
        about={`meeting ${it.plan} ${it.number} ${about ?? ''}`}
        path={at('/meetings/{plan}/{number}/conclusions', it.plan, String(it.number))}
        begin={{
          kind: becomings.find((one) => one === becomes),
          task: isTask ? about : undefined,
          obstacle: isTask ? undefined : about,
          document: it.conclusions.at(-1)?.document,
        }}
        asked={(values) => [
          {
            name: 'kind',
            kind: 'choice',
            required: true,
            label: t('meetings.fields.kind'),
            options: becomings.map((value) => ({ value, label: t(`meetings.kinds.${value}`) })),
          },
          ...fieldsOf(textOf(values, 'kind'), textOf(values, 'task'), { tasks, obstacles, number: it.number }, t),
          { name: 'text', kind: 'long', required: true, label: t('meetings.fields.text') },
          { name: 'document', kind: 'document', required: true, label: t('meetings.fields.document') },
        ]}
        body={({ text, document, ...rest }) => ({ text, document, becomes: rest })}
        submit={t('meetings.conclude')}
        said={t('meetings.concluded')}
        done={() => void go({ search: { part: 'conclusions' }, replace: true })}
      />
    </section>
  );
}

const itemOf = (task: string) => task.split('/')[1] ?? task;

/** The tasks of the plan, and those of the agenda whichever page of the register they are on. */
function useTasks(it: Meeting): Options {
  const rows = useRead<TaskList>(at('/tasks'), { plan: it.plan, sort: 'item', size: 200 }).data?.rows ?? [];
  const offered = new Map(
    (it.agenda?.lines ?? []).map((line) => [line.task, `${itemOf(line.task)} · ${it.names[line.agency]}: ${line.title}`]),
  );
  for (const row of rows) offered.set(row.id, `${row.item} · ${row.agency.name}: ${row.title}`);
  return [...offered].map(([value, label]) => ({ value, label }));
}

interface Choices {
  tasks: Options;
  obstacles: Options;
  number: number;
}

/** What each kind of conclusion needs besides its words. */
function fieldsOf(kind: string, chosen: string, { tasks, obstacles, number }: Choices, t: TFunction): readonly Asked[] {
  const task: Asked = { name: 'task', kind: 'pick', required: true, label: t('meetings.fields.task'), options: tasks };
  const fields: Readonly<Record<Kind, readonly Asked[]>> = {
    note: [],
    'new-task': [
      { name: 'agency', kind: 'agency', required: true, label: t('meetings.fields.agency') },
      {
        name: 'title',
        kind: 'words',
        required: true,
        label: t('meetings.fields.newTitle'),
        help: t('meetings.help.newTask', { number }),
      },
      { name: 'dueOn', kind: 'day', required: true, label: t('meetings.fields.dueOn') },
    ],
    extension: [
      task,
      { name: 'request', kind: 'request', of: chosen, required: true, label: t('meetings.fields.request') },
      { name: 'until', kind: 'day', label: t('meetings.fields.until'), help: t('meetings.help.until') },
    ],
    reassignment: [task, { name: 'to', kind: 'agency', required: true, label: t('meetings.fields.to') }],
    'objective-cause': [
      task,
      {
        name: 'cause',
        kind: 'choice',
        required: true,
        label: t('meetings.fields.cause'),
        options: causes.map((one) => ({ value: one, label: t(`forms.causes.${one}`) })),
      },
      { name: 'from', kind: 'day', required: true, label: t('meetings.fields.from') },
      { name: 'to', kind: 'day', required: true, label: t('meetings.fields.toDay') },
    ],
    directive: [
      { name: 'obstacle', kind: 'pick', required: true, label: t('meetings.fields.obstacle'), options: obstacles },
      { name: 'next', kind: 'agency', label: t('meetings.fields.next'), help: t('obstacles.help.next') },
      { name: 'dueOn', kind: 'day', label: t('meetings.fields.dueOn') },
    ],
  };
  const known = becomings.find((one) => one === kind);
  return known ? fields[known] : [];
}
