import { NativeSelect, Radio, Select, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Agency, Rows, TaskView } from '../../api/answers';
import { useRead } from '../../api/queries';
import { at } from '../../api/routes';
import { DayInput } from '../../language/DayInput';
import { day, today } from '../../language/dates';
import { fold } from '../../language/fold';
import type { Field } from './actions';
import { fieldId } from './ErrorSummary';
import { EvidenceField } from './EvidenceField';
import style from './forms.module.css';
import { PartiesField } from './PartiesField';
import { documentOf, dueOf, evidenceOf, partiesOf, textOf, type Values } from './values';

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

/** One field by its kind. */
export function FormField({ form, field, task, values, set, error }: FormFieldProps) {
  const { t } = useTranslation();
  const id = fieldId(form, field.name);
  const name = t(`forms.fields.${field.label ?? field.name}` as 'forms.fields.reason');
  const label = field.required ? name : `${name} ${t('forms.optional')}`;
  const text = textOf(values, field.name);
  const say = (value: string | null) => set(field.name, value ?? undefined);
  const shared = { id, label, error };

  switch (field.kind) {
    case 'words':
      return <TextInput {...shared} value={text} onChange={(e) => say(e.currentTarget.value)} maxLength={300} />;
    case 'long':
      return (
        <Textarea
          {...shared}
          value={text}
          onChange={(e) => say(e.currentTarget.value)}
          autosize
          minRows={3}
          maxRows={12}
          maxLength={10_000}
        />
      );
    case 'percent':
      return (
        <TextInput
          {...shared}
          className={style.short}
          inputMode="decimal"
          value={text}
          onChange={(e) => say(e.currentTarget.value)}
          description={
            task.progress === null || form !== 'report-milestone'
              ? t('forms.percentHelp')
              : t('forms.percentBefore', { value: task.progress })
          }
          rightSection={<span aria-hidden="true">%</span>}
        />
      );
    case 'day':
    case 'future-day':
      return (
        <div className={style.short}>
          <DayInput {...shared} value={text || null} onChange={say} />
        </div>
      );
    case 'past-day':
      return (
        <div className={style.short}>
          <DayInput {...shared} value={text || null} onChange={say} max={today()} description={t('forms.pastHelp')} />
        </div>
      );
    case 'document': {
      const it = documentOf(values, field.name);
      return (
        <div className={style.pair}>
          <TextInput
            {...shared}
            placeholder={t('forms.documentSample')}
            value={it.number}
            onChange={(e) => set(field.name, { ...it, number: e.currentTarget.value })}
            maxLength={100}
          />
          <DayInput
            label={t('forms.documentOn')}
            id={`${id}-on`}
            value={it.on ?? null}
            onChange={(on) => set(field.name, on ? { ...it, on } : { number: it.number })}
          />
        </div>
      );
    }
    case 'evidence':
      return (
        <EvidenceField
          id={id}
          label={label}
          error={error}
          files={evidenceOf(values, field.name)}
          set={(files) => set(field.name, files)}
        />
      );
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
    case 'agency':
      return <AgencyField {...shared} value={text} set={say} />;
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

function AgencyField({ value, set, ...shared }: Shared & { value: string; set: (value: string | null) => void }) {
  const agencies = useRead<Rows<Agency>>(at('/agencies'));
  return (
    <Select
      {...shared}
      searchable
      value={value || null}
      onChange={set}
      data={(agencies.data?.rows ?? []).map((it) => ({ value: it.id, label: it.name }))}
      filter={({ options, search }) => options.filter((option) => 'label' in option && fold(option.label).includes(fold(search)))}
    />
  );
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
