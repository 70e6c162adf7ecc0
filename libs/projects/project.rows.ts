import type { AgencyId, Decimal, ItemCode, LocalDate } from '#language';
import type { EventRef } from '#tasks';
import { type Oddity, type ProjectStatus, projectOn } from './project.day.js';
import type { FollowedProject } from './project.projection.js';

/** One line of the list of projects. Money is in the table's unit, exact, as text. */
export interface ProjectRow {
  readonly id: string;
  readonly plan: string;
  readonly item: ItemCode;
  readonly section: string;
  readonly sectionTitle: string;
  readonly title: string;
  readonly aim: string;
  readonly printedOwner: string;
  readonly owner: { readonly id: AgencyId; readonly name: string } | null;
  readonly printedYears: string;
  readonly years: { readonly from: number; readonly to: number } | null;
  /** The year of the allotted money. */
  readonly year: number | null;
  readonly note: string;
  /** As in force. */
  readonly total: Decimal | null;
  readonly allotted: Decimal | null;
  readonly printedTotal: Decimal | null;
  readonly printedAllotted: Decimal | null;
  readonly disbursed: Decimal;
  readonly disbursements: number;
  readonly acceptedOn: LocalDate | null;
  readonly status: ProjectStatus;
  readonly oddities: readonly Oddity[];
  readonly simulated: boolean;
  readonly version: number;
  /** The events that the status and the sums rest on. */
  readonly events: readonly EventRef[];
}

/** A project's line on a day; null when it was not listed by then. */
export function projectRow(
  id: string,
  { project, refs, simulated }: FollowedProject,
  day: LocalDate,
  nameOf: (id: string) => string,
): ProjectRow | null {
  const on = projectOn(project, day);
  if (!on || !project.listed) return null;
  const { print, owner, money } = on;
  return {
    id,
    plan: project.listed.plan,
    item: project.listed.item,
    section: print.section,
    sectionTitle: print.sectionTitle,
    title: print.title,
    aim: print.aim,
    printedOwner: print.printedOwner,
    owner: owner.owner ? { id: owner.owner, name: nameOf(owner.owner) } : null,
    printedYears: print.printedYears,
    years: print.years,
    year: project.listed.year,
    note: print.note,
    total: money.total,
    allotted: money.allotted,
    printedTotal: print.total,
    printedAllotted: print.allotted,
    disbursed: on.disbursed,
    disbursements: on.disbursements.length,
    acceptedOn: on.acceptance?.acceptedOn ?? null,
    status: on.status,
    oddities: on.oddities,
    simulated,
    version: project.version,
    events: on.events.flatMap((at) => refs[at - 1] ?? []),
  };
}
