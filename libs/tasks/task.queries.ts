import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryBus, QueryHandler } from '@nestjs/cqrs';
import { DataSource, type EntityManager } from 'typeorm';
import { WORKING_CALENDAR, type WorkingCalendar } from '#calendar';
import type { Freshness } from '#event-store';
import { type AgencyId, CLOCK, type Clock, dayOf, type Instant, type LocalDate, type PlanId, todayOf } from '#language';
import { inOrderOfNames, namesOf } from './agency-names.js';
import { ATTENTION_RULES, type AttentionRules, limitsOn, type SilenceLimits } from './attention.js';
import { TasksFreshness } from './freshness.js';
import type { Clocks, Four, Select, Snapshot, TallyRow, TaskFilter } from './task.asking.js';
import { conditions, ledBy } from './task.conditions.js';
import { noCounts, sheetsByAgency } from './task.counts.js';
import { pageIn } from './task.pages.js';
import {
  type Among,
  type Board,
  type BoardRow,
  type BothClocks,
  boardOn,
  cellOfRow,
  fourOfCells,
  presentOn,
  type TaskRow,
  taskRow,
} from './task.rows.js';
import { SheetsAhead, TaskSheets } from './task.sheets.js';
import type { Status } from './task.status.js';
import { tallyOfSheets } from './task.tally.js';

export {
  type Clocks,
  type Four,
  type Select,
  type Snapshot,
  type Sort,
  sorts,
  type TallyRow,
  type TaskFilter,
} from './task.asking.js';

export interface TaskListAnswer extends BothClocks {
  readonly rows: readonly TaskRow[];
  readonly total: number;
  /** More than `total` have the words, so many that nobody reads them: the first are given, in their order. */
  readonly more: boolean;
  /** Of the filter without its status; null where too many have the words to be counted. */
  readonly counts: Readonly<Record<Status, number>> | null;
  readonly freshness: Freshness;
}

/** The register. */
export class TaskList extends Query<TaskListAnswer> {
  /** `countAtMost`: so many tasks that have certain words are counted and sorted; of more, the first are given. */
  constructor(
    readonly filter: TaskFilter = {},
    readonly countAtMost = 2_000,
  ) {
    super();
  }
}

/** How many tasks of an agency, section or month have each status, and fall into each cell of the official statistics. */
export class TaskTally extends Query<readonly TallyRow[]> {
  constructor(readonly filter: Clocks & { readonly plan?: PlanId; readonly by: 'agency' | 'section' | 'month' }) {
    super();
  }
}

/** The SQL side of every list: the board on a day, with the caller's own conditions. */
export class TaskBoard {
  private readonly kept: TaskSheets;

  constructor(
    private readonly source: DataSource,
    @Inject(WORKING_CALENDAR) private readonly calendar: WorkingCalendar,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(ATTENTION_RULES) private readonly attention: readonly AttentionRules[],
    private readonly queries: QueryBus,
    readonly freshness: TasksFreshness,
  ) {
    this.kept = new TaskSheets(calendar, attention);
  }

  /** Settles the clocks: without a day, the day on which it was known, else today. */
  clocksOf({ asOf, knownOn }: Clocks): BothClocks {
    return { asOf: asOf ?? (knownOn ? dayOf(knownOn) : todayOf(this.clock)), knownOn: knownOn ?? null };
  }

  /** From how many days without a word on a task is silent, by the rules of that day. */
  silenceOn(day: LocalDate): SilenceLimits {
    const { monthly, other } = limitsOn(this.attention, day);
    return { monthly, other };
  }

  today(): LocalDate {
    return todayOf(this.clock);
  }

  /** Runs `with board as (…) <select>`; `write` gets a function that binds a value and gives its placeholder. */
  async select<R>(clocks: BothClocks, write: Parameters<Select>[0], among?: Among): Promise<R[]> {
    return this.selectingOn(this.source, clocks)<R>(write, among);
  }

  private selectingOn(sql: Pick<EntityManager, 'query'>, clocks: BothClocks, amongIn?: 'task_now'): Select {
    return selecting(sql, (among) => boardOn(clocks, this.calendar, limitsOn(this.attention, clocks.asOf), among, amongIn));
  }

  /** Several readings of one state of the board; names are looked up afterwards, with `name`, on the board's own connections. */
  async atOnce<T>(clocks: BothClocks, work: (snapshot: Snapshot) => Promise<T>): Promise<T> {
    for (let tries = 0; ; tries++)
      try {
        return await this.source.transaction('REPEATABLE READ', async (inside) => {
          const present = tries < 3 ? await this.presentIn(inside, clocks) : null;
          const select = this.selectingOn(inside, clocks, present ? 'task_now' : undefined);
          return work({ clocks, select, present });
        });
      } catch (error) {
        // A later snapshot sees what the sheets have; the board itself can always be asked.
        if (!(error instanceof SheetsAhead)) throw error;
      }
  }

  /** Counts all tasks of today or of a day to come, for those who ask for a figure of it. */
  async count(day: LocalDate): Promise<void> {
    try {
      await this.source.transaction('REPEATABLE READ', async (inside) => {
        const newest = await newestIn(inside, day);
        if (newest !== null) await this.kept.ahead(inside, day, newest);
      });
    } catch (error) {
      // Whoever asked meanwhile has counted them.
      if (!(error instanceof SheetsAhead)) throw error;
    }
  }

