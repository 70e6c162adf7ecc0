import { type Clock, type Instant, systemClock } from '#language';

/** The machine's clock, except while somebody lives another year through. Give it to Nest as CLOCK when sample data may be loaded. */
export class SteeredClock implements Clock {
  private moment: Instant | null = null;

  constructor(private readonly otherwise: Clock = systemClock) {}

  now(): Instant {
    return this.moment ?? this.otherwise.now();
  }

  /** Stands still at this moment until steered again or released. */
  steer(moment: Instant): void {
    this.moment = moment;
  }

  release(): void {
    this.moment = null;
  }
}
