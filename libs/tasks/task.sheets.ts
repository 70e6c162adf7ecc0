import { setImmediate as turn } from 'node:timers/promises';
import type { EntityManager } from 'typeorm';
import type { WorkingCalendar } from '#calendar';
import type { AgencyId, LocalDate, PlanId } from '#language';
import { type AttentionRules, limitsOn } from './attention.js';
import { presentOn } from './task.rows.js';
import { type Cell, cellOf, type Four, type Status, statuses } from './task.status.js';

/** What tasks are counted by: their status, and a claim made late apart, for it is in another cell. */
export const places: readonly { readonly status: Status; readonly cell: Cell }[] = [
  ...statuses.map((status) => ({ status, cell: cellOf(status, 0) })),
  { status: 'awaiting-acceptance', cell: cellOf('awaiting-acceptance', 1) },
];

/** What is counted of the tasks that one agency leads in one plan under one heading. Places are positions in their list. */
export interface Sheet {
  readonly agency: AgencyId;
  readonly plan: PlanId;
  /** The heading as printed, and the code that items under it begin with: `IV.VI` of `IV.VI.3`. */
  readonly section: string;
  readonly code: string;
  readonly tasks: number;
  /** How many are at each place. */
  readonly byPlace: Int32Array;
  /** How many are due in which month at which place: two numbers each, `monthPlace` and the count. */
  readonly byMonth: Int32Array;
  readonly four: Four;
  readonly oldestOverdueDays: number;
  /** Days since the last report of each open task that has one, the fewest first. */
  readonly reportAges: Int32Array;
  /** Open and never reported; open and silent; silent without being overdue by status. */
  readonly neverReported: number;
  readonly silent: number;
  readonly silentInTime: number;
  readonly exceeded: number;
  readonly inheritedOverdue: number;
  readonly simulated: boolean;
}

const lateClaim = statuses.length;
const silent = 16;
const exceeded = 32;
const inherited = 64;
const simulated = 128;

const placeBits = 4;

/** A month counted from the year 0 (0: no date) with the position of a place, as one number. */
const monthPlace = (month: number, place: number): number => (month << placeBits) | place;
export const placeIn = (it: number): number => it & 15;
export const monthIn = (it: number): number => it >> placeBits;
export const monthNumber = (month: string): number => Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7));

/** The row of a sheet; $3 is the list that statuses are counted in. Beside `board`, `who` says which agencies. */
const sheetsOf = (who: string) => `
  , marked as (
    select agency, plan, section, left(item, -strpos(reverse(item), '.')) as code, due_on, late_days, report_age,
      case when status = 'awaiting-acceptance' and late_days > 0 then ${lateClaim} else array_position($3::text[], status) - 1 end
        + case when silent then ${silent} else 0 end + case when exceeded then ${exceeded} else 0 end
        + case when late_days > 0 and inherited_late_days > 0 then ${inherited} else 0 end
        + case when simulated then ${simulated} else 0 end as mark
    from board ${who}
  )
  select agency, plan, section, code, string_agg(mark::text, ',') as marks, string_agg(late_days::text, ',') as late,
    string_agg(coalesce(report_age, -1)::text, ',') as age,
    string_agg(coalesce(extract(year from due_on) * 12 + extract(month from due_on), 0)::int::text, ',') as months
  from marked group by agency, plan, section, code`;

interface Found extends Pick<Sheet, 'agency' | 'plan' | 'section' | 'code'> {
  readonly marks: string;
  readonly late: string;
  readonly age: string;
  readonly months: string;
}

const numbers = (text: string): Int32Array => Int32Array.from(text.split(','), Number);

function sheetFrom({ agency, plan, section, code, ...found }: Found): Sheet {
  const marks = numbers(found.marks);
  const [months, lateDays, ages] = [numbers(found.months), numbers(found.late), numbers(found.age)];
  const byPlace = new Int32Array(places.length);
  const byMonth = new Map<number, number>();
  const four = { onTime: 0, late: 0, openInTime: 0, overdue: 0, suspended: 0, cancelled: 0, noDate: 0 };
  const sums = { oldestOverdueDays: 0, neverReported: 0, silent: 0, silentInTime: 0, exceeded: 0, inheritedOverdue: 0 };
  const reported: number[] = [];
  let [isSimulated, i] = [false, 0];
  for (const mark of marks) {
    const [place, month, age] = [placeIn(mark), months[i] ?? 0, ages[i] ?? -1];
    const { status, cell } = places[place] as (typeof places)[number];
    const due = monthPlace(month, place);
    byMonth.set(due, (byMonth.get(due) ?? 0) + 1);
    byPlace[place] = (byPlace[place] ?? 0) + 1;
    four[cell]++;
    if (cell === 'openInTime' && month === 0) four.noDate++;
    if (cell === 'overdue') sums.oldestOverdueDays = Math.max(sums.oldestOverdueDays, lateDays[i] ?? 0);
    if (mark & silent && status !== 'overdue') sums.silentInTime++;
    if (mark & exceeded) sums.exceeded++;
    if (mark & inherited) sums.inheritedOverdue++;
    if (mark & simulated) isSimulated = true;
    if (cell === 'openInTime' || cell === 'overdue') {
      if (mark & silent) sums.silent++;
      if (age < 0) sums.neverReported++;
      else reported.push(age);
    }
    i++;
  }
  const reportAges = Int32Array.from(reported).sort();
  return {
    ...{ agency, plan, section, code, four, byPlace, reportAges },
    ...sums,
    tasks: marks.length,
    byMonth: Int32Array.from([...byMonth].flat()),
    simulated: isSimulated,
  };
}

