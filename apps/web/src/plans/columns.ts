import { number } from '../language/numbers';

export type RowsPart = 'items' | 'targets' | 'results' | 'projects';
export type PlanRow = Readonly<Record<string, unknown>>;

interface Column {
  label:
    | 'task'
    | 'lead'
    | 'coordinating'
    | 'due'
    | 'target'
    | 'executor'
    | 'monitor'
    | 'result'
    | 'note'
    | 'project'
    | 'owner'
    | 'purpose'
    | 'period'
    | 'total'
    | 'allocated';
  /** Where the cell stands in a row; the first that is there. */
  keys: readonly string[];
  number?: true;
}

/** The columns of the four appendices, as printed. */
export const columnsOf: Readonly<Record<RowsPart, readonly Column[]>> = {
  items: [
    { label: 'task', keys: ['title'] },
    { label: 'lead', keys: ['lead'] },
    { label: 'coordinating', keys: ['coordinating'] },
    { label: 'due', keys: ['due'] },
  ],
  targets: [
    { label: 'target', keys: ['title'] },
    { label: 'executor', keys: ['executor'] },
    { label: 'monitor', keys: ['monitor'] },
  ],
  results: [
    { label: 'target', keys: ['title'] },
    { label: 'result', keys: ['result'] },
    { label: 'note', keys: ['note'] },
  ],
  projects: [
    { label: 'project', keys: ['title'] },
    { label: 'owner', keys: ['owner'] },
    { label: 'purpose', keys: ['aim'] },
    { label: 'period', keys: ['years'] },
    { label: 'total', keys: ['total'], number: true },
    { label: 'allocated', keys: ['allotted'], number: true },
  ],
};

/** A cell as text: printed words are taken whole, from `printed` where the reading stands beside them. */
export function textAt(row: PlanRow, keys: readonly string[]): string {
  for (const key of keys) {
    const text = textOf(row[key]);
    if (text) return text;
  }
  return '';
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value.trim();
  if (typeof value === 'number') return number(value);
  if (Array.isArray(value)) return value.map(textOf).filter(Boolean).join('; ');
  if (typeof value === 'object' && value !== null) {
    return 'printed' in value ? textOf(value.printed) : '';
  }
  return '';
}
