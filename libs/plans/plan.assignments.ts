import type { ReadParty } from '#agencies';
import { type AgencyId, agencyId, type LocalDate, type PlanId, type TaskId, taskId } from '#language';
import type { Due, Party, TaskEvent } from '#tasks';
import type { DraftSection } from './plan.draft.js';
import type { ItemRow } from './plan.events.js';
import type { SettledCells } from './plan.settled.js';

/** What the agencies room read of each cell, by `IV.VI.3/lead`. */
export type PartiesRead = Readonly<Record<string, readonly ReadParty[]>>;

export type Assigned = Extract<TaskEvent, { type: 'assigned' }>['data'];

export interface Assignment {
  readonly id: TaskId;
  readonly assigned: Assigned;
}

/** The cells that name bodies, as questions for the agencies room: as settled where somebody did, else as printed. */
export function partyTexts(sections: readonly DraftSection[], settled: SettledCells = {}) {
  return sections.flatMap(({ rows }) =>
    rows.flatMap((row) => {
      const ask = (role: 'lead' | 'coordinating' | 'executor' | 'monitor' | 'owner', printed: string) => {
        const ref = `${row.code}/${role}`;
        const read = settled[ref];
        const asked = [
          { ref, text: read?.text ?? printed, role },
          ...(read ? [{ ref: `${ref}/printed`, text: printed, role }] : []),
        ];
        return asked.filter((it) => it.text !== '');
      };
      if (row.kind === 'item') return [...ask('lead', row.lead), ...ask('coordinating', row.coordinating)];
      if (row.kind === 'target') return [...ask('executor', row.executor), ...ask('monitor', row.monitor)];
      return row.kind === 'project' ? ask('owner', row.owner) : [];
    }),
  );
}

/**
 * One task for each item and accountable agency. A group that leads becomes one task per member on the day of adoption
 * (design 03, 7); a group that coordinates stays a group. A lead nobody could read gives no task: that is a finding.
 */
export function assignmentsOf(
  plan: PlanId,
  adoptedOn: LocalDate,
  sections: readonly DraftSection[],
  parties: PartiesRead,
  settled: SettledCells = {},
): Assignment[] {
  return sections.flatMap(({ section, rows }) =>
    rows.flatMap((row) => (row.kind === 'item' ? ofItem(plan, adoptedOn, section.title, row, parties, settled) : [])),
  );
}

function ofItem(
  plan: PlanId,
  adoptedOn: LocalDate,
  section: string,
  row: ItemRow,
  parties: PartiesRead,
  settled: SettledCells,
): Assignment[] {
  const coordinating = (parties[`${row.code}/coordinating`] ?? []).map(({ printed, kind, id }): Party => ({ printed, kind, id }));
  const accountable = new Map<string, Assignment>();
  const since = settled[`${row.code}/lead`]?.on ?? adoptedOn;
  const printed = new Set((parties[`${row.code}/lead/printed`] ?? []).flatMap(leading));
  for (const lead of parties[`${row.code}/lead`] ?? [])
    for (const agency of leading(lead)) {
      if (accountable.has(agency)) continue;
      // Whom the print does not name has the task from the day it was settled.
      const on = printed.has(agency) ? adoptedOn : since;
      accountable.set(agency, {
        id: taskId(plan, row.code, agency),
        assigned: {
          plan,
          item: row.code,
          section,
          title: row.title,
          agency,
          printedLead: row.lead,
          group: lead.kind === 'group' ? lead.id : null,
          unit: lead.unit,
          coordinating,
          due: dueFor(row),
          on,
        },
      });
    }
  return [...accountable.values()];
}

function leading(lead: ReadParty): readonly AgencyId[] {
  if (lead.kind === 'group') return lead.members.map((member) => member.id);
  return lead.kind === 'agency' && lead.id !== null ? [agencyId(lead.id, 'lead')] : [];
}

/** A due that no rule reads is unset until someone settles it; the printed words stay. */
export function dueFor({ due }: Pick<ItemRow, 'due'>): Due {
  return due.kind === 'unreadable' ? { kind: 'unset', printed: due.printed } : due;
}
