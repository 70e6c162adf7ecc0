import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryBus, QueryHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { WORKING_CALENDAR, type WorkingCalendar } from '#calendar';
import { fold } from '#database';
import type { Freshness } from '#event-store';
import { type AgencyId, CLOCK, type Clock, dayOf, type Instant, type LocalDate, type PlanId, todayOf } from '#language';
import { namesOf } from './agency-names.js';
import { TasksFreshness } from './freshness.js';
import {
  type BoardRow,
  type BothClocks,
  boardOn,
  boardRow,
  boardRowWithEvents,
  cellOfRow,
  fourOfCells,
  type TaskRow,
  type TaskRowWithEvents,
  taskRow,
} from './task.rows.js';
import { type Cell, type Status, statuses } from './task.status.js';

/** The two clocks as asked: a day (default: the day of knownOn, else today) and what was known. */
export interface Clocks {
  readonly asOf?: LocalDate;
  readonly knownOn?: Instant;
  /** Decimal position to wait for, up to five seconds. */
  readonly minPosition?: string;
}

export const sorts = ['overdue', 'item', 'due', 'agency', 'progress', 'reported'] as const;
export type Sort = (typeof sorts)[number];

export interface TaskFilter extends Clocks {
  readonly plan?: PlanId;
  readonly agency?: AgencyId;
  readonly status?: readonly Status[];
  /** The printed heading, or the code before it: `IV.VI`. */
  readonly section?: string;
  /** The printed words of a group lead. */
  readonly group?: string;
  /** Months of the due date, `2025-03`. */
  readonly due?: readonly string[];
  /** Words to find, with or without marks. */
  readonly q?: string;
  readonly sort?: Sort;
  readonly page?: number;
  readonly size?: number;
}

export interface TaskListAnswer extends BothClocks {
  readonly rows: readonly TaskRow[];
  readonly total: number;
  /** Of the filter without its status. */
  readonly counts: Readonly<Record<Status, number>>;
  readonly freshness: Freshness;
}

/** The register. */
export class TaskList extends Query<TaskListAnswer> {
  constructor(readonly filter: TaskFilter = {}) {
    super();
  }
}

/** How many tasks of an agency, section or month have each status, and fall into each cell of the official statistics. */
export class TaskTally extends Query<readonly TallyRow[]> {
  constructor(readonly filter: Clocks & { readonly plan?: PlanId; readonly by: 'agency' | 'section' | 'month' }) {
    super();
  }
}

/** The official cells, those open without a date also counted apart. */
export type Four = Readonly<Record<Cell, number>> & { readonly noDate: number };

export interface TallyRow {
  /** Agency id, printed section, or month of the due date (its kind when it has none). */
  readonly key: string;
  readonly counts: Readonly<Record<Status, number>>;
  readonly four: Four;
  readonly oldestOverdueDays: number;
}

/** Every task that an agency leads on a day, each with the events that made its status. */
export class TasksOfAgency extends Query<readonly TaskRowWithEvents[]> {
  constructor(
    readonly agency: AgencyId,
    readonly filter: Clocks & { readonly plan?: PlanId } = {},
  ) {
    super();
  }
}

/** Selects from `board`; `write` gets a function that binds a value and gives its placeholder. */
export type Select = <R>(write: (bind: (value: unknown) => string) => string) => Promise<R[]>;

/** The SQL side of every list: the board on a day, with the caller's own conditions. */
export class TaskBoard {
  constructor(
    private readonly source: DataSource,
    @Inject(WORKING_CALENDAR) private readonly calendar: WorkingCalendar,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly queries: QueryBus,
    readonly freshness: TasksFreshness,
  ) {}

  /** Settles the clocks: without a day, the day on which it was known, else today. */
  clocksOf({ asOf, knownOn }: Clocks): BothClocks {
    return { asOf: asOf ?? (knownOn ? dayOf(knownOn) : todayOf(this.clock)), knownOn: knownOn ?? null };
  }

  today(): LocalDate {
    return todayOf(this.clock);
  }

  /** Runs `with board as (…) <select>`; `write` gets a function that binds a value and gives its placeholder. */
  async select<R>(clocks: BothClocks, write: (bind: (value: unknown) => string) => string): Promise<R[]> {
    const { sql, params } = boardOn(clocks, this.calendar);
    const select = write((value) => `$${params.push(value)}`);
    return this.source.query<R[]>(`${sql} ${select}`, params);
  }

