import { asQuery, fold } from '#database';
import type { TaskFilter } from './task.asking.js';
import { type Among, cellOfRow } from './task.rows.js';
import type { Status } from './task.status.js';

/** Binds a value and gives its placeholder. */
export type Bind = (value: unknown) => string;

/** A status as an index finds it among narrow rows; the same rows as `status = …`. What is open has no late days of a claim. */
export function standingOf(status: Status): string {
  const open = "standing = 'open' and claim_late_days = 0 and";
  switch (status) {
    case 'overdue':
      return `${open} due_on < $1::date`;
    case 'due-soon':
      return `${open} due_on between $1::date and $2::date`;
    case 'on-track':
      return `${open} due_on > $2::date and reported_on is not null`;
    case 'not-started':
      return `${open} due_on > $2::date and reported_on is null`;
    case 'no-deadline':
      return `${open} due_on is null and due_kind <> 'continuous'`;
    case 'continuous':
      return `${open} due_on is null and due_kind = 'continuous'`;
    default:
      return `standing = '${status}'`;
  }
}

/** Any of several statuses, as indexes find them. */
export const standingAmong = (all: readonly Status[]): string => `(${all.map((it) => `(${standingOf(it)})`).join(' or ')})`;

/** The conditions of a filter over `board`; always at least one. */
export function conditions(filter: TaskFilter, bind: Bind): string {
  const all = ['true'];
  if (filter.plan) all.push(`plan = ${bind(filter.plan)}`);
  if (filter.agency) all.push(`agency = ${bind(filter.agency)}`);
  if (filter.group) all.push(`group_name = ${bind(filter.group)}`);
  if (filter.cell) all.push(`(${cellOfRow}) = ${bind(filter.cell)}`);
  if (filter.status?.length) all.push(`status = any(${bind(filter.status)}::text[])`);
  if (filter.section) all.push(`(section = ${bind(filter.section)} or item like ${bind(`${like(filter.section)}.%`)})`);
  if (filter.due?.length) all.push(`(${filter.due.map((it) => within(bind(`${it}-01`))).join(' or ')})`);
  if (wordsOf(filter.q).length > 0) all.push(hasWords(filter.q, bind));
  return all.join(' and ');
}

/** The tasks that were an agency's at some time, where a filter asks for those of one. */
export const ledBy = ({ agency }: Pick<TaskFilter, 'agency'>): Among | undefined =>
  agency && ((bind) => `agency = ${bind(agency)}`);

const within = (month: string) => `(due_on >= ${month}::date and due_on < ${month}::date + interval '1 month')`;

/** That a row with `lexemes` has the words, with or without their marks. Nothing is found by signs alone. */
export function hasWords(q: string | undefined, bind: Bind): string {
  const asked = asQuery(q ?? '');
  return asked === null ? 'false' : `lexemes @@ ${bind(asked)}::tsquery`;
}

/** Whoever types marks means them. Null where none are typed: such words are found with and without. */
export function asTyped(q: string | undefined, bind: Bind): string | null {
  const marked = wordsOf(q).filter((it) => it !== fold(it));
  return marked.length === 0 ? null : marked.map((it) => `words like ${bind(`%${like(it)}%`)}`).join(' and ');
}

export const wordsOf = (q: string | undefined): readonly string[] =>
  (q ?? '').normalize('NFC').toLowerCase().split(/\s+/).filter(Boolean);

const like = (text: string): string => text.replace(/[\\%_]/g, (it) => `\\${it}`);
