import type { ItemCode } from '#language';
import { addressOf } from './document.js';
import type { ParsedPlan } from './parsed-plan.js';

/** A piece of the plan's words with its place, whether running text or a cell. */
export interface Passage {
  readonly text: string;
  readonly line: number;
  readonly item: ItemCode | null;
  readonly appendix: string | null;
  /** "Phần I.II.7.a" or "I.II.1". */
  readonly where: string;
}

/** Everything the plan says, cell by cell and paragraph by paragraph; a site's furniture left out. */
export function passagesOf(plan: ParsedPlan): Passage[] {
  const prose = plan.paragraphs
    .filter((it) => it.kind !== 'furniture')
    .map((it) => ({ text: it.text, line: it.line, item: null, appendix: null, where: addressOf(it) || `dòng ${it.line}` }));
  const tables = plan.appendices.flatMap((appendix) =>
    appendix.sections.flatMap((section) => {
      const where = section.numeral ? `${appendix.numeral}.${section.numeral}` : appendix.numeral;
      const heading = { text: section.title, line: section.line, item: null, appendix: appendix.numeral, where };
      const rows = section.rows.flatMap((row) =>
        row.cells.map((text) => ({
          text,
          line: row.from,
          item: row.code,
          appendix: appendix.numeral,
          where: row.code as string,
        })),
      );
      return section.title ? [heading, ...rows] : rows;
    }),
  );
  return [...prose, ...tables];
}

/** Sentences of a passage; a full stop inside a number ends none. */
export const sentencesOf = (text: string): string[] =>
  text.split(/(?<=[.!?…])\s+(?=[\p{Lu}+“"(-])/u).filter((part) => part.trim() !== '');

/** Parts of a sentence between semicolons outside parentheses. */
export function clausesOf(sentence: string): string[] {
  const clauses: string[] = [''];
  let depth = 0;
  for (const letter of sentence) {
    if (letter === '(') depth += 1;
    if (letter === ')') depth = Math.max(0, depth - 1);
    if (letter === ';' && depth === 0) clauses.push('');
    else clauses[clauses.length - 1] += letter;
  }
  return clauses;
}
