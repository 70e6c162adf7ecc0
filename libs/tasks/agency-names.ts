import type { QueryBus } from '@nestjs/cqrs';
import { AgencyRegistry, agenciesOn, nameOn, type Registry } from '#agencies';
import type { LocalDate } from '#language';

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

/** What is made of the agencies of a day, for as long as they are the same. */
const onBoard = new WeakMap<ReturnType<typeof agenciesOn>, (id: string) => AgencyOnBoard>();

/** Agencies as they are on a day; the same function until one of them changes. One that nobody has registered is shown by its id, and not rated. */
export async function agenciesOf(queries: QueryBus, day: LocalDate): Promise<(id: string) => AgencyOnBoard> {
  const known = agenciesOn(await queries.execute(new AgencyRegistry()), day);
  const before = onBoard.get(known);
  if (before) return before;
  const agencyOf = (id: string) => {
    const it = known.get(id);
    if (!it) return { id, name: id, kind: null, bloc: null, ratable: false };
    const { name, kind, bloc, ratable } = it;
    return { id, name, kind, bloc, ratable };
  };
  onBoard.set(known, agencyOf);
  return agencyOf;
}

let lastInOrder: { readonly registry: Registry; readonly ids: string; readonly inOrder: readonly string[] } | null = null;

/** Agencies in the order of their names on a day, as Vietnamese sorts; the same ones asked for again are not sorted again. */
export async function inOrderOfNames(queries: QueryBus, ids: readonly string[], day: LocalDate): Promise<readonly string[]> {
  const registry = await queries.execute(new AgencyRegistry());
  const asked = [day, ...ids].join(' ');
  if (lastInOrder?.registry === registry && lastInOrder.ids === asked) return lastInOrder.inOrder;
  const { compare } = new Intl.Collator('vi');
  const names = new Map(registry.agencies.map((it): [string, string] => [it.id, nameOn(it, day)]));
  const nameOf = (id: string) => names.get(id) ?? id;
  const inOrder = [...ids].sort((a, b) => compare(nameOf(a), nameOf(b)) || (a < b ? -1 : 1));
  lastInOrder = { registry, ids: asked, inOrder };
  return inOrder;
}
