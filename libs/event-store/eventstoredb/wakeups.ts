import { type Position, position } from '#language';
import { Waiters } from '../waiters.js';
import type { EsdbConnection } from './connection.js';
import { matches, serverFilter } from './filter.js';
import { storedIn, subscriptionRequest } from './messages.js';
import { type Patience, pause, pauseAfter } from './patience.js';
import type { Reading } from './reading.js';

/** Tells readers that the log may have grown, by one live subscription that all share and that starts with the first of them. */
export class Wakeups {
  private running = false;
  private readonly waiters = new Waiters();

  constructor(
    private readonly connection: EsdbConnection,
    private readonly reading: Reading,
    private readonly patience: Patience,
    private readonly closing: AbortSignal,
  ) {
    closing.addEventListener('abort', () => this.waiters.wakeAll());
  }

  grownTo(head: Position): void {
    this.waiters.grownTo(head);
  }

  async wait(after: Position, atMost: number): Promise<void> {
    if (this.waiters.isBeyond(after) || this.closing.aborted || atMost <= 0) return;
    const grown = this.waiters.wait(after, atMost);
    if (!this.running) {
      this.running = true;
      void this.run();
    }
    await grown;
  }

  private async run(): Promise<void> {
    for (let tries = 0; !this.closing.aborted; ) {
      try {
        const limits = { idleMs: this.patience.silence, always: false, signal: this.closing };
        for await (const answer of this.connection.answers(subscriptionRequest('end', serverFilter({})), limits)) {
          tries = 0;
          const event = storedIn(answer);
          if (event && matches({}, event)) this.grownTo(position(event.position));
          // What came between the reader's last page and the confirmation is not announced: look once, when listening.
          if (answer.hasConfirmation()) void this.look();
        }
      } catch {
        // Whatever it was: readers wait no longer than they said, and ask themselves.
      }
      await pause(pauseAfter(++tries, this.patience), this.closing);
    }
  }

  private async look(): Promise<void> {
    try {
      this.grownTo(await this.reading.head());
    } catch {
      // As above.
    }
  }
}
