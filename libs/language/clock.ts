import { dayOf, type Instant, type LocalDate } from './dates.js';

/** The only way to know the time. The simulator and the tests bring their own. */
export interface Clock {
  now(): Instant;
}

export const systemClock: Clock = { now: () => new Date().toISOString() as Instant };

/** A clock that stands still until it is moved. */
export class SetClock implements Clock {
  constructor(private moment: Instant) {}
  now(): Instant {
    return this.moment;
  }
  set(moment: Instant): void {
    this.moment = moment;
  }
}

export const todayOf = (clock: Clock): LocalDate => dayOf(clock.now());

/** Nest's name for the clock. */
export const CLOCK = Symbol('Clock');
