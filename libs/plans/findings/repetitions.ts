import { type Observation, quoted } from '../finding.js';
import { type Appendix, cell, type Paragraph, type ParsedPlan, rowsOf, type Section } from '../reading/parsed-plan.js';
import { appendicesMentioned } from '../reading/read-plan.js';
import { fold, similarity } from '../reading/wording.js';

/** Rows alike enough to be one thing; sections that the running text names otherwise or that have no rows. */
export function repetitionFindings(plan: ParsedPlan): Observation[] {
  return [...sameSentences(plan), ...taskSections(plan), ...standingDuties(plan)];
}

/** A target that is also a task, or a row printed twice: linked and counted once. */
function sameSentences(plan: ParsedPlan): Observation[] {
  const rows = [...rowsOf(plan, 'targets'), ...rowsOf(plan, 'tasks')].map((it) => ({
    ...it,
    title: cell(it.appendix, it.row, 'title'),
  }));
  return rows.flatMap((one, i) =>
    rows.slice(i + 1).flatMap((other): Observation[] => {
      const [short, long] = [one.title.length, other.title.length].sort((a, b) => a - b);
      if (!short || !long || short / long < 0.8) return [];
      const alike = similarity(one.title, other.title);
      if (alike < 0.95) return [];
      return [
        {
          severity: 'decision',
          code: 'row-repeated',
          item: other.row.code,
          appendix: other.appendix.numeral,
          line: other.row.from,
          printed: other.title,
          proposed: one.row.code,
          vi: `${other.row.code} và ${one.row.code} là cùng một câu (giống ${Math.round(alike * 100)}%): đề nghị liên kết, chỉ tính một lần.`,
          en: `${other.row.code} and ${one.row.code} are the same sentence (${Math.round(alike * 100)}% alike): link them and count once.`,
          figures: { rows: [one.row.code, other.row.code], similarity: alike },
        },
      ];
    }),
  );
}

interface Heading {
  readonly title: string;
  readonly line: number;
  readonly paragraphs: readonly Paragraph[];
}

/** The numbered headings under the part of the text that refers to the table of tasks, against that table's sections. */
function taskSections(plan: ParsedPlan): Observation[] {
  return plan.appendices
    .filter((appendix) => appendix.kind === 'tasks')
    .flatMap((appendix) => {
      const mention = appendicesMentioned(plan).find((it) => it.numeral === appendix.numeral);
      const parent = plan.paragraphs.find((it) => it.kind === 'heading' && it.line === mention?.line);
      if (!parent) return [];
      const headings = headingsUnder(plan, parent);
      if (headings.length < 2) return [];
      return comparedSections(appendix, headings);
    });
}

function headingsUnder(plan: ParsedPlan, parent: Paragraph): Heading[] {
  const depth = parent.under.length + 1;
  const below = plan.paragraphs.filter((it) => it.line > parent.line && it.under[depth - 1] === parent.text.trim());
  return below
    .filter((it) => it.kind === 'heading' && it.under.length === depth)
    .map((heading) => ({
      title: heading.text.replace(/^\s*\d+\.\s*/u, '').trim(),
      line: heading.line,
      paragraphs: below.filter((it) => it.kind === 'text' && it.under[depth] === heading.text.trim()),
    }));
}