  /** Several such readings of one state of the board; names are looked up afterwards, with `name`, on the board's own connections. */
  async atOnce<T>(clocks: BothClocks, work: (select: Select) => Promise<T>): Promise<T> {
    return this.source.transaction('REPEATABLE READ', (manager) =>
      work((write) => {
        const { sql, params } = boardOn(clocks, this.calendar);
        const select = write((value) => `$${params.push(value)}`);
        return manager.query(`${sql} ${select}`, params);
      }),
    );
  }

  async rows(clocks: BothClocks, write: (bind: (value: unknown) => string) => string): Promise<TaskRow[]> {
    return this.name(clocks, await this.select<{ row: BoardRow }>(clocks, write));
  }

  /** For a select of `boardRowWithEvents`. */
  async rowsWithEvents(clocks: BothClocks, write: (bind: (value: unknown) => string) => string): Promise<TaskRowWithEvents[]> {
    const found = await this.select<{ row: BoardRow & Pick<TaskRowWithEvents, 'events'> }>(clocks, write);
    const rows = await this.name(clocks, found);
    return rows.map((row, i) => ({ ...row, events: found[i]?.row.events ?? [] }));
  }

  /** Register lines of what was selected as `boardRow`, with the agencies' names. */
  async name(clocks: BothClocks, found: readonly { readonly row: BoardRow }[]): Promise<TaskRow[]> {
    const nameOf = await namesOf(
      this.queries,
      found.map(({ row }) => row.agency),
    );
    return found.map(({ row }) => taskRow(row, clocks.asOf, this.calendar, nameOf));
  }

  /** Agencies that lead a task on that day, with their names. */
  async agencies(clocks: BothClocks): Promise<{ ids: string[]; names: string[] }> {
    const found = await this.select<{ agency: string }>(clocks, () => 'select distinct agency from board');
    const ids = found.map((it) => it.agency);
    const nameOf = await namesOf(this.queries, ids);
    return { ids, names: ids.map(nameOf) };
  }
}

@QueryHandler(TaskList)
export class TaskListHandler implements IQueryHandler<TaskList> {
  constructor(private readonly board: TaskBoard) {}

  async execute({ filter }: TaskList): Promise<TaskListAnswer> {
    const freshness = await this.board.freshness.after(filter.minPosition);
    const clocks = this.board.clocksOf(filter);
    const size = filter.size ?? 50;
    const offset = ((filter.page ?? 1) - 1) * size;
    const named = filter.sort === 'agency' ? await this.board.agencies(clocks) : null;
    const { counts, found } = await this.board.atOnce(clocks, async (select) => ({
      counts: countsOf(
        await select<{ status: Status; n: number }>(
          (bind) =>
            `select status, count(*)::int as n from board where ${conditions({ ...filter, status: [] }, bind)} group by status`,
        ),
      ),
      found: await select<{ row: BoardRow }>((bind) => {
        const where = conditions(filter, bind);
        const join = named
          ? `left join unnest(${bind(named.ids)}::text[], ${bind(named.names)}::text[]) as named(id, name) on named.id = agency`
          : '';
        return `select ${boardRow} from board ${join} where ${where} order by ${orderOf(filter, bind)} limit ${bind(size)} offset ${bind(offset)}`;
      }),
    }));
    const rows = await this.board.name(clocks, found);
    const wanted = filter.status?.length ? filter.status : statuses;
    return {
      rows,
      total: wanted.reduce((sum, status) => sum + counts[status], 0),
      counts,
      ...clocks,
      freshness,
    };
  }
}

@QueryHandler(TaskTally)
export class TaskTallyHandler implements IQueryHandler<TaskTally> {
  constructor(private readonly board: TaskBoard) {}

  async execute({ filter }: TaskTally): Promise<readonly TallyRow[]> {
    await this.board.freshness.after(filter.minPosition);
    return tally((write) => this.board.select(this.board.clocksOf(filter), write), filter);
  }
}