  private async presentIn(inside: EntityManager, { asOf, knownOn }: BothClocks): Promise<Snapshot['present']> {
    if (knownOn !== null || asOf !== this.today()) return null;
    const newest = await newestIn(inside, asOf);
    if (newest === null) return null;
    return {
      narrow: (words) =>
        selecting(inside, () => presentOn(asOf, this.calendar, limitsOn(this.attention, asOf), { words: words !== undefined })),
      sheets: () => this.kept.asOf(inside, asOf, newest),
    };
  }

  async rows(clocks: BothClocks, write: Parameters<Select>[0], among?: Among): Promise<TaskRow[]> {
    return this.name(clocks, await this.select<BoardRow>(clocks, write, among));
  }

  /** Register lines of what was selected as `boardRow`, with the agencies' names. */
  async name(clocks: BothClocks, found: readonly BoardRow[]): Promise<TaskRow[]> {
    const nameOf = await namesOf(
      this.queries,
      found.map((row) => row.agency),
      clocks.asOf,
    );
    return found.map((row) => taskRow(row, clocks.asOf, this.calendar, nameOf));
  }

  /** Agencies that lead a task on that day, in the order of their names. */
  async agencies(clocks: BothClocks): Promise<readonly string[]> {
    const ids = await this.atOnce(clocks, async ({ select, present }) => {
      if (present) return [...(await present.sheets()).byAgency.keys()];
      return (await select<{ agency: string }>(() => 'select distinct agency from board')).map((it) => it.agency);
    });
    return inOrderOfNames(this.queries, ids, clocks.asOf);
  }
}

/** Position of the newest event in narrow rows; null where something is dated after the day, and only the board has the rows before it. */
async function newestIn(inside: EntityManager, day: LocalDate): Promise<bigint | null> {
  const [now] = await inside.query<{ newest: string; recordedAt: Instant; beyond: boolean }[]>(
    `select position::text as newest, recorded_at as "recordedAt",
       exists (select from task_now where ahead and valid_from > $1::date) as beyond
     from task_event order by position desc limit 1`,
    [day],
  );
  // Rows that are not ahead are of days up to that of the newest event.
  return !now || now.beyond || dayOf(now.recordedAt) > day ? null : BigInt(now.newest);
}

/** Binds what `write` asks for behind the parameters that the board itself has. */
const selecting =
  (sql: Pick<EntityManager, 'query'>, board: (among?: Among) => Board): Select =>
  (write, among) => {
    const { sql: text, params } = board(among);
    const select = write((value) => `$${params.push(value)}`);
    return sql.query(`${text} ${select}`, params);
  };

@QueryHandler(TaskList)
export class TaskListHandler implements IQueryHandler<TaskList> {
  constructor(private readonly board: TaskBoard) {}

  async execute({ filter, countAtMost }: TaskList): Promise<TaskListAnswer> {
    const freshness = await this.board.freshness.after(filter.minPosition);
    const clocks = this.board.clocksOf(filter);
    const named = filter.sort === 'agency' ? await this.board.agencies(clocks) : null;
    const { found, ...page } = await this.board.atOnce(clocks, (snapshot) => pageIn(snapshot, filter, named, countAtMost));
    return { rows: await this.board.name(clocks, found), ...page, ...clocks, freshness };
  }
}

@QueryHandler(TaskTally)
export class TaskTallyHandler implements IQueryHandler<TaskTally> {
  constructor(private readonly board: TaskBoard) {}

  async execute({ filter }: TaskTally): Promise<readonly TallyRow[]> {
    await this.board.freshness.reached(filter.minPosition);
    return this.board.atOnce(this.board.clocksOf(filter), (snapshot) =>
      tally(snapshot, { by: filter.by, ...(filter.plan && { plan: filter.plan }) }),
    );
  }
}

/** The tally behind the boards and the scorecards. A late claim that still waits is open overdue: see cellOf. */
export async function tally(
  { select, present }: Snapshot,
  { by, ...of }: { readonly plan?: PlanId; readonly agency?: AgencyId; readonly by: 'agency' | 'section' | 'month' },
): Promise<readonly TallyRow[]> {
  if (present && by === 'agency') return tallyOfSheets(sheetsByAgency(await present.sheets(), of));
  const key = { agency: 'agency', section: 'section', month: `coalesce(to_char(due_on, 'YYYY-MM'), due_kind)` }[by];
  const from = present?.narrow() ?? select;
  const found = await from<Omit<TallyRow, 'counts' | 'four'> & { counts: Partial<Record<Status, number>>; four: Four }>(
    (bind) => `
      , cells as (
        select ${key} as key, status, late_days, due_on, ${cellOfRow} as cell
        from board where ${conditions(of, bind)}
      ), of_status as (select key, status, count(*)::int as n from cells group by key, status)
      select c.key,
        (select jsonb_object_agg(s.status, s.n) from of_status s where s.key = c.key) as counts,
        ${fourOfCells} as four,
        coalesce(max(late_days) filter (where cell = 'overdue'), 0) as "oldestOverdueDays"
      from cells c group by c.key order by c.key`,
    ledBy(of),
  );
  return found.map((row) => ({ ...row, counts: { ...noCounts, ...row.counts } }));
}
