import type { Recorded } from '#language';
import type { Projection, Table } from '../projection.js';
import { standing } from './changes.js';
import type { Copying, CopyTarget } from './copying.js';
import { Fold, keyFor, ownState, readsEvent } from './folding.js';
import { linesInto } from './lines.js';
import { byKey, mustFit, type Which } from './tables.js';
import { statesTable } from './writing.js';

/** A projection that is being made anew. Once it has failed, the others go on without it. */
export interface Making {
  readonly projection: Projection;
  readonly build: number;
  events: number;
  failed: unknown;
}

/** An event that the projection cannot fold. A rebuild always stops at it: figures that skipped an event are worse than late ones. */
export class CannotFold extends Error {
  constructor(
    readonly event: Recorded,
    cause: unknown,
  ) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

/** After so many events the rows that can no longer change are taken out of memory. */
const waits = 2_000;

/** Makes the rows of one projection from events that come in the log's order within each key, if not across keys. */
export class Maker {
  private readonly tables: ReadonlyMap<Table, CopyTarget>;
  private readonly kept: CopyTarget;
  private states = new Map<string, unknown>();
  private fold: Fold;
  private last: Recorded | null = null;
  /** Of each stream the version of the last event that was folded. */
  private readonly versions = new Map<string, number>();

  constructor(
    readonly making: Making,
    private readonly copying: Copying,
  ) {
    const refused = (error: unknown) => {
      making.failed ??= error;
    };
    const into = (table: Table, which: Which) => ({ ...linesInto(table, which), refused });
    this.tables = new Map(making.projection.tables.map((table) => [table, into(table, 'next')]));
    this.kept = into(statesTable, 'live');
    this.fold = new Fold(making.projection, this.states);
  }

  /** An event that cannot be folded fails this projection alone. */
  take(event: Recorded): void {
    const { making } = this;
    if (making.failed !== null || !readsEvent(making.projection, event)) return;
    making.events++;
    try {
      if (making.projection.once) this.put(event);
      else this.apply(event);
    } catch (error) {
      making.failed = new CannotFold(event, error);
    }
  }

  /** Of a key that is met once, the rows are final. */
  private put(event: Recorded): void {
    const { projection } = this.making;
    const key = keyFor(projection, event);
    const given = projection.rows(ownState(projection, projection.initial(key), event), key);
    for (const [table, target] of this.tables)
      for (const row of byKey(table, given[table.name] ?? []).values()) {
        mustFit(table, row);
        this.copying.add(target, table.history ? { row, from: event.recordedAt, to: null } : standing(row));
      }
  }

  private apply(event: Recorded): void {
    this.last = event;
    this.versions.set(event.stream, event.version);
    this.fold.apply(event);
    if (this.making.events % waits > 0) return;
    for (const [table, target] of this.tables)
      for (const it of this.fold.changes.get(table.name)?.takeEnded() ?? []) this.copying.add(target, it);
  }

  /** To be called when no key that was met so far comes again: writes their rows and states, and begins empty. */
  end(): void {
    const { making, last, states, versions } = this;
    if (!last || making.failed !== null) return;
    try {
      this.fold.finish();
      for (const [table, target] of this.tables)
        for (const it of this.fold.changes.get(table.name)?.result().put ?? []) this.copying.add(target, it);
    } catch (error) {
      making.failed = new CannotFold(last, error);
      return;
    }
    const { name } = making.projection;
    for (const [key, state] of states)
      this.copying.add(
        this.kept,
        standing({ projection: name, build: making.build, key, version: versions.get(key) ?? null, state }),
      );
    this.last = null;
    this.versions.clear();
    this.states = new Map();
    this.fold = new Fold(making.projection, this.states);
  }
}
