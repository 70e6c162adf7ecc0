import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { TaskList, TaskView } from '../api/answers';
import { useRead } from '../api/queries';
import { at, taskAt } from '../api/routes';
import { CommandForm } from '../form/CommandForm';
import { textOf } from '../form/values';
import { PageHead } from '../frame/PageHead';
import { Empty, Failed, Loading } from '../frame/states';
import { today } from '../language/dates';
import { useMe } from '../session/Session';
import style from './obstacles.module.css';

const underWay = 'overdue,due-soon,awaiting-acceptance,on-track,not-started,no-deadline,continuous,suspended';

/** One obstacle of one task of the own agency: what it is, whom it waits for, since when. */
export function RaiseObstacle() {
  const { t } = useTranslation();
  const go = useNavigate();
  const { task } = useSearch({ from: '/obstacles/raise' });
  const me = useMe();
  const mine = useRead<TaskList>(me.agency ? at('/tasks') : null, { agency: me.agency?.id, status: underWay, size: 200 });
  const listed = mine.data?.rows ?? [];
  // Who comes from a task's own page raises it of that task, wherever it is in the list.
  const other = useRead<TaskView>(task && mine.data && !listed.some((it) => it.id === task) ? taskAt(task) : null);
  const tasks = other.data ? [other.data, ...listed] : listed;
  return (
    <>
      <PageHead
        title={t('obstacles.raise')}
        over={<Link to="/obstacles">{t('obstacles.title')}</Link>}
        lead={t('obstacles.raiseLead')}
      />
      {mine.isPending && <Loading rows={4} />}
      {mine.error && !mine.data && <Failed error={mine.error} again={mine.refetch} />}
      {mine.data && tasks.length === 0 && <Empty>{t('obstacles.noTasks')}</Empty>}
      {mine.data && mine.data.total > listed.length && (
        <p className={style.showing}>{t('obstacles.raiseOfFirst', { shown: listed.length, total: mine.data.total })}</p>
      )}
      {tasks.length > 0 && (
        <div className={style.sheet}>
          <CommandForm
            name="raise"
            about={task ?? 'obstacle'}
            path={at('/obstacles')}
            begin={{ task, since: today() }}
            asked={(values) => {
              const waits = textOf(values, 'waits');
              return [
                {
                  name: 'task',
                  kind: 'pick',
                  required: true,
                  label: t('obstacles.fields.task'),
                  options: tasks.map((it) => ({ value: it.id, label: `${it.item} · ${it.title}` })),
                },
                { name: 'title', kind: 'words', required: true, label: t('obstacles.fields.title') },
                { name: 'description', kind: 'long', required: true, label: t('obstacles.fields.description') },
                {
                  name: 'waits',
                  kind: 'choice',
                  required: true,
                  label: t('obstacles.fields.waits'),
                  options: (['body', 'decision', 'none'] as const).map((it) => ({
                    value: it,
                    label: t(`obstacles.waits.${it}`),
                  })),
                },
                ...(waits === 'body' || waits === 'decision'
                  ? ([
                      {
                        name: 'waitsFor',
                        kind: 'agency',
                        required: waits === 'body',
                        label: t(waits === 'body' ? 'obstacles.fields.waitsFor' : 'obstacles.fields.waitsForDecision'),
                      },
                    ] as const)
                  : []),
                {
                  name: 'since',
                  kind: 'day',
                  required: true,
                  label: t('obstacles.fields.since'),
                  help: t('obstacles.help.since'),
                },
                { name: 'document', kind: 'document', label: t('obstacles.fields.document') },
              ];
            }}
            submit={t('obstacles.submit.raise')}
            said={t('obstacles.done.raise')}
            done={({ stream }) => void go({ to: '/obstacles/$id', params: { id: stream.slice('obstacle-'.length) } })}
            cancel={() => void go({ to: '/obstacles' })}
          />
        </div>
      )}
    </>
  );
}