function comparedSections(appendix: Appendix, headings: readonly Heading[]): Observation[] {
  const pairs = appendix.sections.map((section) => ({ section, heading: bestHeading(section, headings) }));
  const found: Observation[] = [];
  for (const { section, heading } of pairs) {
    if (!heading) continue;
    if (fold(heading.title) !== fold(section.title))
      found.push({
        severity: 'notice',
        code: 'heading-differs',
        appendix: appendix.numeral,
        line: section.line,
        printed: section.title,
        proposed: heading.title,
        vi: `Mục ${appendix.numeral}.${section.numeral} in “${section.title}”, lời văn (dòng ${heading.line}) in “${heading.title}”.`,
        en: `Section ${appendix.numeral}.${section.numeral} is headed “${section.title}”, the running text (line ${heading.line}) “${heading.title}”.`,
        figures: { section: section.numeral, table: section.title, text: heading.title },
      });
    const untabled = heading.paragraphs.filter(
      (it) => it.text.length > 40 && !section.rows.some((row) => alike(cell(appendix, row, 'title'), it.text)),
    );
    if (untabled.length > 0)
      found.push({
        severity: 'notice',
        code: 'duties-without-row',
        appendix: appendix.numeral,
        line: untabled[0]?.line ?? heading.line,
        printed: untabled.map((it) => it.text.trim()).join('\n'),
        vi: `${untabled.length} việc nêu ở phần lời “${heading.title}” không thấy dòng tương ứng ở mục ${appendix.numeral}.${section.numeral} (dòng ${untabled.map((it) => it.line).join(', ')}).`,
        en: `${untabled.length} duties in the text under “${heading.title}” seem to have no row in section ${appendix.numeral}.${section.numeral} (lines ${untabled.map((it) => it.line).join(', ')}).`,
        figures: { lines: untabled.map((it) => it.line) },
      });
  }
  for (const heading of headings.filter((it) => !pairs.some((pair) => pair.heading === it)))
    found.push({
      severity: 'decision',
      code: 'heading-without-section',
      appendix: appendix.numeral,
      line: heading.line,
      printed: heading.title,
      vi: `Phần lời có mục “${heading.title}” (dòng ${heading.line}) nhưng Phụ lục ${appendix.numeral} không có mục này: ${heading.paragraphs.length} đoạn chưa thành nhiệm vụ.`,
      en: `The text has a heading “${heading.title}” (line ${heading.line}) that Appendix ${appendix.numeral} lacks: ${heading.paragraphs.length} paragraphs became no task.`,
      figures: { paragraphs: heading.paragraphs.map((it) => it.line) },
    });
  return found;
}

/** A table's heading belongs to the heading of the text with the same words, or, failing that, to the one whose paragraphs its rows repeat. */
function bestHeading(section: Section, headings: readonly Heading[]): Heading | null {
  const scored = headings
    .map((heading) => {
      const repeated = section.rows.filter((row) => heading.paragraphs.some((it) => alike(row.cells[1] ?? '', it.text))).length;
      return { heading, score: similarity(section.title, heading.title) + repeated / Math.max(1, section.rows.length) };
    })
    .sort((a, b) => b.score - a.score);
  const [best] = scored;
  return best && best.score >= 0.5 ? best.heading : null;
}

/** Two wordings of one duty: alike as a whole, or one holds nearly all of the other. */
function alike(row: string, paragraph: string): boolean {
  if (similarity(row, paragraph) >= 0.55) return true;
  const [short, long] = fold(row).length < fold(paragraph).length ? [fold(row), fold(paragraph)] : [fold(paragraph), fold(row)];
  return long.includes(short.split(' ').slice(0, 12).join(' '));
}

/** Standing duties laid on bodies in the running text ("Tổ chức thực hiện") are no rows; a person takes them over by hand. */
function standingDuties(plan: ParsedPlan): Observation[] {
  const parent = plan.paragraphs.find((it) => it.kind === 'heading' && /tổ chức thực hiện\s*$/iu.test(it.text));
  if (!parent) return [];
  const headings = headingsUnder(plan, parent);
  if (headings.length === 0) return [];
  return [
    {
      severity: 'notice',
      code: 'standing-duties-in-text',
      line: parent.line,
      printed: parent.text.trim(),
      vi: `Mục “${parent.text.trim()}” giao trách nhiệm thường trực cho ${headings.length} nhóm cơ quan trong lời văn, không có bảng.`,
      en: `“${parent.text.trim()}” lays standing duties on ${headings.length} bodies or groups in running text, without a table.`,
      figures: { bodies: headings.map((it) => quoted(it.title, 120)), lines: headings.map((it) => it.line) },
    },
  ];
}
