import type { QueryBus } from '@nestjs/cqrs';
import { AgencyRegistry, agenciesOn, nameOn, type Registry } from '#agencies';
import { kept, type LocalDate } from '#language';

/** What the tasks room asks of the agencies room, in one place; it never reads their tables. */
export { groupsHaving, mustBeRegistered, namesOf } from '#agencies';

/** An agency as the committee's board shows it. */
export interface AgencyOnBoard {
  readonly id: string;
  readonly name: string;
  readonly kind: string | null;
  readonly bloc: string | null;
  readonly ratable: boolean;
}

/** One that nobody has registered is shown by its id, and not rated. */
const onBoard = kept((agencies: ReturnType<typeof agenciesOn>) => (id: string): AgencyOnBoard => {
  const it = agencies.get(id);
  if (!it) return { id, name: id, kind: null, bloc: null, ratable: false };
  const { name, kind, bloc, ratable } = it;
  return { id, name, kind, bloc, ratable };
});

/** Agencies as they are on a day; the same function until one of them changes. */
export async function agenciesOf(queries: QueryBus, day: LocalDate): Promise<(id: string) => AgencyOnBoard> {
  return onBoard(agenciesOn(await queries.execute(new AgencyRegistry()), day));
}

const sorted = kept((registry: Registry, day: LocalDate, ids: string): readonly string[] => {
  const { compare } = new Intl.Collator('vi');
  const names = new Map(registry.agencies.map((it): [string, string] => [it.id, nameOn(it, day)]));
  const nameOf = (id: string) => names.get(id) ?? id;
  return ids
    .split(' ')
    .filter(Boolean)
    .sort((a, b) => compare(nameOf(a), nameOf(b)) || (a < b ? -1 : 1));
});

/** Agencies in the order of their names on a day, as Vietnamese sorts; the same ones asked for again are not sorted again. */
export async function inOrderOfNames(queries: QueryBus, ids: readonly string[], day: LocalDate): Promise<readonly string[]> {
  return sorted(await queries.execute(new AgencyRegistry()), day, ids.join(' '));
}
