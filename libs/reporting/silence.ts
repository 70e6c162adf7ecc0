import type { AgencyId, LocalDate, TaskId } from '#language';
import { isSigned, type RoundReport } from './report.js';
import type { OwedTask } from './round.events.js';
import { closingDayOf, type Round } from './round.js';
import { reportOn } from './standing.js';

/** A round with what was received in it. */
export interface RoundWithReports {
  readonly round: Round;
  readonly reports: ReadonlyMap<AgencyId, RoundReport>;
}

/** A task without a date of which nothing was said in the last rounds. */
export interface SilentTask {
  readonly task: TaskId;
  readonly agency: AgencyId;
  readonly due: OwedTask['due'];
  /** Ids of the rounds in which nothing was said, the newest first. */
  readonly rounds: readonly string[];
  readonly since: LocalDate;
}

/**
 * Tasks without a date (blank, dependent, continuous) silent for so many rounds in a row (06.2). Zero and “not applicable” are
 * words and no silence; an exempt agency owed none. A round counts from the day after its closing day. Whether something was
 * reported on the task itself meanwhile is for the caller to ask: it knows the tasks.
 */
export function silentTasks(all: readonly RoundWithReports[], silentRounds: number, day: LocalDate): SilentTask[] {
  const over = all
    .filter(({ round }) => round.opened !== null && closingDayOf(round, null, day) < day)
    .sort((a, b) => ((a.round.opened?.cutOff ?? '') < (b.round.opened?.cutOff ?? '') ? 1 : -1));
  const last = new Map<TaskId, { agency: AgencyId; due: OwedTask['due']; spoke: boolean; round: string; from: LocalDate }[]>();
  for (const { round, reports } of over) {
    if (!round.opened) continue;
    for (const { agency, tasks } of round.opened.expected) {
      if (round.exemptions.some((it) => it.agency === agency && it.on <= day)) continue;
      if (closingDayOf(round, agency, day) >= day) continue;
      const report = reports.get(agency);
      const said = report ? saidIn(reportOn(report, day)) : new Set<TaskId>();
      for (const { task, due } of tasks) {
        if (due === 'date') continue;
        const so = last.get(task) ?? [];
        so.push({ agency, due, spoke: said.has(task), round: round.opened.round, from: round.opened.from });
        last.set(task, so);
      }
    }
  }
  return [...last.entries()].flatMap(([task, rounds]) => {
    const recent = rounds.slice(0, silentRounds);
    const [newest] = recent;
    const oldest = recent.at(-1);
    if (!newest || !oldest || recent.length < silentRounds || recent.some((it) => it.spoke)) return [];
    return [{ task, agency: newest.agency, due: newest.due, rounds: recent.map((it) => it.round), since: oldest.from }];
  });
}

/** The tasks of which the signed report, or a supplement to it, says something. */
export function saidIn(report: RoundReport): ReadonlySet<TaskId> {
  const signed = isSigned(report) ? (report.signings.at(-1)?.entries ?? []) : [];
  const entries = [...signed, ...report.supplements.flatMap((it) => it.entries)];
  return new Set(entries.filter((it) => it.words !== '').map((it) => it.task));
}
