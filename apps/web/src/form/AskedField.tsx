import { MultiSelect, NativeSelect, Select, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Agency, Rows, TaskView } from '../api/answers';
import { useRead } from '../api/queries';
import { at, taskAt } from '../api/routes';
import { DayInput } from '../language/DayInput';
import { day } from '../language/dates';
import { byName, fold } from '../language/fold';
import type { Asked } from './asked';
import { fieldId } from './ErrorSummary';
import { EvidenceField } from './EvidenceField';
import style from './forms.module.css';
import { documentOf, evidenceOf, textOf, type Values } from './values';

interface AskedFieldProps {
  form: string;
  asked: Asked;
  values: Values;
  set: (name: string, value: Values[string]) => void;
  error: string | undefined;
}

/** One field by its kind. */
export function AskedField({ form, asked, values, set, error }: AskedFieldProps) {
  const { t } = useTranslation();
  const { name, kind, required, help: description, options = [] } = asked;
  const text = textOf(values, name);
  const say = (value: string | null) => set(name, value ?? undefined);
  const label = required ? asked.label : `${asked.label} ${t('forms.optional')}`;
  const shared = { id: fieldId(form, name), label, error, description };
  const data = options.map(({ value, label: words }) => ({ value, label: words }));
  switch (kind) {
    case 'words':
      return <TextInput {...shared} value={text} onChange={(e) => say(e.currentTarget.value)} maxLength={300} />;
    case 'number':
      return (
        <div className={style.short}>
          <TextInput {...shared} inputMode="numeric" value={text} onChange={(e) => say(e.currentTarget.value)} maxLength={4} />
        </div>
      );
    case 'percent':
      return (
        <TextInput
          {...shared}
          className={style.short}
          inputMode="decimal"
          description={description ?? t('forms.percentHelp')}
          value={text}
          onChange={(e) => say(e.currentTarget.value)}
          rightSection={<span aria-hidden="true">%</span>}
        />
      );
    case 'amount':
      return (
        <div className={style.short}>
          <TextInput
            {...shared}
            inputMode="decimal"
            value={text}
            onChange={(e) => say(e.currentTarget.value)}
            maxLength={40}
            rightSection={asked.unit && <span aria-hidden="true">{asked.unit}</span>}
            rightSectionWidth={asked.unit && asked.unit.length > 2 ? 100 : undefined}
          />
        </div>
      );
    case 'evidence':
      return (
        <EvidenceField
          id={shared.id}
          label={label}
          error={error}
          files={evidenceOf(values, name)}
          set={(files) => set(name, files)}
        />
      );
    case 'long':
      return (
        <Textarea
          {...shared}
          value={text}
          onChange={(e) => say(e.currentTarget.value)}
          autosize
          minRows={3}
          maxRows={12}
          maxLength={asked.longest ?? 4_000}
        />
      );
    case 'day':
      return (
        <div className={style.short}>
          <DayInput {...shared} value={text || null} onChange={say} max={asked.latest} />
        </div>
      );
    case 'document': {
      const it = documentOf(values, name);
      return (
        <div className={style.pair}>
          <TextInput
            {...shared}
            placeholder={t('forms.documentSample')}
            value={it.number}
            onChange={(e) => set(name, { ...it, number: e.currentTarget.value })}
            maxLength={100}
          />
          <DayInput
            label={t('forms.documentOn')}
            id={`${shared.id}-on`}
            value={it.on ?? null}
            onChange={(on) => set(name, on ? { ...it, on } : { number: it.number })}
          />
        </div>
      );
    }
    case 'choice':
      return (
        <NativeSelect
          {...shared}
          value={text}
          onChange={(e) => say(e.currentTarget.value)}
          data={[{ value: '', label: t('forms.choose') }, ...data]}
        />
      );
    case 'pick':
      return <Picked {...shared} value={text} set={say} data={data} />;
    case 'agency':
      return <AgencyPicked {...shared} value={text} set={say} />;
    case 'request':
      return <RequestPicked {...shared} value={text} set={say} of={asked.of ?? ''} />;
    case 'several':
      return (
        <MultiSelect
          {...shared}
          searchable
          hidePickedOptions
          value={text ? text.split(',') : []}
          onChange={(chosen) => say(chosen.join(','))}
          data={data}
          filter={({ options: all, search }) => all.filter((it) => 'label' in it && fold(it.label).includes(fold(search)))}
          nothingFoundMessage={t('tasks.noAgency')}
        />
      );
  }
}

interface Picking {
  id: string;
  label: string;
  error: string | undefined;
  description: string | undefined;
  value: string;
  set: (value: string | null) => void;
}

function Picked({ value, set, data, ...shared }: Picking & { data: { value: string; label: string }[] }) {
  const { t } = useTranslation();
  return (
    <Select
      {...shared}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': t('tasks.clearOne') }}
      value={value || null}
      onChange={set}
      data={data}
      filter={({ options, search }) => options.filter((it) => 'label' in it && fold(it.label).includes(fold(search)))}
      nothingFoundMessage={t('forms.nothingFound')}
    />
  );
}

function AgencyPicked(props: Picking) {
  const agencies = useRead<Rows<Agency>>(at('/agencies')).data?.rows ?? [];
  const data = [...agencies].sort((a, b) => byName(a.name, b.name)).map((it) => ({ value: it.id, label: it.name }));
  return <Picked {...props} data={data} />;
}

/** The requests for an extension that wait on a task. */
function RequestPicked({ of: task, value, set, ...shared }: Picking & { of: string }) {
  const { t } = useTranslation();
  const view = useRead<TaskView>(task ? taskAt(task) : null);
  const waiting = (view.data?.id === task ? view.data.extensions : []).filter((it) => it.state === 'requested');
  return (
    <NativeSelect
      {...shared}
      description={view.data?.id === task && waiting.length === 0 ? t('meetings.help.noRequest') : shared.description}
      value={value}
      onChange={(e) => set(e.currentTarget.value)}
      data={[
        { value: '', label: t('forms.choose') },
        ...waiting.map((it) => ({ value: it.request, label: t('forms.requestLine', { day: day(it.until), on: day(it.on) }) })),
      ]}
    />
  );
}
