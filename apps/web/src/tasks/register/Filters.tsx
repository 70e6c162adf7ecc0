import { Button, NativeSelect, Select } from '@mantine/core';
import { IconFilter, IconX } from '@tabler/icons-react';
import type { TFunction } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useGroupName } from '../../agencies/groupName';
import { useAgencyName } from '../../agencies/useAgencyName';
import type { Agency, Rows } from '../../api/answers';
import { useRead } from '../../api/queries';
import { at } from '../../api/routes';
import { usePoint } from '../../frame/point';
import { fold } from '../../language/fold';
import style from './register.module.css';

interface PlanDetail {
  sections?: { appendix: string; numeral: string; title: string }[];
  appendices?: { kind: string; numeral: string }[];
}

interface FilterNames {
  agency(id: string): string;
  group(id: string): string;
  section(id: string): string;
}

/** What narrows the register, in the order in which it is said. */
export const filterKeys = ['q', 'agency', 'cell', 'status', 'section', 'group', 'due'] as const;

/** What stands in the address of the register. */
export type RegisterSearch = { [K in (typeof filterKeys)[number] | 'sort' | 'page' | 'size']?: string };

/** What the ids in the address are called. */
export function useFilterNames(): FilterNames {
  const { plan } = usePoint();
  const detail = useRead<PlanDetail>(plan ? at('/plans/{plan}', plan.id) : null);
  const titleOf = (id: string) => detail.data?.sections?.find((it) => `${it.appendix}.${it.numeral}` === id)?.title ?? id;
  return { agency: useAgencyName(), group: useGroupName(), section: titleOf };
}

/** The filters in words, for the line that says why nothing was found. */
export const filterWords = (t: TFunction, search: RegisterSearch, names: FilterNames): string[] => [
  ...(search.q ? [`“${search.q}”`] : []),
  ...(search.agency ? [names.agency(search.agency)] : []),
  ...(search.cell ? [t(`board.cells.${search.cell}` as 'board.cells.overdue')] : []),
  ...(search.status ? search.status.split(',').map((status) => t(`status.${status}` as 'status.overdue')) : []),
  ...(search.section ? [names.section(search.section)] : []),
  ...(search.group ? [names.group(search.group)] : []),
  ...(search.due ? [search.due.split('-').reverse().join('/')] : []),
];

export function Filters({ search, choose, sort }: FiltersProps) {
  const { t } = useTranslation();
  const { plan } = usePoint();
  const [shown, setShown] = useState(false);
  const agencies = useRead<Rows<Agency>>(at('/agencies'));
  const detail = useRead<PlanDetail>(plan ? at('/plans/{plan}', plan.id) : null);
  const ofTasks = detail.data?.appendices?.find((it) => it.kind === 'items')?.numeral;
  const sections = (detail.data?.sections ?? []).filter((it) => it.appendix === ofTasks);
  const months = Array.from({ length: 12 }, (_, i) => `${plan?.year ?? 2000}-${String(i + 1).padStart(2, '0')}`);
  const names = useFilterNames();
  const used = filterWords(t, { ...search, status: undefined, cell: undefined } as RegisterSearch, names).length;
  return (
    <section className={`${style.filters} no-print`} aria-label={t('tasks.filters')} data-shown={shown || undefined}>
      <Button
        className={style.filterToggle}
        variant="default"
        leftSection={<IconFilter size={17} aria-hidden="true" />}
        aria-expanded={shown}
        onClick={() => setShown(!shown)}
      >
        {t('tasks.filters')}
        {used > 0 && ` (${used})`}
      </Button>
      <div className={style.fields}>
        <Select
          label={t('tasks.agency')}
          placeholder={t('tasks.anyAgency')}
          searchable
          clearable
          clearButtonProps={{ 'aria-label': t('tasks.clearOne') }}
          value={search.agency ?? null}
          onChange={(agency) => choose({ agency: agency ?? undefined } as never)}
          data={(agencies.data?.rows ?? []).map((it) => ({ value: it.id, label: it.name }))}
          filter={({ options, search: text }) =>
            options.filter((option) => 'label' in option && fold(option.label).includes(fold(text)))
          }
          nothingFoundMessage={t('tasks.noAgency')}
        />
        <NativeSelect
          label={t('tasks.section')}
          value={search.section ?? ''}
          onChange={(e) => choose({ section: e.currentTarget.value || undefined } as never)}
          data={[
            { value: '', label: t('tasks.anySection') },
            ...sections.map((it) => ({ value: `${it.appendix}.${it.numeral}`, label: `${it.numeral}. ${it.title}` })),
          ]}
        />
        <NativeSelect
          label={t('tasks.dueMonth')}
          value={search.due ?? ''}
          onChange={(e) => choose({ due: e.currentTarget.value || undefined } as never)}
          data={[
            { value: '', label: t('tasks.anyMonth') },
            ...months.map((it) => ({ value: it, label: it.split('-').reverse().join('/') })),
          ]}
        />
        <NativeSelect
          label={t('tasks.sort')}
          value={sort}
          onChange={(e) => choose({ sort: e.currentTarget.value })}
          data={(['overdue', 'item', 'due', 'agency', 'progress', 'reported'] as const).map((it) => ({
            value: it,
            label: t(`tasks.sorts.${it}`),
          }))}
        />
      </div>
      {filterKeys.some((key) => search[key]) && (
        <ul className={style.used}>
          {filterKeys.map(
            (key) =>
              search[key] && (
                <li key={key}>
                  <button type="button" onClick={() => choose({ [key]: undefined })}>
                    {filterWords(t, { [key]: search[key] }, names).join(', ')}
                    <IconX size={14} aria-hidden="true" />
                    <span className="visually-hidden">{t('tasks.clearOne')}</span>
                  </button>
                </li>
              ),
          )}
        </ul>
      )}
    </section>
  );
}

interface FiltersProps {
  search: RegisterSearch;
  choose: (to: RegisterSearch) => void;
  sort: string;
}
