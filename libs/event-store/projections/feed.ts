import { setTimeout as sleep } from 'node:timers/promises';
import type { Position, Recorded } from '#language';
import type { EventStore } from '../event-store.js';

/** Pages that are kept for projections that come later. */
const kept = 8;

interface Page {
  readonly after: Position;
  readonly events: readonly Recorded[];
}

/**
 * Pages of the log, read once for all projections: those that go in step ask for the same one, and who is a little behind gets the
 * rest of one that was read before. What was read once never changes.
 */
export class Feed {
  private readonly underWay = new Map<Position, Promise<readonly Recorded[]>>();
  private readonly pages: Page[] = [];
  /** When the newest page was read, by the process's clock. */
  private found = Number.NEGATIVE_INFINITY;

  /** `pause`: milliseconds from a page that was not full to the next, so that what comes one by one meanwhile is written together. */
  constructor(
    private readonly store: EventStore,
    private readonly size: number,
    private readonly pause = 0,
  ) {}

  page(after: Position): Promise<readonly Recorded[]> {
    const known = this.underWay.get(after);
    if (known) return known;
    const rest = this.restOf(after);
    if (rest) return Promise.resolve(rest);
    const page = this.read(after);
    this.underWay.set(after, page);
    page.then(
      (events) => {
        this.underWay.delete(after);
        if (events.length === 0) return;
        this.pages.push({ after, events });
        if (this.pages.length > kept) this.pages.shift();
      },
      () => this.underWay.delete(after),
    );
    return page;
  }

  private async read(after: Position): Promise<readonly Recorded[]> {
    const wait = this.found + this.pause - performance.now();
    if (wait > 0) await sleep(wait);
    const events = await this.store.readLog({ after, limit: this.size });
    if (events.length > 0 && events.length < this.size) this.found = performance.now();
    return events;
  }

  /** What comes after a position in the newest page that has it and more. */
  private restOf(at: Position): readonly Recorded[] | undefined {
    const page = this.pages.findLast(({ after, events }) => after <= at && at < (events.at(-1)?.position ?? after));
    if (!page) return undefined;
    return page.after === at ? page.events : page.events.filter((it) => it.position > at);
  }
}
