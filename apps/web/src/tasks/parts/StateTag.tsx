import type { ReactNode } from 'react';
import type { Status } from '../../api/answers';
import style from './parts.module.css';
import { looks } from './status';

/** A state of something that is no task, in the look of the task's state nearest to it; the word is its own. */
export function StateTag({ like, children }: { like: Status; children: ReactNode }) {
  const Icon = looks[like].icon;
  return (
    <span className={style.tag} data-status={like}>
      <Icon size={15} stroke={2} aria-hidden="true" />
      {children}
    </span>
  );
}
