import type { Position, Recorded } from '#language';
import type { EventStore } from '../event-store.js';

/** Pages of the log, read once for all projections that stand at the same place: they mostly go in step. */
export class Feed {
  private readonly pages = new Map<Position, Promise<Recorded[]>>();

  constructor(
    private readonly store: EventStore,
    private readonly size: number,
  ) {}

  page(after: Position): Promise<Recorded[]> {
    const known = this.pages.get(after);
    if (known) return known;
    const page = this.store.readLog({ after, limit: this.size });
    this.pages.set(after, page);
    page.then(
      (events) => {
        // A page that is not full may grow; it serves only those who asked while it was being read.
        if (events.length < this.size) this.pages.delete(after);
        else if (this.pages.size > 4) this.pages.delete(this.pages.keys().next().value ?? after);
      },
      () => this.pages.delete(after),
    );
    return page;
  }
}
