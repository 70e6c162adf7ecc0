import type { CommandBus, QueryBus } from '@nestjs/cqrs';
import { AgencyRegistry, agencyOn, ReadParties, type ReadParty } from '#agencies';
import { commandIdFrom, type Envelope, type Outcome, partOf } from '#event-store';
import { type ItemCode, type LocalDate, type PlanId, Refusal, type TaskId } from '#language';
import { AssignTask, ChangeCoordination, ChangeDue, type Due, TaskById, type TaskView } from '#tasks';
import { type Assigned, type Assignment, assignmentsOf, type PartiesRead, partyTexts } from './plan.assignments.js';
import type { KnownRow } from './plan.difference.js';
import type { DraftSection } from './plan.draft.js';
import type { ItemRow } from './plan.events.js';
import type { Amendment, Plan } from './plan.js';
import type { SettledCells } from './plan.settled.js';

/** Something that a task's rules, or the lack of a rule, leave to somebody else. */
export interface LeftToOthers {
  readonly task: TaskId;
  readonly code: string;
  readonly vi: string;
  readonly en: string;
}

/** What was sent to the tasks, and what could not be. */
export interface Carried {
  readonly outcomes: readonly Outcome[];
  readonly left: readonly LeftToOthers[];
}

/** How the tasks are reached, by whom, on which day. */
export interface Carrier {
  readonly commands: CommandBus;
  readonly queries: QueryBus;
  readonly envelope: Envelope;
  readonly today: LocalDate;
}

/** Commands under way at once: they share a commit, and the rows that follow from them are written together. */
export const atOnce = 100;

/** The bodies that cells name, as settled or as printed. Where nobody bears a settled name, the id of a body stands for it. */
export async function readParties(
  queries: QueryBus,
  sections: readonly DraftSection[],
  on: LocalDate,
  settled: SettledCells = {},
): Promise<PartiesRead> {
  const read = await queries.execute(new ReadParties(partyTexts(sections, settled), on));
  const open = Object.keys(settled).filter((ref) => read[ref]?.some((it) => it.kind === 'unknown'));
  if (open.length === 0) return read;
  const { agencies } = await queries.execute(new AgencyRegistry());
  const byId = (party: ReadParty): ReadParty => {
    const record = party.kind === 'unknown' ? agencies.find((it) => it.id === party.printed) : undefined;
    return record ? { ...party, kind: 'agency', id: record.id, name: agencyOn(record, on).name, candidates: [] } : party;
  };
  return { ...read, ...Object.fromEntries(open.map((ref) => [ref, (read[ref] ?? []).map(byId)])) };
}

/**
 * Brings the tasks to what the plan says, whatever was done of it before: assigns those that are missing, moves those of
 * amended rows by the tasks' own commands, and lists what no command carries. Each command of an amendment has the same id
 * every time, so a file imported again finishes what was interrupted, and writes nothing where nothing was.
 */
export async function carryOver(plan: Plan, assignments: readonly Assignment[], carrier: Carrier): Promise<Carried> {
  const carried: Carried[] = [];
  for (let at = 0; at < assignments.length; at += atOnce)
    carried.push(...(await Promise.all(assignments.slice(at, at + atOnce).map((it) => carryTask(plan, it, carrier)))));
  const former = await formerTasks(plan, new Set(assignments.map((it) => it.id)), carrier);
  return { outcomes: carried.flatMap((it) => it.outcomes), left: [...carried.flatMap((it) => it.left), ...former] };
}

/** Fields of an assignment for which a task has no command: they stay as they were assigned. */
const fixed = {
  title: { vi: 'tên nhiệm vụ', en: 'the title' },
  section: { vi: 'mục của bảng', en: 'the section' },
  printedLead: { vi: 'chữ in ở cột chủ trì', en: 'the printed lead' },
  unit: { vi: 'đơn vị của cơ quan chủ trì', en: 'the lead’s unit' },
  group: { vi: 'nhóm cơ quan chủ trì', en: 'the leading group' },
  on: { vi: 'ngày giao', en: 'the day of assignment' },
} as const satisfies Partial<Record<keyof Assigned, object>>;

