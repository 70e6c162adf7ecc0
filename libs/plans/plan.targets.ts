import { type ItemCode, itemCode, type LocalDate } from '#language';
import { type BaselineEvent, readThresholds, type TargetEvent } from '#targets';
import type { PartiesRead } from './plan.assignments.js';
import type { KnownRow } from './plan.difference.js';
import type { ResultRow, TargetRow } from './plan.events.js';
import type { Plan } from './plan.js';
import { settledCells } from './plan.settled.js';
import { similarity } from './reading/wording.js';

type TargetSet = Extract<TargetEvent, { type: 'target-set' }>['data'];
type BaselineRecorded = Extract<BaselineEvent, { type: 'baseline-recorded' }>['data'];

/** A row of a table as it is to be set, with its lasting id, `267-2025/III.I.4`. */
export interface ToSet<Row> {
  readonly id: string;
  readonly row: Row;
}
export type BaselineToSet = ToSet<BaselineRecorded> & {
  readonly alike: { readonly target: ItemCode; readonly likeness: number } | null;
};

/** The rows of one kind of a plan on record, in the order of its appendices. */
export const rowsOfKind = <K extends KnownRow['row']['kind']>(plan: Plan, kind: K) =>
  Object.values(plan.rows).flatMap((known) =>
    known.row.kind === kind ? [{ ...known, row: known.row as Extract<KnownRow['row'], { kind: K }> }] : [],
  );

/** Every target of a plan on record, its sentence read. */
export function targetsOf(plan: Plan, parties: PartiesRead): readonly ToSet<TargetSet>[] {
  const { id, facts } = plan;
  if (id === null || !facts) return [];
  const settled = settledCells(plan);
  return rowsOfKind(plan, 'target').map(({ section, row }) => ({
    id: `${id}/${row.code}`,
    row: {
      plan: id,
      item: row.code,
      year: facts.year,
      section: section.title,
      title: row.title,
      thresholds: readThresholds(settled[`${row.code}/title`]?.text ?? row.title),
      printedExecutor: row.executor,
      executors: (parties[`${row.code}/executor`] ?? []).map(({ printed, kind, id: body }) => ({ printed, kind, id: body })),
      printedMonitor: row.monitor,
      monitor: monitorIn(row, parties),
      sameAs: sameItem(plan, row.code),
      on: facts.adoptedOn,
    },
  }));
}

/** The one body that monitors; a cell that names several or nobody known leaves it open. */
function monitorIn(row: TargetRow, parties: PartiesRead) {
  const [only, ...others] = (parties[`${row.code}/monitor`] ?? []).filter((it) => it.kind === 'agency');
  return only && others.length === 0 ? (only.id as TargetSet['monitor']) : null;
}

/** The row of tasks that prints the same sentence, unless somebody settled that the two are kept apart. */
export function sameItem(plan: Plan, target: ItemCode): ItemCode | null {
  for (const { finding, settled } of Object.values(plan.findings)) {
    const rows = finding.code === 'row-repeated' && Array.isArray(finding.figures.rows) ? finding.figures.rows.map(String) : [];
    const other = rows.find((code) => code !== target && plan.rows[code]?.row.kind === 'item');
    if (rows.includes(target) && other && settled?.choice !== 'keep') return itemCode(other);
  }
  return null;
}

/** Last year's results, each with the target of this year that measures the same. */
export function baselinesOf(plan: Plan): readonly BaselineToSet[] {
  const { id, facts } = plan;
  if (id === null || !facts) return [];
  const rows = rowsOfKind(plan, 'result');
  const alike = sameMeasures(
    rows.map(({ row }) => row),
    rowsOfKind(plan, 'target').map(({ row }) => row),
  );
  return rows.map(({ appendix, section, row }) => ({
    id: `${id}/${row.code}`,
    alike: alike.get(row.code) ?? null,
    row: {
      plan: id,
      item: row.code,
      year: yearIn(plan, appendix) ?? facts.year - 1,
      section: section.title,
      title: row.title,
      thresholds: readThresholds(row.title),
      result: row.result,
      note: row.note,
      verdict: row.verdict === 'unmeasured' ? 'not-measurable' : row.verdict,
      estimated: /ước|dự kiến/iu.test(row.result),
      on: facts.adoptedOn as LocalDate,
    },
  }));
}

/** How alike two sentences must be, their numbers aside, to ask for the same measure. */
const sameMeasure = 0.6;

/** Pairs results with targets by what they measure, the most alike first, each at most once. */
function sameMeasures(results: readonly ResultRow[], targets: readonly TargetRow[]) {
  const measured = <Row extends ResultRow | TargetRow>(rows: readonly Row[]) =>
    rows.map(({ code, title }) => ({
      code,
      measure: readThresholds(title)
        .map((it) => it.of)
        .join(' '),
    }));
  const asked = measured(targets);
  const pairs = measured(results)
    .flatMap((result) =>
      asked.map((target) => ({
        result: result.code,
        target: target.code,
        likeness: Math.round(similarity(result.measure, target.measure) * 100) / 100,
      })),
    )
    .filter((it) => it.likeness >= sameMeasure)
    .sort((a, b) => b.likeness - a.likeness);
  const found = new Map<ItemCode, { readonly target: ItemCode; readonly likeness: number }>();
  const taken = new Set<ItemCode>();
  for (const { result, target, likeness } of pairs) {
    if (found.has(result) || taken.has(target)) continue;
    found.set(result, { target, likeness });
    taken.add(target);
  }
  return found;
}

/** The year that a table's title names. */
export function yearIn({ appendices }: Plan, numeral: string): number | null {
  const title = appendices.find((it) => it.numeral === numeral)?.title ?? '';
  const year = /năm\s+(\d{4})/iu.exec(title)?.[1];
  return year === undefined ? null : Number(year);
}
