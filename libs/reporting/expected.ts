import { type GroupRecord, membersOn, type Registry } from '#agencies';
import { type AgencyId, type LocalDate, Refusal } from '#language';
import type { TaskRow } from '#tasks';
import type { Because, Expected, OwedTask } from './round.events.js';

/** Standings of a task of which nothing more is to be reported. */
const done: readonly TaskRow['status'][] = ['completed-on-time', 'completed-late', 'cancelled', 'suspended'];

export interface Called {
  /** Ids of groups whose members of the day are expected besides. */
  readonly groups: readonly string[];
  readonly agencies: readonly AgencyId[];
}

/**
 * Who is to report, by the tasks and the memberships of one day, each with the reasons. What happens later to the tasks or
 * the groups changes nothing: it is written into the round.
 */
export function expectedOn(
  rows: readonly TaskRow[],
  registry: Registry,
  { groups, agencies }: Called,
  day: LocalDate,
): Expected[] {
  const because = new Map<AgencyId, Because[]>();
  const tasks = new Map<AgencyId, OwedTask[]>();
  const add = (agency: AgencyId, reason: Because) => because.set(agency, [...(because.get(agency) ?? []), reason]);
  for (const row of rows) {
    if (done.includes(row.status)) continue;
    const owed = tasks.get(row.agency.id) ?? [];
    owed.push({ task: row.id, due: row.due.kind });
    tasks.set(row.agency.id, owed);
  }
  for (const [agency, owed] of tasks) add(agency, { kind: 'leads', tasks: owed.length });
  for (const id of groups) {
    const group = knownGroup(registry, id);
    for (const member of membersOn(registry, group, day)) add(member.id, { kind: 'member', group: id, name: group.name });
  }
  for (const agency of agencies) {
    if (!registry.agencies.some((it) => it.id === agency)) throw unknown('agency', agency);
    add(agency, { kind: 'named' });
  }
  return [...because.entries()]
    .map(([agency, reasons]) => ({ agency, because: reasons, tasks: tasks.get(agency) ?? [] }))
    .sort((a, b) => (a.agency < b.agency ? -1 : 1));
}

function knownGroup(registry: Registry, id: string): GroupRecord {
  const group = registry.groups.find((it) => it.id === id);
  if (!group) throw unknown('group', id);
  return group;
}

const unknown = (what: 'agency' | 'group', id: string) =>
  new Refusal(`unknown-${what}`, {
    kind: 'invalid',
    field: what === 'agency' ? 'agencies' : 'groups',
    vi: `Chưa có ${what === 'agency' ? 'cơ quan' : 'nhóm cơ quan'} “${id}” trong danh mục.`,
    en: `There is no ${what} “${id}” in the register.`,
    figures: { id },
  });
