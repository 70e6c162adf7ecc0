import { type EventStore, inOrder, type ReadLog, type Upcaster, upcast } from '#event-store';
import { beginning, type Position, type Recorded } from '#language';
import { kindOf, readEvent } from './contents.js';
import { readFile } from './file.js';
import { linesOf } from './verifying.js';

/** The events of a backup, in order. */
async function* eventsIn(path: string): AsyncGenerator<Recorded> {
  for await (const entry of readFile(path))
    if (kindOf(entry.name).kind === 'events') for (const line of await linesOf(entry)) yield readEvent(line);
}

/**
 * A backup as a log that is read from front to back, with the positions that its events had where they were written. `last` is its
 * newest event. Only for reading page after page, as a rebuild does; close it.
 */
export class FileLog implements Pick<EventStore, 'readLog' | 'head' | 'close'> {
  private readonly events: AsyncGenerator<Recorded>;
  private readonly upcasters: readonly Upcaster[];
  /** The furthest event that was read, and the last one that was given. */
  private reached: Position = beginning;
  private given: Position = beginning;

  constructor(
    path: string,
    private readonly last: Position,
    upcasters: readonly Upcaster[],
  ) {
    this.events = eventsIn(path);
    this.upcasters = inOrder(upcasters);
  }

  async readLog({ after = beginning, limit, streams, types }: ReadLog): Promise<Recorded[]> {
    if (after < this.given) throw new Error('a backup is read from front to back');
    const page: Recorded[] = [];
    while (page.length < limit && this.reached < this.last) {
      const next = await this.events.next();
      if (next.done || next.value.position > this.last) {
        this.reached = this.last;
        break;
      }
      const event = next.value;
      this.reached = event.position;
      const wanted = (streams?.some((it) => event.stream.startsWith(it)) ?? true) && (types?.includes(event.type) ?? true);
      if (event.position > after && wanted) page.push(upcast(this.upcasters, event));
    }
    this.given = page.at(-1)?.position ?? this.given;
    return page;
  }

  head(): Promise<Position> {
    return Promise.resolve(this.last);
  }

  async close(): Promise<void> {
    await this.events.return(undefined);
  }
}
