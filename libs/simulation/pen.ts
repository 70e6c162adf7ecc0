import { createHash } from 'node:crypto';
import type { Command } from '@nestjs/cqrs';
import { v7 } from 'uuid';
import type { WorkingCalendar } from '#calendar';
import type { Envelope, Outcome } from '#event-store';
import { type Actor, type AgencyId, addDays, type Instant, instant, type LocalDate, userId } from '#language';
import type { Chance } from './chance.js';

/** One thing that somebody does, at its moment. Its command id is its idempotency key: a run that was cut off repeats nothing. */
export interface Step {
  readonly at: Instant;
  readonly actor: Actor;
  readonly commandId: string;
  readonly make: (envelope: Envelope) => Command<Outcome>;
}

/** The bodies that decide. The committee's must lead no task itself: nobody verifies their own. */
export interface Deciders {
  readonly standing: AgencyId;
  readonly committee: AgencyId;
}

/** The id under which the simulated person of an agency acts. Sample accounts carry the same. */
export const simulatedUser = (agency: AgencyId, role: Actor['role']) =>
  userId(`sim-${createHash('sha256').update(`${role}/${agency}`).digest('hex').slice(0, 16)}`);

/** A UUIDv7 of this moment whose other digits are given, in hex: it follows from what is told, and not from chance. */
export function uuidAt(ms: number, digits: string): string {
  const time = ms.toString(16).padStart(12, '0');
  const variant = ((Number.parseInt(digits.charAt(4), 16) & 3) | 8).toString(16);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${digits.slice(1, 4)}-${variant}${digits.slice(5, 8)}-${digits.slice(8, 20)}`;
}

export const simulatedActor = (agency: AgencyId, role: Actor['role']): Actor => ({
  user: simulatedUser(agency, role),
  agency,
  role,
});

/** Writes one task's steps down in order, on working days and at office hours of the province's zone. */
export class Pen {
  readonly steps: Step[] = [];
  private last = 0;

  constructor(
    readonly chance: Chance,
    private readonly name: string,
    private readonly calendar: WorkingCalendar,
    private readonly offset = '+07:00',
  ) {}

  /** The first working day on or after `day`. */
  workday(day: LocalDate): LocalDate {
    return this.calendar.isWorkingDay(day) ? day : this.workday(addDays(day, 1));
  }

  /** The last working day on or before `day`. */
  workdayBy(day: LocalDate): LocalDate {
    return this.calendar.isWorkingDay(day) ? day : this.workdayBy(addDays(day, -1));
  }

  /** Writes a step and gives its command's id, which is also the id of the report, claim or request that it makes. */
  write(day: LocalDate, actor: Actor, make: Step['make']): string {
    const minutes = this.chance.between(7 * 60 + 30, 16 * 60 + 30);
    const time = `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}:00`;
    this.last = Math.max(Date.parse(`${day}T${time}${this.offset}`), this.last + 11 * 60_000);
    const random = createHash('sha256').update(`simulated\0${this.name}\0${this.steps.length}`).digest().subarray(0, 16);
    const commandId = v7({ msecs: this.last, random, seq: 0 });
    this.steps.push({ at: instant(new Date(this.last).toISOString()), actor, commandId, make });
    return commandId;
  }
}
