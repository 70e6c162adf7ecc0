import { type ItemCode, itemCode } from '#language';
import type { ReadRow, SectionHead } from './plan.events.js';
import type { Appendix, ParsedPlan, PlanRow } from './reading/parsed-plan.js';
import { fold, similarity } from './reading/wording.js';

/** One thing that a changed file says differently; `code` is a row's, or the name of a fact, or "text". */
export interface Difference {
  readonly code: string;
  readonly kind: 'added' | 'changed' | 'removed';
  readonly was: string | null;
  readonly now: string | null;
}

/** A row that is on record, with where it stands. */
export interface KnownRow {
  readonly appendix: string;
  readonly section: SectionHead;
  readonly row: ReadRow;
}

/**
 * Gives the rows of a changed file the codes they had before, whatever was inserted or moved: first by the same words,
 * then by the same code and similar words, then by the most similar words. A new row takes its printed code, or that
 * code with a letter when the code was ever another row's.
 */
export function recoded(plan: ParsedPlan, known: readonly KnownRow[], everUsed: ReadonlySet<string>): ParsedPlan {
  if (known.length === 0) return plan;
  return { ...plan, appendices: plan.appendices.map((appendix) => recodedAppendix(appendix, known, everUsed)) };
}

function recodedAppendix(appendix: Appendix, known: readonly KnownRow[], everUsed: ReadonlySet<string>): Appendix {
  const titleAt = appendix.columns.findIndex((column) => column.role === 'title');
  const title = (row: PlanRow) => row.cells[titleAt] ?? '';
  const rows = appendix.sections.flatMap((section) => section.rows);
  const before = known.filter((it) => it.appendix === appendix.numeral);
  const codes = new Map<PlanRow, ItemCode>();
  const left = new Set(before);
  const match = (row: PlanRow, it: KnownRow) => {
    codes.set(row, it.row.code);
    left.delete(it);
  };
  for (const exact of [true, false])
    for (const row of rows.filter((it) => !codes.has(it))) {
      const same = [...left].find((it) => fold(it.row.title) === fold(title(row)) && (!exact || it.row.code === row.code));
      if (same) match(row, same);
    }
  for (const row of rows.filter((it) => !codes.has(it))) {
    const same = [...left].find((it) => it.row.code === row.code && similarity(it.row.title, title(row)) >= 0.5);
    if (same) match(row, same);
  }
  const pairs = rows
    .filter((row) => !codes.has(row))
    .flatMap((row) => [...left].map((it) => ({ row, it, score: similarity(it.row.title, title(row)) })))
    .filter((pair) => pair.score >= 0.7)
    .sort((a, b) => b.score - a.score);
  for (const { row, it } of pairs) if (!codes.has(row) && left.has(it)) match(row, it);

  const taken = new Set<string>([...everUsed, ...codes.values()]);
  for (const row of rows.filter((it) => !codes.has(it))) {
    const letters = ['', ...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
    const code =
      letters.map((letter) => `${row.code}${letter}`).find((it) => !taken.has(it)) ?? `${row.code}Z${rows.indexOf(row)}`;
    codes.set(row, itemCode(code));
    taken.add(code);
  }
  const renamed = (row: PlanRow): PlanRow => ({ ...row, code: codes.get(row) ?? row.code });
  return { ...appendix, sections: appendix.sections.map((section) => ({ ...section, rows: section.rows.map(renamed) })) };
}

/** A row's words, without what a mere move changes: its ordinal. */
export const wordingOf = (row: ReadRow): string =>
  row.cells
    .filter((text) => text !== row.ordinal)
    .map((text) => text.replace(/\s+/g, ' ').trim())
    .join(' | ');
