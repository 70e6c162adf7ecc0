import { NativeSelect, Radio, TextInput } from '@mantine/core';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { TaskView } from '../../api/answers';
import { AskedField } from '../../form/AskedField';
import type { Asked } from '../../form/asked';
import { fieldId } from '../../form/ErrorSummary';
import style from '../../form/forms.module.css';
import { textOf, type Values } from '../../form/values';
import { DayInput } from '../../language/DayInput';
import { day, today } from '../../language/dates';
import type { Field } from './actions';
import { PartiesField } from './PartiesField';
import { dueOf, partiesOf } from './values';

const causes = [
  'own',
  'coordinating-body',
  'awaiting-decision',
  'funding',
  'procurement',
  'law',
  'force-majeure',
  'other',
] as const;

/** Of a field that any form may ask for, what AskedField is told of it; null of one that only a task has. */
function plain({ name, kind, required }: Field, pastHelp: string): Omit<Asked, 'label'> | null {
  switch (kind) {
    case 'words':
    case 'percent':
    case 'day':
    case 'document':
    case 'evidence':
    case 'agency':
      return { name, kind, required };
    case 'long':
      return { name, kind, required, longest: 10_000 };
    case 'future-day':
      return { name, kind: 'day', required };
    case 'past-day':
      return { name, kind: 'day', required, latest: today(), help: pastHelp };
    default:
      return null;
  }
}

const progressHelp = ({ progress }: TaskView, t: TFunction) =>
  progress === null ? undefined : t('forms.percentBefore', { value: progress });

/** One field by its kind. */
export function FormField({ form, field, task, values, set, error }: FormFieldProps) {
  const { t } = useTranslation();
  const id = fieldId(form, field.name);
  const name = t(`forms.fields.${field.label ?? field.name}` as 'forms.fields.reason');
  const label = field.required ? name : `${name} ${t('forms.optional')}`;
  const text = textOf(values, field.name);
  const say = (value: string | null) => set(field.name, value ?? undefined);
  const shared = { id, label, error };
  const asked = plain(field, t('forms.pastHelp'));
  if (asked) {
    const help = field.kind === 'percent' && form === 'report-milestone' ? progressHelp(task, t) : asked.help;
    return <AskedField form={form} asked={{ ...asked, label: name, help }} values={values} set={set} error={error} />;
  }

  switch (field.kind) {
    case 'cause':
      return (
        <NativeSelect
          {...shared}
          value={text}
          onChange={(e) => say(e.currentTarget.value)}
          data={[{ value: '', label: t('forms.choose') }, ...causes.map((it) => ({ value: it, label: t(`forms.causes.${it}`) }))]}
        />
      );
    case 'milestone':
      if (task.milestones.length === 0) return null;
      return (
        <NativeSelect
          {...shared}
          value={text}
          onChange={(e) => say(e.currentTarget.value)}
          data={[
            { value: '', label: t('forms.noMilestone') },
            ...task.milestones.map((it) => ({ value: it.milestone, label: `${it.title} (${day(it.on)})` })),
          ]}
        />
      );
    case 'parties':
      return <PartiesField {...shared} parties={partiesOf(values, field.name)} set={(parties) => set(field.name, { parties })} />;
    case 'due':
      return <DueField {...shared} value={dueOf(values, field.name)} set={(due) => set(field.name, due)} />;
    case 'report':
    case 'claim':
    case 'request':
    case 'entry':
      return <EntryField {...shared} kind={field.kind} task={task} value={text} set={say} />;
  }
}

interface FormFieldProps {
  form: string;
  field: Field;
  task: TaskView;
  values: Values;
  set: (name: string, value: Values[string]) => void;
  error: string | undefined;
}

interface Shared {
  id: string;
  label: string;
  error: string | undefined;
}

/** Which report, claim or request is meant. Only those that wait; for a correction, all. */
function EntryField({ kind, task, value, set, ...shared }: Shared & EntryFieldProps) {
  const { t } = useTranslation();
  const reports = task.reports.map((it) => ({
    value: it.report,
    open: it.state === 'submitted',
    label: t('forms.reportLine', { day: day(it.occurredOn), value: it.progress }),
  }));
  const claims = task.claims.map((it) => ({
    value: it.claim,
    open: it.state === 'submitted',
    label: t('forms.claimLine', { day: day(it.on) }),
  }));
  const requests = task.extensions.map((it) => ({
    value: it.request,
    open: it.state === 'requested',
    label: t('forms.requestLine', { day: day(it.until), on: day(it.on) }),
  }));
  const all = { report: reports, claim: claims, request: requests, entry: [...reports, ...claims] }[kind];
  const offered = kind === 'entry' ? all : all.filter((it) => it.open);
  return (
    <NativeSelect
      {...shared}
      value={value}
      onChange={(e) => set(e.currentTarget.value)}
      data={[{ value: '', label: t('forms.choose') }, ...offered.map(({ value: id, label }) => ({ value: id, label }))]}
    />
  );
}

interface EntryFieldProps {
  kind: 'report' | 'claim' | 'request' | 'entry';
  task: TaskView;
  value: string;
  set: (value: string | null) => void;
}

function DueField({
  id,
  label,
  error,
  value,
  set,
}: Shared & { value: ReturnType<typeof dueOf>; set: (due: ReturnType<typeof dueOf>) => void }) {
  const { t } = useTranslation();
  return (
    <div className={style.due}>
      <Radio.Group
        id={id}
        label={label}
        value={value.kind}
        onChange={(kind) => set({ ...value, kind: kind as typeof value.kind })}
      >
        <div className={style.radios}>
          {(['date', 'continuous', 'dependent'] as const).map((kind) => (
            <Radio key={kind} value={kind} label={t(`forms.dueKinds.${kind}`)} />
          ))}
        </div>
      </Radio.Group>
      {value.kind === 'date' && (
        <DayInput
          label={t('forms.dueDay')}
          value={value.on || null}
          onChange={(on) => set({ ...value, on: on ?? '' })}
          error={error}
        />
      )}
      {value.kind === 'continuous' && (
        <NativeSelect
          label={t('forms.every')}
          value={value.every}
          onChange={(e) => set({ ...value, every: e.currentTarget.value === 'month' ? 'month' : 'quarter' })}
          data={[
            { value: 'quarter', label: t('tasks.everyQuarter') },
            { value: 'month', label: t('tasks.everyMonth') },
          ]}
        />
      )}
      {value.kind === 'dependent' && (
        <TextInput
          label={t('forms.waitsFor')}
          value={value.waitsFor}
          onChange={(e) => set({ ...value, waitsFor: e.currentTarget.value })}
          error={error}
        />
      )}
    </div>
  );
}
