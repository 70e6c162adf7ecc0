import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { Refusal } from '#language';
import { CarryConclusions } from './carrying.js';

/** Milliseconds between two looks; a conclusion is carried when it is made, this finds what was interrupted. */
const often = 3_600_000;

/** Carries what a killed process left: at start, then every hour. The server calls `start`. */
@Injectable()
export class ConclusionCarrier implements OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  private stopped = false;
  private readonly log = new Logger('ConclusionCarrier');

  constructor(private readonly commands: CommandBus) {}

  /** Does not wait and does not throw: a failed run is tried again in a minute. */
  start(): void {
    this.stopped = false;
    void this.wake();
  }

  onApplicationShutdown(): void {
    this.stopped = true;
    clearTimeout(this.timer);
  }

  private async wake(): Promise<void> {
    let next = often;
    try {
      const carried = await this.commands.execute(new CarryConclusions());
      if (carried > 0) this.log.log(`${carried} conclusions carried to their tasks`);
    } catch (error) {
      next = 60_000;
      this.log.error(error instanceof Refusal ? error.en : error);
    }
    if (this.stopped) return;
    this.timer = setTimeout(() => void this.wake(), next);
    this.timer.unref();
  }
}
