import { type Cell, cellOf, type Four, type JudgedTask, type Rate, rate, ratesOf, type TaskCounts } from '#tasks';

/** Calendar days since each open task was last heard of. */
export interface ReportAge {
  readonly medianDays: number | null;
  readonly oldestDays: number | null;
  /** Open tasks that never reported. */
  readonly neverReported: number;
  /** Open tasks silent for two reporting periods. */
  readonly silent: number;
}

/**
 * Lateness whose cause the committee accepted as objective, told apart: no late day and no rate above is changed by it. What a
 * rubric leaves out (Decree 335/2025, from 2026) can be read from here.
 */
export interface Objective {
  /** Late or overdue tasks with at least one such day. */
  readonly tasks: number;
  /** Of them, those all of whose late days are such days. */
  readonly wholly: number;
  /** Calendar days late of these tasks, and how many of the days were accepted. */
  readonly lateDays: number;
  readonly excusedDays: number;
  /** On time among the done, the wholly excused set aside. */
  readonly onTime: Rate;
}

export interface Scorecard {
  readonly tasks: number;
  /** The four official numbers, and what is counted apart from them. They add up to the tasks. */
  readonly four: Four;
  /** Of the tasks that fell due: done, on time or late (national usage: tasks not yet due are not in the denominator). */
  readonly completion: Rate;
  /** Of the tasks done: on time. */
  readonly onTime: Rate;
  readonly reportAge: ReportAge;
  readonly exceeded: number;
  readonly objective: Objective;
  /** Overdue already when this agency took them over; shown apart, so that nobody inherits the blame. */
  readonly inheritedOverdue: number;
}

export const cell = (task: JudgedTask): Cell => cellOf(task.status, task.lateDays);

/** Neither done, suspended nor cancelled. */
export const isOpen = (task: JudgedTask): boolean => ['openInTime', 'overdue'].includes(cell(task));

/** Late or overdue, with late days whose cause was accepted as objective. */
export const isExcused = (task: JudgedTask): boolean => ['late', 'overdue'].includes(cell(task)) && task.excusedDays > 0;

/** Every one of its late days. */
export const isWhollyExcused = (task: JudgedTask): boolean => isExcused(task) && task.excusedDays >= task.lateDays;

/** Open in time and without a date to be judged by. */
export const hasNoDate = (task: JudgedTask): boolean => cell(task) === 'openInTime' && task.dueOn === null;

/**
 * An agency's figures from its tasks as they stand on one day. Pure.
 * Completion = (on time + late) ÷ (on time + late + overdue); on-time = on time ÷ (on time + late). Source: report
 * 1270/BC-TCTTTg of 27/12/2017, whose four cells every later national report keeps.
 */
export function scorecard(tasks: readonly JudgedTask[]): Scorecard {
  const count = (which: Cell) => tasks.filter((task) => cell(task) === which).length;
  const open = tasks.filter(isOpen);
  const four: Four = {
    onTime: count('onTime'),
    late: count('late'),
    openInTime: count('openInTime'),
    overdue: count('overdue'),
    suspended: count('suspended'),
    cancelled: count('cancelled'),
    noDate: tasks.filter(hasNoDate).length,
  };
  return {
    tasks: tasks.length,
    four,
    ...ratesOf(four),
    reportAge: {
      ...ages(open.flatMap((task) => task.reportAgeDays ?? [])),
      neverReported: open.filter((task) => task.reportAgeDays === null).length,
      silent: open.filter((task) => task.silent).length,
    },
    exceeded: tasks.filter((task) => task.exceeded).length,
    objective: objectiveOf(tasks, four),
    inheritedOverdue: tasks.filter((task) => task.inheritedOverdue).length,
  };
}

/** The same card of counts that the tasks room made; test/scorecards keeps it equal to the one from the tasks. */
export function scorecardOf(
  { tasks, four, reportAge, exceeded, inheritedOverdue }: TaskCounts,
  excused: readonly JudgedTask[],
): Scorecard {
  return { tasks, four, ...ratesOf(four), reportAge, exceeded, objective: objectiveOf(excused, four), inheritedOverdue };
}

function objectiveOf(tasks: readonly JudgedTask[], { onTime, late }: Four): Objective {
  const excused = tasks.filter(isExcused);
  const sum = (of: (task: JudgedTask) => number) => excused.reduce((total, task) => total + of(task), 0);
  const aside = excused.filter((task) => isWhollyExcused(task) && cell(task) === 'late').length;
  return {
    tasks: excused.length,
    wholly: excused.filter(isWhollyExcused).length,
    lateDays: sum((task) => task.lateDays),
    excusedDays: sum((task) => task.excusedDays),
    onTime: rate(onTime, onTime + late - aside),
  };
}

function ages(days: readonly number[]): Pick<ReportAge, 'medianDays' | 'oldestDays'> {
  const sorted = [...days].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const [below, above] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return below === undefined || above === undefined
    ? { medianDays: null, oldestDays: null }
    : { medianDays: (below + above) / 2, oldestDays: sorted.at(-1) ?? null };
}
