import { setTimeout as sleep } from 'node:timers/promises';
import type { Position } from '#language';
import type { Status } from './status.js';

interface Waiter {
  readonly at: Position;
  readonly until: number;
  readonly answer: (arrived: boolean) => void;
  readonly fail: (error: unknown) => void;
}

/** Milliseconds between two looks: soon after somebody came to wait, then less often. */
const pauses = { first: 2, longest: 50 } as const;

/** One projection's arrivals: however many wait for a position, one at a time looks where the projection is. */
export class Arrivals {
  private readonly waiting = new Set<Waiter>();
  private looking = false;
  private pause: number = pauses.first;

  /** `told`: whether it is moved in this process, which then says so (`came`): one look, and few more in case it no longer is. */
  constructor(
    private readonly look: () => Promise<Status | null>,
    private readonly told: () => boolean = () => false,
  ) {}

  /** True as soon as the projection has come to `at`; false after `timeoutMs`, and at once when it is stopped. */
  reach(at: Position, timeoutMs: number): Promise<boolean> {
    return new Promise((answer, fail) => {
      this.waiting.add({ at, until: Date.now() + timeoutMs, answer, fail });
      this.pause = this.told() ? pauses.longest : pauses.first;
      if (!this.looking) void this.keepLooking();
    });
  }

  /** Told by whoever moved it there in this process: nobody need look. */
  came(to: Position): void {
    for (const it of [...this.waiting]) if (to >= it.at) this.end(it, () => it.answer(true));
  }

  private async keepLooking(): Promise<void> {
    this.looking = true;
    while (this.waiting.size > 0) {
      // Who came while the look was under way is asked about in the next one.
      const asking = [...this.waiting];
      const answers = await this.look().then(
        (status) => asking.map((it) => () => this.tell(it, status)),
        (error: unknown) => asking.map((it) => () => this.end(it, () => it.fail(error))),
      );
      for (const give of answers) give();
      if (this.waiting.size === 0) break;
      await sleep(this.pause);
      this.pause = Math.min(this.pause * 2, pauses.longest);
    }
    this.looking = false;
  }

  private tell(waiter: Waiter, status: Status | null): void {
    const arrived = status !== null && status.position >= waiter.at;
    // A stopped one will not come by waiting.
    if (arrived || status?.state === 'stopped' || Date.now() + this.pause > waiter.until)
      this.end(waiter, () => waiter.answer(arrived));
  }

  private end(waiter: Waiter, say: () => void): void {
    this.waiting.delete(waiter);
    say();
  }
}
