import { Inject, Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { addDays, CLOCK, type Clock, todayOf } from '#language';
import { untilAfterMidnight } from './deadline-watch.js';
import { TaskBoard } from './task.queries.js';

/** Minutes before midnight in which the next day's tasks are counted, and how often it is looked whether it is time. */
const before = 60;
const every = 10;
const minute = 60_000;

/**
 * Counts all tasks before somebody asks for the first figure of a day: those of today when a server starts, those of tomorrow in the hour
 * before midnight. What changes between is counted anew by whoever asks. The server calls `start`.
 */
@Injectable()
export class CountingAhead implements OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  private stopped = false;
  private readonly log = new Logger('CountingAhead');

  constructor(
    private readonly board: TaskBoard,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Does not wait and does not throw: what could not be counted ahead is counted when it is asked for. */
  start(): void {
    this.stopped = false;
    void this.wake();
  }

  onApplicationShutdown(): void {
    this.stopped = true;
    clearTimeout(this.timer);
  }

  async wake(): Promise<void> {
    try {
      const today = todayOf(this.clock);
      await this.board.count(today);
      if (untilAfterMidnight(this.clock) <= before * minute) await this.board.count(addDays(today, 1));
    } catch (error) {
      if (!this.stopped) this.log.warn(error);
    }
    if (this.stopped) return;
    this.timer = setTimeout(() => void this.wake(), every * minute);
    this.timer.unref();
  }
}
