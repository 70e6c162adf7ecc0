import type { CellObject, WorkSheet } from '@e965/xlsx';
import { Refusal } from '#language';
import { damaged, mustUnpackWithin } from './archive.js';
import type { Block } from './blocks.js';
import { isHeading } from './columns.js';
import { mergedHeadings } from './docx.js';

/** A sheet that is larger is not a plan; what lies beyond is refused and never cut silently. */
export const sheetLimits = { sheets: 30, rows: 5_000, columns: 60, unpacked: 30_000_000 } as const;

/** Whether the bytes are a ZIP that names an Excel workbook. */
export function isXlsx(bytes: Uint8Array): boolean {
  if (bytes[0] !== 0x50 || bytes[1] !== 0x4b) return false;
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes('xl/workbook.xml');
}

/**
 * A workbook to the same blocks as a text: a row with one filled cell is text, a heading opens a table, and the rows under it
 * are its rows. A row's line is its number in the sheet, as Excel shows it; a second sheet counts on, and its rows keep their own place beside that. What a formula gave when
 * the file was saved is read, the formula never. Refuses `file-unreadable`, `file-too-large`.
 */
export async function blocksOfXlsx(bytes: Uint8Array): Promise<Block[]> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  await mustUnpackWithin(buffer, sheetLimits.unpacked);
  const excel = await import('@e965/xlsx');
  const blocks: Block[] = [];
  let before = 0;
  const sheets = sheetsOf(excel, buffer);
  for (const [name, sheet] of sheets) {
    const rows = rowsOf(excel, sheet);
    blocks.push(...blocksOfRows(rows, before, sheets.length > 1 ? name : null));
    before += rows.length;
  }
  return mergedHeadings(blocks);
}

/** The library; loaded with the first workbook, for most starts see none. */
type Excel = typeof import('@e965/xlsx');

function sheetsOf({ read }: Excel, buffer: Buffer): [name: string, sheet: WorkSheet][] {
  let book: ReturnType<typeof read>;
  try {
    book = read(buffer, {
      type: 'buffer',
      dense: true,
      cellFormula: false,
      cellHTML: false,
      cellText: false,
      cellNF: true,
    });
  } catch (cause) {
    throw damaged(cause);
  }
  if (book.SheetNames.length > sheetLimits.sheets) throw tooManyCells('sheets', book.SheetNames.length);
  return book.SheetNames.flatMap((name) => {
    const sheet = book.Sheets[name];
    return sheet ? [[name.normalize('NFC'), sheet] as [string, WorkSheet]] : [];
  });
}

/** The cells of a sheet as text, merged ones spread downwards: whoever is named over three rows is named in each. */
function rowsOf({ SSF }: Excel, sheet: WorkSheet): string[][] {
  const data: readonly (readonly (CellObject | undefined)[] | undefined)[] = sheet['!data'] ?? [];
  // Rows that hold nothing, however many a sheet says it has, are no plan; but nothing that somebody wrote is left unread.
  const last = data.findLastIndex((cells) => cells?.some((it) => it?.v !== undefined));
  if (last >= sheetLimits.rows) throw tooManyCells('rows', last + 1);
  const rows = Array.from(data.slice(0, sheetLimits.rows), (cells) => {
    const filled = Array.from(cells ?? [], (cell) => textOf(SSF, cell));
    while (filled.at(-1) === '') filled.pop();
    if (filled.length > sheetLimits.columns) throw tooManyCells('columns', filled.length);
    return filled;
  });
  for (const { s, e } of sheet['!merges'] ?? []) {
    const text = rows[s.r]?.[s.c] ?? '';
    if (text === '' || e.r === s.r) continue;
    for (let r = s.r + 1; r <= Math.min(e.r, rows.length - 1); r += 1) {
      const row = rows[r];
      if (!row) continue;
      while (row.length <= s.c) row.push('');
      row[s.c] = text;
    }
  }
  return rows;
}

/** A cell as a person reads it, in Vietnamese writing: 90,11 and not 90.11; 31/12/2026; 85%. */
function textOf(SSF: Excel['SSF'], cell: CellObject | undefined): string {
  if (!cell || cell.v === undefined || cell.t === 'e') return '';
  const format = String(cell.z ?? '');
  if (cell.t === 'n' && typeof cell.v === 'number') {
    if (format !== '' && SSF.is_date(format)) return SSF.format('dd/mm/yyyy', cell.v);
    const percent = format.includes('%');
    const number = percent ? cell.v * 100 : cell.v;
    return `${String(Number(number.toFixed(6))).replace('.', ',')}${percent ? '%' : ''}`;
  }
  return String(cell.v).normalize('NFC').replaceAll('\u00a0', ' ').replace(/\r\n?/g, '\n').trim();
}

/** `before` rows stand in the sheets read so far; `sheet` is the name of one among several. */
function blocksOfRows(rows: readonly (readonly string[])[], before: number, sheet: string | null): Block[] {
  const blocks: Block[] = [];
  let width = 0;
  rows.forEach((cells, i) => {
    const line = before + i + 1;
    const filled = cells.filter((text) => text !== '');
    const [first] = filled;
    if (first === undefined) return;
    const ordinal = /^(\d+(\.\d+)*|[IVXLC]+|[A-ZĐ])[.)]?$/.test(first);
    if (filled.length === 1 && !(width > 0 && ordinal)) {
      if (/^\s*phụ lục/i.test(first)) width = 0;
      for (const text of first.split('\n')) if (text.trim() !== '') blocks.push({ kind: 'text', text: text.trim(), line });
    } else if (isHeading(cells)) {
      width = cells.length;
      blocks.push({ kind: 'heading', cells, from: line, to: line });
    } else if (width > 0) {
      const padded = Array.from({ length: Math.max(width, cells.length) }, (_, c) => cells[c] ?? '');
      const at = sheet === null ? {} : { sheet: { name: sheet, row: i + 1 } };
      blocks.push({ kind: 'row', cells: padded, from: line, to: line, ...at });
    } else blocks.push({ kind: 'text', text: filled.join(' | '), line });
  });
  return blocks;
}

const tooManyCells = (what: 'sheets' | 'rows' | 'columns', count: number) => {
  const words = { sheets: 'trang', rows: 'dòng', columns: 'cột' }[what];
  return new Refusal('file-too-large', {
    kind: 'too-large',
    field: 'file',
    vi: `Tệp .xlsx có ${count} ${words}; tối đa ${sheetLimits[what]}.`,
    en: `The .xlsx has ${count} ${what}; at most ${sheetLimits[what]}.`,
    figures: { what, count, most: sheetLimits[what] },
  });
};
