import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { TaskView } from '../../api/answers';
import { hasDraft } from '../../form/useDraft';
import { ActionForm } from '../forms/ActionForm';
import { type ActionName, actionNames, isAction } from '../forms/actions';
import style from './page.module.css';

const first: readonly ActionName[] = [
  'accept-completion',
  'return-completion',
  'grant-extension',
  'refuse-extension',
  'accept-report',
  'return-report',
  'report-milestone',
  'claim-completion',
  'report-delay',
  'request-extension',
];

/** What this person may do with this task now: the server says which, the form opens in place. */
export function Actions({ task, chosen, choose, past }: ActionsProps) {
  const { t } = useTranslation();
  const offered = actionNames.filter((name) => task.actions.includes(name));
  const urgent = first.filter((name) => offered.includes(name));
  const main = urgent.length > 0 ? urgent : offered;
  const others = offered.filter((name) => !main.includes(name));
  if (past) return <p className={style.noActions}>{t('task.pastNoActions')}</p>;
  if (offered.length === 0) return <p className={style.noActions}>{t('task.noActions')}</p>;
  const active = isAction(chosen) && offered.includes(chosen) ? chosen : null;
  return (
    <section className={`${style.box} ${style.doing} no-print`} aria-labelledby="actions">
      <h2 id="actions">{active ? t(`forms.titles.${active}`) : t('task.actions')}</h2>
      {active ? (
        <ActionForm key={active} task={task} name={active} done={() => choose(undefined)} cancel={() => choose(undefined)} />
      ) : (
        <>
          <div className={style.actions}>
            {main.map((name, i) => (
              <Button key={name} variant={i === 0 && urgent.length > 0 ? 'filled' : 'default'} onClick={() => choose(name)}>
                {t(`forms.titles.${name}`)}
                {hasDraft(task.id, name) && <span className={style.draft}> ● {t('forms.draft')}</span>}
              </Button>
            ))}
          </div>
          {others.length > 0 && (
            <details className={style.others}>
              <summary>{t('task.otherActions', { count: others.length })}</summary>
              <div className={style.actions}>
                {others.map((name) => (
                  <Button key={name} variant="default" size="sm" onClick={() => choose(name)}>
                    {t(`forms.titles.${name}`)}
                  </Button>
                ))}
              </div>
            </details>
          )}
        </>
      )}
    </section>
  );
}

interface ActionsProps {
  task: TaskView;
  chosen: string | undefined;
  choose: (action: string | undefined) => void;
  past: boolean;
}
