import { Link } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { said } from '../language';
import { day } from '../language/dates';
import { taskLink } from '../tasks/parts/words';
import type { Conclusion, Meeting } from './answers';
import style from './meetings.module.css';

/** What the conclusion became, where it stands now, or why it was refused. */
export function Becoming({ one, of: it }: { one: Conclusion; of: Meeting }) {
  const { t } = useTranslation();
  const { becomes, carried, refused } = one;
  const made = becomes.kind === 'new-task' && carried?.item ? `${it.plan}/${carried.item}/${becomes.agency}` : null;
  const task = made ?? ('task' in becomes ? becomes.task : null);
  return (
    <p className={style.becoming} data-refused={refused !== null || undefined}>
      <strong>{t(`meetings.kinds.${becomes.kind}`)}</strong>
      {becomes.kind !== 'note' && <span>{aboutOf(one, it, t)}</span>}
      {refused && <span data-refusal>{t('meetings.refused', { why: said(refused) })}</span>}
      {!refused && !carried && <span>{t('meetings.pending')}</span>}
      {carried && becomes.kind !== 'note' && (
        <span>
          {made ? t('meetings.carriedTask') : t('meetings.carried', { day: day(carried.on) })}{' '}
          {task && <Link {...taskLink({ id: task })}>{task.split('/')[1]}</Link>}
          {becomes.kind === 'directive' && (
            <Link to="/obstacles/$id" params={{ id: becomes.obstacle }}>
              {t('meetings.toObstacle')}
            </Link>
          )}
        </span>
      )}
    </p>
  );
}

function aboutOf({ becomes }: Conclusion, it: Meeting, t: TFunction): string {
  const nameOf = (id: string) => it.names[id] ?? id;
  const itemOf = (task: string) => task.split('/')[1] ?? task;
  switch (becomes.kind) {
    case 'note':
      return '';
    case 'extension':
      return becomes.until
        ? t('meetings.about.extension', { task: itemOf(becomes.task), day: day(becomes.until) })
        : t('meetings.about.extensionAsAsked', { task: itemOf(becomes.task) });
    case 'reassignment':
      return t('meetings.about.reassignment', { task: itemOf(becomes.task), agency: nameOf(becomes.to) });
    case 'objective-cause':
      return t('meetings.about.objective-cause', {
        task: itemOf(becomes.task),
        cause: t(`forms.causes.${becomes.cause}` as 'forms.causes.own').toLowerCase(),
        from: day(becomes.from),
        to: day(becomes.to),
      });
    case 'new-task':
      return t('meetings.about.new-task', { agency: nameOf(becomes.agency), title: becomes.title, day: day(becomes.dueOn) });
    case 'directive':
      return becomes.next ? t('meetings.about.directiveNext', { agency: nameOf(becomes.next) }) : t('meetings.about.directive');
  }
}
