import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
  retainSearchParams,
} from '@tanstack/react-router';
import { Frame } from './frame/Frame';
import { Lost } from './frame/Lost';

type Search = Record<string, unknown>;
const words = <Key extends string>(search: Search, keys: readonly Key[]): { [K in Key]?: string } => {
  const found: { [K in Key]?: string } = {};
  for (const key of keys) {
    const value = search[key];
    if (typeof value === 'string' && value !== '') found[key] = value;
  }
  return found;
};

/** Where one stands: the plan and the two clocks. Kept through every link. */
const pointKeys = ['plan', 'asOf', 'knownOn'] as const;
export const registerKeys = ['q', 'agency', 'cell', 'status', 'section', 'group', 'due', 'sort', 'page', 'size'] as const;
export const historyKeys = ['task', 'agency', 'user', 'type', 'from', 'to', 'q', 'before'] as const;

const root = createRootRoute({
  component: Frame,
  notFoundComponent: Lost,
  validateSearch: (search: Search) => words(search, pointKeys),
  search: { middlewares: [retainSearchParams(['plan', 'asOf', 'knownOn'])] },
});

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/start' });
  },
});
const start = createRoute({
  getParentRoute: () => root,
  path: '/start',
  component: lazyRouteComponent(() => import('./frame/Start'), 'Start'),
});
const mine = createRoute({
  getParentRoute: () => root,
  path: '/mine',
  component: lazyRouteComponent(() => import('./tasks/mine/Mine'), 'Mine'),
});
const register = createRoute({
  getParentRoute: () => root,
  path: '/tasks',
  validateSearch: (search: Search) => words(search, registerKeys),
  component: lazyRouteComponent(() => import('./tasks/register/Register'), 'Register'),
});
const task = createRoute({
  getParentRoute: () => root,
  path: '/tasks/$plan/$item/$agency',
  validateSearch: (search: Search) => words(search, ['do', 'event'] as const),
  component: lazyRouteComponent(() => import('./tasks/page/TaskPage'), 'TaskPage'),
});
const board = createRoute({
  getParentRoute: () => root,
  path: '/board',
  component: lazyRouteComponent(() => import('./board/BoardPage'), 'BoardPage'),
});
const rounds = createRoute({
  getParentRoute: () => root,
  path: '/rounds',
  validateSearch: (search: Search) => words(search, ['view', 'do'] as const),
  component: lazyRouteComponent(() => import('./rounds/Rounds'), 'Rounds'),
});
const round = createRoute({
  getParentRoute: () => root,
  path: '/rounds/$plan/$round',
  validateSearch: (search: Search) => words(search, ['do', 'view'] as const),
  component: lazyRouteComponent(() => import('./rounds/RoundPage'), 'RoundPage'),
});
const report = createRoute({
  getParentRoute: () => root,
  path: '/rounds/$plan/$round/$agency',
  validateSearch: (search: Search) => words(search, ['do'] as const),
  component: lazyRouteComponent(() => import('./rounds/ReportPage'), 'ReportPage'),
});
const obstacles = createRoute({
  getParentRoute: () => root,
  path: '/obstacles',
  validateSearch: (search: Search) => words(search, ['state', 'agency', 'waitingFor'] as const),
  component: lazyRouteComponent(() => import('./obstacles/Obstacles'), 'Obstacles'),
});
const raising = createRoute({
  getParentRoute: () => root,
  path: '/obstacles/raise',
  validateSearch: (search: Search) => words(search, ['task'] as const),
  component: lazyRouteComponent(() => import('./obstacles/RaiseObstacle'), 'RaiseObstacle'),
});
const obstacle = createRoute({
  getParentRoute: () => root,
  path: '/obstacles/$id',
  validateSearch: (search: Search) => words(search, ['do'] as const),
  component: lazyRouteComponent(() => import('./obstacles/ObstaclePage'), 'ObstaclePage'),
});
const meetings = createRoute({
  getParentRoute: () => root,
  path: '/meetings',
  component: lazyRouteComponent(() => import('./meetings/Meetings'), 'Meetings'),
});
const meeting = createRoute({
  getParentRoute: () => root,
  path: '/meetings/$plan/$number',
  validateSearch: (search: Search) => words(search, ['part', 'becomes', 'about'] as const),
  component: lazyRouteComponent(() => import('./meetings/MeetingPage'), 'MeetingPage'),
});
const scorecards = createRoute({
  getParentRoute: () => root,
  path: '/scorecards',
  component: lazyRouteComponent(() => import('./scorecards/Scorecards'), 'Scorecards'),
});
const scorecard = createRoute({
  getParentRoute: () => root,
  path: '/scorecards/$agency',
  validateSearch: (search: Search) => words(search, ['figure'] as const),
  component: lazyRouteComponent(() => import('./scorecards/ScorecardPage'), 'ScorecardPage'),
});
const targets = createRoute({
  getParentRoute: () => root,
  path: '/targets',
  validateSearch: (search: Search) => words(search, ['status', 'monitor'] as const),
  component: lazyRouteComponent(() => import('./targets/Targets'), 'Targets'),
});
const target = createRoute({
  getParentRoute: () => root,
  path: '/targets/$plan/$item',
  validateSearch: (search: Search) => words(search, ['do', 'of'] as const),
  component: lazyRouteComponent(() => import('./targets/TargetPage'), 'TargetPage'),
});
const projects = createRoute({
  getParentRoute: () => root,
  path: '/projects',
  validateSearch: (search: Search) => words(search, ['status', 'owner'] as const),
  component: lazyRouteComponent(() => import('./projects/Projects'), 'Projects'),
});
const project = createRoute({
  getParentRoute: () => root,
  path: '/projects/$plan/$item',
  validateSearch: (search: Search) => words(search, ['do', 'of'] as const),
  component: lazyRouteComponent(() => import('./projects/ProjectPage'), 'ProjectPage'),
});
const plans = createRoute({
  getParentRoute: () => root,
  path: '/plans',
  component: lazyRouteComponent(() => import('./plans/Plans'), 'Plans'),
});
const importing = createRoute({
  getParentRoute: () => root,
  path: '/plans/import',
  component: lazyRouteComponent(() => import('./plans/ImportPage'), 'ImportPage'),
});
const plan = createRoute({
  getParentRoute: () => root,
  path: '/plans/$id',
  validateSearch: (search: Search) => words(search, ['part', 'severity', 'open'] as const),
  component: lazyRouteComponent(() => import('./plans/PlanPage'), 'PlanPage'),
});
const years = createRoute({
  getParentRoute: () => root,
  path: '/plans/$id/years',
  validateSearch: (search: Search) => words(search, ['earlier'] as const),
  component: lazyRouteComponent(() => import('./plans/YearsPage'), 'YearsPage'),
});
const history = createRoute({
  getParentRoute: () => root,
  path: '/history',
  validateSearch: (search: Search) => words(search, historyKeys),
  component: lazyRouteComponent(() => import('./history/HistoryPage'), 'HistoryPage'),
});
const replay = createRoute({
  getParentRoute: () => root,
  path: '/history/replay',
  validateSearch: (search: Search) => words(search, ['stream', 'version'] as const),
  component: lazyRouteComponent(() => import('./history/ReplayPage'), 'ReplayPage'),
});
const agencies = createRoute({
  getParentRoute: () => root,
  path: '/agencies',
  component: lazyRouteComponent(() => import('./agencies/Agencies'), 'Agencies'),
});

