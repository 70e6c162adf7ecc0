import { type AgencyId, type Decimal, decimalOf } from '#language';
import type { PrintedSums, ProjectEvent } from '#projects';
import type { PartiesRead } from './plan.assignments.js';
import type { AppendixHead } from './plan.events.js';
import type { Plan } from './plan.js';
import { rowsOfKind, type ToSet, yearIn } from './plan.targets.js';
import { readMoney } from './reading/numbers.js';
import type { ColumnRole } from './reading/parsed-plan.js';

type ProjectListed = Extract<ProjectEvent, { type: 'project-listed' }>['data'];

const exact = (value: number | null): Decimal | null => (value === null ? null : decimalOf(value));

/** Every project of a plan on record. */
export function projectsOf(plan: Plan, parties: PartiesRead): readonly ToSet<ProjectListed>[] {
  const { id, facts } = plan;
  if (id === null || !facts) return [];
  return rowsOfKind(plan, 'project').map(({ appendix, section, row }) => ({
    id: `${id}/${row.code}`,
    row: {
      plan: id,
      item: row.code,
      year: yearIn(plan, appendix),
      section: section.numeral,
      sectionTitle: section.title,
      title: row.title,
      printedOwner: row.owner,
      owner: ownerIn(row.code, parties),
      aim: row.aim,
      printedYears: row.years,
      years: yearsIn(row.years),
      total: exact(row.total),
      allotted: exact(row.allotted),
      note: row.note,
      on: facts.adoptedOn,
    },
  }));
}

function ownerIn(code: string, parties: PartiesRead): AgencyId | null {
  const [only, ...others] = (parties[`${code}/owner`] ?? []).filter((it) => it.kind === 'agency');
  return only && others.length === 0 ? (only.id as AgencyId) : null;
}

/** `2021-2025`, `2024`; null when no year is there. */
function yearsIn(printed: string) {
  const [from, to] = [...printed.matchAll(/\b((?:19|20)\d\d)\b/g)].map((match) => Number(match[1]));
  return from === undefined ? null : { from, to: to ?? from };
}

/** What each table of projects prints as its sums. */
export function sumsOfTables(plan: Plan): readonly { readonly id: string; readonly sums: PrintedSums }[] {
  const { id, facts } = plan;
  if (id === null || !facts) return [];
  const projects = rowsOfKind(plan, 'project');
  return plan.appendices
    .filter((it) => it.kind === 'projects')
    .map((appendix) => {
      const sections = new Map(
        projects.filter((it) => it.appendix === appendix.numeral).map(({ section }) => [section.numeral, section]),
      );
      return {
        id: `${id}/${appendix.numeral}`,
        sums: {
          plan: id,
          appendix: appendix.numeral,
          title: appendix.title,
          unit: appendix.unit.replace(/^[^:]*:\s*/u, '').replace(/\.$/u, ''),
          sections: [...sections.values()].map(({ numeral, title, cells }) => ({
            section: numeral,
            title,
            ...sumIn(appendix, cells),
          })),
          grand: sumIn(appendix, appendix.total ?? []),
          on: facts.adoptedOn,
        },
      };
    });
}

const sumIn = ({ columns }: AppendixHead, cells: readonly string[]) => {
  const at = (role: ColumnRole) => exact(readMoney(cells[columns.findIndex((it) => it.role === role)] ?? ''));
  return { total: at('total'), allotted: at('allotted') };
};
