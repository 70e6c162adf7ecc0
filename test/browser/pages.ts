export interface PageToSee {
  /** The name of its picture. */
  readonly name: string;
  /** Who looks: a sample account by its user name. */
  readonly as: string | null;
  readonly path: string;
  /** Something that is only there when the page is complete. */
  readonly has: string;
  /** Goes into docs/images, for the README. */
  readonly told?: true;
}

const standing = 'so-thong-tin-va-truyen-thong';
const task = '267-2025/IV.VIII.3/so-y-te';

/** Every page there is, over the simulated year, each as somebody whose work it is. */
export const pages: readonly PageToSee[] = [
  { name: 'sign-in', as: null, path: '/', has: 'form' },
  {
    name: 'my-tasks',
    as: 'soyte',
    path: '/mine?asOf=2025-12-20',
    has: '[data-reason]',
    told: true,
  },
  { name: 'my-tasks-today', as: 'thuongtruc', path: '/mine', has: '[data-reason]' },
  { name: 'register', as: 'thidua', path: '/tasks?asOf=2026-01-20', has: '[data-row]', told: true },
  { name: 'register-empty', as: 'thidua', path: '/tasks?q=khongcogi', has: 'h1' },
  {
    name: 'task',
    as: 'soyte',
    path: `/tasks/${task}?asOf=2025-11-20`,
    has: '#event-1',
    told: true,
  },
  {
    name: 'task-form',
    as: 'sogddt',
    path: '/tasks/267-2025/IV.IV.7/so-giao-duc-va-dao-tao?do=report-milestone',
    has: 'form',
  },
  { name: 'board', as: 'banchidao', path: '/board?asOf=2026-01-20', has: '[data-cell]', told: true },
  { name: 'board-today', as: 'banchidao', path: '/board', has: '[data-cell]' },
  { name: 'scorecards', as: 'thidua', path: '/scorecards', has: '[data-row]', told: true },
  {
    name: 'scorecard',
    as: 'thidua',
    path: `/scorecards/${standing}?figure=onTimeRate`,
    has: '[data-open] ol',
    told: true,
  },
  { name: 'targets', as: 'banchidao', path: '/targets', has: '[data-row] svg' },
  { name: 'targets-none', as: 'banchidao', path: '/targets?monitor=so-khong-co', has: 'h1' },
  { name: 'target', as: 'banchidao', path: '/targets/267-2025/III.I.4', has: '[data-component]' },
  { name: 'target-form', as: 'thuongtruc', path: '/targets/267-2025/III.I.4?do=measure', has: 'form' },
  { name: 'projects', as: 'banchidao', path: '/projects', has: '[data-sections]' },
  { name: 'project', as: 'banchidao', path: '/projects/267-2025/II.I.3', has: 'main table' },
  { name: 'project-form', as: 'banchidao', path: '/projects/267-2025/II.I.3?do=accept', has: 'form' },
  { name: 'plans', as: 'thuongtruc', path: '/plans', has: '[data-row]' },
  { name: 'plan', as: 'thuongtruc', path: '/plans/267-2025', has: 'table' },
  { name: 'plan-projects', as: 'thuongtruc', path: '/plans/267-2025?part=projects', has: 'table' },
  {
    name: 'findings',
    as: 'thuongtruc',
    path: '/plans/267-2025?part=findings',
    has: '[data-finding]',
    told: true,
  },
  { name: 'import', as: 'thuongtruc', path: '/plans/import', has: 'input[type=file]' },
  { name: 'history', as: 'thanhtra', path: '/history', has: '[data-row]', told: true },
  {
    name: 'replay',
    as: 'thanhtra',
    path: `/history/replay?stream=${encodeURIComponent(`task-${task}`)}&version=4`,
    has: '[data-marked]',
    told: true,
  },
  { name: 'agencies', as: 'thanhtra', path: '/agencies', has: '[data-row]' },
  { name: 'reminders', as: 'banchidao', path: '/reminders', has: '[data-row]' },
  { name: 'successions', as: 'thuongtruc', path: '/successions', has: '[data-row]' },
  { name: 'succession', as: 'thuongtruc', path: '/successions/ket-thuc-cap-huyen', has: 'h1' },
  { name: 'obstacles', as: 'banchidao', path: '/obstacles?state=all', has: 'main [data-row], main [data-none]' },
  { name: 'obstacle-raise', as: 'soyte', path: '/obstacles/raise', has: 'form' },
  { name: 'meetings', as: 'banchidao', path: '/meetings', has: 'main [data-row], main [data-none]' },
  { name: 'meetings-convene', as: 'thuongtruc', path: '/meetings', has: 'form' },
  { name: 'rounds', as: 'thuongtruc', path: '/rounds', has: 'main [data-row], main [data-none]' },
  { name: 'round-open', as: 'thuongtruc', path: '/rounds?do=open', has: 'form' },
  { name: 'round-matrix', as: 'banchidao', path: '/rounds?view=matrix', has: 'main [data-row], main [data-none]' },
  { name: 'forbidden', as: 'soyte', path: '/scorecards/so-tu-phap', has: '[role=alert]' },
  { name: 'lost', as: 'thidua', path: '/khong-co', has: 'h1' },
];
