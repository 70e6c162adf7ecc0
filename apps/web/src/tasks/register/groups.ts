import type { TFunction } from 'i18next';
import type { TaskRow } from '../../api/answers';

/** Rows under their headings: by what the list is sorted by. Rows keep the order that the server gave. */
export function grouped(
  rows: readonly TaskRow[],
  sort: string,
  t: TFunction,
): { key: string; heading: string; rows: TaskRow[] }[] {
  const groups: { key: string; heading: string; rows: TaskRow[] }[] = [];
  for (const row of rows) {
    const heading = headingOf(row, sort, t);
    const last = groups.at(-1);
    if (last && last.heading === heading) last.rows.push(row);
    else groups.push({ key: `${heading}-${row.id}`, heading, rows: [row] });
  }
  return groups;
}

function headingOf(row: TaskRow, sort: string, t: TFunction): string {
  switch (sort) {
    case 'item':
      return `${row.item.split('.').slice(1, -1).join('.')}. ${row.section}`;
    case 'agency':
      return row.agency.name;
    case 'due':
      return row.dueOn ? t('tasks.dueIn', { month: row.dueOn.slice(0, 7).split('-').reverse().join('/') }) : t('tasks.noDay');
    case 'overdue':
      return t(`status.${row.status}`);
    default:
      return '';
  }
}
