import { useTranslation } from 'react-i18next';
import type { TaskView } from '../../api/answers';
import { said } from '../../language';
import { Distance } from '../parts/marks';
import { StatusTag } from '../parts/StatusTag';
import style from './page.module.css';

/** Vì sao có tình trạng này? The derivation in words; a step that rests on an event leads to it. */
export function Why({ task }: { task: TaskView }) {
  const { t } = useTranslation();
  return (
    <section className={style.why} data-status={task.status} aria-labelledby="why">
      <div className={style.whyHead}>
        <StatusTag status={task.status} />
        <Distance task={task} />
      </div>
      <h2 id="why">{t('task.why')}</h2>
      <p className={style.whySentence}>{said(task.why.sentence)}</p>
      {(task.inheritedLateDays ?? 0) > 0 && (
        <p className={style.carried}>{t('task.inherited', { count: task.inheritedLateDays ?? 0 })}</p>
      )}
      {(task.earlierLateDays ?? 0) > 0 && (
        <p className={style.carried}>{t('task.earlierLate', { count: task.earlierLateDays ?? 0 })}</p>
      )}
      <ol className={style.steps}>
        {task.why.steps.map((step, i) => (
          <li key={`${step.vi}-${step.event?.id ?? i}`}>
            {said(step)}
            {step.event && (
              <>
                {' '}
                <a href={`#event-${step.event.version}`} className={style.toEvent}>
                  {t('task.eventRef', { version: step.event.version })}
                </a>
              </>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}
