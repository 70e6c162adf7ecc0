import { Refusal } from '#language';
import type { Observation } from '../finding.js';
import { type Block, blocksOfText } from './blocks.js';
import { decodeText, mustNotBeTooLarge } from './decode.js';
import { factsOf, paragraphsOf } from './document.js';
import { blocksOfDocx, isDocx } from './docx.js';
import type { ParsedPlan } from './parsed-plan.js';
import { tablesOf } from './tables.js';
import { blocksOfXlsx, isXlsx } from './xlsx.js';

export interface PlanRead {
  readonly plan: ParsedPlan;
  /** What the reading itself saw: broken rows, missing appendices, loose marks. */
  readonly observations: readonly Observation[];
}

/**
 * Reads a plan from a UTF-8 text, a .docx or an .xlsx (told by its bytes). Refuses what is too large, in another encoding, or not
 * a plan; whatever is wrong with a single row is an observation with its line, and the other rows are there.
 */
export async function readPlan(bytes: Uint8Array): Promise<PlanRead> {
  mustNotBeTooLarge(bytes.length);
  if (isDocx(bytes)) return planFrom(await blocksOfDocx(bytes), false);
  if (isXlsx(bytes)) return planFrom(await blocksOfXlsx(bytes), false);
  const { text, joined } = decodeText(bytes);
  return planFrom(blocksOfText(text), joined);
}

/** The one door for rows, whatever file they came from. */
export function planFrom(blocks: readonly Block[], joined: boolean): PlanRead {
  mustNotBeTooLong(blocks);
  const tables = tablesOf(blocks);
  const text = blocks.flatMap((block) => (block.kind === 'text' ? [{ text: block.text, line: block.line }] : []));
  const { yearPrinted, signedInText, ...facts } = factsOf(tables.rest, text);
  const plan: ParsedPlan = { ...facts, appendices: tables.appendices, paragraphs: paragraphsOf(tables.rest) };
  const mentions = appendicesMentioned(plan);
  if (plan.appendices.every((appendix) => appendix.kind !== 'tasks') && mentions.length === 0)
    throw new Refusal('not-a-plan', {
      kind: 'invalid',
      field: 'file',
      vi: `Tệp không phải một kế hoạch có giao nhiệm vụ: không thấy bảng nhiệm vụ nào (cột “Nhiệm vụ”, “Cơ quan chủ trì”, “Thời gian thực hiện”).`,
      en: 'The file is not a plan that assigns tasks: it has no table of tasks (columns for the task, the lead and the time).',
      figures: { missing: ['tasks'] },
    });
  const observations: Observation[] = [...tables.observations];
  for (const { numeral, line, text: printed } of mentions)
    if (!plan.appendices.some((appendix) => appendix.numeral === numeral))
      observations.push({
        severity: 'blocking',
        code: 'appendix-missing',
        appendix: numeral,
        line,
        printed,
        vi: `Dòng ${line} dẫn đến Phụ lục ${numeral} nhưng tệp không có phụ lục này: tệp có thể bị cắt ngang.`,
        en: `Line ${line} refers to Appendix ${numeral}, which is not in the file: the file may be cut off.`,
        figures: { found: plan.appendices.map((appendix) => appendix.numeral) },
      });
  if (joined)
    observations.push({
      severity: 'notice',
      code: 'marks-joined',
      line: 1,
      printed: 'NFD',
      proposed: 'NFC',
      vi: 'Tệp viết dấu rời (Unicode tổ hợp, NFD); đã chuẩn hóa về dấu liền (NFC).',
      en: 'The file writes its marks apart (NFD); they were joined (NFC).',
    });
  if (!yearPrinted)
    observations.push({
      severity: 'decision',
      code: 'plan-year-assumed',
      line: 1,
      printed: plan.title,
      proposed: String(plan.year),
      vi: `Tên kế hoạch không nêu năm; tạm đọc là ${plan.year} theo ngày ban hành.`,
      en: `The title names no year; ${plan.year} was assumed from the day of adoption.`,
      figures: { year: plan.year },
    });
  if (!signedInText)
    observations.push({
      severity: 'notice',
      code: 'signature-without-name',
      line: plan.paragraphs.find((it) => /CHỦ TỊCH\s*\|?\s*$/u.test(it.text))?.line ?? 1,
      printed: plan.signer,
      proposed: plan.signer || null,
      vi: plan.signer
        ? `Khối chữ ký không có họ tên; người ký lấy từ thông tin kèm theo của trang công bố: ${plan.signer}.`
        : 'Khối chữ ký không có họ tên và tệp không nêu người ký.',
      en: plan.signer
        ? `The signature block has no name; the signer comes from the publishing site's notes: ${plan.signer}.`
        : 'The signature block has no name and the file names no signer.',
    });
  return { plan, observations };
}

/** Ten times the longest known plan. Beyond, comparing every row with every other would hold the server up. */
const longest = { rows: 1_000, paragraphs: 5_000, letters: 30_000 } as const;

function mustNotBeTooLong(blocks: readonly Block[]): void {
  const rows = blocks.filter((block) => block.kind === 'row').length;
  const long = blocks.find((block) => (block.kind === 'text' ? block.text : block.cells.join('')).length > longest.letters);
  if (rows <= longest.rows && blocks.length - rows <= longest.paragraphs && !long) return;
  const line = long ? (long.kind === 'text' ? long.line : long.from) : null;
  throw new Refusal('plan-too-long', {
    kind: 'too-large',
    field: 'file',
    vi: `Tệp quá dài để là một kế hoạch: ${rows} dòng bảng (tối đa ${longest.rows}), ${blocks.length - rows} đoạn (tối đa ${longest.paragraphs})${line ? `, dòng ${line} dài hơn ${longest.letters} ký tự` : ''}.`,
    en: `The file is too long to be a plan: ${rows} table rows (at most ${longest.rows}), ${blocks.length - rows} paragraphs (at most ${longest.paragraphs})${line ? `, line ${line} is longer than ${longest.letters} letters` : ''}.`,
    figures: { rows, paragraphs: blocks.length - rows, line, limits: longest },
  });
}

/** Appendices that the running text refers to ("Chi tiết tại Phụ lục II kèm theo"), each once. */
export function appendicesMentioned(plan: ParsedPlan): { numeral: string; line: number; text: string }[] {
  const seen = new Map<string, { numeral: string; line: number; text: string }>();
  for (const { text, line } of plan.paragraphs.filter((it) => it.kind !== 'furniture'))
    for (const match of text.matchAll(/(?:chi tiết|xem|theo|tại)[^.;()]{0,20}phụ lục\s+(?:số\s*)?([IVX]+)\b/giu)) {
      const numeral = (match[1] ?? '').toUpperCase();
      if (!seen.has(numeral)) seen.set(numeral, { numeral, line, text });
    }
  return [...seen.values()];
}
