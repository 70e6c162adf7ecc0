import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { TaskRow, ToDecide } from '../api/answers';
import { day } from '../language/dates';
import { useMe } from '../session/Session';
import { Simulated } from '../tasks/parts/marks';
import { taskLink } from '../tasks/parts/words';
import style from './board.module.css';

/** One request for an extension: what is asked, by whom, how long ago, and what has to be known before it is decided. */
export function Request({ it: { task, ...it }, today }: { it: ToDecide['rows'][number]; today: string }) {
  const { t } = useTranslation();
  const asked = { on: day(it.askedOn), count: it.askedDaysAgo };
  const tooEarly = it.until < today || (task.dueOn !== null && it.until <= task.dueOn);
  return (
    <li>
      <Link {...taskLink(task)}>
        <span className={style.code}>{task.item}</span> {task.agency.name}
      </Link>
      <span>{t('board.asks', { until: day(it.until), now: day(task.dueOn) })}</span>
      <span>
        {it.askedBy.id === task.agency.id ? t('board.asked', asked) : t('board.askedBy', { ...asked, agency: it.askedBy.name })}{' '}
        {task.simulated && <Simulated />}
      </span>
      {tooEarly && <span>{t('board.asksTooEarly')}</span>}
      {task.status === 'awaiting-acceptance' && <span>{t(`status.${task.status}`)}</span>}
      <span className={style.quote}>“{it.reason}”</span>
      <Decide task={task} />
    </li>
  );
}

/** Nobody decides of a task that the own agency leads. */
function Decide({ task }: { task: TaskRow }) {
  const { t } = useTranslation();
  const { agency } = useMe();
  if (agency?.id === task.agency.id) return null;
  return (
    <span className={style.decide}>
      {(['grant-extension', 'refuse-extension'] as const).map((name) => (
        <Link key={name} {...taskLink(task)} search={{ do: name }} className={style.button}>
          {t(`forms.titles.${name}`)}
        </Link>
      ))}
    </span>
  );
}
