import { setImmediate as nextTurn } from 'node:timers/promises';
import type pg from 'pg';
import { beginning, type Position, position, type Recorded } from '#language';
import type { EventStore } from '../event-store.js';
import type { Projection, Table } from '../projection.js';
import { standing, type Version } from './changes.js';
import { Copying, type CopyTarget } from './copying.js';
import { Fold, keyFor, ownState, readsEvent } from './folding.js';
import { linesInto } from './lines.js';
import { Spill } from './spill.js';
import { byKey, mustFit, type Which } from './tables.js';
import { statesTable } from './writing.js';

/** A projection that is being made anew. Once it has failed, the others go on without it. */
export interface Making {
  readonly projection: Projection;
  readonly build: number;
  events: number;
  failed: unknown;
}

export interface RebuildProgress {
  readonly step: 'reading' | 'folding' | 'indexing' | 'switching';
  /** Of a scale that only this step knows. */
  readonly done: number;
  readonly of: number;
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

const pageSize = 2_000;
/** Events that are folded before whoever else has work in this process has a turn. */
const turn = 100;

/**
 * Fills the tables beside in one pass over the log, whatever the number of projections: events are sorted onto heaps by the
 * key that they are folded under, then heap after heap is folded and copied, so that memory holds the states and rows of one
 * heap, a 256th of the keys, and not the log. `filled` is told of each as soon as its rows are there, while others are still folded.
 * Gives the position up to which the log is in the tables.
 */
export async function fill(
  { pool, store }: { readonly pool: pg.Pool; readonly store: EventStore },
  makings: readonly Making[],
  onProgress: (progress: RebuildProgress) => void,
  filled: (making: Making) => void,
): Promise<Position> {
  const copying = new Copying(pool);
  const lanes = lanesOf(makings);
  const single = lanes.flatMap((it) => it.once);
  try {
    const head = await store.head();
    const [alone, ...others] = makings;
    const reads = alone && others.length === 0 ? alone.projection.reads : {};
    const read = (after: Position) => store.readLog({ ...reads, after, limit: pageSize });
    let reached = beginning;
    for (let next = read(reached); ; ) {
      const page = await next;
      const last = page.at(-1);
      if (!last) break;
      reached = last.position;
      next = read(reached);
      // Nobody waits for it yet, and a failure must not end the process before somebody does.
      next.catch(() => undefined);
      for (const [i, event] of page.entries()) {
        for (const lane of lanes) lane.add(event);
        for (const it of single) it.put(event, copying);
        if (i % turn === turn - 1) await nextTurn();
      }
      await copying.room();
      onProgress({ step: 'reading', done: Number(reached), of: Number(later(head, reached)) });
    }
    await copying.finish();
    for (const lane of lanes) for (const it of lane.once) filled(it.making);
    const events = lanes.reduce((sum, it) => sum + it.waiting, 0);
    let folded = 0;
    for (const lane of lanes) {
      for await (const more of lane.fold(copying)) {
        folded += more;
        onProgress({ step: 'folding', done: folded, of: events });
      }
      await copying.finish();
      for (const it of lane.makings) filled(it);
    }
    return later(head, reached);
  } finally {
    for (const lane of lanes) lane.spill.close();
  }
}

const later = (a: Position, b: Position): Position => (a > b ? a : b);

const alive = (it: Making): boolean => it.failed === null;

/** Does something for one projection; an event that it cannot fold fails it alone. */
function attempt(making: Making, event: Recorded, work: () => void): void {
  try {
    work();
  } catch (error) {
    making.failed ??= new CannotFold(event, error);
  }
}

/** Where the rows and states of one projection go, whatever heap they come from. */
interface Targets {
  readonly tables: ReadonlyMap<Table, CopyTarget>;
  readonly states: CopyTarget;
}

/** Projections that sort the log by the same key share a lane: an event lies there once for all of them. */
class Lane {
  readonly spill = new Spill();
  waiting = 0;
  private readonly targets: ReadonlyMap<Making, Targets>;

  constructor(
    readonly makings: readonly Making[],
    readonly once: readonly Once[],
    private readonly keyOf: (event: Recorded) => string,
  ) {
    this.targets = new Map(makings.map((it) => [it, targetsOf(it)]));
  }