function by<K>(sheets: readonly Sheet[], keyOf: (sheet: Sheet) => K): Map<K, Sheet[]> {
  const all = new Map<K, Sheet[]>();
  for (const sheet of sheets) {
    const of = all.get(keyOf(sheet));
    if (of) of.push(sheet);
    else all.set(keyOf(sheet), [sheet]);
  }
  return all;
}

export const byAgency = (sheets: readonly Sheet[]): Map<AgencyId, Sheet[]> => by(sheets, (it) => it.agency);
export const byPlan = (sheets: readonly Sheet[]): Map<PlanId, Sheet[]> => by(sheets, (it) => it.plan);

/** All sheets of one state. An agency's list is the same object as long as nothing of it changes. */
export interface Sheets {
  readonly all: readonly Sheet[];
  readonly byAgency: ReadonlyMap<AgencyId, readonly Sheet[]>;
}

/** The sheets were brought further by somebody whose reading began later. */
export class SheetsAhead extends Error {}

/**
 * Every task of today counted once and kept, so that a figure of a whole country does not read a million rows each time it is asked
 * for. Before each answer the agencies of tasks that changed since are read anew, in the asker's own snapshot: the figures are
 * those of the rows that are read beside them.
 */
export class TaskSheets {
  private readonly days = new Map<LocalDate, SheetsOfDay>();

  constructor(
    private readonly calendar: WorkingCalendar,
    private readonly attention: readonly AttentionRules[],
  ) {}

  /** The sheets as of today by what this transaction sees, whose newest event is given. Throws SheetsAhead when a later snapshot is needed. */
  asOf(inside: EntityManager, today: LocalDate, newest: bigint): Promise<Sheets> {
    for (const day of this.days.keys()) if (day < today) this.days.delete(day);
    return this.ahead(inside, today, newest);
  }

  /** The same as of a day that is to come, beside those of today. */
  ahead(inside: EntityManager, day: LocalDate, newest: bigint): Promise<Sheets> {
    const known = this.days.get(day) ?? new SheetsOfDay(day, this.calendar, this.attention);
    this.days.set(day, known);
    return known.by(inside, newest);
  }
}

class SheetsOfDay {
  private loaded = false;
  /** Position of the newest event in them. */
  private changed = -1n;
  private byAgency = new Map<AgencyId, readonly Sheet[]>();
  private all: readonly Sheet[] = [];
  private turn: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly day: LocalDate,
    private readonly calendar: WorkingCalendar,
    private readonly attention: readonly AttentionRules[],
  ) {}

  by(inside: EntityManager, newest: bigint): Promise<Sheets> {
    const mine = this.turn.then(() => this.brought(inside, newest));
    this.turn = mine.catch(() => undefined);
    return mine;
  }

  private async brought(inside: EntityManager, newest: bigint): Promise<Sheets> {
    if (!this.loaded) await this.load(inside);
    else if (newest < this.changed) throw new SheetsAhead();
    else if (newest > this.changed) await this.renew(inside);
    this.changed = newest;
    return { all: this.all, byAgency: this.byAgency };
  }

  private present() {
    return presentOn(this.day, this.calendar, limitsOn(this.attention, this.day), { words: false });
  }

  private async load(inside: EntityManager): Promise<void> {
    const { sql, params } = this.present();
    const found = await inside.query<Found[]>(`${sql} ${sheetsOf('')}`, [...params, statuses]);
    await this.put(new Map(), found);
    this.loaded = true;
  }

  private async renew(inside: EntityManager): Promise<void> {
    const touched = await inside.query<{ agency: AgencyId }[]>(
      `select distinct unnest(agencies) as agency from task_now
       where task in (select task from task_event where position > $1::bigint)`,
      [this.changed.toString()],
    );
    const agencies = touched.map((it) => it.agency);
    const { sql, params } = this.present();
    const found = await inside.query<Found[]>(`${sql} ${sheetsOf('where agency = any($4::text[])')}`, [
      ...params,
      statuses,
      agencies,
    ]);
    const others = new Map(this.byAgency);
    for (const agency of agencies) others.delete(agency);
    await this.put(others, found);
  }

  private async put(others: Map<AgencyId, readonly Sheet[]>, found: readonly Found[]): Promise<void> {
    const sheets: Sheet[] = [];
    for (const it of found) {
      sheets.push(sheetFrom(it));
      // A country has tens of thousands of them: whoever else has work in this process has a turn.
      if (sheets.length % 200 === 0) await turn();
    }
    for (const [agency, own] of byAgency(sheets)) others.set(agency, own);
    this.byAgency = others;
    this.all = [...others.values()].flat();
  }
}