async function carryTask(plan: Plan, { id, assigned }: Assignment, carrier: Carrier): Promise<Carried> {
  const { commands, envelope } = carrier;
  const outcomes: Outcome[] = [];
  let changed: readonly string[] = [];
  try {
    const outcome = await commands.execute(new AssignTask(id, assigned, partOf(envelope, `assign/${id}`)));
    if (outcome.events.length > 0 && !outcome.repeated) return { outcomes: [outcome], left: [] };
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'already-assigned') throw error;
    changed = Array.isArray(error.figures.changed) ? error.figures.changed.map(String) : [];
  }
  const amended = plan.amendments.some((it) => assigned.item in it.was);
  const fields = (Object.keys(fixed) as (keyof typeof fixed)[]).filter((it) => changed.includes(it) && (amended || it === 'on'));
  if (!amended && fields.length === 0) return { outcomes, left: [] };
  const task = await taskNow(id, assigned.on, carrier);
  if (!task || task.status === 'cancelled') return { outcomes, left: [] };

  const left: LeftToOthers[] = [];
  for (const step of [dueStep(plan, task, assigned), coordinationStep(plan, task, assigned)]) {
    if (!step) continue;
    const answer = await sent(commands.execute(step.command(sameEachTime(plan.id ?? assigned.plan, step, id, envelope))));
    if (answer instanceof Refusal) left.push(...(step.needless ? [] : [saidOf(id, answer)]));
    else if (answer) outcomes.push(answer);
  }
  if (fields.length > 0) left.push(unhandled(id, assigned, fields));
  return { outcomes, left };
}

/** A command that one amendment asks of a task. */
interface Step {
  readonly name: 'due' | 'coordination';
  readonly number: number;
  readonly amendment: Amendment;
  readonly command: (envelope: Envelope) => ChangeDue | ChangeCoordination;
  /** The date is right already and only the words are not: a refusal leaves nothing to anybody. */
  readonly needless: boolean;
}

const reasonOf = ({ document }: Amendment) => `Kế hoạch được điều chỉnh (${document})`;
const plainWords = (text: string) => text.normalize('NFC').replace(/\s+/g, ' ').trim();

function dueStep(plan: Plan, task: TaskView, { item, due }: Assigned): Step | null {
  const found = lastAmendment(plan, item, (row) => row.due.printed);
  if (!found || plainWords(task.due.printed) === plainWords(due.printed)) return null;
  const decided = task.dueHistory.findLast((it) => it.how !== 'extended');
  const extended = task.dueHistory.at(-1)?.how === 'extended';
  const needless = decided !== undefined && sameDay(decided.due, due);
  // Somebody decided the same by hand: sending it again would undo an extension, or could not blank the words anyway.
  if (needless && (extended || due.printed === '')) return null;
  const document = { number: found.amendment.document };
  const reason = reasonOf(found.amendment);
  return { name: 'due', ...found, needless, command: (envelope) => new ChangeDue(task.id, { due, reason, document }, envelope) };
}

function coordinationStep(plan: Plan, task: TaskView, { item, coordinating }: Assigned): Step | null {
  const found = lastAmendment(plan, item, (row) => row.coordinating);
  const words = (parties: Assigned['coordinating']) => parties.map((it) => `${it.kind}/${it.id}/${it.printed}`).join('|');
  if (!found || words(task.coordinating) === words(coordinating)) return null;
  const reason = reasonOf(found.amendment);
  return {
    name: 'coordination',
    ...found,
    needless: false,
    command: (envelope) => new ChangeCoordination(task.id, { coordinating, reason }, envelope),
  };
}

/** Whether two deadlines mean the same, whatever words and rule they were read from. */
export const sameDay = (a: Due, b: Due): boolean =>
  a.kind === b.kind &&
  (a.kind !== 'date' || (b.kind === 'date' && a.on === b.on)) &&
  (a.kind !== 'continuous' || (b.kind === 'continuous' && a.every === b.every)) &&
  (a.kind !== 'dependent' || (b.kind === 'dependent' && a.waitsFor === b.waitsFor));

/** The newest amendment after which a row's words were others than before it; null when none touched them. */
function lastAmendment(plan: Plan, code: ItemCode, words: (row: ItemRow) => string) {
  let after = itemOf(plan.rows[code]);
  for (let number = plan.amendments.length - 1; number >= 0; number -= 1) {
    const amendment = plan.amendments[number];
    if (!amendment || !(code in amendment.was)) continue;
    const was = itemOf(amendment.was[code]);
    if (!was || !after) return null;
    if (plainWords(words(was)) !== plainWords(words(after))) return { number, amendment };
    after = was;
  }
  return null;
}

const itemOf = (known: KnownRow | null | undefined): ItemRow | null => (known?.row.kind === 'item' ? known.row : null);

/** The envelope of an amendment's command to one task: one id however often, and by whomever, the file is imported. */
function sameEachTime(plan: PlanId, { name, number, amendment }: Step, task: TaskId, envelope: Envelope): Envelope {
  const commandId = commandIdFrom(`plan-${plan}`, `amendment-${number}/${amendment.file}`);
  return {
    ...partOf({ ...envelope, commandId }, `${name}/${task}`),
    correlationId: envelope.correlationId ?? envelope.commandId,
    causationId: envelope.commandId,
  };
}

