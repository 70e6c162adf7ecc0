import { type Observation, quoted } from '../finding.js';
import { addressOf } from '../reading/document.js';
import { figuresIn } from '../reading/figures.js';
import { type Appendix, type Column, cell, type ParsedPlan, type PlanRow, rowsOf } from '../reading/parsed-plan.js';

/** Rows whose cells are blank where a body is due, cut off, or hold several things at once. */
export function rowFindings(plan: ParsedPlan): Observation[] {
  return [
    ...blankBodies(plan, 'targets', 'executor', 'executor-blank'),
    ...blankBodies(plan, 'targets', 'monitor', 'monitor-blank'),
    ...blankBodies(plan, 'tasks', 'lead', 'lead-blank'),
    ...[...rowsOf(plan, 'targets'), ...rowsOf(plan, 'tasks')].flatMap(({ appendix, row }) => truncated(plan, appendix, row)),
    ...rowsOf(plan, 'targets').flatMap(({ appendix, row }) => severalThresholds(appendix, row)),
    ...withoutMonitor(plan),
  ];
}

function blankBodies(
  plan: ParsedPlan,
  kind: 'targets' | 'tasks',
  role: 'executor' | 'monitor' | 'lead',
  code: string,
): Observation[] {
  return rowsOf(plan, kind).flatMap(({ appendix, row }) => {
    const column = appendix.columns.find((it) => it.role === role);
    if (!column || cell(appendix, row, role) !== '') return [];
    const title = quoted(cell(appendix, row, 'title'), 60);
    const monitor = cell(appendix, row, 'monitor');
    return [
      {
        severity: 'decision' as const,
        code,
        item: row.code,
        appendix: appendix.numeral,
        line: row.from,
        printed: '',
        proposed: role === 'executor' && monitor ? monitor : null,
        vi: `${row.code} “${title}”: ô “${column.name}” để trống.`,
        en: `${row.code} “${title}”: the cell “${column.name}” is blank.`,
        figures: { column: column.name },
      },
    ];
  });
}

/**
 * A row cut off in the published text: its words stop in the middle of a sentence that the running text prints whole,
 * or a cell stops after a comma. Says where the rest stands.
 */
function truncated(plan: ParsedPlan, appendix: Appendix, row: PlanRow): Observation[] {
  const cells: { column: string; printed: string; proposed: string | null; from: string | null; line: number | null }[] = [];
  appendix.columns.forEach((column, i) => {
    const printed = row.cells[i] ?? '';
    if (column.role === 'title') {
      const source = continuedIn(plan, printed);
      if (source) cells.push({ column: column.name, printed, proposed: source.text, from: source.where, line: source.line });
      else if (/[,;–-]$/u.test(printed)) cells.push({ column: column.name, printed, proposed: null, from: null, line: null });
    } else if (/[,;]$/u.test(printed)) {
      const neighbour = commonestBeginning(appendix, column, printed);
      cells.push({ column: column.name, printed, proposed: neighbour?.text ?? null, from: neighbour?.code ?? null, line: null });
    }
  });
  const [first] = cells;
  if (!first) return [];
  const named = cells.map((it) => `“${it.column}”`).join(', ');
  const whole = cells.find((it) => it.line !== null);
  return [
    {
      severity: 'decision',
      code: 'row-cut-off',
      item: row.code,
      appendix: appendix.numeral,
      line: row.from,
      printed: cells.map((it) => it.printed).join(' | '),
      proposed: cells.map((it) => it.proposed ?? it.printed).join(' | '),
      vi: `${row.code}: dòng bị cắt ngang ở ô ${named}${whole ? `; câu đủ ở ${whole.from}, dòng ${whole.line}: “${whole.proposed}”` : ''}.`,
      en: `${row.code}: the row is cut off in ${named}${whole ? `; the whole sentence stands in ${whole.from}, line ${whole.line}: “${whole.proposed}”` : ''}.`,
      figures: { cells },
    },
  ];
}

/** The sentence of the running text that begins with these words and goes on where they stop, with no mark between. */
function continuedIn(plan: ParsedPlan, printed: string): { text: string; where: string; line: number } | null {
  if (/[.!?:”"…)]$/u.test(printed) || printed.split(/\s+/).length < 5) return null;
  const plain = (text: string) =>
    text
      .replace(/^[-+*•]\s*/u, '')
      .replace(/\s+/g, ' ')
      .trim();
  const beginning = plain(printed).toLowerCase();
  for (const paragraph of plan.paragraphs) {
    if (paragraph.kind !== 'text') continue;
    const text = plain(paragraph.text);
    if (!text.toLowerCase().startsWith(beginning)) continue;
    if (/^\s?\p{Ll}/u.test(text.slice(beginning.length))) return { text, where: addressOf(paragraph), line: paragraph.line };
  }
  return null;
}

/** What the other rows print most in this column, among the cells that begin with these words. */
function commonestBeginning(appendix: Appendix, column: Column, printed: string): { text: string; code: string } | null {
  const at = appendix.columns.indexOf(column);
  const rows = appendix.sections.flatMap((section) => section.rows);
  const counts = new Map<string, { text: string; code: string; count: number }>();
  for (const row of rows) {
    const text = row.cells[at] ?? '';
    if (text === printed || !text.startsWith(printed)) continue;
    const seen = counts.get(text);
    counts.set(text, { text, code: seen?.code ?? row.code, count: (seen?.count ?? 0) + 1 });
  }
  return [...counts.values()].sort((a, b) => b.count - a.count)[0] ?? null;
}

/** A target with more than one percentage: each is a threshold of its own. What stands in parentheses is no threshold. */
function severalThresholds(appendix: Appendix, row: PlanRow): Observation[] {
  const title = cell(appendix, row, 'title');
  const percents = figuresIn(title.replace(/\([^()]*\)/gu, ' ')).filter((it) => it.percent);
  if (percents.length < 2) return [];
  const list = percents.map((it) => `${it.printed}%`).join(', ');
  return [
    {
      severity: 'notice',
      code: 'target-with-several-thresholds',
      item: row.code,
      appendix: appendix.numeral,
      line: row.from,
      printed: title,
      vi: `${row.code}: một mục tiêu có ${percents.length} ngưỡng (${list}).`,
      en: `${row.code}: one target holds ${percents.length} thresholds (${list}).`,
      figures: { thresholds: percents.map((it) => it.value) },
    },
  ];
}

/** A table of tasks names no body that judges them; the standing agency does then. */
function withoutMonitor(plan: ParsedPlan): Observation[] {
  return plan.appendices
    .filter((appendix) => appendix.kind === 'tasks' && !appendix.columns.some((column) => column.role === 'monitor'))
    .map((appendix) => ({
      severity: 'notice' as const,
      code: 'tasks-without-monitor',
      appendix: appendix.numeral,
      line: appendix.line,
      printed: appendix.columns.map((column) => column.name).join(' | '),
      vi: `Phụ lục ${appendix.numeral} không có cột cơ quan theo dõi, đánh giá: cơ quan thường trực xác nhận kết quả.`,
      en: `Appendix ${appendix.numeral} has no column for a monitoring body: the standing agency confirms the results.`,
    }));
}
