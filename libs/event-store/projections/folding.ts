import type { Event, Recorded, RecordedOf } from '#language';
import type { Projection, Row, RowsByTable, Table } from '../projection.js';
import { Changes } from './changes.js';
import { byKey } from './tables.js';

/** True when the projection reads events of this stream. */
export const readsStream = ({ reads }: Projection, stream: string): boolean => reads.streams.some((it) => stream.startsWith(it));

/** True when the projection reads this event. */
export const readsEvent = (it: Projection, { stream, type }: Recorded): boolean =>
  readsStream(it, stream) && (it.reads.types === undefined || it.reads.types.includes(type));

/** The log's word is taken for the union that the projection says it reads. */
const asOwn = (event: Recorded): RecordedOf<Event> => event as RecordedOf<Event>;

/** One step of a projection's fold. */
export const ownState = (projection: Projection, state: unknown, event: Recorded): unknown =>
  projection.apply(state, asOwn(event));

export const keyFor = (projection: Projection, event: Recorded): string => projection.keyOf?.(asOwn(event)) ?? event.stream;

type Rows = readonly Row[];
const none: Rows = [];

/** A key that was met. */
interface Met {
  /** False: it was never stored, and so has no rows, whatever its initial state would say. */
  readonly known: boolean;
  /** Its state before the first event, and what the projection gave of it, where a history table asked. */
  readonly first: unknown;
  readonly before: RowsByTable | null;
  /** What the projection gave after the newest event, and the rows of the history tables in it. */
  given: RowsByTable | null;
  standing: readonly Rows[];
}

/** Folds events into states and collects what that changes in the tables. States come from `states`, which it also updates. */
export class Fold {
  readonly changes: ReadonlyMap<string, Changes>;
  private readonly met = new Map<string, Met>();
  /** Only tables that keep every version, or every event's rows, need them after each event; the others at the end. */
  private readonly stepwise: readonly Table[];
  private readonly added: readonly Table[];
  private readonly plain: readonly Table[];

  constructor(
    private readonly projection: Projection,
    private readonly states: Map<string, unknown>,
  ) {
    this.changes = new Map(projection.tables.map((it) => [it.name, new Changes(it)]));
    this.stepwise = projection.tables.filter((it) => it.history);
    this.added = projection.tables.filter((it) => it.added);
    this.plain = projection.tables.filter((it) => !it.history && !it.added);
  }

  apply(event: Recorded): void {
    const { projection, states, stepwise, added } = this;
    const key = keyFor(projection, event);
    let met = this.met.get(key);
    const known = met !== undefined || states.has(key);
    const state = known ? states.get(key) : projection.initial(key);
    if (!met) {
      const before = known && stepwise.length > 0 ? this.givenOf(state, key) : null;
      met = {
        known,
        first: state,
        before,
        given: before,
        standing: before ? rowsIn(stepwise, before) : stepwise.map(() => none),
      };
      this.met.set(key, met);
    }
    const next = ownState(projection, state, event);
    states.set(key, next);
    if (stepwise.length + added.length === 0) return;
    met.given = this.given(next, key, met.given ? { state, rows: met.given } : undefined);
    const after = rowsIn(stepwise, met.given);
    this.step(stepwise, met.standing, after, event.recordedAt);
    met.standing = after;
    for (const table of added) this.changes.get(table.name)?.add(byKey(table, met.given[table.name] ?? []).values());
  }

  /** For tables without history: the difference over everything folded since the start. Call once, at the end. */
  finish(): void {
    const { plain, projection } = this;
    for (const [key, { known, first, before, given }] of this.met) {
      const state = this.states.get(key);
      if (given && typeof state === 'object' && state !== null) givenOf.set(state, { projection, key, rows: given });
      if (plain.length === 0) continue;
      const were = known ? rowsIn(plain, before ?? this.given(first, key)) : plain.map(() => none);
      this.step(plain, were, rowsIn(plain, given ?? this.given(state, key)), never);
    }
  }

  private step(tables: readonly Table[], before: readonly Rows[], after: readonly Rows[], at: Recorded['recordedAt']): void {
    tables.forEach((table, i) => {
      this.changes.get(table.name)?.step(before[i] ?? none, after[i] ?? none, at);
    });
  }

  /** The rows of a state; remembered where they were asked for before. */
  private givenOf(state: unknown, key: string): RowsByTable {
    const known = typeof state === 'object' && state !== null ? givenOf.get(state) : undefined;
    return known?.projection === this.projection && known.key === key ? known.rows : this.given(state, key);
  }

  private given(state: unknown, key: string, before?: { state: unknown; rows: RowsByTable }): RowsByTable {
    const rows = this.projection.rows(state, key, before);
    for (const name in rows)
      if (!this.changes.has(name)) throw new Error(`projection ${this.projection.name} has no table ${name}`);
    return rows;
  }
}

const rowsIn = (tables: readonly Table[], given: RowsByTable): Rows[] => tables.map((table) => given[table.name] ?? none);

/** The rows that a projection gave for a state, kept as long as the state: the next batch of the same key begins with them. */
const givenOf = new WeakMap<object, { readonly projection: Projection; readonly key: string; readonly rows: RowsByTable }>();

/** In place of a moment, where a table keeps no history and does not look at it. */
const never = '' as Recorded['recordedAt'];
