import type { Event, Recorded, RecordedOf } from '#language';
import type { Projection } from '../projection.js';
import { Changes } from './changes.js';
import { type Keyed, keyed } from './tables.js';

/** True when the projection reads this event. */
export function readsEvent({ reads }: Projection, event: Recorded): boolean {
  return (
    reads.streams.some((it) => event.stream.startsWith(it)) && (reads.types === undefined || reads.types.includes(event.type))
  );
}

/** The log's word is taken for the union that the projection says it reads. */
const asOwn = (event: Recorded): RecordedOf<Event> => event as RecordedOf<Event>;

export const keyFor = (projection: Projection, event: Recorded): string => projection.keyOf?.(asOwn(event)) ?? event.stream;

type Tables = ReadonlyMap<string, ReadonlyMap<string, Keyed>>;

/** Folds events into states and collects what that changes in the tables. States come from `states`, which it also updates. */
export class Fold {
  readonly changes: ReadonlyMap<string, Changes>;
  readonly touched = new Set<string>();
  /** Rows as they stand, of the keys touched: saves making them twice. */
  private readonly standing = new Map<string, Tables>();
  /** Only tables that keep every version need their rows after each event; the others at the end. */
  private readonly stepwise: boolean;
  private readonly first = new Map<string, Tables>();

  constructor(
    private readonly projection: Projection,
    private readonly states: Map<string, unknown>,
  ) {
    this.changes = new Map(projection.tables.map((it) => [it.name, new Changes(it)]));
    this.stepwise = projection.tables.some((it) => it.history);
  }

  apply(event: Recorded): void {
    const key = keyFor(this.projection, event);
    const known = this.states.has(key);
    const state = known ? this.states.get(key) : this.projection.initial(key);
    // A key that was never stored has no rows, whatever its initial state would say.
    if (!this.touched.has(key)) {
      const before = known ? this.rowsOf(state, key) : new Map();
      this.standing.set(key, before);
      this.first.set(key, before);
      this.touched.add(key);
    }
    const next = this.projection.apply(state, asOwn(event));
    this.states.set(key, next);
    if (this.stepwise) this.advance(key, next, event);
  }

  private advance(key: string, state: unknown, event: Recorded): void {
    const before = this.standing.get(key) ?? new Map();
    const after = this.rowsOf(state, key);
    for (const [name, changes] of this.changes)
      changes.step(before.get(name) ?? new Map(), after.get(name) ?? new Map(), event.recordedAt);
    this.standing.set(key, after);
  }

  /** For tables without history: the difference over everything folded since the start. Call once, at the end. */
  finish(): void {
    if (this.stepwise) return;
    for (const key of this.touched) {
      const before = this.first.get(key) ?? new Map();
      const after = this.rowsOf(this.states.get(key), key);
      for (const [name, changes] of this.changes)
        changes.step(before.get(name) ?? new Map(), after.get(name) ?? new Map(), never);
    }
  }

  private rowsOf(state: unknown, key: string): Tables {
    const rows = this.projection.rows(state, key);
    for (const name in rows)
      if (!this.changes.has(name)) throw new Error(`projection ${this.projection.name} has no table ${name}`);
    return new Map(this.projection.tables.map((table) => [table.name, keyed(table, rows[table.name] ?? [])]));
  }
}

/** Stands where a table without history has no use for a moment. */
const never = '' as Recorded['recordedAt'];
