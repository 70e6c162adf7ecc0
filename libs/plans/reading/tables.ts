import { itemCode } from '#language';
import type { Observation } from '../finding.js';
import { type Block, isCaption, placeOf } from './blocks.js';
import { columnsFor, columnsOf, kindOf } from './columns.js';
import type { Appendix, Column, PlanRow, Section } from './parsed-plan.js';
import { fold, fromRoman, roman } from './wording.js';

type RowBlock = Extract<Block, { kind: 'row' }>;

export interface TablesRead {
  readonly appendices: readonly Appendix[];
  readonly observations: readonly Observation[];
  /** The text blocks that belong to no table, in order. */
  readonly rest: readonly { readonly text: string; readonly line: number; readonly afterTables: boolean }[];
}

interface Draft {
  numeral: string;
  line: number;
  title: string[];
  caption: string;
  unit: string;
  columns: Column[];
  rows: RowBlock[];
}

/**
 * Gathers the tables of a plan: an appendix begins with its caption and has the heading that follows. A table without a
 * caption gets the next numeral; a heading printed again on a new page is passed over.
 */
export function tablesOf(blocks: readonly Block[]): TablesRead {
  const drafts: Draft[] = [];
  const rest: { text: string; line: number; afterTables: boolean }[] = [];
  let draft: Draft | null = null;
  const begin = (numeral: string, line: number, title: string[]): Draft => {
    const next = { numeral, line, title, caption: '', unit: '', columns: [], rows: [] };
    drafts.push(next);
    return next;
  };
  for (const block of blocks) {
    if (block.kind === 'text' && isCaption(block.text)) {
      const named = /^\s*phụ lục(?:\s+(?:số\s*)?([ivxlc]+|\d{1,2}|[a-z])\b)?\s*[.:]?\s*(.*)$/i.exec(block.text);
      draft = begin(numeralOf(named?.[1], drafts.length + 1), block.line, named?.[2] ? [named[2]] : []);
    } else if (block.kind === 'text') {
      const waiting: Draft | null = draft && draft.columns.length === 0 ? draft : null;
      if (waiting && /^\s*\(\s*(ban hành )?kèm theo/i.test(block.text)) waiting.caption = block.text.trim();
      else if (waiting && /^\s*\(?\s*đơn vị( tính)?\s*:/i.test(block.text)) waiting.unit = block.text.trim();
      else if (waiting && waiting.title.length < 4) waiting.title.push(block.text.trim());
      else rest.push({ text: block.text, line: block.line, afterTables: drafts.some((it) => it.rows.length > 0) });
    } else if (block.kind === 'heading') {
      const columns = columnsOf(block.cells);
      if (draft && draft.columns.length > 0 && fold(block.cells.join('|')) === fold(draft.columns.map((c) => c.name).join('|')))
        continue;
      if (!draft) draft = begin(roman(drafts.length + 1), block.from, []);
      else if (draft.columns.length > 0) draft = begin(`${draft.numeral}B`, block.from, []);
      draft.columns = columns;
    } else if (draft && draft.columns.length > 0) draft.rows.push(block);
    else rest.push({ text: block.cells.join(' | '), line: block.from, afterTables: false });
  }
  const observations: Observation[] = [];
  const last = drafts.at(-1);
  const appendices = drafts.map((it) => appendixOf(it, it === last, observations));
  return { appendices, observations, rest };
}

function numeralOf(printed: string | undefined, position: number): string {
  if (!printed) return roman(position);
  if (/^\d+$/.test(printed)) return roman(Number(printed));
  return printed.toUpperCase();
}

function appendixOf(draft: Draft, last: boolean, observations: Observation[]): Appendix {
  const title = draft.title.join(' ');
  const kind = kindOf(draft.columns, title);
  const columns = columnsFor(kind, draft.columns);
  const base = { numeral: draft.numeral, kind, title, caption: draft.caption, unit: draft.unit, line: draft.line, columns };
  if (columns.length === 0)
    observations.push({
      severity: 'blocking',
      code: 'appendix-without-table',
      appendix: draft.numeral,
      line: draft.line,
      printed: title || `Phụ lục ${draft.numeral}`,
      vi: `Phụ lục ${draft.numeral} không có bảng: tệp có thể bị cắt ngang.`,
      en: `Appendix ${draft.numeral} has no table: the file may be cut off.`,
    });
  const { sections, total } = sectionsOf(base, draft.rows, observations);
  const end = sections.at(-1);
  if (last && end && end.rows.length === 0)
    observations.push({
      severity: 'blocking',
      code: 'section-without-rows',
      appendix: draft.numeral,
      line: end.line,
      printed: end.title,
      vi: `Mục ${draft.numeral}.${end.numeral} “${end.title}” không có dòng nào và là phần cuối tệp: tệp có thể bị cắt ngang.`,
      en: `Section ${draft.numeral}.${end.numeral} “${end.title}” has no rows and ends the file: the file may be cut off.`,
    });
  return { ...base, sections, total };
}

function sectionsOf(
  appendix: Omit<Appendix, 'sections' | 'total'>,
  blocks: readonly RowBlock[],
  observations: Observation[],
): Pick<Appendix, 'sections' | 'total'> {
  const width = appendix.columns.length;
  const ordinalAt = Math.max(
    0,
    appendix.columns.findIndex((column) => column.role === 'ordinal'),
  );
  const titleAt = appendix.columns.findIndex((column) => column.role === 'title');
  const dotted = blocks.some((block) => /^\d+\.\d+/.test(block.cells[ordinalAt] ?? ''));
  const sections: (Omit<Section, 'rows'> & { rows: PlanRow[] })[] = [];
  let total: Appendix['total'] = null;
  for (const block of blocks) {
    if (block.cells.length !== width) {
      observations.push(wrongWidth(appendix.numeral, block, width));
      continue;
    }
    const ordinal = (block.cells[ordinalAt] ?? '').replace(/[.)]+$/, '');
    const title = block.cells[titleAt] ?? '';
    const others = block.cells.filter((text, i) => i !== ordinalAt && i !== titleAt && text !== '' && !/^[\d.,]+$/.test(text));
    const isSection =
      title !== '' &&
      others.length === 0 &&
      (fromRoman(ordinal) !== null || /^[A-ZĐ]$/.test(ordinal) || (dotted && /^\d+$/.test(ordinal)));
    if (isSection) {
      sections.push({ numeral: ordinal, title, line: block.from, cells: block.cells, rows: [] });
    } else if (/^\d+(\.\d+)*$/.test(ordinal)) {
      if (sections.length === 0) sections.push({ numeral: '', title: '', line: block.from, cells: [], rows: [] });
      const section = sections.at(-1);
      if (section) addRow(appendix.numeral, section, block, ordinal, observations);
    } else if (/^(tong|tong cong|tong so|cong)$/.test(fold(`${ordinal} ${title}`))) {
      total = { cells: block.cells, line: block.from };
    } else {
      observations.push({
        severity: 'blocking',
        code: 'row-without-ordinal',
        appendix: appendix.numeral,
        line: block.from,
        printed: block.cells.join(' | '),
        vi: `${placeOf(block).vi}: dòng của Phụ lục ${appendix.numeral} không có số thứ tự nên không đặt được mã.`,
        en: `${placeOf(block).en}: a row of Appendix ${appendix.numeral} has no ordinal, so it cannot have a code.`,
        figures: { cells: block.cells, ...sheetOf(block) },
      });
    }
  }
  return { sections, total };
}

function addRow(
  numeral: string,
  section: Omit<Section, 'rows'> & { rows: PlanRow[] },
  block: RowBlock,
  ordinal: string,
  observations: Observation[],
) {
  const last = ordinal.split('.').at(-1) ?? ordinal;
  const code = itemCode([numeral, section.numeral, String(Number(last))].filter(Boolean).join('.'));
  const before = section.rows.at(-1);
  const place = section.numeral ? `${numeral}.${section.numeral}` : numeral;
  if (section.rows.some((row) => row.code === code)) {
    observations.push({
      severity: 'blocking',
      code: 'ordinal-twice',
      appendix: numeral,
      line: block.from,
      printed: block.cells.join(' | '),
      vi: `${placeOf(block).vi}: số thứ tự ${ordinal} in hai lần trong mục ${place}.`,
      en: `${placeOf(block).en}: ordinal ${ordinal} is printed twice in section ${place}.`,
      figures: { ordinal, ...sheetOf(block) },
    });
    return;
  }
  const expected = before ? Number(before.ordinal.split('.').at(-1)) + 1 : 1;
  if (Number(last) !== expected)
    observations.push({
      severity: 'decision',
      code: 'ordinal-gap',
      item: code,
      appendix: numeral,
      line: block.from,
      printed: ordinal,
      proposed: String(expected),
      vi: `${placeOf(block).vi}: số thứ tự nhảy đến ${ordinal}, đáng lẽ ${expected}; có thể thiếu dòng trong mục ${place}.`,
      en: `${placeOf(block).en}: the ordinal jumps to ${ordinal} where ${expected} was due; a row may be missing in section ${place}.`,
      figures: { printed: Number(last), expected },
    });
  section.rows.push({ code, ordinal, cells: block.cells, from: block.from, to: block.to });
}

function wrongWidth(numeral: string, block: RowBlock, width: number): Observation {
  const few = block.cells.length < width;
  return {
    severity: 'blocking',
    code: few ? 'row-with-too-few-cells' : 'row-with-too-many-cells',
    appendix: numeral,
    line: block.from,
    printed: block.cells.join(' | '),
    vi: `${placeOf(block).vi}: dòng của Phụ lục ${numeral} có ${block.cells.length} ô, bảng có ${width} cột.`,
    en: `${placeOf(block).en}: a row of Appendix ${numeral} has ${block.cells.length} cells, the table has ${width} columns.`,
    figures: { cells: block.cells.length, columns: width, from: block.from, to: block.to, ...sheetOf(block) },
  };
}

const sheetOf = ({ sheet }: RowBlock) => (sheet ? { sheet: sheet.name, row: sheet.row } : {});
