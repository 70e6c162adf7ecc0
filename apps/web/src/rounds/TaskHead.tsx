import { Link } from '@tanstack/react-router';
import { StatusTag } from '../tasks/parts/StatusTag';
import { taskLink } from '../tasks/parts/words';
import type { OwedLine } from './answers';
import style from './rounds.module.css';

/** The task that a line of a report is about. */
export function TaskHead({ line }: { line: OwedLine }) {
  return (
    <p className={style.taskHead}>
      <Link {...taskLink({ id: line.task })}>
        <span className={style.code}>{line.item}</span> {line.title}
      </Link>
      <StatusTag status={line.status} />
    </p>
  );
}
