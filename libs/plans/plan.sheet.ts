import type { KnownRow } from './plan.difference.js';
import type { AppendixHead } from './plan.events.js';
import type { Plan } from './plan.js';

/**
 * The plan in force as the rows of one sheet: the running text first, then each appendix with its heading, sections and rows as
 * printed. Read again it says the same, so that an export that nobody changed is no event (06.10).
 */
export function sheetRowsOf({ text, appendices, rows }: Plan): string[][] {
  const known = Object.values(rows);
  return [
    ...text.map((line) => [line]),
    ...appendices.flatMap((appendix, i) => appendixRows(appendix, appendices[i - 1], known)),
  ];
}

function appendixRows(appendix: AppendixHead, before: AppendixHead | undefined, known: readonly KnownRow[]): string[][] {
  const { numeral, title, caption, unit, columns, total } = appendix;
  // A second table under one caption has the numeral of the first and a B; it has no caption of its own.
  const follows = before !== undefined && numeral === `${before.numeral}B`;
  const own = known.filter((it) => it.appendix === numeral).sort((a, b) => a.row.line - b.row.line);
  const sections = [...new Map(own.map((it) => [`${it.section.numeral} ${it.section.title}`, it.section])).values()];
  return [
    ...(follows ? [] : [[`PHỤ LỤC ${numeral}`], ...[title, caption, unit].filter(Boolean).map((line) => [line])]),
    columns.map((column) => column.name),
    ...sections.flatMap((section) => [
      ...(section.cells.length > 0 ? [[...section.cells]] : []),
      ...own
        .filter((it) => it.section.numeral === section.numeral && it.section.title === section.title)
        .map((it) => [...it.row.cells]),
    ]),
    ...(total ? [[...total]] : []),
  ];
}

/** The sheet as a file. Every cell is typed as text: words that begin with = or + stay words and are never computed. */
export async function workbookOf(plan: Plan): Promise<Buffer> {
  const rows = sheetRowsOf(plan);
  const width = Math.max(1, ...rows.map((row) => row.length));
  const data = rows.map((row) =>
    row.map((value) => (value === '' ? null : { value, type: String, wrap: row.length > 1, alignVertical: 'top' as const })),
  );
  const columns = Array.from({ length: width }, (_, i) => ({ width: i === 0 ? 8 : i === 1 ? 60 : 26 }));
  const { default: writeXlsxFile } = await import('write-excel-file/node');
  return writeXlsxFile(data, { sheet: 'Kế hoạch', columns }).toBuffer();
}
