import type { CommandBus, QueryBus } from '@nestjs/cqrs';
import { AgencyRegistry, agencyOn, type ReadParty } from '#agencies';
import { type Envelope, partOf } from '#event-store';
import { type AgencyId, type Decimal, decimal, type LocalDate, Refusal } from '#language';
import { ChangeMoney, ChangeOwner } from '#projects';
import { ChangeBodies, ChangeReading, readThresholds } from '#targets';
import { AssignTask, ChangeCoordination, type Party } from '#tasks';
import { type Assignment, assignmentsOf } from './plan.assignments.js';
import { type LeftToOthers, leadDropped, readParties, saidOf, taskNow } from './plan.carrying.js';
import type { KnownRow } from './plan.difference.js';
import type { DraftSection } from './plan.draft.js';
import type { Plan } from './plan.js';
import { cellsChanged, printedIn, type SettledCells, type SettledRole, settledCells } from './plan.settled.js';

/** How a settlement reaches what rests on its row, by whom, for what reason. */
export interface SettledBy {
  readonly commands: CommandBus;
  readonly queries: QueryBus;
  readonly envelope: Envelope;
  readonly today: LocalDate;
  readonly reason: string;
}

/** What a row's tasks were told, and the tasks that are new. */
export interface SettledCarried {
  readonly left: readonly LeftToOthers[];
  readonly assigned: readonly Assignment[];
}

/**
 * Passes what a settlement reads otherwise on to the row's tasks, target or project by their own commands: whoever leads gets a task,
 * a target its bodies and thresholds, a project its owner and money. Refuses `body-unknown`, `body-no-longer-exists`,
 * and whatever a target or a project refuses, before the settlement is recorded.
 */
export async function carrySettled(was: Plan, now: Plan, by: SettledBy): Promise<SettledCarried> {
  const [before, after] = [settledCells(was), settledCells(now)];
  const changed = new Map<string, SettledRole[]>();
  for (const { code, role } of cellsChanged(now, before, after)) changed.set(code, [...(changed.get(code) ?? []), role]);
  const left: LeftToOthers[] = [];
  const assigned: Assignment[] = [];
  for (const [code, roles] of changed) {
    const known = now.rows[code];
    if (!known) continue;
    const row = await readRow(now, known, before, after, by);
    mustBeKnown(code, roles, after, row.parties);
    await mustExist(code, roles, row.parties, by);
    if (known.row.kind === 'item') {
      const carried = await toTasks(row, roles, by);
      left.push(...carried.left);
      assigned.push(...carried.assigned);
    } else if (known.row.kind === 'target') await toTarget(now, code, roles, after, row.parties, by);
    else if (known.row.kind === 'project') await toProject(now, code, roles, after, row.parties, by);
  }
  return { left, assigned };
}

type Parties = Readonly<Record<string, readonly ReadParty[]>>;

interface RowRead {
  readonly code: string;
  readonly parties: Parties;
  readonly leading: readonly Assignment[];
  readonly led: readonly Assignment[];
}

async function readRow(plan: Plan, known: KnownRow, before: SettledCells, after: SettledCells, by: SettledBy): Promise<RowRead> {
  const { id, facts } = plan;
  if (id === null || !facts) throw new Error('a plan without facts has no settlements');
  const sections: readonly DraftSection[] = [{ appendix: known.appendix, section: known.section, rows: [known.row] }];
  const read = async (cells: SettledCells) => {
    const parties = await readParties(by.queries, sections, facts.adoptedOn, cells);
    return { parties, tasks: assignmentsOf(id, facts.adoptedOn, sections, parties, cells) };
  };
  const [was, now] = [await read(before), await read(after)];
  return { code: known.row.code, parties: now.parties, leading: now.tasks, led: was.tasks };
}

const bodies: ReadonlySet<SettledRole> = new Set(['lead', 'coordinating', 'executor', 'monitor', 'owner']);

/** A settled name is one that the register knows; the print may be anything. */
function mustBeKnown(code: string, roles: readonly SettledRole[], cells: SettledCells, parties: Parties): void {
  for (const role of roles) {
    const cell = cells[`${code}/${role}`];
    if (!cell || !bodies.has(role)) continue;
    const read = parties[`${code}/${role}`] ?? [];
    const unknown = read.find((it) => it.kind === 'unknown');
    const single = role === 'monitor' || role === 'owner';
    if (!unknown && read.length > 0 && !(single && (read.length > 1 || read[0]?.kind !== 'agency'))) continue;
    const which = unknown?.candidates.length ? ` (${unknown.candidates.join(', ')})` : '';
    throw new Refusal('body-unknown', {
      kind: 'invalid',
      field: 'value',
      vi: `Không đọc được “${unknown?.printed ?? cell.text}” thành ${single ? 'một cơ quan' : 'cơ quan hoặc nhóm'} trong danh mục${which}; hãy ghi đúng tên hoặc mã, nhiều cơ quan cách nhau bằng “;”.`,
      en: `“${unknown?.printed ?? cell.text}” is ${single ? 'no one body' : 'no body or group'} of the register${which}; give its name or its id, several with “;” between them.`,
      figures: { value: cell.text, candidates: unknown?.candidates ?? [] },
    });
  }
}

