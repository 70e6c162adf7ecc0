import type { Projection, Row, Table } from '#event-store';
import { canonical, type Position, type Recorded } from '#language';
import type { TableChanges } from '../../../libs/event-store/projections/changes.js';
import { Fold, keyFor, readsEvent } from '../../../libs/event-store/projections/folding.js';

type Rows = Map<string, Row>;

/** One projection's tables, states and checkpoint, which change together or not at all. */
export class MemoryTables {
  position: Position;
  stopped: { readonly id: string } | null = null;
  readonly rows: ReadonlyMap<string, Rows>;
  readonly states = new Map<string, string>();

  constructor(
    private readonly projection: Projection,
    from: Position,
  ) {
    this.position = from;
    this.rows = new Map(projection.tables.map((it) => [it.name, new Map()]));
  }

  /** What a batch would change, without changing it. Throws what the projection throws. */
  prepared(events: readonly Recorded[], known: ReadonlyMap<string, unknown>): { states: Map<string, unknown>; commit(): void } {
    const own = events.filter((it) => readsEvent(this.projection, it));
    const states = new Map<string, unknown>();
    for (const key of new Set(own.map((it) => keyFor(this.projection, it)))) {
      const stored = this.states.get(key);
      if (known.has(key)) states.set(key, known.get(key));
      else if (stored !== undefined) states.set(key, JSON.parse(stored));
    }
    const fold = new Fold(this.projection, states);
    for (const it of own) fold.apply(it);
    fold.finish();
    const changes = this.projection.tables.map((it) => [it, fold.changes.get(it.name)?.result()] as const);
    return {
      states,
      commit: () => {
        for (const [table, change] of changes) if (change) this.write(table, change);
        for (const [key, state] of states) this.states.set(key, JSON.stringify(state));
      },
    };
  }

  private write(table: Table, { close, remove, put }: TableChanges): void {
    const rows = this.rows.get(table.name);
    if (!rows) throw new Error(`no table ${table.name}`);
    const keyOf = (row: Row) => canonical(table.key.map((it) => row[it]));
    for (const { row, at } of close) {
      const open = [...rows].find(([, it]) => it.known_to === null && keyOf(it) === keyOf(row));
      if (!open) throw new Error(`no open version of ${keyOf(row)}`);
      rows.delete(open[0]);
      if (open[1].known_from !== at) rows.set(open[0], { ...open[1], known_to: at });
    }
    for (const row of remove) rows.delete(keyOf(row));
    for (const { row, from, to } of put) {
      const at = table.history ? `${keyOf(row)} ${from}` : keyOf(row);
      if (table.history && rows.has(at)) throw new Error(`two versions ${at}`);
      rows.set(at, table.history ? { ...row, known_from: from, known_to: to } : row);
    }
  }

  /** All rows as text, in an order of their own, for comparison. */
  content(): string[] {
    return [...this.rows].flatMap(([name, rows]) => [...rows.values()].map((it) => `${name} ${canonical(it)}`)).sort();
  }
}
