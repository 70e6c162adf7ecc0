import { damaged, docxMarkup, largestUnpacked, mustUnpackWithin } from './archive.js';
import type { Block } from './blocks.js';
import { isHeading } from './columns.js';

/** Whether the bytes are a ZIP that names a Word document. */
export function isDocx(bytes: Uint8Array): boolean {
  if (bytes[0] !== 0x50 || bytes[1] !== 0x4b) return false;
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes('word/document.xml');
}

/**
 * A .docx to the same blocks as a text: paragraphs, and table rows with rowspan and colspan spread out. A cell that
 * spans rows says the same in each; one that spans columns stands in its first, except in a heading, where it names all
 * of them. Lines are numbered by paragraph and row. Refuses `file-unreadable`, `file-too-large`.
 */
export async function blocksOfDocx(bytes: Uint8Array): Promise<Block[]> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  await mustUnpackWithin(buffer, largestUnpacked, docxMarkup);
  let html: string;
  try {
    const { default: mammoth } = await import('mammoth');
    const noPictures = mammoth.images.imgElement(async () => ({ src: '' }));
    html = (await mammoth.convertToHtml({ buffer }, { convertImage: noPictures })).value;
  } catch (cause) {
    throw damaged(cause);
  }
  return blocksOfHtml(html.normalize('NFC'));
}

interface Cell {
  text: string;
  readonly rows: number;
  readonly columns: number;
}

/** The well-formed HTML that mammoth writes, to blocks. */
export function blocksOfHtml(html: string): Block[] {
  const blocks: Block[] = [];
  let line = 0;
  let depth = 0;
  let text = '';
  let table: Cell[][] = [];
  const inCell = () => (depth > 0 ? table.at(-1)?.at(-1) : undefined);
  const say = (words: string) => {
    const cell = inCell();
    if (cell) cell.text += words;
    else text += words;
  };
  const endParagraph = () => {
    if (inCell()) return say('\n');
    for (const part of text.split('\n'))
      if (part.trim() !== '') {
        line += 1;
        blocks.push({ kind: 'text', text: part.trim(), line });
      }
    text = '';
  };
  for (const token of html.matchAll(/<(\/?)([a-z0-9]+)((?:\s[^>]*)?)>|([^<]+)/gi)) {
    const [, closing, name = '', attributes = '', words] = token;
    if (words !== undefined) say(decodeEntities(words));
    else if (name === 'br') say('\n');
    else if (name === 'table') {
      if (!closing && depth === 0) endParagraph();
      depth += closing ? -1 : 1;
      if (closing && depth === 0) {
        for (const row of gridOf(table)) {
          line += 1;
          blocks.push(rowBlock(row, line));
        }
        table = [];
      }
    } else if (name === 'tr' && depth === 1 && !closing) table.push([]);
    else if ((name === 'td' || name === 'th') && depth === 1 && !closing)
      table.at(-1)?.push({ text: '', rows: spanOf(attributes, 'rowspan'), columns: spanOf(attributes, 'colspan') });
    else if (closing && /^(p|li|h[1-6])$/.test(name)) endParagraph();
  }
  endParagraph();
  return mergedHeadings(blocks);
}

function rowBlock(cells: string[], line: number): Block {
  if (isHeading(cells)) return { kind: 'heading', cells, from: line, to: line };
  return { kind: 'row', cells, from: line, to: line };
}

const spanOf = (attributes: string, name: string) =>
  Math.min(200, Number(new RegExp(`${name}="(\\d+)"`).exec(attributes)?.[1] ?? 1));
const tidy = (text: string) =>
  text
    .split('\n')
    .map((part) => part.replace(/\s+/g, ' ').trim())
    .filter(Boolean)
    .join('\n');

/** Spreads spans over a grid. */
function gridOf(table: readonly (readonly Cell[])[]): string[][] {
  const grid: string[][] = table.map(() => []);
  table.forEach((cells, r) => {
    const row = grid[r] ?? [];
    const heading = /^(stt|tt|số tt)/i.test(tidy(row[0] ?? cells[0]?.text ?? ''));
    let c = 0;
    for (const cell of cells) {
      while (row[c] !== undefined) c += 1;
      const text = tidy(cell.text);
      for (let down = 0; down < cell.rows && r + down < grid.length; down += 1)
        for (let across = 0; across < cell.columns; across += 1) {
          const target = grid[r + down];
          if (target) target[c + across] = across === 0 || heading ? text : '';
        }
      c += cell.columns;
    }
  });
  const width = Math.max(0, ...grid.map((row) => row.length));
  return grid.map((row) => Array.from({ length: width }, (_, i) => row[i] ?? ''));
}

/** A heading of two rows becomes one: "Kinh phí" over "Tổng" is "Kinh phí Tổng". */
export function mergedHeadings(blocks: readonly Block[]): Block[] {
  const merged: Block[] = [];
  for (const block of blocks) {
    const before = merged.at(-1);
    const second = block.kind !== 'text' && before?.kind === 'heading' && block.cells[0] === before.cells[0];
    if (!second) {
      merged.push(block);
      continue;
    }
    const cells = before.cells.map((name, i) => (block.cells[i] === name ? name : `${name} ${block.cells[i] ?? ''}`.trim()));
    merged[merged.length - 1] = { kind: 'heading', cells, from: before.from, to: block.to };
  }
  return merged;
}

const decodeEntities = (text: string) =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
