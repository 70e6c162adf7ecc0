import type { WorkingCalendar } from '#calendar';
import type { AgencyId, Instant, ItemCode, LocalDate, PlanId, TaskId } from '#language';
import type { AttentionLimits } from './attention.js';
import type { Due, Party } from './task.events.js';
import { dueSoonHorizon, type Status } from './task.status.js';

/** A day and a state of knowledge. `knownOn` null: all that is known now. */
export interface BothClocks {
  readonly asOf: LocalDate;
  readonly knownOn: Instant | null;
}

/** One line of a register. Days are calendar days unless they say working. */
export interface TaskRow {
  readonly id: TaskId;
  readonly plan: PlanId;
  readonly item: ItemCode;
  readonly section: string;
  readonly title: string;
  readonly agency: { readonly id: AgencyId; readonly name: string };
  readonly group: string | null;
  readonly coordinating: readonly Party[];
  readonly due: Due;
  /** The first date ever in force, whatever came after. */
  readonly firstDue: LocalDate | null;
  readonly dueOn: LocalDate | null;
  readonly status: Status;
  readonly lateDays: number;
  /** Of the late days, those with an objective cause accepted by the committee; shown apart, never taken off. */
  readonly excusedDays: number;
  /** Late days beside those: an extension, a suspension, a cancelling or a reopening does not wipe them out. None stands in both. */
  readonly earlierLateDays: number;
  /** Some of `lateDays` ran while another agency was accountable. */
  readonly inheritedOverdue: boolean;
  /** Of `lateDays`, those that ran while another agency was accountable. */
  readonly inheritedLateDays: number;
  readonly workingDaysLeft: number | null;
  readonly progress: number | null;
  readonly reportedOn: LocalDate | null;
  readonly reportAgeDays: number | null;
  /** Nothing heard for longer than the rules of silence allow. */
  readonly silent: boolean;
  readonly evidence: number;
  readonly reports: number;
  readonly reportsPending: number;
  readonly extensions: number;
  readonly delayedDeclared: boolean;
  readonly exceeded: boolean;
  /** The last report or claim was returned and nothing came after it. */
  readonly returned: boolean;
  /** Claimed or accepted as done with neither a file nor a document. */
  readonly withoutEvidence: boolean;
  readonly simulated: boolean;
  /** Version of the stream now; for If-Match. */
  readonly version: number;
}

/** A row of the board relation below. */
export interface BoardRow {
  readonly task: TaskId;
  readonly plan: PlanId;
  readonly item: ItemCode;
  readonly section: string;
  readonly title: string;
  readonly agency: AgencyId;
  readonly group_name: string | null;
  readonly coordinating: readonly Party[];
  readonly due: Due;
  readonly first_due_on: LocalDate | null;
  readonly due_on: LocalDate | null;
  readonly status: Status;
  readonly late_days: number;
  readonly excused_days: number;
  readonly earlier_late_days: number;
  readonly inherited_late_days: number;
  readonly silent: boolean;
  readonly progress: number | null;
  readonly reported_on: LocalDate | null;
  readonly report_age: number | null;
  readonly evidence: number;
  readonly reports: number;
  readonly reports_pending: number;
  readonly extensions: number;
  readonly delayed_declared: boolean;
  readonly exceeded: boolean;
  readonly returned: boolean;
  readonly without_evidence: boolean;
  readonly simulated: boolean;
  readonly version: number;
}

/** A relation called `board`, as the beginning of a statement, and its parameters; the caller's own follow. */
export interface Board {
  readonly sql: string;
  readonly params: unknown[];
}

/** statusOf of task.status.ts in SQL, over $1 the day and $2 the due-soon horizon; the property test in test/tasks keeps them the same. */
const derived = (dueKind: string, silent: string) => `
          case
            when b.standing <> 'open' then b.standing
            when b.due_on is null then case ${dueKind} when 'continuous' then 'continuous' else 'no-deadline' end
            when b.due_on < $1::date then 'overdue'
            when b.due_on <= $2::date then 'due-soon'
            when b.reported_on is null then 'not-started'
            else 'on-track'
          end as status,
          case when b.standing = 'open' and b.due_on < $1::date then $1::date - b.due_on else b.claim_late_days end as late_days,
          b.standing = 'open' and ${silent} as silent,
          $1::date - b.reported_on as report_age`;

/** StatusOn.excusedDays in SQL: of the days after the due date up to $1, those in a span of `objective`; of a claim, as it was fixed. */
const excused = `
          case
            when b.objective is null then 0
            when b.standing = 'open' and b.due_on < $1::date then (
              select coalesce(sum(greatest(0, least((span->>'to')::date, $1::date) - greatest((span->>'from')::date, b.due_on + 1) + 1)), 0)::int
              from jsonb_array_elements(b.objective) span)
            else b.claim_excused_days
          end as excused_days`;

/** What a row of a task has to say, of whatever day, for the task to be looked at; of today, its row of `task_now`. Binds its values. */
export type Among = (bind: (value: unknown) => string) => string;

/**
 * `with board as (…)`: the tasks as they stood on a day, as known then. Of each task that is asked for, its newest row is walked to by
 * an index. What only a row says of a task, as its agency, narrows the tasks by `among`; the caller's conditions say what is so on the day.
 */
