import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { TaskView } from '../../api/answers';
import { day } from '../../language/dates';
import style from './parties.module.css';

export function Parties({ task }: { task: TaskView }) {
  const { t } = useTranslation();
  return (
    <dl className={style.facts}>
      <div>
        <dt>{t('task.lead')}</dt>
        <dd>
          <Link to="/tasks" search={{ agency: task.agency.id }}>
            {task.agency.name}
          </Link>
          {task.unit && <span> · {task.unit}</span>}
          {task.printedLead !== task.agency.name && (
            <span className={style.asPrinted}>{t('task.asPrinted', { printed: task.printedLead })}</span>
          )}
        </dd>
      </div>
      {task.owners.length > 1 && (
        <div>
          <dt>{t('task.owners')}</dt>
          <dd>
            {task.owners.map((it) => (
              <span key={`${it.agency.id}-${it.from}`} className={style.asPrinted}>
                {day(it.from)}: {it.agency.name}
                {it.reason && ` · ${it.reason}`}
              </span>
            ))}
          </dd>
        </div>
      )}
      <div>
        <dt>{t('task.coordinating')}</dt>
        <dd>
          {task.coordinating.length === 0 ? t('task.noCoordinating') : task.coordinating.map((it) => it.printed).join('; ')}
        </dd>
      </div>
      <div>
        <dt>{t('task.assignedOn')}</dt>
        <dd>{day(task.assignedOn)}</dd>
      </div>
    </dl>
  );
}
