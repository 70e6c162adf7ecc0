import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import style from '../tasks/page/page.module.css';

/** What this person may do with the thing on the page now: the server says which, the chosen form opens in place. */
export function Doing<Name extends string>({ offered, titleOf, chosen, choose, past, children }: DoingProps<Name>) {
  const { t } = useTranslation();
  if (past) return <p className={style.noActions}>{t('task.pastNoActions')}</p>;
  if (offered.length === 0) return <p className={style.noActions}>{t('forms.nothingToDo')}</p>;
  const active = offered.find((it) => it === chosen);
  return (
    <section className={`${style.box} ${style.doing} no-print`} aria-labelledby="actions">
      <h2 id="actions">{active ? titleOf(active) : t('task.actions')}</h2>
      {active ? (
        children(active, () => choose(undefined))
      ) : (
        <div className={style.actions}>
          {offered.map((name, nth) => (
            <Button key={name} variant={nth === 0 ? 'filled' : 'default'} onClick={() => choose(name)}>
              {titleOf(name)}
            </Button>
          ))}
        </div>
      )}
    </section>
  );
}

interface DoingProps<Name extends string> {
  offered: readonly Name[];
  titleOf: (name: Name) => string;
  chosen: string | undefined;
  choose: (name: Name | undefined) => void;
  past: boolean;
  /** The form of an action; `close` is called when it is done or given up. */
  children: (name: Name, close: () => void) => ReactNode;
}
