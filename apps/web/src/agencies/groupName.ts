import type { AgencyGroup, Rows } from '../api/answers';
import { useRead } from '../api/queries';
import { at } from '../api/routes';

/** The name of a group by its id; the id until the names are here. */
export function useGroupName(): (id: string) => string {
  const groups = useRead<Rows<AgencyGroup>>(at('/agency-groups'));
  return (id) => groups.data?.rows.find((it) => it.id === id)?.name ?? id;
}
