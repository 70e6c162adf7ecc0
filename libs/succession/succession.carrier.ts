import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { EVENT_STORE, type EventStore, type Subscription } from '#event-store';
import { hour, Watch } from '#watching';
import { CarrySuccessions } from './carrying.js';

/** Carries out what is due: at start, every hour (a day begins for everybody within it), and when a returned claim lets a duty pass on. */
@Injectable()
export class SuccessionCarrier extends Watch {
  private returned: Promise<Subscription> | undefined;

  constructor(
    private readonly commands: CommandBus,
    @Inject(EVENT_STORE) private readonly store: EventStore,
  ) {
    super();
  }

  override start(): void {
    super.start();
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

  override async onApplicationShutdown(): Promise<void> {
    await (await this.returned?.catch(() => undefined))?.close();
    await super.onApplicationShutdown();
  }

  async run(): Promise<number> {
    for (const { succession, passed, waiting, orphans } of await this.commands.execute(new CarrySuccessions()))
      this.log.log(`${succession}: ${passed} passed on, ${waiting} waiting, ${orphans} without a successor`);
    return hour;
  }
}
