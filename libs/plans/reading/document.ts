import { type LocalDate, localDate, planId, Refusal } from '#language';
import type { Paragraph, ParsedPlan } from './parsed-plan.js';
import { fold } from './wording.js';

export type DocumentFacts = Pick<ParsedPlan, 'id' | 'number' | 'year' | 'title' | 'issuer' | 'place' | 'adoptedOn' | 'signer'> & {
  /** False when the title names no year and it was taken from the day of adoption. */
  readonly yearPrinted: boolean;
  /** The signer stands in the signature block itself and not only in a site's notes. */
  readonly signedInText: boolean;
};

interface Line {
  readonly text: string;
  readonly line: number;
}

const dated = /ngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})/iu;
const numbered = /Số(?:\s*:)?\s*(\d{1,5})\s*\/\s*(\p{Lu}+(?:\s*-\s*\p{Lu}+)+)/u;

/** Letters of a line of the head that are read. No title is longer, and a pattern may look at a line from each of its letters. */
const longestHead = 2_000;

/** Finds what names the plan: number, day, issuer, title and year. Refuses `not-a-plan`, naming what is missing. */
export function factsOf(lines: readonly Line[], text: readonly Line[]): DocumentFacts {
  const head = lines.slice(0, 40).map((it) => ({ ...it, text: it.text.slice(0, longestHead) }));
  const numberLine = head.find((it) => numbered.test(it.text));
  const number = numbered.exec(numberLine?.text ?? '');
  const date = head.map((it) => ({ at: it, match: dated.exec(it.text) })).find((it) => it.match !== null);
  const titleAt = head.findIndex((it) => /^\s*KẾ HOẠCH\b/u.test(it.text));
  if (!number || !date?.match || titleAt < 0) throw notAPlan({ number: !number, date: !date, title: titleAt < 0 });
  const [, day = '', month = '', year = ''] = date.match;
  const adoptedOn = localDate(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`, 'adoptedOn');
  const title = titleFrom(head.slice(titleAt));
  const named = /năm\s+(\d{4})|giai đoạn\s+(\d{4})/iu.exec(title);
  const planYear = Number(named?.[1] ?? named?.[2] ?? assumedYear(adoptedOn));
  const place = placeOf(date.at.text);
  const signer = signerOf(lines, text);
  return {
    id: planId(`${number[1]}-${planYear}`),
    number: `${number[1]}/${(number[2] ?? '').replace(/\s/g, '')}`,
    year: planYear,
    yearPrinted: named !== null,
    title,
    issuer: issuerOf(head, place, text),
    place,
    adoptedOn,
    signer: signer.name,
    signedInText: signer.inText,
  };
}

/** "Cà Mau" of "Số: … | Cà Mau, ngày 10 tháng …": between the last bar or comma and the comma before the day. */
function placeOf(text: string): string {
  const before = text.slice(0, /,\s*ngày\s+\d/iu.exec(text)?.index ?? 0);
  return before.slice(Math.max(before.lastIndexOf('|'), before.lastIndexOf(',')) + 1).trim();
}

/** The file's own words inside a pattern, meant as they stand. */
const literally = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');

function titleFrom(lines: readonly Line[]): string {
  const [first, ...rest] = lines;
  const parts = [(first?.text ?? '').trim()];
  for (const { text } of rest) {
    if (text !== text.toUpperCase() || /^\s*(CĂN CỨ|PHẦN)\b/iu.test(text)) break;
    parts.push(text.trim());
  }
  return parts.join(' ').replace(/\s+/g, ' ');
}

/** A plan adopted in the last quarter is for the next year. */
const assumedYear = (adopted: LocalDate) => Number(adopted.slice(0, 4)) + (Number(adopted.slice(5, 7)) >= 10 ? 1 : 0);

/** The body over the number, with the place where the header lost it: "ỦY BAN NHÂN DÂN" of "Cà Mau". */
function issuerOf(head: readonly Line[], place: string, text: readonly Line[]): string {
  const at = head.find((it) => /CỘNG H[ÒO][ÀA]?/u.test(it.text));
  const beside = (at?.text ?? '')
    .split('|')[0]
    ?.replace(/CỘNG H.*$/u, '')
    .trim();
  const above = head
    .find((it) => /^\s*(ỦY|UỶ) BAN NHÂN DÂN|^\s*SỞ |^\s*BAN /u.test(it.text))
    ?.text.split('|')[0]
    ?.trim();
  const printed = beside || above || '';
  const name = printed.charAt(0) + printed.slice(1).toLowerCase();
  if (!place || fold(name).includes(fold(place))) return name.replace(new RegExp(literally(place), 'iu'), () => place);
  const full = new RegExp(`${literally(name)} ((?:tỉnh|thành phố|huyện|quận|thị xã|xã|phường) ${literally(place)})`, 'iu');
  const found = text.map((it) => full.exec(it.text)).find((match) => match !== null);
  return found ? `${name} ${found[1]}` : name;
}

function signerOf(lines: readonly Line[], text: readonly Line[]): { name: string; inText: boolean } {
  const person = /^(?:\p{Lu}\p{Ll}+\s+){1,4}\p{Lu}\p{Ll}+$/u;
  const at = lines.findIndex((it) =>
    /(?:^|\|)\s*(?:(?:TM\.|KT\.|Q\.)\s*)?(?:PHÓ )?(?:CHỦ TỊCH|GIÁM ĐỐC|TRƯỞNG BAN)\s*(?:\||$)/u.test(it.text),
  );
  const below = at < 0 ? [] : lines.slice(at, at + 6).flatMap((it) => it.text.split('|').map((part) => part.trim()));
  const signed = below.find((part) => person.test(part));
  if (signed) return { name: signed, inText: true };
  const noted = text.map((it) => /Người ký\s*:\s*(.+)$/iu.exec(it.text)).find((match) => match !== null);
  return { name: (noted?.[1] ?? '').trim(), inText: false };
}

function notAPlan(missing: Readonly<Record<'number' | 'date' | 'title', boolean>>): Refusal {
  const vi = { number: 'số ký hiệu (“Số: …/KH-…”)', date: 'ngày ban hành', title: 'dòng “KẾ HOẠCH”' };
  const en = { number: 'a number (“Số: …/KH-…”)', date: 'a day of adoption', title: 'a line “KẾ HOẠCH”' };
  const lacks = (['number', 'date', 'title'] as const).filter((key) => missing[key]);
  return new Refusal('not-a-plan', {
    kind: 'invalid',
    field: 'file',
    vi: `Tệp không phải một kế hoạch: không thấy ${lacks.map((key) => vi[key]).join(', ')}.`,
    en: `The file is not a plan: it lacks ${lacks.map((key) => en[key]).join(', ')}.`,
    figures: { missing: lacks },
  });
}

const levels: readonly RegExp[] = [
  /^\s*phần\s+([ivx]+|thứ \p{L}+)/iu,
  /^\s*([IVX]+)\.\s/u,
  /^\s*(\d{1,2})\.\s/u,
  /^\s*([a-zđ])\)\s/u,
];

/** Running text with the headings above each line. What stands before the document's head and after its end is furniture of the site it was copied from. */
export function paragraphsOf(lines: readonly (Line & { readonly afterTables: boolean })[]): Paragraph[] {
  const start = lines.findIndex((it) => /CỘNG H[ÒO]A|^\s*(ỦY|UỶ) BAN NHÂN DÂN/u.test(it.text) || numbered.test(it.text));
  let under: string[] = [];
  return lines.map(({ text, line, afterTables }, index) => {
    if (/^\s*\[\d+\]/.test(text)) return { line, text, under: [], kind: 'footnote' };
    if (index < start || afterTables) return { line, text, under: [], kind: 'furniture' };
    const level = text.length < 250 ? levels.findIndex((pattern) => pattern.test(text)) : -1;
    if (level < 0) return { line, text, under: under.filter(Boolean), kind: 'text' };
    const above = Array.from({ length: level }, (_, i) => under[i] ?? '');
    under = [...above, text.trim()];
    return { line, text, under: above.filter(Boolean), kind: 'heading' };
  });
}

/** "Phần II.I.2.a": the short address of a paragraph. */
export function addressOf(paragraph: Paragraph): string {
  const labels = paragraph.under.map((heading) => {
    const part = levels[0]?.exec(heading);
    if (part) return `Phần ${part[1]}`;
    return levels.map((pattern) => pattern.exec(heading)?.[1]).find((label) => label !== undefined) ?? '';
  });
  return labels.filter(Boolean).join('.');
}
