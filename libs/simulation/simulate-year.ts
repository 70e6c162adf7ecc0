import type { CommandBus, QueryBus } from '@nestjs/cqrs';
import type { WorkingCalendar } from '#calendar';
import { addDays, dayOf, type Instant, instant, type LocalDate, type PlanId } from '#language';
import { RunReminders } from '#reminders';
import { RunWatch, TaskList } from '#tasks';
import type { Chapter, Lived, Telling } from './chapters.js';
import type { Deciders, Step } from './pen.js';
import { afterwards, carryDays, liveThrough, type Reorganisation } from './reorganisation.js';
import { scriptOf, type TaskToLive } from './script.js';
import type { SteeredClock } from './steered-clock.js';

export interface Simulation {
  readonly commands: CommandBus;
  readonly queries: QueryBus;
  /** The clock that the whole product reads; it is steered through the year and released at the end. */
  readonly clock: SteeredClock;
  readonly calendar: WorkingCalendar;
  readonly plan: PlanId;
  readonly year: number;
  readonly deciders: Deciders;
  /** Who is merged, renamed or ended during the year, and the bodies that the registry does not know before. */
  readonly reorganisation?: Reorganisation;
  /** Working days from a due or closing day on which somebody is reminded; nothing is sent of a simulated year. */
  readonly reminders?: readonly number[];
  /** What else happens in the year, each part under draws and ids of its own: none of them changes a task's year. */
  readonly chapters?: readonly Chapter[];
  /** The same seed gives the same year, to the byte. */
  readonly seed: string;
  /** The last day lived, default the end of February after the plan's year. */
  readonly until?: LocalDate;
  readonly onProgress?: (done: number, of: number, day: LocalDate) => void;
}

export interface SimulatedYear {
  readonly steps: number;
  /** Steps that an earlier run had carried out already. */
  readonly repeated: number;
  readonly watched: number;
}

/**
 * Drives the real commands through a year, one at a time in time order, each under an id that follows from the seed: a run that was
 * killed is run again from the start, finds its steps done, and goes on. Everything it writes is marked as simulated.
 * A refusal is a bug of the script and is thrown.
 */
export async function simulateYear(it: Simulation): Promise<SimulatedYear> {
  const tasks = await everyTask(it.queries, it.plan, instant(`${it.year}-01-01T00:00:00+07:00`));
  if (tasks.length === 0)
    throw new Error(
      `no task of ${it.plan} was known when ${it.year} began: import the plan with the clock steered to its adoption`,
    );
  const until = it.until ?? (`${it.year + 1}-02-28` as LocalDate);
  const acts = it.reorganisation?.acts ?? [];
  const world = { seed: it.seed, year: it.year, deciders: it.deciders, calendar: it.calendar, heirOn: afterwards(acts) };
  const scripts: readonly Lived[] = tasks.map((task) => ({ task, ...scriptOf(task, world) }));
  const asked = { ...world, plan: it.plan, queries: it.queries, until, scripts };
  const chapters = await Promise.all((it.chapters ?? []).map((chapter) => chapter(asked)));
  const moments = [
    ...[...scripts, ...chapters].flatMap(({ steps }) => steps).map((step): Moment => ({ at: step.at, step })),
    ...chapters.flatMap(({ tellings }) => tellings).map((telling): Moment => ({ at: telling.at, telling })),
    ...watchDays(scripts.flatMap(({ dates }) => dates)).map(
      (day): Moment => ({ at: instant(`${day}T00:05:00+07:00`), watch: day }),
    ),
    ...carryDays(acts).map((day): Moment => ({ at: instant(`${day}T00:10:00+07:00`), reorganise: day })),
    ...reminderDays([...scripts.flatMap(({ dates }) => dates), ...chapters.flatMap(({ dates = [] }) => dates)], it).map(
      (day): Moment => ({ at: instant(`${day}T07:00:00+07:00`), remind: day }),
    ),
  ]
    .filter(({ at }) => dayOf(at) <= until)
    .sort(inOrder);
  let steps = 0;
  let repeated = 0;
  let watched = 0;
  try {
    for (let done = 0; done < moments.length; done++) {
      const moment = moments[done] as Moment;
      it.clock.steer(moment.at);
      it.onProgress?.(done, moments.length, dayOf(moment.at));
      if (moment.watch) {
        await it.commands.execute(new RunWatch(moment.watch, true));
        watched += 1;
      } else if (moment.remind) {
        await it.commands.execute(new RunReminders(moment.remind, true));
      } else if (moment.reorganise && it.reorganisation) {
        await liveThrough(it.reorganisation, moment.reorganise, it);
      } else if (moment.telling) {
        const told = (await moment.telling.tell()).filter(({ at }) => dayOf(at) <= until);
        const rest = [...moments.splice(done + 1), ...told.map((step): Moment => ({ at: step.at, step }))];
        moments.push(...rest.sort(inOrder));
      } else if (moment.step) {
        steps += 1;
        const { actor, commandId, make } = moment.step;
        const outcome = await it.commands.execute(make({ actor, commandId, simulated: true }));
        if (outcome.repeated) repeated += 1;
      }
    }
  } finally {
    it.clock.release();
  }
  return { steps, repeated, watched };
}

interface Moment {
  readonly at: Instant;
  readonly step?: Step;
  readonly watch?: LocalDate;
  readonly reorganise?: LocalDate;
  readonly remind?: LocalDate;
  readonly telling?: Telling;
}

const key = (moment: Moment) => moment.step?.commandId ?? '';
const inOrder = (a: Moment, b: Moment) => (a.at < b.at ? -1 : a.at > b.at ? 1 : key(a) < key(b) ? -1 : 1);

/** The day after each date on which something may be due. */
const watchDays = (dates: readonly LocalDate[]) => [...new Set(dates.map((day) => addDays(day, 1)))];

const reminderDays = (dates: readonly LocalDate[], { reminders = [], calendar }: Simulation) => [
  ...new Set(dates.flatMap((day) => reminders.map((offset) => calendar.addWorkingDays(day, offset)))),
];

/** The tasks as they were known when the year began, so that a run begun again tells the same stories. */
async function everyTask(queries: QueryBus, plan: PlanId, knownOn: Instant): Promise<TaskToLive[]> {
  const tasks: TaskToLive[] = [];
  for (let page = 1; ; page++) {
    const { rows, total } = await queries.execute(new TaskList({ plan, knownOn, sort: 'item', page, size: 200 }));
    tasks.push(...rows.map(({ id, title, agency, due }) => ({ id, title, agency: agency.id, due })));
    if (tasks.length >= total || rows.length === 0) return tasks;
  }
}