  add(event: Recorded): void {
    const wanted = this.makings.filter((it) => alive(it) && readsEvent(it.projection, event));
    const [first] = wanted;
    if (!first) return;
    this.waiting++;
    attempt(first, event, () =>
      this.spill.add(this.keyOf(event), JSON.stringify({ ...event, position: event.position.toString() })),
    );
  }

  /** Folds heap after heap; gives how many events were folded since it last said so. */
  async *fold(copying: Copying): AsyncGenerator<number> {
    for (const heap of this.spill.read()) {
      const folding = [...this.targets].filter(([it]) => alive(it)).map(([it, targets]) => new Folding(it, targets));
      let done = 0;
      for (const lines of heap)
        for (const line of lines) {
          const event = readBack(line);
          for (const it of folding) it.apply(event, copying);
          if (++done % turn === 0) await nextTurn();
        }
      for (const it of folding) it.finish(copying);
      await copying.room();
      yield done;
    }
  }
}

function readBack(line: string): Recorded {
  const event = JSON.parse(line) as Omit<Recorded, 'position'> & { position: string };
  return { ...event, position: position(event.position) };
}

function lanesOf(makings: readonly Making[]): Lane[] {
  const [once, kept] = [makings.filter((it) => it.projection.once), makings.filter((it) => !it.projection.once)];
  const byStream = kept.filter((it) => !it.projection.keyOf);
  return [
    new Lane(
      byStream,
      once.map((it) => new Once(it)),
      (event) => event.stream,
    ),
    ...kept.filter((it) => it.projection.keyOf).map((it) => new Lane([it], [], (event) => keyFor(it.projection, event))),
  ];
}

function targetsOf(making: Making): Targets {
  const refused = (error: unknown) => {
    making.failed ??= error;
  };
  const into = (table: Table, which: Which) => ({ ...linesInto(table, which), refused });
  return {
    tables: new Map(making.projection.tables.map((table) => [table, into(table, 'next')])),
    states: into(statesTable, 'live'),
  };
}

/** A projection whose keys are met once: its rows are final as soon as an event is read. */
class Once {
  private readonly targets: Targets;

  constructor(readonly making: Making) {
    this.targets = targetsOf(making);
  }

  put(event: Recorded, copying: Copying): void {
    const { making } = this;
    if (!alive(making) || !readsEvent(making.projection, event)) return;
    making.events++;
    attempt(making, event, () => {
      const key = keyFor(making.projection, event);
      const given = making.projection.rows(ownState(making.projection, making.projection.initial(key), event), key);
      for (const [table, target] of this.targets.tables)
        for (const row of byKey(table, given[table.name] ?? []).values()) {
          mustFit(table, row);
          copying.add(target, table.history ? { row, from: event.recordedAt, to: null } : standing(row));
        }
    });
  }
}

/** One heap's fold of one projection. */
class Folding {
  private readonly states = new Map<string, unknown>();
  private readonly fold: Fold;
  private last: Recorded | null = null;
  /** Of each stream the version of the last event that was folded. */
  private readonly versions = new Map<string, number>();

  constructor(
    private readonly making: Making,
    private readonly targets: Targets,
  ) {
    this.fold = new Fold(making.projection, this.states);
  }

  apply(event: Recorded, copying: Copying): void {
    const { making } = this;
    if (!alive(making) || !readsEvent(making.projection, event)) return;
    making.events++;
    this.last = event;
    this.versions.set(event.stream, event.version);
    attempt(making, event, () => this.fold.apply(event));
    for (const [table, target] of this.targets.tables) {
      const changes = this.fold.changes.get(table.name);
      if (changes && changes.endedCount > pageSize) this.copy(copying, target, changes.takeEnded());
    }
  }

  finish(copying: Copying): void {
    const { making, last } = this;
    if (!last) return;
    attempt(making, last, () => {
      this.fold.finish();
      for (const [table, target] of this.targets.tables)
        this.copy(copying, target, this.fold.changes.get(table.name)?.result().put ?? []);
    });
    const { name } = making.projection;
    if (alive(making))
      for (const [key, state] of this.states)
        copying.add(
          this.targets.states,
          standing({ projection: name, build: making.build, key, version: this.versions.get(key) ?? null, state }),
        );
  }

  private copy(copying: Copying, target: CopyTarget, versions: readonly Version[]): void {
    for (const it of versions) copying.add(target, it);
  }
}
