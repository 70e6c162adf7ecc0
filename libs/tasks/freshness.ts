import { Inject, Injectable } from '@nestjs/common';
import { EVENT_STORE, type EventStore, type Freshness, freshnessOf, ProjectionRunner, reached } from '#event-store';
import { taskBoard } from './task.projection.js';

/** Waiting for the board to come to where a reader needs it. */
@Injectable()
export class TasksFreshness {
  constructor(
    private readonly runner: ProjectionRunner,
    @Inject(EVENT_STORE) private readonly store: EventStore,
  ) {}

  /** Waits for a position that the reader has written. */
  reached(minPosition?: string): Promise<void> {
    return reached(this.runner, taskBoard.name, minPosition);
  }

  /** Waits in the same way, then says where the board stands. */
  after(minPosition?: string): Promise<Freshness> {
    return freshnessOf(this.runner, taskBoard.name, minPosition);
  }

  /** Waits up to a minute for everything recorded so far; false when the board is not there by then. */
  async caughtUp(): Promise<boolean> {
    return this.runner.waitFor(taskBoard.name, await this.store.head(), 60_000);
  }
}
