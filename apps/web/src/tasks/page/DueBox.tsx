import { useTranslation } from 'react-i18next';
import type { TaskView } from '../../api/answers';
import { day, weekday } from '../../language/dates';
import { Distance } from '../parts/marks';
import { dueReading, printedDue } from '../parts/words';
import style from './page.module.css';

/** The printed words, what they are taken to mean, and every move of the date since. */
export function DueBox({ task }: { task: TaskView }) {
  const { t, i18n } = useTranslation();
  const key = 'rule' in task.due ? task.due.rule : null;
  const rule = key && t(`task.rules.${i18n.exists(`task.rules.${key}`) ? key : 'other'}` as 'task.rules.other');
  return (
    <section className={style.box} aria-labelledby="due">
      <h2 id="due">{t('task.due')}</h2>
      <div className={style.reading}>
        <div>
          <span className={style.label}>{t('task.planSays')}</span>
          <span className={style.big}>{printedDue(t, task.due)}</span>
        </div>
        <span className={style.arrow} aria-hidden="true">
          →
        </span>
        <div>
          <span className={style.label}>{t('task.readAs')}</span>
          <span className={style.big}>
            {dueReading(t, task.due)}
            {task.dueOn && <small> {weekday(task.dueOn)}</small>}
          </span>
          {rule && <span className={style.label}>{rule}</span>}
          <Distance task={task} />
        </div>
      </div>
      {task.firstDue && task.dueOn && task.firstDue !== task.dueOn && (
        <p className={style.first}>{t('task.firstDue', { day: day(task.firstDue) })}</p>
      )}
      {task.dueHistory.length > 1 && (
        <div className={style.scroll}>
          <table className={style.small}>
            <caption>{t('task.dueHistory')}</caption>
            <thead>
              <tr>
                <th scope="col">{t('task.from')}</th>
                <th scope="col">{t('task.due')}</th>
                <th scope="col">{t('task.reason')}</th>
              </tr>
            </thead>
            <tbody>
              {task.dueHistory.map((step) => (
                <tr key={`${step.from}-${step.event?.id ?? step.dueOn}`}>
                  <td>{day(step.from)}</td>
                  <td>{step.dueOn ? day(step.dueOn) : '—'}</td>
                  <td>
                    <strong>{t(`task.how.${step.how}`)}</strong>
                    {step.reason && ` · ${step.reason}`}
                    {step.document && ` · ${step.document.number}`}
                    {step.event && (
                      <>
                        {' '}
                        <a className={style.toEvent} href={`#event-${step.event.version}`}>
                          {t('task.eventRef', { version: step.event.version })}
                        </a>
                      </>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