export function boardOn(
  { asOf, knownOn }: BothClocks,
  calendar: WorkingCalendar,
  { dueSoon, monthly, other }: AttentionLimits,
  among?: Among,
  amongIn: 'task_board' | 'task_now' = 'task_board',
): Board {
  const params: unknown[] = [asOf, dueSoonHorizon(asOf, calendar, { dueSoon })];
  const bind = (value: unknown) => `$${params.push(value)}`;
  const then = knownOn && `${bind(knownOn)}::timestamptz`;
  const known = then ? `known_from <= ${then} and (known_to is null or known_to > ${then})` : 'known_to is null';
  return {
    params,
    sql: `
      with board as (
        select *, ${excused},
          ${derived('b.due_kind', `$1::date - coalesce(b.reported_on, h.assigned_on) > case when b.monthly then ${monthly} else ${other} end`)}
        from task_head h join lateral (
          select * from task_board
          where task_board.task = h.task and valid_from <= $1::date and ${known}
          order by valid_from desc limit 1
        ) b using (task)
        ${among ? `where task in (select task from ${amongIn} where ${among(bind)})` : ''}
      )`,
  };
}

/**
 * The same tasks on a day on or after the newest day of every one of them, as known now: narrow rows for counting, filtering and
 * sorting. A register line is read of them by boardOn. `words`: with what is searched.
 */
export function presentOn(
  asOf: LocalDate,
  calendar: WorkingCalendar,
  { dueSoon, monthly, other }: AttentionLimits,
  { words }: { readonly words: boolean },
): Board {
  const silent = `((b.monthly and b.heard_on < $1::date - ${monthly}) or (not b.monthly and b.heard_on < $1::date - ${other}))`;
  return {
    params: [asOf, dueSoonHorizon(asOf, calendar, { dueSoon })],
    sql: `
      with board as (
        select b.*, ${words ? 'h.words, h.lexemes, ' : ''}${derived('b.due_kind', silent)}
        from task_now b ${words ? 'join task_head h on h.task = b.task and h.plan = b.plan' : ''}
      )`,
  };
}

/** cellOf of task.status.ts over a board row: a late claim that still waits is open overdue. */
export const cellOfRow = `
  case
    when status = 'completed-on-time' then 'onTime'
    when status = 'completed-late' then 'late'
    when status = 'overdue' or (status = 'awaiting-acceptance' and late_days > 0) then 'overdue'
    when status in ('suspended', 'cancelled') then status
    else 'openInTime'
  end`;

/** The official numbers over rows that have their `cell` and `due_on`. */
export const fourOfCells = `
  jsonb_build_object(
    'onTime', count(*) filter (where cell = 'onTime'), 'late', count(*) filter (where cell = 'late'),
    'openInTime', count(*) filter (where cell = 'openInTime'), 'overdue', count(*) filter (where cell = 'overdue'),
    'suspended', count(*) filter (where cell = 'suspended'), 'cancelled', count(*) filter (where cell = 'cancelled'),
    'noDate', count(*) filter (where cell = 'openInTime' and due_on is null))`;

/** What a query selects of a board row: dates come as text and numbers as numbers. Columns cost a third of what JSON does. */
export const boardRow = `
  task, plan, item, section, title, agency, group_name, coordinating, due, first_due_on::text, due_on::text, status, late_days,
  excused_days, earlier_late_days, inherited_late_days, silent, progress::float8, reported_on::text, report_age, evidence, reports,
  reports_pending, extensions, delayed_declared, exceeded, returned, without_evidence, simulated,
  (select n.version from task_now n where n.task = board.task) as version`;

/** Makes register lines of board rows. `nameOf` gives an agency's name for its id. */
export function taskRow(row: BoardRow, asOf: LocalDate, calendar: WorkingCalendar, nameOf: (id: string) => string): TaskRow {
  const open = row.due_on !== null && row.due_on >= asOf && ['due-soon', 'not-started', 'on-track'].includes(row.status);
  return {
    id: row.task,
    plan: row.plan,
    item: row.item,
    section: row.section,
    title: row.title,
    agency: { id: row.agency, name: nameOf(row.agency) },
    group: row.group_name,
    coordinating: row.coordinating,
    due: row.due,
    firstDue: row.first_due_on,
    dueOn: row.due_on,
    status: row.status,
    lateDays: row.late_days,
    excusedDays: row.excused_days,
    earlierLateDays: row.earlier_late_days,
    inheritedOverdue: row.late_days > 0 && row.inherited_late_days > 0,
    inheritedLateDays: row.inherited_late_days,
    workingDaysLeft: open && row.due_on ? calendar.workingDaysBetween(asOf, row.due_on) : null,
    progress: row.progress,
    reportedOn: row.reported_on,
    reportAgeDays: row.report_age,
    silent: row.silent,
    evidence: row.evidence,
    reports: row.reports,
    reportsPending: row.reports_pending,
    extensions: row.extensions,
    delayedDeclared: row.delayed_declared,
    exceeded: row.exceeded,
    returned: row.returned,
    withoutEvidence: row.without_evidence,
    simulated: row.simulated,
    version: row.version,
  };
}
