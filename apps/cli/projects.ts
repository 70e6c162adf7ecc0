import { type Decimal, type LocalDate, shown, systemClock, todayOf } from '#language';
import {
  AcceptProject,
  Disburse,
  ProjectById,
  type ProjectFilter,
  ProjectList,
  type ProjectRow,
  projectStatusLabels,
} from '#projects';
import type { Installation } from './installation.js';
import { bring } from './report.js';
import { columns, type Screen } from './screen.js';

/** `tiendo project list`: paid of allotted, row by row. */
export async function listProjects({ queries }: Installation, screen: Screen, filter: ProjectFilter): Promise<void> {
  const list = await queries.execute(new ProjectList(filter));
  screen.answer(
    list,
    columns(list.rows.map((it) => [it.id, statusOf(it, screen), `${it.disbursed}/${it.allotted ?? '–'}`, it.title])),
  );
}

/** `tiendo project show <project>`: its money, its payments, its acceptance. */
export async function showProject({ queries }: Installation, screen: Screen, id: string, filter: ProjectFilter): Promise<void> {
  const it = await queries.execute(new ProjectById(id, filter));
  const { say, bold, dim } = screen;
  const owner = it.owner?.name ?? it.printedOwner;
  screen.answer(it, [
    bold(it.title),
    `${statusOf(it, screen)} · ${owner}${it.acceptedOn ? ` · ${shown(it.acceptedOn)}` : ''}`,
    say(
      `Tổng mức ${it.total ?? '–'}; bố trí năm ${it.year ?? '–'}: ${it.allotted ?? '–'}; đã giải ngân ${it.disbursed}`,
      `Total ${it.total ?? '–'}; allotted for ${it.year ?? '–'}: ${it.allotted ?? '–'}; disbursed ${it.disbursed}`,
    ),
    ...it.payments.map((one) => dim(`${shown(one.on)}  ${one.amount}${one.withdrawn ? say(' (đã rút)', ' (withdrawn)') : ''}`)),
  ]);
}

interface Paper {
  readonly document?: string;
  readonly documentOn?: LocalDate;
  readonly note?: string;
  readonly as: string;
  readonly key?: string;
}

const paper = (number: string, on: LocalDate | undefined) => ({ number, ...(on === undefined ? {} : { on }) });

export interface DisburseOptions extends Paper {
  readonly on?: LocalDate;
  readonly evidence?: readonly string[];
}

/** `tiendo project disburse <project> <amount>`: million đồng, to the đồng, by the owner's people. */
export async function disburseProject(
  it: Installation,
  screen: Screen,
  id: string,
  amount: Decimal,
  { on, document, documentOn, note, evidence: paths = [], as, key }: DisburseOptions,
): Promise<void> {
  const envelope = await it.envelope(as, key);
  const evidence = [];
  for (const path of paths) evidence.push(await bring(it, path, envelope.actor));
  const body = {
    amount,
    paidOn: on ?? todayOf(systemClock),
    document: document === undefined ? null : paper(document, documentOn),
    evidence,
    note: note ?? null,
  };
  const { position } = await it.commands.execute(new Disburse(id, body, envelope));
  await it.caughtUp(position);
  await showProject(it, screen, id, {});
}

export interface AcceptOptions extends Paper {
  readonly document: string;
  readonly on?: LocalDate;
}

/** `tiendo project accept <project>`: by a document, and by somebody outside the owner. */
export async function acceptProject(
  it: Installation,
  screen: Screen,
  id: string,
  { on, document, documentOn, note, as, key }: AcceptOptions,
): Promise<void> {
  const body = { acceptedOn: on ?? todayOf(systemClock), document: paper(document, documentOn), note: note ?? null };
  const { position } = await it.commands.execute(new AcceptProject(id, body, await it.envelope(as, key)));
  await it.caughtUp(position);
  await showProject(it, screen, id, {});
}

const statusOf = ({ status }: ProjectRow, { say }: Screen) => say(projectStatusLabels[status].vi, projectStatusLabels[status].en);
