import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CommandAnswer } from '../api/answers';
import { send } from '../api/client';
import { isRefused, Refused } from '../api/problem';
import { readAgain } from '../api/queries';
import { at } from '../api/routes';
import { ErrorSummary, fieldId } from '../form/ErrorSummary';
import form from '../form/forms.module.css';
import { useDraft } from '../form/useDraft';
import { type FieldError, textOf, type Values } from '../form/values';
import { useToast } from '../frame/Toasts';
import { percent, readNumber } from '../language/numbers';
import { type OwedLine, type RoundReport, sayings } from './answers';
import style from './rounds.module.css';
import { TaskHead } from './TaskHead';

type Part = 'said' | 'progress' | 'words';
const key = (i: number, part: Part) => `${part}-${i}`;

/** One entry a task: what stands in the report already, else what was reported on the task in the window, else nothing. */
function beginningOf(it: RoundReport): Values {
  const values: Values = { summary: it.summary };
  it.owed.forEach(({ entry, suggested }, i) => {
    const from = entry ?? suggested;
    if (!from) return;
    values[key(i, 'said')] = from.said;
    values[key(i, 'words')] = from.words;
    if (from.progress !== null) values[key(i, 'progress')] = String(from.progress).replace('.', ',');
  });
  return values;
}

/** The report as its officer writes it. Saying nothing of a task is allowed, and shown as such to whoever reads it. */
export function ReportForm({ of: it }: { of: RoundReport }) {
  const { t } = useTranslation();
  const toast = useToast();
  const { plan, round, agency } = it;
  const draft = useDraft(`report ${plan} ${round} ${agency.id}`, `prepare ${it.version}`, beginningOf(it));
  const [errors, setErrors] = useState<FieldError[]>([]);
  const [refusal, setRefusal] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const intention = useRef({ content: '', key: '' });
  const text = (i: number, part: Part) => textOf(draft.values, key(i, part));
  const set = (name: string, value: string) => {
    draft.set(name, value);
    setErrors((all) => all.filter((one) => one.field !== name));
  };
  const said = it.owed.filter((_, i) => text(i, 'said')).length;

  async function save() {
    const wrong = it.owed.flatMap((_, i) => {
      const progress = text(i, 'said') === 'reported' ? text(i, 'progress').trim() : '';
      const value = progress ? readNumber(progress) : 0;
      return value === null || value > 100
        ? [{ field: key(i, 'progress'), message: t('forms.notPercent', { text: progress }) }]
        : [];
    });
    setErrors(wrong);
    setRefusal(null);
    if (wrong.length > 0) return;
    const told = it.owed.flatMap((line, i) => (text(i, 'said') ? [{ line, i }] : []));
    const entries = told.map(({ line, i }) => ({
      task: line.task,
      said: text(i, 'said'),
      progress: text(i, 'said') === 'reported' ? readNumber(text(i, 'progress')) : null,
      words: text(i, 'words').normalize('NFC').trim(),
    }));
    const content = JSON.stringify({ summary: textOf(draft.values, 'summary').normalize('NFC').trim(), entries });
    if (intention.current.content !== content) intention.current = { content, key: crypto.randomUUID() };
    setBusy(true);
    try {
      const path = at('/rounds/{plan}/{round}/reports/{agency}', plan, round, agency.id);
      await send<CommandAnswer>(path, JSON.parse(content), { key: intention.current.key });
      draft.forget();
      await readAgain();
      toast(t('rounds.done.prepare'));
    } catch (error) {
      if (!isRefused(error, 0)) intention.current = { content: '', key: '' };
      const problem = error instanceof Refused ? error.problem : null;
      const [, nth, part] = /^entries[.[](\d+)\]?\.(\w+)$/.exec(problem?.field ?? problem?.errors?.[0]?.field ?? '') ?? [];
      const at = told[Number(nth)];
      if (problem && at && (part === 'words' || part === 'progress'))
        setErrors([{ field: key(at.i, part), message: problem.errors?.[0]?.message ?? problem.detail }]);
      else setRefusal(problem?.detail ?? String(error));
    } finally {
      setBusy(false);
    }
  }

  return (
    <form
      className={style.writing}
      noValidate
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        void save();
      }}
    >
      <ErrorSummary form="report" errors={errors} refusal={refusal} />
      {draft.restored && (
        <p className={form.restored}>
          {t('forms.restored')}{' '}
          <button type="button" onClick={draft.restart}>
            {t('forms.restart')}
          </button>
        </p>
      )}
      <p className={style.quiet}>{t('rounds.said', { said, owed: it.owed.length })}</p>
      <ul className={style.entries}>
        {it.owed.map((line, i) => (
          <li key={line.task} data-row className={style.entry}>
            <TaskHead line={line} />
            {line.suggested && !line.entry && (
              <p className={style.suggested}>
                {t('rounds.suggested', { reports: line.suggested.reports, evidence: line.suggested.evidence })}
              </p>
            )}
            {line.before && (
              <p className={style.before}>
                {t('rounds.before', { title: line.before.title })} {t(`rounds.sayings.${line.before.said}`)}
                {line.before.progress !== null && ` · ${percent(line.before.progress)}`}
                {line.before.words && `: ${line.before.words}`}
              </p>
            )}
            <Fields line={line} i={i} values={draft.values} set={set} errors={errors} />
          </li>
        ))}
      </ul>
      <Textarea
        id={fieldId('report', 'summary')}
        label={t('rounds.fields.summary')}
        value={textOf(draft.values, 'summary')}
        onChange={(e) => draft.set('summary', e.currentTarget.value)}
        autosize
        minRows={3}
        maxLength={10_000}
      />
      <div className={form.buttons}>
        <Button type="submit" size="md" loading={busy}>
          {t('rounds.titles.prepare')}
        </Button>
        <span className={form.kept}>{t('forms.kept')}</span>
      </div>
    </form>
  );
}

interface FieldsProps {
  line: OwedLine;
  i: number;
  values: Values;
  set: (name: string, value: string) => void;
  errors: FieldError[];
}

function Fields({ line, i, values, set, errors }: FieldsProps) {
  const { t } = useTranslation();
  const said = textOf(values, key(i, 'said'));
  const field = (part: Part) => ({
    id: fieldId('report', key(i, part)),
    value: textOf(values, key(i, part)),
    error: errors.find((one) => one.field === key(i, part))?.message,
  });
  const labelled = (words: string) => (
    <>
      {words} <span className="visually-hidden">{line.item}</span>
    </>
  );
  return (
    <div className={style.fields} data-said={said || 'nothing'}>
      <NativeSelect
        {...field('said')}
        label={labelled(t('rounds.fields.said'))}
        onChange={(e) => set(key(i, 'said'), e.currentTarget.value)}
        data={[
          { value: '', label: t('rounds.unsaid') },
          ...sayings.map((value) => ({ value, label: t(`rounds.sayings.${value}`) })),
        ]}
      />
      {said === 'reported' && (
        <TextInput
          {...field('progress')}
          label={labelled(t('forms.fields.progress'))}
          inputMode="decimal"
          onChange={(e) => set(key(i, 'progress'), e.currentTarget.value)}
          rightSection={<span aria-hidden="true">%</span>}
        />
      )}
      {said && (
        <Textarea
          {...field('words')}
          label={labelled(t('rounds.fields.words'))}
          autosize
          minRows={2}
          maxLength={4_000}
          onChange={(e) => set(key(i, 'words'), e.currentTarget.value)}
        />
      )}
    </div>
  );
}