/** The tally behind the boards and the scorecards. A late claim that still waits is open overdue: see cellOf. */
export async function tally(
  select: Select,
  { plan, by }: { readonly plan?: PlanId; readonly by: 'agency' | 'section' | 'month' },
): Promise<TallyRow[]> {
  const key = { agency: 'agency', section: 'section', month: `coalesce(to_char(due_on, 'YYYY-MM'), due->>'kind')` }[by];
  const found = await select<Omit<TallyRow, 'counts' | 'four'> & { counts: Partial<Record<Status, number>>; four: Four }>(
    (bind) => `
      , cells as (
        select ${key} as key, status, late_days, due_on, ${cellOfRow} as cell
        from board where ${plan ? `plan = ${bind(plan)}` : 'true'}
      ), of_status as (select key, status, count(*)::int as n from cells group by key, status)
      select c.key,
        (select jsonb_object_agg(s.status, s.n) from of_status s where s.key = c.key) as counts,
        ${fourOfCells} as four,
        coalesce(max(late_days) filter (where cell = 'overdue'), 0) as "oldestOverdueDays"
      from cells c group by c.key order by c.key`,
  );
  return found.map((row) => ({ ...row, counts: { ...noCounts, ...row.counts } }));
}

@QueryHandler(TasksOfAgency)
export class TasksOfAgencyHandler implements IQueryHandler<TasksOfAgency> {
  constructor(private readonly board: TaskBoard) {}

  async execute({ agency, filter }: TasksOfAgency): Promise<readonly TaskRowWithEvents[]> {
    await this.board.freshness.after(filter.minPosition);
    return this.board.rowsWithEvents(
      this.board.clocksOf(filter),
      (bind) =>
        `select ${boardRowWithEvents} from board where ${conditions({ agency, ...(filter.plan ? { plan: filter.plan } : {}) }, bind)}
         order by item_order, task`,
    );
  }
}

export const noCounts: Readonly<Record<Status, number>> = {
  overdue: 0,
  'due-soon': 0,
  'awaiting-acceptance': 0,
  'on-track': 0,
  'not-started': 0,
  'no-deadline': 0,
  continuous: 0,
  'completed-late': 0,
  'completed-on-time': 0,
  suspended: 0,
  cancelled: 0,
};

const countsOf = (found: readonly { status: Status; n: number }[]): Readonly<Record<Status, number>> => ({
  ...noCounts,
  ...Object.fromEntries(found.map((it) => [it.status, it.n])),
});

/** The conditions of a filter over `board`; always at least one. */
export function conditions(filter: TaskFilter, bind: (value: unknown) => string): string {
  const all = ['true'];
  if (filter.plan) all.push(`plan = ${bind(filter.plan)}`);
  if (filter.agency) all.push(`agency = ${bind(filter.agency)}`);
  if (filter.group) all.push(`group_name = ${bind(filter.group)}`);
  if (filter.status?.length) all.push(`status = any(${bind(filter.status)}::text[])`);
  if (filter.section) all.push(`(section = ${bind(filter.section)} or item like ${bind(`${like(filter.section)}.%`)})`);
  if (filter.due?.length) all.push(`to_char(due_on, 'YYYY-MM') = any(${bind(filter.due)}::text[])`);
  for (const word of wordsOf(filter.q)) all.push(`folded like ${bind(`%${like(fold(word))}%`)}`);
  return all.join(' and ');
}

/** Whoever types the marks means them: rows that have them come first. Then overdue first, or what was asked for. */
function orderOf(filter: TaskFilter, bind: (value: unknown) => string): string {
  const exact = wordsOf(filter.q).map((word) => `(words like ${bind(`%${like(word)}%`)}) desc`);
  const by: Readonly<Record<Sort, () => string>> = {
    overdue: () => `array_position(${bind(statuses)}::text[], status), late_days desc, due_on nulls last`,
    item: () => 'item_order',
    due: () => 'due_on nulls last',
    agency: () => 'named.name collate "vi-x-icu" nulls last',
    progress: () => 'progress desc nulls last',
    reported: () => 'reported_on desc nulls last',
  };
  return [...exact, by[filter.sort ?? 'overdue'](), 'item_order', 'task'].join(', ');
}

const wordsOf = (q: string | undefined): readonly string[] =>
  (q ?? '').normalize('NFC').toLowerCase().split(/\s+/).filter(Boolean);

const like = (text: string): string => text.replace(/[\\%_]/g, (it) => `\\${it}`);
