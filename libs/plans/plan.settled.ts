import { type LocalDate, Refusal } from '#language';
import type { Finding } from './finding.js';
import type { Plan } from './plan.js';
import type { ColumnRole } from './reading/parsed-plan.js';

/** What a settlement reads in a cell, and since when. */
export interface SettledCell {
  readonly text: string;
  readonly on: LocalDate;
}

/** By `IV.VI.3/lead`. The record keeps the printed words beside it, whatever is settled. */
export type SettledCells = Readonly<Record<string, SettledCell>>;

type Settled = NonNullable<Plan['findings'][string]['settled']>;

const roles = ['title', 'lead', 'coordinating', 'executor', 'monitor', 'owner', 'total', 'allotted'] as const;
export type SettledRole = (typeof roles)[number];
const bodyRoles: readonly SettledRole[] = ['lead', 'coordinating', 'executor', 'monitor', 'owner'];

/**
 * The cells of a plan that are read otherwise than printed, because somebody settled so: a blank or unknown body, a group that was
 * named more narrowly, a row that was cut off, a sentence with several thresholds, an amount. Pure; deadlines and rows printed
 * twice have rules of their own.
 */
export function settledCells(plan: Plan): SettledCells {
  const cells: Record<string, SettledCell> = {};
  for (const { finding, settled } of Object.values(plan.findings)) {
    if (!settled || settled.choice === 'keep' || settled.value === null) continue;
    const now = (code: string, role: SettledRole) => cells[`${code}/${role}`]?.text ?? printedIn(plan, code, role);
    for (const [key, text] of readBy(finding, settled, settled.value, { now, roleOf: (name) => roleNamed(plan, finding, name) }))
      cells[key] = { text, on: settled.on };
  }
  return cells;
}

interface Around {
  readonly now: (code: string, role: SettledRole) => string;
  readonly roleOf: (column: string) => SettledRole | null;
}

function readBy(finding: Finding, { choice }: Settled, value: string, around: Around): readonly (readonly [string, string])[] {
  const { code, item, printed } = finding;
  const whole = (role: SettledRole) => (item ? [[`${item}/${role}`, value] as const] : []);
  switch (code) {
    case 'lead-blank':
    case 'executor-blank':
    case 'monitor-blank':
      return whole(code === 'lead-blank' ? 'lead' : code === 'executor-blank' ? 'executor' : 'monitor');
    case 'lead-is-group':
    case 'lead-group-without-members':
    case 'lead-is-several':
      // Accepted as proposed it is what the import did already.
      return choice === 'change' ? whole('lead') : [];
    case 'lead-unknown':
    case 'name-ambiguous':
    case 'party-unknown':
    case 'members-not-named':
      return namedIn(finding).flatMap((row) =>
        bodyRoles
          .filter((role) => around.now(row, role).includes(printed))
          .map((role) => [`${row}/${role}`, around.now(row, role).replace(printed, value)] as const),
      );
    case 'target-with-several-thresholds':
      return choice === 'change' ? whole('title') : [];
    case 'amount-unreadable':
      return (['total', 'allotted'] as const).filter((role) => item && around.now(item, role) === printed).flatMap(whole);
    case 'row-cut-off':
      return cutOff(finding, value, around);
    default:
      return [];
  }
}

/** The cells that were cut off, each with its part of what was settled; the parts stand between bars as they are proposed. */
function cutOff(finding: Finding, value: string, { roleOf }: Around): readonly (readonly [string, string])[] {
  const { columns, parts } = partsOf(finding, value);
  if (finding.item === null || parts.length !== columns.length) return [];
  return columns.flatMap((column, nth) => {
    const role = roleOf(column);
    return role ? [[`${finding.item}/${role}`, parts[nth] ?? ''] as const] : [];
  });
}

function partsOf({ figures }: Finding, value: string) {
  const cells = Array.isArray(figures.cells) ? (figures.cells as readonly { readonly column: string }[]) : [];
  return { columns: cells.map((it) => String(it.column)), parts: value.split('|').map((it) => it.trim()) };
}

/** Refuses a reading of a row that was cut off which does not say what stands in each of its cells. */
export function mustHaveItsParts(finding: Finding, value: string): void {
  if (finding.code !== 'row-cut-off') return;
  const { columns, parts } = partsOf(finding, value);
  if (parts.length === columns.length) return;
  const named = columns.map((it) => `“${it}”`).join(', ');
  throw new Refusal('value-has-other-parts', {
    kind: 'invalid',
    field: 'value',
    vi: `Cần ${columns.length} phần cách nhau bằng “|”, lần lượt cho ${named}; đã nhận ${parts.length}.`,
    en: `Give ${columns.length} parts with “|” between them, for ${named} in turn; there are ${parts.length}.`,
    figures: { columns, given: parts.length },
  });
}

const namedIn = ({ item, figures }: Finding): readonly string[] =>
  Array.isArray(figures.rows) ? figures.rows.map(String) : item ? [item] : [];

function roleNamed(plan: Plan, { appendix }: Finding, name: string): SettledRole | null {
  const role = plan.appendices.find((it) => it.numeral === appendix)?.columns.find((it) => it.name === name)?.role;
  return roles.find((it) => it === role) ?? null;
}

/** A cell as printed; empty where the table has no such column. */
export function printedIn({ rows, appendices }: Plan, code: string, role: ColumnRole): string {
  const known = rows[code];
  const at = appendices.find((it) => it.numeral === known?.appendix)?.columns.findIndex((it) => it.role === role) ?? -1;
  return known?.row.cells[at] ?? '';
}

/** Cells that read otherwise now than before a settlement. */
export function cellsChanged(
  plan: Plan,
  before: SettledCells,
  after: SettledCells,
): readonly { code: string; role: SettledRole }[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key) => {
    const [code = '', name] = key.split('/');
    const role = roles.find((it) => it === name);
    if (!role || !plan.rows[code]) return [];
    const printed = printedIn(plan, code, role);
    return (before[key]?.text ?? printed) === (after[key]?.text ?? printed) ? [] : [{ code, role }];
  });
}