/** What a task answered: its outcome, the refusal that leaves it to somebody else, or null when it was done before in other words. */
async function sent(command: Promise<Outcome>): Promise<Outcome | Refusal | null> {
  try {
    return await command;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (error.code === 'duplicate-with-other-content') return null;
    if (error.kind !== 'rule' && error.kind !== 'forbidden') throw error;
    return error;
  }
}

export const saidOf = (task: TaskId, { code, vi, en }: Refusal): LeftToOthers => ({ task, code, vi, en });

/** The task's page today, or on the day it was assigned where the clock stands before it; null when there is no such task. */
export async function taskNow(
  id: TaskId,
  assignedOn: LocalDate,
  { queries, today }: Pick<Carrier, 'queries' | 'today'>,
): Promise<TaskView | null> {
  try {
    return await queries.execute(new TaskById(id, { asOf: assignedOn > today ? assignedOn : today }));
  } catch (error) {
    if (error instanceof Refusal && error.kind === 'not-found') return null;
    throw error;
  }
}

const unhandled = (task: TaskId, assigned: Assigned, fields: readonly (keyof typeof fixed)[]): LeftToOthers => ({
  task,
  code: 'wording-not-carried',
  vi: `Mục ${assigned.item}: nhiệm vụ giữ nguyên như khi giao ở ${fields.map((it) => fixed[it].vi).join(', ')}; bản điều chỉnh ghi “${fields.map((it) => assigned[it] ?? '').join('”, “')}”. Nếu nội dung đã khác hẳn, hãy thu hồi nhiệm vụ bằng văn bản.`,
  en: `Item ${assigned.item}: the task keeps ${fields.map((it) => fixed[it].en).join(', ')} as assigned; the changed plan says “${fields.map((it) => assigned[it] ?? '').join('”, “')}”. Where the work is another, cancel the task by a document.`,
});

/** Tasks still open of rows that an amendment removed, and of leads that it dropped. No command takes them back: a person decides. */
async function formerTasks(plan: Plan, current: ReadonlySet<string>, carrier: Carrier): Promise<readonly LeftToOthers[]> {
  const { id, facts, rows, amendments } = plan;
  if (id === null || !facts) return [];
  const found = new Map<TaskId, ItemCode>();
  for (const { was } of amendments) {
    const sections = Object.values(was).flatMap((known): DraftSection[] => {
      const row = itemOf(known);
      if (!known || !row || itemOf(rows[row.code])?.lead === row.lead) return [];
      return [{ appendix: known.appendix, section: known.section, rows: [row] }];
    });
    if (sections.length === 0) continue;
    const parties = await readParties(carrier.queries, sections, facts.adoptedOn);
    for (const { id: task, assigned } of assignmentsOf(id, facts.adoptedOn, sections, parties))
      if (!current.has(task)) found.set(task, assigned.item);
  }
  const left: LeftToOthers[] = [];
  for (const [task, item] of found) {
    const view = await taskNow(task, facts.adoptedOn, carrier);
    if (!view || ['cancelled', 'completed-on-time', 'completed-late'].includes(view.status)) continue;
    left.push(itemOf(rows[item]) ? leadDropped(view, item, itemOf(rows[item])?.lead ?? '') : rowRemoved(view, item));
  }
  return left;
}

const rowRemoved = ({ id, agency, title }: TaskView, item: ItemCode): LeftToOthers => ({
  task: id,
  code: 'row-removed',
  vi: `Kế hoạch không còn mục ${item} nhưng nhiệm vụ “${title}” của ${agency.name} vẫn mở. Hãy thu hồi bằng văn bản, hoặc để cơ quan hoàn thành.`,
  en: `The plan no longer has item ${item}, but the task “${title}” of ${agency.name} is still open. Cancel it by a document, or let it be finished.`,
});

export const leadDropped = ({ id, agency, title }: TaskView, item: ItemCode, lead: string): LeftToOthers => ({
  task: id,
  code: 'lead-dropped',
  vi: `Mục ${item} nay do “${lead}” chủ trì nhưng nhiệm vụ “${title}” của ${agency.name} vẫn mở. Hãy thu hồi bằng văn bản, hoặc để cơ quan hoàn thành.`,
  en: `Item ${item} is now led by “${lead}”, but the task “${title}” of ${agency.name} is still open. Cancel it by a document, or let it be finished.`,
});
