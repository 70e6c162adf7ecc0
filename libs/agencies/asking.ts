import type { QueryBus } from '@nestjs/cqrs';
import { type AgencyId, agencyId, type LocalDate } from '#language';
import { AgencyNames, AgencyRegistry } from './agency.queries.js';
import { membersOn } from './registry.js';

/** What other rooms ask of the register over the bus. */

/** Names for agency ids, asked once for a whole answer. An id without a name stands for itself. */
export async function namesOf(queries: QueryBus, ids: Iterable<string>): Promise<(id: string) => string> {
  const wanted: AgencyId[] = [...new Set(ids)].map((id) => agencyId(id));
  if (wanted.length === 0) return (id) => id;
  const names = await queries.execute(new AgencyNames(wanted));
  return (id) => names.get(id) ?? id;
}

/** Ids of the groups that an agency belongs to on a day. */
export async function groupsHaving(queries: QueryBus, agency: AgencyId, day: LocalDate): Promise<readonly string[]> {
  const registry = await queries.execute(new AgencyRegistry());
  return registry.groups.filter((group) => membersOn(registry, group, day).some((it) => it.id === agency)).map((it) => it.id);
}

/** Whether an agency is registered at all; nothing is passed to one that is not. */
export async function isRegistered(queries: QueryBus, agency: AgencyId): Promise<boolean> {
  const { agencies } = await queries.execute(new AgencyRegistry());
  return agencies.some((it) => it.id === agency);
}
