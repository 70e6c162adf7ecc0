import type { Clock, Instant } from '#language';

/** Milliseconds that one stamp may be shared before later appends wait for those that carry it. */
const sharedFor = 50;

/**
 * `recordedAt` for appends: the clock's, never earlier than any this engine gave or read. Two appends on their way at once
 * may be written in either order, so they share a stamp; a later stamp is only given when all that carry an earlier one have
 * ended. That keeps the order within one engine. Engines in several processes are as ordered as their clocks are.
 */
export class Stamps {
  private latest: Instant | undefined;
  private current:
    | { readonly stamp: Instant; readonly since: number; carriers: number; readonly ended: Promise<void>; end(): void }
    | undefined;

  constructor(private readonly clock: Clock) {}

  /** A stamp in the log that was read: no later one may be earlier. */
  seen(stamp: Instant): void {
    if (this.latest === undefined || stamp > this.latest) this.latest = stamp;
  }

  async carried<T>(work: (stamp: Instant) => Promise<T>): Promise<T> {
    while (this.current && performance.now() - this.current.since > sharedFor) await this.current.ended;
    const group = this.current ?? this.next();
    group.carriers++;
    try {
      return await work(group.stamp);
    } finally {
      if (--group.carriers === 0) {
        if (this.current === group) this.current = undefined;
        group.end();
      }
    }
  }

  private next() {
    this.seen(this.clock.now());
    const stamp = this.latest ?? this.clock.now();
    let end: () => void = () => undefined;
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    this.current = { stamp, since: performance.now(), carriers: 0, ended, end };
    return this.current;
  }
}
