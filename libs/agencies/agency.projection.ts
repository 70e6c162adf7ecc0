import { type Projection, projection } from '#event-store';
import { evolve } from '#language';
import type { AgencyEvent, GroupEvent, RegistryEvent } from './agency.events.js';
import { agency } from './agency.js';
import { group } from './group.js';
import type { AgencyRecord, GroupRecord } from './registry.js';

/** What one stream has come to: an agency's or a group's. */
interface Entry {
  readonly agency: AgencyRecord | null;
  readonly group: GroupRecord | null;
}

/** The registry, one row an agency and one a group, each with its days inside: any past day is read from the same row. */
export const agencyRegistry: Projection<Entry, RegistryEvent> = projection<Entry, RegistryEvent>({
  name: 'agency-registry',
  version: 1,
  reads: { streams: ['agency-', 'group-'] },
  initial: () => ({ agency: null, group: null }),
  apply: (state, event) =>
    event.stream.startsWith('agency-')
      ? { ...state, agency: evolve(agency, state.agency, event as AgencyEvent) }
      : { ...state, group: evolve(group, state.group, event as GroupEvent) },
  tables: [
    { name: 'agencies', key: ['id'], columns: { id: 'text', name: 'text', record: 'jsonb' } },
    { name: 'agency_groups', key: ['id'], columns: { id: 'text', name: 'text', record: 'jsonb' } },
  ],
  rows: ({ agency: body, group: several }) => ({
    agencies: body ? [{ id: body.id, name: body.names.at(-1)?.name ?? body.id, record: body }] : [],
    agency_groups: several ? [{ id: several.id, name: several.name, record: several }] : [],
  }),
});

export const agencyProjections: readonly Projection<Entry, RegistryEvent>[] = [agencyRegistry];
