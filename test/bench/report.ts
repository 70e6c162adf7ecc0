import { type Goal, isMet, type SectionReport, type Table } from './section.js';

/** Three digits that count; whole numbers from a hundred up. */
export function shown(value: number): string {
  if (!Number.isFinite(value)) return '–';
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString('en-GB');
  return value.toLocaleString('en-GB', { maximumSignificantDigits: 3 });
}

const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;

function tableText({ title, columns, rows }: Table): string {
  const isNumber = columns.map((_, n) => rows.some((row) => typeof row[n] === 'number'));
  return [
    ...(title ? [`**${title}**\n`] : []),
    line(columns),
    line(isNumber.map((right) => (right ? '---:' : '---'))),
    ...rows.map((row) => line(row.map((it) => (typeof it === 'number' ? shown(it) : it)))),
  ].join('\n');
}

const goalRow = (goal: Goal): string[] => [
  goal.what,
  goal.measured === null ? 'not measured' : `${shown(goal.measured)} ${goal.unit ?? ''}`.trim(),
  `${goal.atLeast !== undefined ? `≥ ${shown(goal.atLeast)}` : `≤ ${shown(goal.atMost ?? Number.NaN)}`} ${goal.unit ?? ''}`.trim(),
  isMet(goal) ? 'met' : '**not met**',
];

export const goalsText = (goals: readonly Goal[]): string =>
  tableText({ columns: ['what', 'measured', 'target', ''], rows: goals.map(goalRow) });

/** A section as Markdown: what was done, its figures, its targets, its notes. */
export const sectionText = ({ title, about, tables, goals, notes = [] }: SectionReport): string =>
  [
    `## ${title}`,
    about,
    ...tables.map(tableText),
    ...(goals.length > 0 ? [goalsText(goals)] : []),
    ...(notes.length > 0 ? [notes.map((it) => `- ${it}`).join('\n')] : []),
  ].join('\n\n');
