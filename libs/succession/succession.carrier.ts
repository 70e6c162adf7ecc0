import { Inject, Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { EVENT_STORE, type EventStore, type Subscription } from '#event-store';
import { Refusal } from '#language';
import { CarrySuccessions } from './carrying.js';

/** At the latest; a day begins for everybody within the hour. Milliseconds. */
const often = 3_600_000;

/** Carries out what is due: at start, every hour, and when a returned claim lets a duty pass on. The server calls `start`. */
@Injectable()
export class SuccessionCarrier implements OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  private returned: Promise<Subscription> | undefined;
  private running: Promise<void> = Promise.resolve();
  private stopped = false;
  private readonly log = new Logger('SuccessionCarrier');

  constructor(
    private readonly commands: CommandBus,
    @Inject(EVENT_STORE) private readonly store: EventStore,
  ) {}

  /** Carries and goes on doing so. Does not wait and does not throw: a failed run is tried again in a minute. */
  start(): void {
    this.stopped = false;
    this.wake();
    // What was returned before is found by the first run; from here on each return is one more run.
    this.returned = this.store
      .head()
      .then((after) =>
        this.store.subscribe({ after, streams: ['task-'], types: ['completion-returned', 'completion-accepted'] }, () =>
          this.wake(),
        ),
      );
    this.returned.catch((error: unknown) => this.log.error(error));
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await (await this.returned?.catch(() => undefined))?.close();
    await this.running;
  }

  /** One run at a time. */
  private wake(): void {
    clearTimeout(this.timer);
    this.running = this.running.then(() => this.run());
  }

  private async run(): Promise<void> {
    if (this.stopped) return;
    let next = often;
    try {
      for (const { succession, passed, waiting, orphans } of await this.commands.execute(new CarrySuccessions()))
        this.log.log(`${succession}: ${passed} passed on, ${waiting} waiting, ${orphans} without a successor`);
    } catch (error) {
      next = 60_000;
      this.log.error(error instanceof Refusal ? error.en : error);
    }
    if (this.stopped) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.wake(), next);
    this.timer.unref();
  }
}
