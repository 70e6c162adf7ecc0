import { Button, Menu } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MyTasks, TaskView } from '../../api/answers';
import { useRead } from '../../api/queries';
import { taskAt } from '../../api/routes';
import { hasDraft } from '../../form/useDraft';
import { usePoint } from '../../frame/point';
import { Failed, Loading } from '../../frame/states';
import { ActionForm } from '../forms/ActionForm';
import { type ActionName, isAction } from '../forms/actions';
import { Distance, Progress, Simulated } from '../parts/marks';
import { StatusTag } from '../parts/StatusTag';
import { dueReading, reportAge, taskLink } from '../parts/words';
import style from './mine.module.css';

type Urgent = MyTasks['urgent'][number];

/** What a reporter does next, by why the task is here. */
const nextStep: Readonly<Record<Urgent['reason'], ActionName>> = {
  returned: 'report-milestone',
  overdue: 'report-milestone',
  'due-soon': 'report-milestone',
  silent: 'report-milestone',
  'awaiting-acceptance': 'report-milestone',
};
const offers: readonly ActionName[] = ['report-milestone', 'claim-completion', 'report-delay', 'request-extension'];

/** A task that cannot wait: why it is here, one thing to do, the others under it; the form opens in place. */
export function UrgentTask({ task }: { task: Urgent }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<ActionName | null>(null);
  const next = nextStep[task.reason];
  const { past } = usePoint();
  const drafted = offers.find((name) => hasDraft(task.id, name));
  return (
    <li className={style.item} data-reason={task.reason} data-row>
      <p className={style.reason}>{t(`mine.reasons.${task.reason}`)}</p>
      <div className={style.facts}>
        <p className={style.itemHead}>
          <span className={style.code}>{task.item}</span>
          <StatusTag status={task.status} />
          <Distance task={task} />
          {task.simulated && <Simulated />}
        </p>
        <Link {...taskLink(task)} className={style.title}>
          {task.title}
        </Link>
        <p className={style.line}>
          <span>
            {t('tasks.due')}: <strong>{dueReading(t, task.due)}</strong>
          </span>
          <Progress value={task.progress} />
          <span>{reportAge(t, task)}</span>
        </p>
      </div>
      {past ? (
        <div className={style.buttons}>
          <Link {...taskLink(task)}>{t('mine.open')}</Link>
        </div>
      ) : open ? (
        <div className={style.form}>
          <h3>{t(`forms.titles.${open}`)}</h3>
          <OpenForm id={task.id} name={open} close={() => setOpen(null)} />
        </div>
      ) : (
        <div className={style.buttons}>
          <Button onClick={() => setOpen(drafted ?? next)}>
            {drafted ? `● ${t('mine.continue', { what: t(`forms.titles.${drafted}`) })}` : t(`forms.titles.${next}`)}
          </Button>
          <Menu position="bottom-start">
            <Menu.Target>
              <Button variant="default" rightSection={<IconChevronDown size={16} aria-hidden="true" />}>
                {t('mine.other')}
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              {offers
                .filter((name) => name !== next)
                .map((name) => (
                  <Menu.Item key={name} onClick={() => setOpen(name)}>
                    {t(`forms.titles.${name}`)}
                  </Menu.Item>
                ))}
            </Menu.Dropdown>
          </Menu>
        </div>
      )}
    </li>
  );
}

/** The form wants the whole task (its version, its milestones), which the list does not have. */
function OpenForm({ id, name, close }: { id: string; name: ActionName; close: () => void }) {
  const { t } = useTranslation();
  const view = useRead<TaskView>(taskAt(id), { asOf: null, knownOn: null });
  if (view.error && !view.data) return <Failed error={view.error} again={view.refetch} />;
  if (view.data?.id !== id) return <Loading rows={3} />;
  const offered = view.data.actions.filter(isAction);
  if (!offered.includes(name)) return <p>{t('mine.notNow')}</p>;
  return <ActionForm task={view.data} name={name} done={close} cancel={close} />;
}
