import type { Rows } from '../api/answers';
import { useRead } from '../api/queries';
import { at } from '../api/routes';
import { useMe } from '../session/Session';
import { usePoint } from './point';

interface Open {
  total: number;
  counts: { raised: number; escalated: number };
}
interface Round {
  closed: boolean;
  closesOn: string;
  figures: { returned: number; missing: number };
  own: { standing: string }[];
}

/**
 * What waits for this person: obstacles to answer (whoever directs) or on which others wait for the own agency; and reports of
 * open rounds still to be made, or to be had by the standing agency.
 */
export function useWaiting(): { obstacles: number; reports: number } {
  const me = useMe();
  const { plan } = usePoint();
  const may = (permission: string) => me.permissions.includes(permission);
  const directs = may('direct-tasks');
  const own = me.agency?.id;
  const reads = plan !== null && may('read-boards');
  const open = useRead<Open>(reads && (directs || own) ? at('/obstacles') : null, {
    plan: plan?.id,
    state: 'open',
    size: 1,
    waitingFor: directs ? undefined : own,
  });
  const rounds = useRead<Rows<Round>>(reads && (may('report-progress') || may('run-rounds')) ? at('/rounds') : null, {
    plan: plan?.id,
    agency: own,
  });
  const counts = open.data?.counts;
  const running = (rounds.data?.rows ?? []).filter((it) => !it.closed);
  return {
    obstacles: directs ? (counts?.raised ?? 0) + (counts?.escalated ?? 0) : (open.data?.total ?? 0),
    reports: running.flatMap((it) => it.own).filter((it) => ['missing', 'prepared', 'returned'].includes(it.standing)).length,
  };
}
