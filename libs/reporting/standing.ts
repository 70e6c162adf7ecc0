import type { WorkingCalendar } from '#calendar';
import { type AgencyId, addDays, type LocalDate } from '#language';
import { isSigned, notPrepared, type RoundReport } from './report.js';
import type { RoundFigures } from './round.events.js';
import { closingDayOf, type Round } from './round.js';

/** Where an agency's report stands. `missing` is no report at all: not a zero, not “not applicable”, not an exemption (06.6). */
export const standings = ['exempt', 'missing', 'prepared', 'returned', 'on-time', 'late'] as const;
export type Standing = (typeof standings)[number];

export interface ReportStanding {
  readonly standing: Standing;
  /** The last day on which this agency's report is on time: of the round, or by its extension. */
  readonly closesOn: LocalDate;
  /** The day of the signing that stands. */
  readonly receivedOn: LocalDate | null;
  /** Working days after the closing day that was in force on each; of a missing report, so far. */
  readonly lateDays: number;
  /** The first time that anything was received, whatever was returned since. */
  readonly firstReceivedOn: LocalDate | null;
  readonly returns: number;
  readonly supplements: number;
  /** Received, and nothing in it: no words on any task and no summary (06.13). */
  readonly empty: boolean;
  readonly told: number;
  readonly blank: number;
  readonly unsaid: number;
  /** The reason, where the agency is exempt. */
  readonly exemptBecause: string | null;
}

/** The report as it was at the end of a day. */
export function reportOn(report: RoundReport, day: LocalDate): RoundReport {
  const until = <T extends { readonly on: LocalDate }>(list: readonly T[]) => list.filter((it) => it.on <= day);
  const prepared = report.preparedOn !== null && report.preparedOn <= day;
  const signings = until(report.signings);
  return {
    ...(prepared ? report : { ...notPrepared, preparedOn: signings.at(-1)?.on ?? null }),
    signings,
    returns: until(report.returns),
    supplements: until(report.supplements),
  };
}

/** How an agency stands in a round on a day. Lateness is judged by the signing that stands: a returned report comes again, later. */
export function standingOn(
  round: Round,
  agency: AgencyId,
  whole: RoundReport,
  day: LocalDate,
  calendar: WorkingCalendar,
): ReportStanding {
  const exemption = round.exemptions.find((it) => it.agency === agency && it.on <= day);
  const report = reportOn(whole, day);
  const received = isSigned(report) ? (report.signings.at(-1) ?? null) : null;
  const closesOn = round.opened ? closingDayOf(round, agency, day) : day;
  const lateDays = round.opened ? lateUntil(round, agency, received?.on ?? day, calendar) : 0;
  const standing: Standing = exemption
    ? 'exempt'
    : received
      ? lateDays > 0 || received.on > closingDayOf(round, agency, received.on)
        ? 'late'
        : 'on-time'
      : report.returns.length > 0
        ? 'returned'
        : report.preparedOn !== null
          ? 'prepared'
          : 'missing';
  return {
    standing,
    closesOn,
    receivedOn: received?.on ?? null,
    lateDays: exemption ? 0 : lateDays,
    firstReceivedOn: report.signings[0]?.on ?? null,
    returns: report.returns.length,
    supplements: report.supplements.length,
    empty: received !== null && received.told === 0 && received.summary === '',
    told: received?.told ?? 0,
    blank: received?.blank ?? 0,
    unsaid: received?.unsaid ?? 0,
    exemptBecause: exemption?.reason ?? null,
  };
}

/** Working days up to a day that were past the closing day in force on them: an extension granted later takes none back (06.3). */
function lateUntil(round: Round, agency: AgencyId, day: LocalDate, calendar: WorkingCalendar): number {
  const first = round.opened?.closesOn ?? day;
  if (day <= first) return 0;
  if (closingDayOf(round, agency, day) === first) return calendar.workingDaysBetween(first, day);
  let late = 0;
  for (let at = addDays(first, 1); at <= day; at = addDays(at, 1))
    if (at > closingDayOf(round, agency, at) && calendar.isWorkingDay(at)) late += 1;
  return late;
}

/** The round's figures: each agency in exactly one of exempt, on time, late, returned, missing. */
export function figuresOf(all: readonly Pick<ReportStanding, 'standing' | 'empty'>[]): RoundFigures {
  const count = (...wanted: Standing[]) => all.filter((it) => wanted.includes(it.standing)).length;
  const exempt = count('exempt');
  return {
    expected: all.length,
    exempt,
    due: all.length - exempt,
    onTime: count('on-time'),
    late: count('late'),
    returned: count('returned'),
    missing: count('missing', 'prepared'),
    empty: all.filter((it) => it.empty && it.standing !== 'exempt').length,
  };
}
