import { readFileSync } from 'node:fs';
import { RegisterAgencies, registrySeedIn } from '#agencies';
import { type AgencyId, Refusal, shown } from '#language';
import {
  actFrom,
  actsIn,
  CarrySuccessions,
  ConcludeSuccession,
  DirectDuties,
  kindWords,
  OpenSuccession,
  ParkDuties,
  SuccessionById,
  type SuccessionHead,
  SuccessionList,
  type SuccessionView,
} from '#succession';
import type { Installation } from './installation.js';
import { columns, type Screen } from './screen.js';

interface Acting {
  readonly as?: string;
}

/** `tiendo succession list` */
export async function listSuccessions({ queries }: Installation, screen: Screen): Promise<void> {
  const { rows } = await queries.execute(new SuccessionList());
  const { say } = screen;
  const line = (it: SuccessionHead) => [
    it.succession,
    shown(it.on),
    say(kindWords[it.kind].vi, kindWords[it.kind].en),
    it.phase,
    it.unverified ? say('chưa xác nhận', 'unverified') : it.basis.number,
    it.title,
  ];
  screen.answer(rows, rows.length === 0 ? [say('Chưa có lần kế thừa nào.', 'No succession yet.')] : columns(rows.map(line)));
}

/** `tiendo succession show <id>`: every open duty, where it goes and what is proposed. */
export async function showSuccession({ queries }: Installation, screen: Screen, id: string): Promise<void> {
  const view = await queries.execute(new SuccessionById(id));
  screen.answer(view, linesOf(view, screen));
}

/** `tiendo succession open <file>`: an act, or a folder of acts as in seeds/. */
export async function openSuccession(it: Installation, screen: Screen, file: string, { as }: Acting): Promise<void> {
  const acts = file.endsWith('.json') ? actsOf(file) : actsIn(file);
  // A folder may name bodies of which the registry knows nothing yet.
  if (!file.endsWith('.json')) {
    const { position } = await it.commands.execute(new RegisterAgencies(registrySeedIn(file), await it.envelope(as)));
    await it.caughtUp(position);
  }
  const outcomes = [];
  for (const act of acts) outcomes.push(await it.commands.execute(new OpenSuccession(act, await it.envelope(as))));
  const last = outcomes.at(-1);
  if (last) await it.caughtUp(last.position);
  screen.answer(
    acts.map((act) => act.succession),
    acts.map((act) => `${screen.bold(act.succession)}  ${act.title}`),
  );
}

function actsOf(file: string) {
  const json: unknown = JSON.parse(readFileSync(file, 'utf8'));
  const several = typeof json === 'object' && json !== null && 'acts' in json ? json.acts : [json];
  if (!Array.isArray(several))
    throw new Refusal('malformed-act', {
      kind: 'invalid',
      field: 'acts',
      vi: `${file}: “acts” phải là một danh sách.`,
      en: `${file}: “acts” must be a list.`,
    });
  return several.map((one) => actFrom(one, file));
}

/** `tiendo succession direct <id>`: the named duties to a successor, or all to what is proposed. */
export async function directDuties(
  it: Installation,
  screen: Screen,
  id: string,
  { to, duty, as }: Acting & { readonly to?: AgencyId; readonly duty?: readonly string[] },
): Promise<void> {
  const chosen = { ...refs(duty), ...(to && { to }) };
  const { position } = await it.commands.execute(new DirectDuties(id, chosen, await it.envelope(as)));
  await it.caughtUp(position);
  await showSuccession(it, screen, id);
}

/** `tiendo succession park <id>` */
export async function parkDuties(
  it: Installation,
  screen: Screen,
  id: string,
  { reason, duty, as }: Acting & { readonly reason: string; readonly duty?: readonly string[] },
): Promise<void> {
  const { position } = await it.commands.execute(new ParkDuties(id, { ...refs(duty), reason }, await it.envelope(as)));
  await it.caughtUp(position);
  await showSuccession(it, screen, id);
}

/** `tiendo succession conclude <id>`: refused while a duty is orphaned; passes everything on when its day has come. */
export async function concludeSuccession(it: Installation, screen: Screen, id: string, { as }: Acting): Promise<void> {
  await it.commands.execute(new ConcludeSuccession(id, await it.envelope(as)));
  await it.caughtUp(await it.store.head());
  await showSuccession(it, screen, id);
}

/** `tiendo succession carry`: what a server does by itself every hour. */
export async function carrySuccessions(it: Installation, screen: Screen): Promise<void> {
  const carried = await it.commands.execute(new CarrySuccessions());
  const { say } = screen;
  screen.answer(
    carried,
    carried.map((one) =>
      say(
        `${one.succession}: chuyển ${one.passed}, chờ xác nhận ${one.waiting}, chưa có nơi nhận ${one.orphans}`,
        `${one.succession}: ${one.passed} passed on, ${one.waiting} waiting, ${one.orphans} without a successor`,
      ),
    ),
  );
}

/** `task:12-2025/IV.I.1/so-a`, or a task's id alone. */
const refs = (duties: readonly string[] | undefined) =>
  duties === undefined
    ? {}
    : {
        duties: duties.map((text) => {
          const [, kind = 'task', id = text] = /^([a-z-]+):(.+)$/.exec(text) ?? [];
          return { kind, id };
        }),
      };

function linesOf(view: SuccessionView, { say, bold, dim }: Screen): string[] {
  const where = (it: SuccessionView['duties'][number]) =>
    it.to
      ? `→ ${it.to.name}`
      : it.parked !== null
        ? say(`tạm để: ${it.parked}`, `parked: ${it.parked}`)
        : say(`chưa có nơi nhận (đề xuất: ${it.proposed?.name ?? '–'})`, `no successor (proposed: ${it.proposed?.name ?? '–'})`);
  const { open, directed, parked, orphaned, overdue } = view.counts;
  return [
    bold(view.title),
    `${shown(view.on)} · ${view.phase} · ${view.basis.number}${view.unverified ? say(' (chưa xác nhận)', ' (unverified)') : ''}`,
    say(
      `${open} nghĩa vụ còn mở: ${directed} có nơi nhận, ${parked} tạm để, ${orphaned} chưa có nơi nhận; ${overdue} đã quá hạn`,
      `${open} open duties: ${directed} with a successor, ${parked} parked, ${orphaned} without; ${overdue} overdue`,
    ),
    ...view.warnings.map((it) => dim(say(it.vi, it.en))),
    ...columns(view.duties.map((it) => [it.id, say(it.state.vi, it.state.en), where(it)])),
  ];
}
