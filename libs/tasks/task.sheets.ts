import type { EntityManager } from 'typeorm';
import type { WorkingCalendar } from '#calendar';
import type { AgencyId, LocalDate, PlanId } from '#language';
import { type SilenceRules, silenceOn } from './silence.js';
import { cellOfRow, presentOn } from './task.rows.js';
import { type Cell, statuses } from './task.status.js';

const cells: readonly Cell[] = ['onTime', 'late', 'openInTime', 'overdue', 'suspended', 'cancelled'];

/** What is counted of the tasks that one agency leads in one plan, a few bytes a task. `statuses` and the cell are positions in their lists. */
export interface Sheet {
  readonly agency: AgencyId;
  readonly plan: PlanId;
  readonly tasks: number;
  /** How many have each status. */
  readonly byStatus: Int32Array;
  /** Status, cell and flags of each task: see `marked`. */
  readonly marks: Int32Array;
  /** Month of the due date counted from the year 0; 0 where there is none. */
  readonly months: Int32Array;
  readonly lateDays: Int32Array;
  /** Days since the last report; -1 where there is none. */
  readonly reportAge: Int32Array;
}

const silent = 128;
const exceeded = 256;
const inherited = 512;
const simulated = 1024;

export const statusIn = (mark: number): number => mark & 15;
export const cellIn = (mark: number): Cell => cells[(mark >> 4) & 7] ?? 'openInTime';
export const isSilentIn = (mark: number): boolean => (mark & silent) !== 0;
export const isExceededIn = (mark: number): boolean => (mark & exceeded) !== 0;
export const isInheritedIn = (mark: number): boolean => (mark & inherited) !== 0;
export const isSimulatedIn = (mark: number): boolean => (mark & simulated) !== 0;
export const monthNumber = (month: string): number => Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7));

/** The row of a sheet; $3 and $4 are the lists that positions are counted in. Beside `board`, `who` says which agencies. */
const sheetsOf = (who: string) => `
  , marked as (
    select agency, plan, due_on, late_days, report_age,
      array_position($3::text[], status) - 1 + 16 * (array_position($4::text[], ${cellOfRow}) - 1)
        + case when silent then ${silent} else 0 end + case when exceeded then ${exceeded} else 0 end
        + case when late_days > 0 and inherited_late_days > 0 then ${inherited} else 0 end
        + case when simulated then ${simulated} else 0 end as mark
    from board ${who}
  )
  select agency, plan, string_agg(mark::text, ',') as marks, string_agg(late_days::text, ',') as late,
    string_agg(coalesce(report_age, -1)::text, ',') as age,
    string_agg(coalesce(extract(year from due_on) * 12 + extract(month from due_on), 0)::int::text, ',') as months
  from marked group by agency, plan`;

interface Found {
  readonly agency: AgencyId;
  readonly plan: PlanId;
  readonly marks: string;
  readonly late: string;
  readonly age: string;
  readonly months: string;
}

const numbers = (text: string): Int32Array => Int32Array.from(text.split(','), Number);

function sheetFrom({ agency, plan, ...found }: Found): Sheet {
  const marks = numbers(found.marks);
  const byStatus = new Int32Array(statuses.length);
  for (const mark of marks) byStatus[statusIn(mark)] = (byStatus[statusIn(mark)] ?? 0) + 1;
  const [months, lateDays, reportAge] = [numbers(found.months), numbers(found.late), numbers(found.age)];
  return { agency, plan, tasks: marks.length, byStatus, marks, months, lateDays, reportAge };
}

/** The sheets were brought further by somebody whose reading began later. */
export class SheetsAhead extends Error {}

/**
 * Every task of today counted once and kept, so that a figure of a whole country does not read a million rows each time it is asked
 * for. Before each answer the agencies of tasks that changed since are read anew, in the asker's own snapshot: the figures are
 * those of the rows that are read beside them.
 */
export class TaskSheets {
  private day: LocalDate | null = null;
  /** Position of the newest event in them. */
  private changed = -1n;
  private byAgency = new Map<AgencyId, readonly Sheet[]>();
  private turn: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly calendar: WorkingCalendar,
    private readonly silence: readonly SilenceRules[],
  ) {}

  /** The sheets as of a day by what this transaction sees, whose newest event is given. Throws SheetsAhead when a later snapshot is needed. */
  asOf(inside: EntityManager, day: LocalDate, newest: bigint): Promise<readonly Sheet[]> {
    const mine = this.turn.then(() => this.brought(inside, day, newest));
    this.turn = mine.catch(() => undefined);
    return mine;
  }

  private async brought(inside: EntityManager, day: LocalDate, newest: bigint): Promise<readonly Sheet[]> {
    if (this.day !== day) await this.load(inside, day);
    else if (newest < this.changed) throw new SheetsAhead();
    else if (newest > this.changed) await this.renew(inside, day);
    this.changed = newest;
    return [...this.byAgency.values()].flat();
  }

  private async load(inside: EntityManager, day: LocalDate): Promise<void> {
    this.day = null;
    const { sql, params } = presentOn(day, this.calendar, silenceOn(this.silence, day), { words: false });
    const found = await inside.query<Found[]>(`${sql} ${sheetsOf('')}`, [...params, statuses, cells]);
    this.byAgency = new Map();
    this.put(found);
    this.day = day;
  }

  private async renew(inside: EntityManager, day: LocalDate): Promise<void> {
    const touched = await inside.query<{ agency: AgencyId }[]>(
      'select distinct unnest(agencies) as agency from task_now where changed > $1::bigint',
      [this.changed.toString()],
    );
    const agencies = touched.map((it) => it.agency);
    const { sql, params } = presentOn(day, this.calendar, silenceOn(this.silence, day), { words: false });
    const found = await inside.query<Found[]>(`${sql} ${sheetsOf('where agency = any($5::text[])')}`, [
      ...params,
      statuses,
      cells,
      agencies,
    ]);
    for (const agency of agencies) this.byAgency.delete(agency);
    this.put(found);
  }

  private put(found: readonly Found[]): void {
    for (const it of found) this.byAgency.set(it.agency, [...(this.byAgency.get(it.agency) ?? []), sheetFrom(it)]);
  }
}
