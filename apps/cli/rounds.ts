import type { PeriodStrategy } from '#calendar';
import { type AgencyId, type LocalDate, type PlanId, Refusal, shown } from '#language';
import {
  CloseRound,
  ExemptAgency,
  ExtendRound,
  OpenRound,
  PeriodsToOpen,
  ReopenRound,
  RoundById,
  type RoundLine,
  RoundList,
  RoundMatrix,
  SilentForRounds,
  type Standing,
} from '#reporting';
import type { Clocks } from '#tasks';
import type { Installation } from './installation.js';
import { columns, type Screen } from './screen.js';

export interface Acting {
  readonly as?: string;
}

/** `tiendo round list` */
export async function listRounds(
  { queries }: Installation,
  screen: Screen,
  filter: Clocks & { readonly plan?: PlanId },
): Promise<void> {
  const list = await queries.execute(new RoundList(filter));
  const none = screen.say('Chưa mở kỳ báo cáo nào.', 'No round was opened yet.');
  const line = (it: RoundLine) => [it.plan, it.round, shown(it.closesOn), stateOf(it, screen), countsOf(it, screen)];
  screen.answer(list, list.rows.length === 0 ? [none] : columns(list.rows.map(line)));
}

/** `tiendo round show <plan> <round>`: every agency that is expected, and how it stands. */
export async function showRound(
  { queries }: Installation,
  screen: Screen,
  plan: PlanId,
  round: string,
  clocks: Clocks,
): Promise<void> {
  const it = await queries.execute(new RoundById(plan, round, clocks));
  const { say, bold } = screen;
  screen.answer(it, [
    bold(it.title),
    `${shown(it.from)} – ${shown(it.cutOff)} · ${say('hạn', 'due')} ${shown(it.closesOn)} · ${stateOf(it, screen)}`,
    countsOf(it, screen),
    ...columns(
      it.agencies.map((one) => [
        one.agency.id,
        say(...words[one.standing]),
        one.closesOn === it.closesOn ? '' : say(`hạn ${shown(one.closesOn)}`, `until ${shown(one.closesOn)}`),
        one.agency.name,
      ]),
    ),
  ]);
}

export interface OpenOptions extends Acting {
  readonly title?: string;
  readonly strategy?: PeriodStrategy;
  readonly from?: LocalDate;
  readonly cutOff?: LocalDate;
  readonly closes?: LocalDate;
  readonly agencies?: readonly string[];
  readonly groups?: readonly string[];
}

/** `tiendo round open <plan> [round]`: a period of the calendar, or without one an ad hoc round with days of its own. */
export async function openRound(
  it: Installation,
  screen: Screen,
  plan: PlanId,
  round: string | undefined,
  { title, strategy, from, cutOff, closes, agencies, groups, as }: OpenOptions,
): Promise<void> {
  const called = { groups: groups ?? [], agencies: (agencies ?? []) as readonly AgencyId[] };
  const window =
    round !== undefined
      ? { round, title: title ?? null, strategy: strategy ?? null }
      : title && from && cutOff && closes
        ? { title, from, cutOff, closesOn: closes }
        : null;
  if (!window) throw noWindow();
  const { position, stream } = await it.commands.execute(new OpenRound(plan, { ...window, ...called }, await it.envelope(as)));
  await it.caughtUp(position);
  await showRound(it, screen, plan, stream.slice(`round-${plan}/`.length), {});
}

const noWindow = () =>
  new Refusal('window-incomplete', {
    kind: 'invalid',
    field: 'round',
    vi: 'Hãy nêu mã kỳ (ví dụ 2025-Q1), hoặc với kỳ đột xuất: --title, --from, --cut-off và --closes.',
    en: 'Name a period (for example 2025-Q1), or for an ad hoc round give --title, --from, --cut-off and --closes.',
  });

/** `tiendo round close <plan> <round>`: writes down who reported; what comes later is a supplement. */
export async function closeRound(it: Installation, screen: Screen, plan: PlanId, round: string, { as }: Acting): Promise<void> {
  const { position } = await it.commands.execute(new CloseRound(plan, round, {}, await it.envelope(as)));
  await it.caughtUp(position);
  await showRound(it, screen, plan, round, {});
}

export interface InRound extends Acting {
  readonly reason: string;
  readonly document?: string;
}

/** `tiendo round exempt <plan> <round> <agency>`: it leaves the denominator, with the reason. */
export async function exemptAgency(
  it: Installation,
  screen: Screen,
  plan: PlanId,
  round: string,
  agency: AgencyId,
  { reason, document, as }: InRound,
): Promise<void> {
  const body = { agency, reason, document: document === undefined ? null : { number: document } };
  const { position } = await it.commands.execute(new ExemptAgency(plan, round, body, await it.envelope(as)));
  await it.caughtUp(position);
  await showRound(it, screen, plan, round, {});
}

