import { Logger, type OnApplicationShutdown } from '@nestjs/common';
import { Refusal } from '#language';

/** Milliseconds. */
export const minute = 60_000;
export const hour = 60 * minute;
const patience = 10_000;

/**
 * What a server does by itself again and again: at start, and then whenever its last run said. One run at a time; a run that failed is
 * logged and tried again in a minute. A server that stops gives the run that is under way ten seconds; a run may be cut anywhere, for the
 * next one finds what is left. The server calls `start`.
 */
export abstract class Watch implements OnApplicationShutdown {
  protected readonly log = new Logger(this.constructor.name);
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();
  private waiting = false;
  private stopped = true;

  /** One run. Says in how many milliseconds the next one is due. */
  abstract run(): Promise<number>;

  /** Begins after so many milliseconds. Does not wait and does not throw. */
  start(after = 0): void {
    this.stopped = false;
    this.wakeIn(after);
  }

  /** Runs now, or once more after the run that is under way. */
  protected wake(): void {
    clearTimeout(this.timer);
    if (this.waiting) return;
    this.waiting = true;
    this.running = this.running.then(() => this.once());
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await Promise.race([this.running, new Promise((passed) => setTimeout(passed, patience).unref())]);
  }

  private async once(): Promise<void> {
    this.waiting = false;
    if (this.stopped) return;
    let next = minute;
    try {
      next = await this.run();
    } catch (error) {
      if (!this.stopped) this.log.error(error instanceof Refusal ? error.en : error);
    }
    this.wakeIn(next);
  }

  private wakeIn(milliseconds: number): void {
    if (this.stopped) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.wake(), milliseconds);
    this.timer.unref();
  }
}
