import type { Column, ColumnRole, TableKind } from './parsed-plan.js';
import { fold } from './wording.js';

/** Headings as provinces print them, tried in order: the narrow names stand before the wide ones. */
const names: readonly (readonly [ColumnRole, RegExp])[] = [
  ['ordinal', /^(stt|tt|so tt|so thu tu)$/],
  ['product', /san pham|dau ra/],
  ['monitor', /theo doi|danh gia|giam sat/],
  ['coordinating', /phoi hop/],
  ['owner', /chu dau tu/],
  ['total', /tong muc|tong von|tong kinh phi|tong du toan|kinh phi du kien|nhu cau kinh phi/],
  ['allotted', /phan khai|ke hoach von|von (su nghiep|bo tri|nam|duoc)|kinh phi (nam|bo tri|duoc)|bo tri von/],
  ['aim', /quy mo|muc tieu dau tu|noi dung dau tu/],
  ['lead', /chu tri|dau moi/],
  ['executor', /(co quan|don vi|to chuc|bo phan).*(thuc hien|trien khai|tham muu)|^thuc hien$/],
  ['due', /thoi gian|thoi han|tien do|han hoan thanh|thoi diem|^han$/],
  ['result', /^(ket qua|ty le dat|muc do dat|thuc hien (den|nam)|dat duoc)/],
  ['note', /ghi chu/],
  ['title', /nhiem vu|noi dung|muc tieu|chi tieu|du an|cong viec|hoat dong|giai phap/],
];

/** Gives each heading its role. A second heading of one role stays `other`: nothing of it is lost, nothing is guessed. */
export function columnsOf(headings: readonly string[]): Column[] {
  const taken = new Set<ColumnRole>();
  return headings.map((name) => {
    const folded = fold(name);
    const role = names.find(([candidate, pattern]) => !taken.has(candidate) && pattern.test(folded))?.[0] ?? 'other';
    if (role !== 'other') taken.add(role);
    return { name, role };
  });
}

/** Whether a row is a table's heading: short cells, a title among them and at least one more known name. */
export function isHeading(cells: readonly string[]): boolean {
  if (cells.length < 3 || cells.some((text) => text.length > 80)) return false;
  const roles = columnsOf(cells).map((column) => column.role);
  if (!roles.includes('title')) return false;
  const known = roles.filter((role) => role !== 'other').length;
  return roles.includes('ordinal') ? known >= 3 : known >= 3 && known >= cells.length - 1;
}

/** What the table is about, by its columns; by its title where the columns leave it open. Then an executor who is the only body named leads. */
export function kindOf(columns: readonly Column[], title: string): TableKind {
  const has = (role: ColumnRole) => columns.some((column) => column.role === role);
  const main = fold(columns.find((column) => column.role === 'title')?.name ?? '');
  const folded = fold(title);
  if (has('result')) return 'results';
  if (has('owner') || (has('total') && !has('lead') && !has('due')) || (has('allotted') && has('aim'))) return 'projects';
  if (/muc tieu|chi tieu/.test(main) && !/nhiem vu/.test(main)) return 'targets';
  if (has('due') || has('lead')) return 'tasks';
  if (/muc tieu|chi tieu/.test(folded) && has('monitor')) return 'targets';
  return /nhiem vu/.test(folded) && has('executor') ? 'tasks' : 'other';
}

/** In a table of tasks the body under `Cơ quan thực hiện` leads when no other column says who does. */
export function columnsFor(kind: TableKind, columns: readonly Column[]): Column[] {
  const led = columns.some((column) => column.role === 'lead');
  return columns.map((column) => {
    if (kind === 'tasks' && column.role === 'executor' && !led) return { ...column, role: 'lead' };
    if (kind === 'targets' && column.role === 'lead' && !columns.some((c) => c.role === 'monitor'))
      return { ...column, role: 'monitor' };
    return column;
  });
}
