import { Button } from '@mantine/core';
import { type FormEvent, type ReactNode, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CommandAnswer } from '../api/answers';
import { send } from '../api/client';
import { isRefused, Refused } from '../api/problem';
import { readAgain } from '../api/queries';
import type { Route } from '../api/routes';
import { useToast } from '../frame/Toasts';
import { AskedField } from './AskedField';
import { type Asked, bodyOf, faultsOf } from './asked';
import { ErrorSummary } from './ErrorSummary';
import style from './forms.module.css';
import { useDraft } from './useDraft';
import type { FieldError, Values } from './values';

/**
 * One command as a form: its fields in the order of thought, the draft kept on this machine until the server has it, the same
 * content sent twice one command (Idempotency-Key), and every refusal at its field in the server's own sentence.
 */
export function CommandForm({
  name,
  about,
  path,
  asked,
  begin = {},
  body,
  submit,
  said,
  done,
  cancel,
  ifMatch,
  grave,
  children,
}: Props) {
  const { t } = useTranslation();
  const toast = useToast();
  const draft = useDraft(about, name, begin);
  const [errors, setErrors] = useState<FieldError[]>([]);
  const [refusal, setRefusal] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const intention = useRef({ content: '', key: '' });
  const fields = typeof asked === 'function' ? asked(draft.values) : asked;

  async function go() {
    const found = faultsOf(fields, draft.values, t);
    setErrors(found);
    setRefusal(null);
    if (found.length > 0) return;
    const given = bodyOf(fields, draft.values);
    const content = JSON.stringify(body ? body(given, draft.values) : given);
    if (intention.current.content !== content) intention.current = { content, key: crypto.randomUUID() };
    setBusy(true);
    try {
      const answer = await send<CommandAnswer>(path, JSON.parse(content), {
        key: intention.current.key,
        ...(ifMatch === undefined ? {} : { ifMatch }),
      });
      draft.restart();
      toast(said);
      // Where one goes next comes first: what is read again is then read there.
      done?.(answer);
      await readAgain();
    } catch (error) {
      show(error);
    } finally {
      setBusy(false);
    }
  }

  function show(error: unknown) {
    // The server has settled this intention; what is sent after a change of mind is another one.
    if (!isRefused(error, 0)) intention.current = { content: '', key: '' };
    const problem = error instanceof Refused ? error.problem : null;
    const told = problem?.errors ?? (problem?.field ? [{ field: problem.field, message: problem.detail }] : []);
    const here = told.flatMap((it) => {
      const field = fields.find((one) => one.name === it.field || it.field.split('.').includes(one.name));
      return field ? [{ field: field.name, message: it.message }] : [];
    });
    setErrors(here);
    if (here.length === 0) setRefusal(problem?.detail ?? String(error));
  }

  return (
    <form
      className={style.form}
      noValidate
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        void go();
      }}
    >
      <ErrorSummary form={name} errors={errors} refusal={refusal} />
      {draft.restored && (
        <p className={style.restored}>
          {t('forms.restored')}{' '}
          <button type="button" onClick={draft.restart}>
            {t('forms.restart')}
          </button>
        </p>
      )}
      {children}
      {fields.map((field) => (
        <AskedField
          key={field.name}
          form={name}
          asked={field}
          values={draft.values}
          set={(changed, value) => {
            draft.set(changed, value);
            setErrors((all) => all.filter((it) => it.field !== changed));
          }}
          error={errors.find((it) => it.field === field.name)?.message}
        />
      ))}
      <div className={style.buttons}>
        <Button type="submit" size="md" loading={busy} color={grave ? 'red.9' : undefined}>
          {submit}
        </Button>
        {cancel && (
          <Button variant="default" size="md" onClick={cancel}>
            {t('forms.cancel')}
          </Button>
        )}
        {fields.length > 0 && <span className={style.kept}>{t('forms.kept')}</span>}
      </div>
    </form>
  );
}

interface Props {
  /** The name of the form, and what it is about: together the key of its draft. */
  name: string;
  about: string;
  path: Route;
  /** The fields, or those that follow from what was chosen so far. */
  asked: readonly Asked[] | ((values: Values) => readonly Asked[]);
  begin?: Values;
  /** What is sent, where it is not simply the fields by their names. */
  body?: (given: Record<string, unknown>, values: Values) => unknown;
  submit: string;
  /** Said in passing when it is done. */
  said: string;
  done?: (answer: CommandAnswer) => void;
  cancel?: () => void;
  /** The version that the person looked at: a decision about something that moved on is refused. */
  ifMatch?: number;
  grave?: boolean;
  children?: ReactNode;
}
