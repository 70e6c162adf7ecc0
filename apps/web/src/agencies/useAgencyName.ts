import type { Agency, Rows } from '../api/answers';
import { useRead } from '../api/queries';
import { at } from '../api/routes';
import { usePoint } from '../frame/point';

/** The name of an agency by its id: today's, or the one it had when the plan was adopted if it is no more; the id until names are here. */
export function useAgencyName(): (id: string) => string {
  const { plan } = usePoint();
  const now = useRead<Rows<Agency>>(at('/agencies'));
  const then = useRead<Rows<Agency>>(plan ? at('/agencies') : null, { on: plan?.adoptedOn });
  return (id) => [...(now.data?.rows ?? []), ...(then.data?.rows ?? [])].find((it) => it.id === id)?.name ?? id;
}
