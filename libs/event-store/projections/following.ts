import type pg from 'pg';
import type { Gathering } from '#database';
import type { Position, Recorded } from '#language';
import type { EventStore } from '../event-store.js';
import { isOutage, wasRolledBack } from '../postgres/link.js';
import type { Projection } from '../projection.js';
import { applyFolded, Fenced, type Folded, foldBatch, type Sources } from './applying.js';
import { readsEvent } from './folding.js';
import type { Step } from './passing.js';
import { errorOf, type Status, stopWith } from './status.js';

/** States kept in memory for each projection, so that a live batch loads only keys not seen lately; far more than a page has. */
const statesKept = 10_000;
const tries = 3;

/** What following shares with its runner. */
export interface Course {
  readonly pool: pg.Pool;
  /** Its connections pipeline. */
  readonly writing: pg.Pool;
  readonly store: EventStore;
  readonly passing: Gathering<Step, boolean>;
  readonly applied?: (projection: string, events: readonly Recorded[]) => void;
  readonly came: (projection: string, to: Position) => void;
  readonly log: (line: string) => void;
  readonly pause: (ms: number) => Promise<void>;
}

/** A page on its way into the rows. */
export interface Writing {
  readonly page: readonly Recorded[];
  readonly to: Position;
  readonly done: Promise<void>;
}

export interface Landed {
  readonly status: Status | null;
  /** False: the page had to be written otherwise than it was folded, so the page folded after it rests on states that never were. */
  readonly asFolded: boolean;
}

/** Put again, so that the keys not seen for longest are let go first. */
function keep(states: Map<string, unknown>, changed: ReadonlyMap<string, unknown>): void {
  for (const [key, state] of changed) {
    states.delete(key);
    states.set(key, state);
  }
}

/** One projection's way along the log, page by page: a page may be folded while the one before it is being written. */
export class Following {
  private readonly states = new Map<string, unknown>();
  private readonly sources: Sources;

  constructor(
    private readonly projection: Projection,
    private readonly course: Course,
  ) {
    this.sources = { sql: course.pool, store: course.store };
  }

  /** Folds a page on the states so far; null when an event cannot be folded, which the careful way then finds. */
  async fold({ build }: Status, page: readonly Recorded[]): Promise<Folded | null> {
    try {
      const folded = await foldBatch(this.sources, this.projection, build, page, this.states);
      keep(this.states, folded.states);
      return folded;
    } catch (error) {
      if (this.endsTheLead(error)) throw error;
      return null;
    }
  }

  /** Begins to write a folded page and tells of it as soon as it is in the rows; `land` waits for it. */
  write({ build, position: from }: Status, page: readonly Recorded[], to: Position, folded: Folded): Writing {
    const done = applyFolded(this.course.writing, this.projection, build, from, to, folded).then(() => this.wrote(page, to));
    while (this.states.size > statesKept) this.states.delete(this.states.keys().next().value ?? '');
    // `land` waits for it and hears of a failure; until then an unhandled rejection would end the process.
    done.catch(() => undefined);
    return { page, to, done };
  }

  /** Waits for a page to be written. One that PostgreSQL refused goes the careful way. */
  async land(status: Status, { page, to, done }: Writing): Promise<Landed> {
    try {
      await done;
      return { status: { ...status, position: to }, asFolded: true };
    } catch (error) {
      if (this.endsTheLead(error)) throw error;
      this.states.clear();
      return { status: await this.through(status, page), asFolded: false };
    }
  }

  private wrote(page: readonly Recorded[], to: Position): void {
    this.course.applied?.(
      this.projection.name,
      page.filter((it) => readsEvent(this.projection, it)),
    );
    this.course.came(this.projection.name, to);
  }

  private endsTheLead(error: unknown): boolean {
    return error instanceof Fenced || isOutage(error) || wasRolledBack(error) || this.course.pool.ended;
  }

  /** Beyond a page in which the projection reads nothing, or through one that could not be folded at once. */
  async past(status: Status, page: readonly Recorded[], to: Position): Promise<Status | null> {
    const { name, version } = this.projection;
    const nothing = !page.some((it) => readsEvent(this.projection, it));
    if (!nothing || !(await this.course.passing.ask({ name, version, build: status.build, from: status.position, to })))
      return this.through(status, page);
    this.course.came(name, to);
    return { ...status, position: to };
  }

  /** The careful way: a page that fails is halved until the event is found. Gives where it then stands, null when an event stopped it. */
  private async through(status: Status, events: readonly Recorded[]): Promise<Status | null> {
    const to = events.at(-1)?.position ?? status.position;
    for (let tried = 1; ; tried++)
      try {
        const folded = await foldBatch(this.sources, this.projection, status.build, events, this.states);
        await applyFolded(this.course.writing, this.projection, status.build, status.position, to, folded);
        keep(this.states, folded.states);
        this.wrote(events, to);
        return { ...status, position: to };
      } catch (error) {
        if (this.endsTheLead(error)) throw error;
        const [event] = events;
        if (event && events.length === 1) {
          if (tried < tries) {
            await this.course.pause(100 * tried);
            continue;
          }
          this.course.log(
            `projection ${this.projection.name} stopped at ${event.stream} ${event.version} (${event.type}): ${String(error)}`,
          );
          await stopWith(this.course.pool, this.projection.name, errorOf(error, event, tried));
          return null;
        }
        const half = Math.ceil(events.length / 2);
        const reached = await this.through(status, events.slice(0, half));
        return reached && this.through(reached, events.slice(half));
      }
  }
}
