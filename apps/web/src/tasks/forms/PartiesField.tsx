import { MultiSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Agency, AgencyGroup, Party, Rows } from '../../api/answers';
import { useRead } from '../../api/queries';
import { at } from '../../api/routes';
import { fold } from '../../language/fold';

/** Agencies and groups that coordinate. Those that the plan printed keep its words; groups stay groups. */
export function PartiesField({ id, label, error, parties, set }: PartiesFieldProps) {
  const { t } = useTranslation();
  const agencies = useRead<Rows<Agency>>(at('/agencies')).data?.rows ?? [];
  const groups = useRead<Rows<AgencyGroup>>(at('/agency-groups')).data?.rows ?? [];
  const offered: Party[] = [
    ...parties.filter((it) => it.id === null),
    ...groups.map((it): Party => ({ id: it.id, kind: 'group', printed: it.name })),
    ...agencies.map((it): Party => ({ id: it.id, kind: 'agency', printed: it.name })),
  ];
  const keyOf = (it: Party) => it.id ?? it.printed;
  return (
    <MultiSelect
      id={id}
      label={label}
      error={error}
      searchable
      hidePickedOptions
      value={parties.map(keyOf)}
      onChange={(keys) =>
        set(keys.flatMap((key) => parties.find((it) => keyOf(it) === key) ?? offered.find((it) => keyOf(it) === key) ?? []))
      }
      data={offered.map((it) => ({ value: keyOf(it), label: it.printed }))}
      filter={({ options, search }) => options.filter((it) => 'label' in it && fold(it.label).includes(fold(search)))}
      nothingFoundMessage={t('tasks.noAgency')}
    />
  );
}

interface PartiesFieldProps {
  id: string;
  label: string;
  error: string | undefined;
  parties: Party[];
  set: (parties: Party[]) => void;
}
