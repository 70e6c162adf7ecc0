import { Inject, Injectable } from '@nestjs/common';
import { addDays, CLOCK, type Clock, todayOf } from '#language';
import { hour, minute, Watch } from '#watching';
import { untilAfterMidnight } from './deadline-watch.js';
import { TaskBoard } from './task.queries.js';

/**
 * Counts all tasks before somebody asks for the first figure of a day: those of today when a server starts, those of tomorrow in the hour
 * before midnight. What changes between is counted anew by whoever asks.
 */
@Injectable()
export class CountingAhead extends Watch {
  constructor(
    private readonly board: TaskBoard,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    super();
  }

  async run(): Promise<number> {
    const today = todayOf(this.clock);
    await this.board.count(today);
    if (untilAfterMidnight(this.clock) <= hour) await this.board.count(addDays(today, 1));
    return 10 * minute;
  }
}
