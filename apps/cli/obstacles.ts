import { type AgencyId, type LocalDate, type PlanId, shown, systemClock, type TaskId, todayOf } from '#language';
import {
  AnswerObstacle,
  EscalateObstacle,
  ObstacleById,
  ObstacleList,
  type ObstacleState,
  type ObstacleView,
  RaiseObstacle,
  ResolveObstacle,
  type Wait,
} from '#obstacles';
import type { Clocks } from '#tasks';
import type { Installation } from './installation.js';
import { columns, type Screen } from './screen.js';

interface Acting {
  readonly as: string;
}

/** `tiendo obstacle list` */
export async function listObstacles(
  { queries }: Installation,
  screen: Screen,
  { all, ...filter }: Clocks & { readonly plan?: PlanId; readonly agency?: AgencyId; readonly all?: true },
): Promise<void> {
  const list = await queries.execute(new ObstacleList({ ...filter, ...(all ? {} : { state: 'open' as const }) }));
  const { say } = screen;
  const none = say('Không có vướng mắc nào.', 'No obstacles.');
  const line = (it: ObstacleView) => [it.id, say(...states[it.state]), it.task, waitedIn(it, screen), it.title];
  screen.answer(list, list.rows.length === 0 ? [none] : columns(list.rows.map(line)));
}

/** `tiendo obstacle show <id>`: with every event behind it and what each wait rests on. */
export async function showObstacle({ queries }: Installation, screen: Screen, id: string, clocks: Clocks): Promise<void> {
  const it = await queries.execute(new ObstacleById(id, clocks));
  const { say, bold } = screen;
  screen.answer(it, [
    bold(it.title),
    `${it.task} · ${it.agency.name} · ${say(...states[it.state])} · ${waitedIn(it, screen)}`,
    it.description,
    '',
    ...it.events.map((event) => `${shown(event.on)}  ${say(event.vi, event.en)}`),
  ]);
}

export interface RaiseOptions extends Acting {
  readonly title: string;
  readonly text: string;
  readonly waits: Wait;
  readonly waitsFor?: AgencyId;
  readonly since?: LocalDate;
  readonly document?: string;
}

/** `tiendo obstacle raise <task>` */
export async function raiseObstacle(
  it: Installation,
  screen: Screen,
  task: TaskId,
  { title, text, waits, waitsFor, since, document, as }: RaiseOptions,
): Promise<void> {
  const envelope = await it.envelope(as);
  const body = {
    ...{ task, title, waits, waitsFor: waitsFor ?? null, since: since ?? todayOf(systemClock) },
    description: text,
    document: document === undefined ? null : { number: document },
  };
  const { position } = await it.commands.execute(new RaiseObstacle(body, envelope));
  await it.caughtUp(position);
  await showObstacle(it, screen, envelope.commandId, {});
}

/** `tiendo obstacle escalate <id> standing|committee` */
export async function escalateObstacle(
  it: Installation,
  screen: Screen,
  id: string,
  to: 'standing' | 'committee',
  { reason, as }: Acting & { readonly reason: string },
): Promise<void> {
  const { position } = await it.commands.execute(new EscalateObstacle(id, { to, reason }, await it.envelope(as)));
  await it.caughtUp(position);
  await showObstacle(it, screen, id, {});
}

export interface AnswerOptions extends Acting {
  readonly text: string;
  readonly document?: string;
  readonly next?: AgencyId;
  readonly due?: LocalDate;
}

/** `tiendo obstacle answer <id>`: a directive. */
export async function answerObstacle(
  it: Installation,
  screen: Screen,
  id: string,
  { text, document, next, due, as }: AnswerOptions,
): Promise<void> {
  const body = {
    directive: text,
    document: document === undefined ? null : { number: document },
    next: next ?? null,
    dueOn: due ?? null,
  };
  const { position } = await it.commands.execute(new AnswerObstacle(id, body, await it.envelope(as)));
  await it.caughtUp(position);
  await showObstacle(it, screen, id, {});
}

/** `tiendo obstacle resolve <id>` */
export async function resolveObstacle(
  it: Installation,
  screen: Screen,
  id: string,
  { text, as }: Acting & { readonly text: string },
): Promise<void> {
  const { position } = await it.commands.execute(new ResolveObstacle(id, { how: text }, await it.envelope(as)));
  await it.caughtUp(position);
  await showObstacle(it, screen, id, {});
}

const states: Readonly<Record<ObstacleState, readonly [string, string]>> = {
  raised: ['mới nêu', 'raised'],
  escalated: ['đã trình', 'escalated'],
  answered: ['đã có chỉ đạo', 'answered'],
  resolved: ['đã giải quyết', 'resolved'],
};

const waitedIn = ({ waited: { body, decision } }: ObstacleView, { say }: Screen) =>
  say(
    `chờ cơ quan ${body.working}, chờ quyết định ${decision.working} ngày làm việc`,
    `waited ${body.working} for a body, ${decision.working} for a decision (working days)`,
  );
