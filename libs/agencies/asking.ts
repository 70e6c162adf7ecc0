import type { QueryBus } from '@nestjs/cqrs';
import { type AgencyId, agencyId, type LocalDate } from '#language';
import { AgencyNames, AgencyRegistry } from './agency.queries.js';
import { membersOn } from './registry.js';
import { notRegistered } from './unknown-agency.js';

/** What other rooms ask of the register over the bus. */

/** Names for agency ids, asked once for a whole answer: today's, or those of a day. An id without a name stands for itself. */
export async function namesOf(queries: QueryBus, ids: Iterable<string>, day?: LocalDate): Promise<(id: string) => string> {
  const wanted: AgencyId[] = [...new Set(ids)].map((id) => agencyId(id));
  if (wanted.length === 0) return (id) => id;
  const names = await queries.execute(new AgencyNames(wanted, day));
  return (id) => names.get(id) ?? id;
}

/** Ids of the groups that an agency belongs to on a day. */
export async function groupsHaving(queries: QueryBus, agency: AgencyId, day: LocalDate): Promise<readonly string[]> {
  const registry = await queries.execute(new AgencyRegistry());
  return registry.groups.filter((group) => membersOn(registry, group, day).some((it) => it.id === agency)).map((it) => it.id);
}

/** Nothing is passed to a body that nobody registered: it would be on nobody's page. Refuses: unknown-agency, at the field. */
export async function mustBeRegistered(queries: QueryBus, agency: AgencyId, field: string): Promise<void> {
  if ((await queries.execute(new AgencyNames([agency]))).has(agency)) return;
  throw notRegistered(agency, field);
}
