import type { QueryBus } from '@nestjs/cqrs';
import { AgencyRegistry, agencyOn } from '#agencies';
import type { LocalDate } from '#language';

/** What the tasks room asks of the agencies room, in one place; it never reads their tables. */
export { groupsHaving, isRegistered, namesOf } from '#agencies';

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
