import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { MyTasks } from '../api/answers';
import { useRead } from '../api/queries';
import { at } from '../api/routes';
import { CommandForm } from '../form/CommandForm';
import { PageHead } from '../frame/PageHead';
import { Empty, Failed, Loading } from '../frame/states';
import { today } from '../language/dates';
import { textOf } from '../tasks/forms/values';
import style from './obstacles.module.css';

const over = ['completed-on-time', 'completed-late', 'cancelled'];

/** One obstacle of one task of the own agency: what it is, whom it waits for, since when. */
export function RaiseObstacle() {
  const { t } = useTranslation();
  const go = useNavigate();
  const { task } = useSearch({ from: '/obstacles/raise' });
  const mine = useRead<MyTasks>(at('/my-tasks'));
  const tasks = (mine.data?.rows ?? []).filter((it) => !over.includes(it.status));
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
