import { Button } from '@mantine/core';
import { type FormEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CommandAnswer, HistoryRow, Rows, TaskView } from '../../api/answers';
import { read, send } from '../../api/client';
import { isRefused, Refused } from '../../api/problem';
import { readAgain } from '../../api/queries';
import { taskAt } from '../../api/routes';
import { ErrorSummary } from '../../form/ErrorSummary';
import style from '../../form/forms.module.css';
import { useDraft } from '../../form/useDraft';
import { type FieldError } from '../../form/values';
import { useToast } from '../../frame/Toasts';
import { type Action, type ActionName, actions } from './actions';
import { Conflict } from './Conflict';
import { FormField } from './FormField';
import { beginning, faults, requestOf } from './values';

/**
 * One command of a task as a form. The draft stays on this machine until the server has it; the same content sent twice is
 * one command (Idempotency-Key); a task that has moved on since it was opened is shown before anything is written (If-Match).
 */
export function ActionForm({ task, name, done, cancel }: ActionFormProps) {
  const { t } = useTranslation();
  const toast = useToast();
  const action: Action = actions[name];
  const draft = useDraft(task.id, name, beginning(action, task));
  const [errors, setErrors] = useState<FieldError[]>([]);
  const [refusal, setRefusal] = useState<string | null>(null);
  const [conflict, setConflict] = useState<{ version: number; news: HistoryRow[] } | null>(null);
  const [busy, setBusy] = useState(false);
  const intention = useRef({ content: '', key: '' });

  async function submit(version: number) {
    const found = faults(action, draft.values, t);
    setErrors(found);
    setRefusal(null);
    if (found.length > 0) return;
    const { ids, body } = requestOf(action, draft.values);
    const content = JSON.stringify([ids, body]);
    if (intention.current.content !== content) intention.current = { content, key: crypto.randomUUID() };
    setBusy(true);
    try {
      await send<CommandAnswer>(taskAt(task.id, action.route, ...ids), body, { ifMatch: version, key: intention.current.key });
      draft.forget();
      await readAgain();
      toast(t(`forms.done.${name}`));
      done();
    } catch (error) {
      if (isRefused(error, 412)) await showConflict();
      else showRefusal(error);
    } finally {
      setBusy(false);
    }
  }

  async function showConflict() {
    const [now, history] = await Promise.all([
      read<TaskView>(taskAt(task.id)),
      read<Rows<HistoryRow>>(taskAt(task.id, 'history')),
    ]);
    setConflict({ version: now.version, news: history.rows.filter((it) => it.version > task.version) });
  }

  function showRefusal(error: unknown) {
    // The server has settled this intention; what is sent after a change of mind is another one.
    if (!isRefused(error, 0)) intention.current = { content: '', key: '' };
    const problem = error instanceof Refused ? error.problem : null;
    if (problem?.errors?.length) setErrors(problem.errors);
    else if (problem?.field && action.fields.some((it) => it.name === problem.field))
      setErrors([{ field: problem.field, message: problem.detail }]);
    else setRefusal(problem?.detail ?? String(error));
  }

  return (
    <form
      className={style.form}
      noValidate
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        void submit(conflict?.version ?? task.version);
      }}
    >
      <ErrorSummary form={name} errors={errors} refusal={refusal} />
      {conflict ? (
        <Conflict
          values={draft.values}
          action={action}
          news={conflict.news}
          busy={busy}
          goOn={() => void submit(conflict.version)}
          edit={() => setConflict(null)}
          drop={() => {
            draft.forget();
            void readAgain();
            cancel();
          }}
        />
      ) : (
        <>
          {draft.restored && (
            <p className={style.restored}>
              {t('forms.restored')}{' '}
              <button type="button" onClick={draft.restart}>
                {t('forms.restart')}
              </button>
            </p>
          )}
          {action.fields.map((field) => (
            <FormField
              key={field.name}
              form={name}
              field={field}
              task={task}
              values={draft.values}
              set={draft.set}
              error={errors.find((it) => it.field === field.name || it.field.startsWith(`${field.name}.`))?.message}
            />
          ))}
          <div className={style.buttons}>
            <Button type="submit" size="md" loading={busy} color={action.grave ? 'red.9' : undefined}>
              {t(`forms.submit.${name}`)}
            </Button>
            <Button variant="default" size="md" onClick={cancel}>
              {t('forms.cancel')}
            </Button>
            <span className={style.kept}>{t('forms.kept')}</span>
          </div>
        </>
      )}
    </form>
  );
}

interface ActionFormProps {
  task: TaskView;
  name: ActionName;
  done: () => void;
  cancel: () => void;
}
