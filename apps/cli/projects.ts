import { shown } from '#language';
import { ProjectById, type ProjectFilter, ProjectList, type ProjectRow, projectStatusLabels } from '#projects';
import type { Installation } from './installation.js';
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

const statusOf = ({ status }: ProjectRow, { say }: Screen) => say(projectStatusLabels[status].vi, projectStatusLabels[status].en);
