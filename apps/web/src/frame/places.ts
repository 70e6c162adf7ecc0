import {
  IconBuildingBank,
  IconCalendarEvent,
  IconChartHistogram,
  IconClipboardList,
  IconCoins,
  IconFileText,
  IconGavel,
  IconHistory,
  IconInbox,
  IconReportAnalytics,
  IconTargetArrow,
  IconTrafficCone,
} from '@tabler/icons-react';
import type { Counts, MyTasks, TaskList } from '../api/answers';
import { useRead } from '../api/queries';
import { at } from '../api/routes';
import { useMe } from '../session/Session';
import { usePoint } from './point';
import { useWaiting } from './waiting';

export type Place =
  | 'mine'
  | 'board'
  | 'tasks'
  | 'obstacles'
  | 'meetings'
  | 'rounds'
  | 'scorecards'
  | 'targets'
  | 'projects'
  | 'plans'
  | 'agencies'
  | 'history';

export interface PlaceLink {
  place: Place;
  to:
    | '/mine'
    | '/board'
    | '/tasks'
    | '/obstacles'
    | '/meetings'
    | '/rounds'
    | '/scorecards'
    | '/targets'
    | '/projects'
    | '/plans'
    | '/agencies'
    | '/history';
  /** Pressed after `g`. */
  letter: string;
  icon: typeof IconInbox;
  /** How many wait there; 0 shows no badge. */
  badge: number;
  grave: boolean;
}

const open = ['overdue', 'awaiting-acceptance'] as const;

/** The places that this role may go to, in the order in which its work runs, with what waits at each. */
export function usePlaces(): PlaceLink[] {
  const me = useMe();
  const { plan } = usePoint();
  const may = (permission: string) => me.permissions.includes(permission);
  const reports = may('report-progress') && me.agency !== null;
  const mine = useRead<MyTasks>(reports ? at('/my-tasks') : null);
  const tally = useRead<TaskList>(plan && may('read-tasks') ? at('/tasks') : null, { plan: plan?.id, size: 1 });
  const counts: Counts = tally.data?.counts ?? {};
  const judges = may('judge-reports');
  const waiting = useWaiting();
  const places: (PlaceLink & { shown: boolean })[] = [
    {
      place: 'mine',
      to: '/mine',
      letter: 'm',
      icon: IconInbox,
      badge: mine.data?.urgent.length ?? 0,
      grave: true,
      shown: reports,
    },
    {
      place: 'board',
      to: '/board',
      letter: 'b',
      icon: IconChartHistogram,
      badge: judges ? (counts.overdue ?? 0) : 0,
      grave: true,
      shown: may('read-boards'),
    },
    {
      place: 'tasks',
      to: '/tasks',
      letter: 't',
      icon: IconClipboardList,
      badge: judges ? open.slice(1).reduce((sum, it) => sum + (counts[it] ?? 0), 0) : 0,
      grave: false,
      shown: may('read-tasks'),
    },
    {
      place: 'obstacles',
      to: '/obstacles',
      letter: 'o',
      icon: IconTrafficCone,
      badge: waiting.obstacles,
      grave: false,
      shown: may('read-boards'),
    },
    {
      place: 'meetings',
      to: '/meetings',
      letter: 'e',
      icon: IconGavel,
      badge: 0,
      grave: false,
      shown: may('read-boards'),
    },
    {
      place: 'rounds',
      to: '/rounds',
      letter: 'r',
      icon: IconCalendarEvent,
      badge: waiting.reports,
      grave: false,
      shown: may('read-boards'),
    },
    {
      place: 'scorecards',
      to: '/scorecards',
      letter: 's',
      icon: IconReportAnalytics,
      badge: 0,
      grave: false,
      shown: may('read-scorecards') || may('read-own-scorecard'),
    },
    {
      place: 'targets',
      to: '/targets',
      letter: 'c',
      icon: IconTargetArrow,
      badge: 0,
      grave: false,
      shown: may('read-targets'),
    },
    {
      place: 'projects',
      to: '/projects',
      letter: 'd',
      icon: IconCoins,
      badge: 0,
      grave: false,
      shown: may('read-projects'),
    },
    {
      place: 'plans',
      to: '/plans',
      letter: 'p',
      icon: IconFileText,
      badge: may('settle-findings') ? (plan?.counts.findingsOpen ?? 0) : 0,
      grave: false,
      shown: may('read-plans'),
    },
    {
      place: 'agencies',
      to: '/agencies',
      letter: 'a',
      icon: IconBuildingBank,
      badge: 0,
      grave: false,
      shown: may('read-agencies'),
    },
    {
      place: 'history',
      to: '/history',
      letter: 'h',
      icon: IconHistory,
      badge: 0,
      grave: false,
      shown: may('read-history') || may('read-own-history'),
    },
  ];
  return places.filter((it) => it.shown);
}