/** `tiendo round extend <plan> <round> [agency]`: more time to report, for one agency or for all. */
export async function extendRound(
  it: Installation,
  screen: Screen,
  plan: PlanId,
  round: string,
  agency: AgencyId | undefined,
  { until, reason, document, as }: InRound & { readonly until: LocalDate },
): Promise<void> {
  const body = { agency: agency ?? null, until, reason, document: document === undefined ? null : { number: document } };
  const { position } = await it.commands.execute(new ExtendRound(plan, round, body, await it.envelope(as)));
  await it.caughtUp(position);
  await showRound(it, screen, plan, round, {});
}

/** `tiendo round reopen <plan> <round>`: after the closing, with the reason. */
export async function reopenRound(
  it: Installation,
  screen: Screen,
  plan: PlanId,
  round: string,
  { reason, document, as }: InRound,
): Promise<void> {
  const body = { reason, document: document === undefined ? null : { number: document } };
  const { position } = await it.commands.execute(new ReopenRound(plan, round, body, await it.envelope(as)));
  await it.caughtUp(position);
  await showRound(it, screen, plan, round, {});
}

/** `tiendo round periods <plan> <year>`: the rounds that the calendar has, with the days that opening one would give it. */
export async function listPeriods(
  { queries }: Installation,
  screen: Screen,
  plan: PlanId,
  year: number,
  { strategy }: { readonly strategy?: PeriodStrategy },
): Promise<void> {
  const answer = await queries.execute(new PeriodsToOpen(plan, year, undefined, strategy));
  const { say } = screen;
  screen.answer(
    answer,
    columns(
      answer.rows.map((it) => [
        it.round,
        `${shown(it.from)} – ${shown(it.cutOff)}`,
        say(`hạn ${shown(it.closesOn)}`, `due ${shown(it.closesOn)}`),
        it.opened ? say('đã mở', 'opened') : '–',
        it.title,
      ]),
    ),
  );
}

/** `tiendo round matrix <plan>`: agencies by rounds. */
export async function showMatrix({ queries }: Installation, screen: Screen, plan: PlanId, clocks: Clocks): Promise<void> {
  const matrix = await queries.execute(new RoundMatrix(plan, clocks));
  const { say } = screen;
  const cell = (it: (typeof matrix.rows)[number]['cells'][number]) => {
    if (!it) return '·';
    const late = it.lateDays > 0 && it.standing !== 'exempt' ? ` +${it.lateDays}` : '';
    return `${say(...words[it.standing])}${late}`;
  };
  const head = [say('Cơ quan', 'Agency'), ...matrix.rounds.map((it) => it.round), say('nợ', 'owing')];
  const lines = matrix.rows.map((row) => [row.agency.id, ...row.cells.map(cell), String(row.owing)]);
  const none = say('Chưa mở kỳ báo cáo nào.', 'No round was opened yet.');
  screen.answer(matrix, matrix.rounds.length === 0 ? [none] : columns([head, ...lines]));
}

/** `tiendo round silent <plan>`: tasks without a date of which nothing was heard for the last rounds. */
export async function listSilent({ queries }: Installation, screen: Screen, plan: PlanId, clocks: Clocks): Promise<void> {
  const answer = await queries.execute(new SilentForRounds({ ...clocks, plan }));
  const none = screen.say(
    `Không có nhiệm vụ không thời hạn nào im lặng ${answer.silentRounds} kỳ liền.`,
    `No task without a date was silent for ${answer.silentRounds} rounds in a row.`,
  );
  const lines = answer.rows.map((it) => [it.task, it.rounds.join(', '), it.row.title]);
  screen.answer(answer, lines.length === 0 ? [none] : columns(lines));
}

export const words: Readonly<Record<Standing, readonly [string, string]>> = {
  'on-time': ['đúng hạn', 'on time'],
  late: ['muộn', 'late'],
  missing: ['chưa gửi', 'missing'],
  prepared: ['đang soạn', 'being prepared'],
  returned: ['bị trả lại', 'returned'],
  exempt: ['được miễn', 'exempt'],
};

const stateOf = ({ closed }: RoundLine, { say }: Screen) => (closed ? say('đã đóng', 'closed') : say('đang mở', 'open'));

const countsOf = ({ figures: { due, onTime, late, returned, missing } }: RoundLine, { say }: Screen) =>
  say(
    `${due} phải báo cáo: ${onTime} đúng hạn, ${late} muộn, ${returned} bị trả lại, ${missing} chưa gửi`,
    `${due} owe a report: ${onTime} on time, ${late} late, ${returned} returned, ${missing} missing`,
  );