/** Nothing new is given to a body that has ceased: its successor is to be named. */
async function mustExist(
  code: string,
  roles: readonly SettledRole[],
  parties: Parties,
  { queries, today }: SettledBy,
): Promise<void> {
  const named = roles.filter((it) => bodies.has(it)).flatMap((role) => parties[`${code}/${role}`] ?? []);
  if (named.length === 0) return;
  const { agencies } = await queries.execute(new AgencyRegistry());
  for (const { kind, id, printed } of named) {
    const record = kind === 'agency' ? agencies.find((it) => it.id === id) : undefined;
    if (!record) continue;
    const body = agencyOn(record, today);
    if (body.exists || (body.from !== null && body.from > today)) continue;
    throw new Refusal('body-no-longer-exists', {
      field: 'value',
      vi: `“${printed}” không còn hoạt động; hãy chọn “Sửa” và nêu cơ quan kế thừa.`,
      en: `“${printed}” no longer exists; choose “change” and name its successor.`,
      figures: { agency: id },
    });
  }
}

async function toTasks(
  { code, parties, leading, led }: RowRead,
  roles: readonly SettledRole[],
  by: SettledBy,
): Promise<SettledCarried> {
  const { commands, envelope, reason } = by;
  const left: LeftToOthers[] = [];
  const assigned: Assignment[] = [];
  if (roles.includes('lead')) {
    for (const it of leading) {
      if (led.some((one) => one.id === it.id)) continue;
      try {
        await commands.execute(new AssignTask(it.id, it.assigned, partOf(envelope, `assign/${it.id}`)));
      } catch (error) {
        // It had the task before: an earlier settlement, or an import that was cut off.
        if (!(error instanceof Refusal) || error.code !== 'already-assigned') throw error;
      }
      assigned.push(it);
    }
    const heads = (parties[`${code}/lead`] ?? []).map((it) => it.printed).join('; ');
    for (const { id, assigned: former } of led.filter((it) => !leading.some((one) => one.id === it.id))) {
      const view = await taskNow(id, former.on, by);
      if (view && !closed.has(view.status)) left.push(leadDropped(view, former.item, heads));
    }
  }
  if (roles.includes('coordinating')) {
    const coordinating = (parties[`${code}/coordinating`] ?? []).map(({ printed, kind, id }): Party => ({ printed, kind, id }));
    for (const { id } of leading)
      try {
        await commands.execute(new ChangeCoordination(id, { coordinating, reason }, partOf(envelope, `coordination/${id}`)));
      } catch (error) {
        if (!(error instanceof Refusal) || !['rule', 'forbidden', 'not-found'].includes(error.kind)) throw error;
        left.push(saidOf(id, error));
      }
  }
  return { left, assigned };
}

const closed: ReadonlySet<string> = new Set(['cancelled', 'completed-on-time', 'completed-late']);

async function toTarget(
  plan: Plan,
  code: string,
  roles: readonly SettledRole[],
  cells: SettledCells,
  parties: Parties,
  by: SettledBy,
) {
  const { commands, envelope, reason } = by;
  const id = `${plan.id}/${code}`;
  if (roles.includes('title')) {
    const thresholds = readThresholds(cells[`${code}/title`]?.text ?? printedIn(plan, code, 'title'));
    await commands.execute(new ChangeReading(id, { thresholds, reason }, partOf(envelope, `reading/${id}`)));
  }
  if (!roles.includes('executor') && !roles.includes('monitor')) return;
  const executors = (parties[`${code}/executor`] ?? []).map(
    ({ printed, kind, id: body }): Party => ({ printed, kind, id: body }),
  );
  const [monitor] = parties[`${code}/monitor`] ?? [];
  const changed = {
    ...(roles.includes('executor') && { executors }),
    ...(roles.includes('monitor') && monitor?.kind === 'agency' && { monitor: monitor.id as AgencyId }),
  };
  await commands.execute(new ChangeBodies(id, { ...changed, reason }, partOf(envelope, `bodies/${id}`)));
}

async function toProject(
  plan: Plan,
  code: string,
  roles: readonly SettledRole[],
  cells: SettledCells,
  parties: Parties,
  by: SettledBy,
) {
  const { commands, envelope, reason } = by;
  const id = `${plan.id}/${code}`;
  const document = { number: plan.facts?.number ?? '' };
  const [owner] = parties[`${code}/owner`] ?? [];
  if (roles.includes('owner') && owner?.kind === 'agency')
    await commands.execute(new ChangeOwner(id, { to: owner.id as AgencyId, reason, document }, partOf(envelope, `owner/${id}`)));
  const amount = (role: 'total' | 'allotted'): Decimal | null =>
    roles.includes(role) ? decimal(cells[`${code}/${role}`]?.text ?? '', 'value') : null;
  if (roles.includes('total') || roles.includes('allotted')) {
    const money = { total: amount('total'), allotted: amount('allotted') };
    await commands.execute(new ChangeMoney(id, { ...money, reason, document }, partOf(envelope, `money/${id}`)));
  }
}