const successions = createRoute({
  getParentRoute: () => root,
  path: '/successions',
  component: lazyRouteComponent(() => import('./succession/Successions'), 'Successions'),
});
const succession = createRoute({
  getParentRoute: () => root,
  path: '/successions/$id',
  component: lazyRouteComponent(() => import('./succession/SuccessionPage'), 'SuccessionPage'),
});

const reminders = createRoute({
  getParentRoute: () => root,
  path: '/reminders',
  validateSearch: (search: Search) => words(search, ['agency', 'page'] as const),
  component: lazyRouteComponent(() => import('./reminders/Reminders'), 'Reminders'),
});

/** Plain words in the address bar: `?status=overdue&asOf=2025-06-30`, nothing quoted, so that an address can be read and mailed. */
const parseSearch = (text: string): Search => Object.fromEntries(new URLSearchParams(text));
const stringifySearch = (search: Search): string => {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(search))
    if (value !== undefined && value !== null && value !== '') params.set(key, String(value));
  const text = params.toString();
  return text ? `?${text}` : '';
};

export const router = createRouter({
  routeTree: root.addChildren([
    home,
    start,
    mine,
    register,
    task,
    board,
    rounds,
    round,
    report,
    obstacles,
    raising,
    obstacle,
    meetings,
    meeting,
    scorecards,
    scorecard,
    targets,
    target,
    projects,
    project,
    plans,
    years,
    importing,
    plan,
    history,
    replay,
    agencies,
    successions,
    succession,
    reminders,
  ]),
  parseSearch,
  stringifySearch,
  scrollRestoration: true,
  defaultNotFoundComponent: Lost,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
