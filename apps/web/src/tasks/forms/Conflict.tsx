import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { HistoryRow } from '../../api/answers';
import style from '../../form/forms.module.css';
import type { Values } from '../../form/values';
import { said } from '../../language';
import { moment } from '../../language/dates';
import type { Action } from './actions';
import { fieldWords } from './fieldWords';

/** Somebody wrote in between: theirs and yours side by side, and the choice is the person's. */
export function Conflict({ values, action, news, busy, goOn, edit, drop }: ConflictProps) {
  const { t } = useTranslation();
  return (
    <section className={style.conflict} aria-label={t('forms.conflict')}>
      <h3>{t('forms.conflict')}</h3>
      <p>{t('forms.conflictLead')}</p>
      <div className={style.sides}>
        <div>
          <h4>{t('forms.theirs')}</h4>
          <ul>
            {news.map((it) => (
              <li key={it.id}>
                <strong>{it.actor.name ?? it.actor.user}</strong> · {moment(it.recordedAt)}
                <br />
                {said(it)}
              </li>
            ))}
          </ul>
        </div>
        <div>
          <h4>{t('forms.yours')}</h4>
          <dl>
            {action.fields.map((field) => {
              const words = fieldWords(field, values, t);
              return (
                words && (
                  <div key={field.name}>
                    <dt>{t(`forms.fields.${field.label ?? field.name}` as 'forms.fields.reason')}</dt>
                    <dd>{words}</dd>
                  </div>
                )
              );
            })}
          </dl>
        </div>
      </div>
      <div className={style.buttons}>
        <Button onClick={goOn} loading={busy}>
          {t('forms.goOn')}
        </Button>
        <Button variant="default" onClick={edit}>
          {t('forms.editMine')}
        </Button>
        <Button variant="default" onClick={drop}>
          {t('forms.dropMine')}
        </Button>
      </div>
    </section>
  );
}

interface ConflictProps {
  values: Values;
  action: Action;
  news: HistoryRow[];
  busy: boolean;
  goOn: () => void;
  edit: () => void;
  drop: () => void;
}
