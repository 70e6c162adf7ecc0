import { type AgencyId, compareDecimals, type Decimal, minus, sumOf } from '#language';
import type { PrintedSums } from './printed-sums.js';
import type { ProjectRow } from './project.rows.js';

/** Two columns of money; null where nothing is printed. */
export interface MoneyPair {
  readonly total: Decimal | null;
  readonly allotted: Decimal | null;
}

/** What stands against each other: the printed sum, what the printed rows add up to, and the difference where there is one. */
export interface SumsCompared {
  readonly printed: MoneyPair;
  readonly rows: { readonly total: Decimal; readonly allotted: Decimal };
  /** printed − rows; null: they agree, or nothing is printed. */
  readonly difference: MoneyPair;
}

export interface RollUp {
  readonly projects: number;
  /** As in force: changed by a document where one did. */
  readonly total: Decimal;
  readonly allotted: Decimal;
  readonly disbursed: Decimal;
  readonly accepted: number;
  /** Rows whose money is blank or unreadable and counts as nothing. */
  readonly unread: number;
}

export interface SectionRollUp extends RollUp, SumsCompared {
  /** Roman numeral. */
  readonly appendix: string;
  /** Empty, like its title, in a table without sections. */
  readonly section: string;
  readonly title: string;
  /** In which its table prints money, in the table's words; empty where it prints none. */
  readonly unit: string;
}
export interface OwnerRollUp extends RollUp {
  readonly owner: { readonly id: AgencyId; readonly name: string } | null;
  /** The printed words, where nobody could read them. */
  readonly printedOwner: string;
}

const present = (values: readonly (Decimal | null)[]): Decimal => sumOf(values.flatMap((it) => it ?? []));

export function rollUp(rows: readonly ProjectRow[]): RollUp {
  return {
    projects: rows.length,
    total: present(rows.map((it) => it.total)),
    allotted: present(rows.map((it) => it.allotted)),
    disbursed: present(rows.map((it) => it.disbursed)),
    accepted: rows.filter((it) => it.status === 'accepted').length,
    unread: rows.filter((it) => it.total === null || it.allotted === null).length,
  };
}

function compared(printed: MoneyPair, rows: readonly ProjectRow[]): SumsCompared {
  const added = { total: present(rows.map((it) => it.printedTotal)), allotted: present(rows.map((it) => it.printedAllotted)) };
  const difference = (a: Decimal | null, b: Decimal) => (a === null || compareDecimals(a, b) === 0 ? null : minus(a, b));
  return {
    printed,
    rows: added,
    difference: { total: difference(printed.total, added.total), allotted: difference(printed.allotted, added.allotted) },
  };
}

const nothing: MoneyPair = { total: null, allotted: null };

export function bySection(rows: readonly ProjectRow[], sums: readonly PrintedSums[]): readonly SectionRollUp[] {
  const keys = [...new Set(rows.map((it) => sectionKey(it)))];
  return keys.map((key) => {
    const own = rows.filter((it) => sectionKey(it) === key);
    const [first] = own;
    const appendix = first?.item.split('.')[0] ?? '';
    const table = sums.find((it) => it.plan === first?.plan && it.appendix === appendix);
    const printed = table?.sections.find((it) => it.section === first?.section);
    return {
      appendix,
      section: first?.section ?? '',
      title: first?.sectionTitle ?? '',
      unit: table?.unit ?? '',
      ...rollUp(own),
      ...compared(printed ? { total: printed.total, allotted: printed.allotted } : nothing, own),
    };
  });
}

/** The units in which tables print money, each once; money of several is not added up. */
export const unitsOf = (sums: readonly PrintedSums[]): readonly string[] => [
  ...new Map(sums.map(({ unit }) => [unit.trim().toLowerCase(), unit])).values(),
];

const sectionKey = ({ plan, item, section }: ProjectRow): string => `${plan}/${item.split('.')[0]}/${section}`;

/** By who owns them on that day, the most money first. */
export function byOwner(rows: readonly ProjectRow[]): readonly OwnerRollUp[] {
  const keyOf = (it: ProjectRow) => it.owner?.id ?? `“${it.printedOwner}”`;
  return [...new Set(rows.map(keyOf))]
    .map((key) => {
      const own = rows.filter((it) => keyOf(it) === key);
      return { owner: own[0]?.owner ?? null, printedOwner: own[0]?.printedOwner ?? '', ...rollUp(own) };
    })
    .sort((a, b) => compareDecimals(b.total, a.total) || (a.printedOwner < b.printedOwner ? -1 : 1));
}

/** All rows against the printed grand total, and against the printed subtotals: either may be the one that is wrong. */
export function grandTotal(rows: readonly ProjectRow[], sums: readonly PrintedSums[]) {
  const printed = sums.length === 1 && sums[0] ? sums[0].grand : nothing;
  const subtotals = sums.length === 1 && sums[0] ? sums[0].sections : [];
  return {
    ...rollUp(rows),
    ...compared(printed, rows),
    /** What the printed subtotals add up to. */
    subtotals: { total: present(subtotals.map((it) => it.total)), allotted: present(subtotals.map((it) => it.allotted)) },
    unit: sums[0]?.unit ?? '',
  };
}
export type GrandTotal = ReturnType<typeof grandTotal>;
