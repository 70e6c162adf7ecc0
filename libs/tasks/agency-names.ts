import type { QueryBus } from '@nestjs/cqrs';
import { AgencyNames, AgencyRegistry, agencyOn, membersOn } from '#agencies';
import { type AgencyId, agencyId, type LocalDate } from '#language';
import type { NameOf } from './task.sentences.js';

/** What the tasks room asks of the agencies room, in one place; it never reads their tables. */

/** Names for agency ids, asked once for a whole answer. An id without a name stands for itself. */
export async function namesOf(queries: QueryBus, ids: Iterable<string>): Promise<NameOf> {
  const wanted: AgencyId[] = [...new Set(ids)].map((id) => agencyId(id));
  if (wanted.length === 0) return (id) => id;
  const names = await queries.execute(new AgencyNames(wanted));
  return (id) => names.get(agencyId(id)) ?? id;
}

/** An agency as the committee's board shows it. */
export interface AgencyOnBoard {
  readonly id: string;
  readonly name: string;
  readonly kind: string | null;
  readonly bloc: string | null;
  readonly ratable: boolean;
}

/** Agencies as they are on a day. One that nobody has registered is shown by its id, and not rated. */
export async function agenciesOf(queries: QueryBus, day: LocalDate): Promise<(id: string) => AgencyOnBoard> {
  const { agencies } = await queries.execute(new AgencyRegistry());
  const known = new Map(agencies.map((record): [string, AgencyOnBoard] => [record.id, onBoard(agencyOn(record, day))]));
  return (id) => known.get(id) ?? { id, name: id, kind: null, bloc: null, ratable: false };
}

const onBoard = ({ id, name, kind, bloc, ratable }: AgencyOnBoard): AgencyOnBoard => ({ id, name, kind, bloc, ratable });

/** Ids of the groups that an agency belongs to on a day. */
export async function groupsHaving(queries: QueryBus, agency: AgencyId, day: LocalDate): Promise<readonly string[]> {
  const registry = await queries.execute(new AgencyRegistry());
  return registry.groups.filter((group) => membersOn(registry, group, day).some((it) => it.id === agency)).map((it) => it.id);
}

/** Whether an agency is registered at all; a task is not passed to one that is not. */
export async function isRegistered(queries: QueryBus, agency: AgencyId): Promise<boolean> {
  const { agencies } = await queries.execute(new AgencyRegistry());
  return agencies.some((it) => it.id === agency);
}
