import { isHeading } from './columns.js';

/** What a file is made of, whatever its form: running text and rows of tables, with their lines. */
export type Block =
  | { readonly kind: 'text'; readonly text: string; readonly line: number }
  | { readonly kind: 'heading'; readonly cells: readonly string[]; readonly from: number; readonly to: number }
  | {
      readonly kind: 'row';
      readonly cells: readonly string[];
      readonly from: number;
      readonly to: number;
      /** In a workbook of several sheets, where a person finds the row. */
      readonly sheet?: { readonly name: string; readonly row: number };
    };

/** How a row is named to a person: by its line, or by its sheet and the number that Excel shows beside it. */
export function placeOf({ from, to, sheet }: Extract<Block, { kind: 'row' }>): { readonly vi: string; readonly en: string } {
  if (sheet) return { vi: `Trang “${sheet.name}”, dòng ${sheet.row}`, en: `Sheet “${sheet.name}”, row ${sheet.row}` };
  const lines = from === to ? String(from) : `${from}–${to}`;
  return { vi: `Dòng ${lines}`, en: `Line ${lines}` };
}

const pipes = (text: string) => text.split('|').length - 1;
export const isCaption = (text: string) => /^\s*phụ lục(\s+(số\s*)?([ivxlc]+|\d{1,2}|[a-z]))?\s*([.:(].*)?$/i.test(text);
const beginsRecord = (line: string) => /^\s*(\d{1,3}(\.\d{1,2})*|[IVXLC]{1,6}|[A-ZĐ])\.?\s*\|/.test(line);
const endsTable = (line: string) => isCaption(line) || /^\s*\[\d+\]/.test(line);

/**
 * Published text to blocks. Cells are parted by "|"; a blank cell is printed as a line break and then "|", so a record
 * runs over lines until it has as many bars as its table's heading. A record that ends early, because another begins or
 * the table does, is given as it stands: the number of its cells tells.
 */
export function blocksOfText(text: string): Block[] {
  const blocks: Block[] = [];
  let bars = 0;
  let closed = true;
  let open: { text: string; from: number; to: number } | null = null;

  const cellsOf = (record: string) => {
    const cells = record.split('|').map((part) => part.trim());
    return closed && cells.at(-1) === '' ? cells.slice(0, -1) : cells;
  };
  const finish = () => {
    if (open) blocks.push({ kind: 'row', cells: cellsOf(open.text), from: open.from, to: open.to });
    open = null;
  };
  const take = (record: { text: string; from: number; to: number }) => {
    open = record;
    if (pipes(record.text) >= bars) finish();
  };

  text.split('\n').forEach((line, index) => {
    const number = index + 1;
    const begun = open as { text: string; from: number; to: number } | null;
    if (begun && !beginsRecord(line) && !endsTable(line)) {
      if (line.trim() !== '') take({ text: `${begun.text}\n${line}`, from: begun.from, to: number });
      return;
    }
    finish();
    if (line.trim() === '') return;
    if (isCaption(line)) bars = 0;
    if (pipes(line) >= 2) {
      const trailing = line.trimEnd().endsWith('|');
      const cells = line.split('|').map((part) => part.trim());
      const headings = trailing ? cells.slice(0, -1) : cells;
      if (isHeading(headings)) {
        closed = trailing;
        bars = pipes(line);
        blocks.push({ kind: 'heading', cells: headings, from: number, to: number });
        return;
      }
    }
    if (bars > 0 && line.includes('|')) take({ text: line, from: number, to: number });
    else blocks.push({ kind: 'text', text: line, line: number });
  });
  finish();
  return blocks;
}
