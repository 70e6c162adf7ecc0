import { type AgencyId, type PlanId, shown } from '#language';
import {
  CloseRound,
  ExemptAgency,
  OpenRound,
  ReturnRoundReport,
  RoundById,
  type RoundLine,
  RoundList,
  SignRoundReport,
  type Standing,
} from '#reporting';
import type { Clocks } from '#tasks';
import type { Installation } from './installation.js';
import { columns, type Screen } from './screen.js';

interface Acting {
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
    ...columns(it.agencies.map((one) => [one.agency.id, say(...words[one.standing]), one.agency.name])),
  ]);
}

/** `tiendo round open <plan> <round>`: a period of the calendar, with the agencies that owe a report in it. */
export async function openRound(
  it: Installation,
  screen: Screen,
  plan: PlanId,
  round: string,
  { title, as }: Acting & { readonly title?: string },
): Promise<void> {
  const { position } = await it.commands.execute(new OpenRound(plan, { round, title: title ?? null }, await it.envelope(as)));
  await it.caughtUp(position);
  await showRound(it, screen, plan, round, {});
}

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

/** `tiendo round sign <plan> <round> <agency>`: the head signs, and the report is sent. */
export async function signReport(
  it: Installation,
  screen: Screen,
  plan: PlanId,
  round: string,
  agency: AgencyId,
  { as }: Acting,
): Promise<void> {
  const { position } = await it.commands.execute(new SignRoundReport(plan, round, agency, {}, await it.envelope(as)));
  await it.caughtUp(position);
  await showRound(it, screen, plan, round, {});
}

/** `tiendo round return <plan> <round> <agency>`: what was sent goes back, with the reason. */
export async function returnReport(
  it: Installation,
  screen: Screen,
  plan: PlanId,
  round: string,
  agency: AgencyId,
  { reason, as }: InRound,
): Promise<void> {
  const { position } = await it.commands.execute(new ReturnRoundReport(plan, round, agency, { reason }, await it.envelope(as)));
  await it.caughtUp(position);
  await showRound(it, screen, plan, round, {});
}

const words: Readonly<Record<Standing, readonly [string, string]>> = {
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
