import { compareDecimals, type Decimal, type LocalDate, sumOf } from '#language';
import type { ProjectRead } from './project.events.js';
import type { Acceptance, Disbursement, Money, Owner, Project } from './project.state.js';

/** accepted; past-period: its years are over and nobody accepted it; disbursing; not-started: nothing was paid since it is on record. */
export const projectStatuses = ['accepted', 'past-period', 'disbursing', 'not-started', 'dropped'] as const;
export type ProjectStatus = (typeof projectStatuses)[number];

export const projectStatusLabels: Readonly<Record<ProjectStatus, { readonly vi: string; readonly en: string }>> = {
  accepted: { vi: 'Đã nghiệm thu', en: 'Accepted' },
  'past-period': { vi: 'Quá thời gian, chưa nghiệm thu', en: 'Past its years, not accepted' },
  disbursing: { vi: 'Đang giải ngân', en: 'Disbursing' },
  'not-started': { vi: 'Chưa giải ngân', en: 'Nothing disbursed' },
  dropped: { vi: 'Không còn trong kế hoạch', en: 'No longer in the plan' },
};

/** What does not fit together. Shown, never put right: only a document does that. */
export type Oddity = 'over-allotted' | 'allotted-over-total' | 'allotted-outside-years' | 'money-unread';

export interface ProjectOnDay {
  readonly status: ProjectStatus;
  readonly print: ProjectRead;
  readonly owner: Owner;
  readonly money: Money;
  readonly disbursements: readonly Disbursement[];
  readonly disbursed: Decimal;
  readonly acceptance: Acceptance | null;
  readonly oddities: readonly Oddity[];
  /** The version of each event that the status and the sums rest on. */
  readonly events: readonly number[];
}

/** The project as it stood at the end of a day; null before it was listed. A payment counts from the day it was made. */
export function projectOn(project: Project, day: LocalDate): ProjectOnDay | null {
  const inForce = <T extends { readonly on: LocalDate }>(all: readonly T[]): T | undefined => all.findLast((it) => it.on <= day);
  const [print, owner, money] = [inForce(project.prints), inForce(project.owners), inForce(project.money)];
  if (!project.listed || !print || !owner || !money) return null;
  const disbursements = project.disbursements.filter(
    (it) => it.paidOn <= day && (it.withdrawn === null || it.withdrawn.on > day),
  );
  const disbursed = sumOf(disbursements.map((it) => it.amount));
  const acceptance =
    project.acceptances.findLast((it) => it.acceptedOn <= day && (it.withdrawn === null || it.withdrawn.on > day)) ?? null;
  const dropped = project.dropped && project.dropped.on <= day ? project.dropped : null;
  const over = print.years !== null && Number(day.slice(0, 4)) > print.years.to;
  return {
    status: dropped
      ? 'dropped'
      : acceptance
        ? 'accepted'
        : over
          ? 'past-period'
          : disbursements.length > 0
            ? 'disbursing'
            : 'not-started',
    print,
    owner,
    money,
    disbursements,
    disbursed,
    acceptance,
    oddities: odditiesOf(print, money, disbursed, project.listed.year),
    events: [
      ...new Set([
        print.at,
        money.at,
        ...disbursements.map((it) => it.at),
        ...(acceptance ? [acceptance.at] : []),
        ...(dropped ? [dropped.at] : []),
      ]),
    ].sort((a, b) => a - b),
  };
}

function odditiesOf({ years }: ProjectRead, { total, allotted }: Money, disbursed: Decimal, year: number | null): Oddity[] {
  return [
    ...(allotted !== null && compareDecimals(disbursed, allotted) > 0 ? ['over-allotted' as const] : []),
    ...(allotted !== null && total !== null && compareDecimals(allotted, total) > 0 ? ['allotted-over-total' as const] : []),
    ...(years !== null && year !== null && (year < years.from || year > years.to) ? ['allotted-outside-years' as const] : []),
    ...(total === null || allotted === null ? ['money-unread' as const] : []),
  ];
}

/** The project as it stands now, whatever the day. */
export const currently = (project: Project): ProjectOnDay | null => projectOn(project, '9999-12-31' as LocalDate);
