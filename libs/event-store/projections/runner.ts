import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { Gathering } from '#database';
import { beginning, type Position, type Recorded, Refusal } from '#language';
import type { EventStore } from '../event-store.js';
import { isOutage, wasRolledBack } from '../postgres/link.js';
import type { Projection, ProjectionHealth } from '../projection.js';
import { Fenced, inTransaction } from './applying.js';
import { Arrivals } from './arrivals.js';
import { Feed } from './feed.js';
import type { RebuildProgress } from './filling.js';
import { readsEvent } from './folding.js';
import { Following, type Landed, type Writing } from './following.js';
import { Leader } from './leader.js';
import { CannotFold } from './making.js';
import { passing, type Step } from './passing.js';
import { type RebuildReport, type Rebuilt, rebuildTogether } from './rebuilding.js';
import { Standing } from './standing.js';
import { errorOf, firstStatus, readStatus, readStatuses, rebuildsUnderWay, type Status, stopWith } from './status.js';
import { goBack } from './switching.js';
import { shapeOf } from './tables.js';

export interface RunnerOptions {
  readonly store: EventStore;
  /** The database of the rows; eventStoreMigrations have been run on it. */
  readonly url: string;
  // biome-ignore lint/suspicious/noExplicitAny: each projection has its own state and events; the runner never looks into them.
  readonly projections: readonly Projection<any, any>[];
  readonly log?: (line: string) => void;
  /** Is told of the events of each batch whose rows are committed, as far as the projection reads them. */
  readonly applied?: (projection: string, events: readonly Recorded[]) => void;
  /** Events a transaction. Default 1,000. */
  readonly batch?: number;
  /** How often a process without the lead asks for it, milliseconds. Default 1,000. */
  readonly contendEvery?: number;
}

/** A new projection with this many events to read is built beside and not in live batches. Counted, for positions have gaps. */
const farBehind = 5_000;
/** From one page of what just came to the next, milliseconds: rows are so much later at most, and written in half as many transactions. */
const pause = 20;
/** How long a projection that must be made anew waits for others, so that they share one pass over the log, milliseconds. */
const gathering = 200;

/**
 * Runs projections: follows the log, writes rows and checkpoint together, one process at a time for each projection.
 * A failing event stops that projection alone, after three tries, until `resume` or a rebuild.
 */
export class ProjectionRunner {
  private readonly pool: pg.Pool;
  /** Writes live batches, each in one trip. */
  private readonly writing: pg.Pool;
  /** Reads where projections are, apart from the pool that writes: readers never hold up the rows that they wait for. */
  private readonly reading: pg.Pool;
  private readonly arrivals: ReadonlyMap<string, Arrivals>;
  /** The furthest head seen: what is at or before it was written. */
  private head: Position = beginning;
  private readonly heads: Gathering<null, Position>;
  private readonly standsAt: Standing;
  private readonly passing: Gathering<Step, boolean>;
  private readonly feed: Feed;
  private readonly leader: Leader;
  private readonly log: (line: string) => void;
  private readonly stopping = new AbortController();
  private loops: Promise<void>[] = [];
  private gathered: { readonly names: string[]; readonly rebuilt: Promise<Rebuilt> } | null = null;

  constructor(private readonly options: RunnerOptions) {
    const names = options.projections.map((it) => it.name);
    const tables = options.projections.flatMap((it) => it.tables.map((table) => table.name));
    for (const all of [names, tables])
      for (const name of all) if (all.indexOf(name) !== all.lastIndexOf(name)) throw new Error(`two projections have ${name}`);
    // Rows follow from the log. A crash may take the last moments of rows and checkpoint together, and they are folded again.
    const unhurried = '-c synchronous_commit=off';
    this.pool = openPool(options.url, 'tiendo projections', { max: 6, options: unhurried });
    this.writing = openPool(options.url, 'tiendo projections', { max: 4, options: unhurried, pipeline: true });
    this.reading = openPool(options.url, 'tiendo freshness', { max: 2 });
    const looking = new Gathering<string, Status | null>((asked) => readStatuses(this.reading, asked));
    const arrivals = (name: string) =>
      new Arrivals(
        () => looking.ask(name),
        () => this.leader.holds(name),
      );
    this.arrivals = new Map(names.map((name) => [name, arrivals(name)]));
    this.heads = new Gathering(async (asked) => {
      const head = await options.store.head();
      return asked.map(() => head);
    });
    this.standsAt = new Standing(this.reading, options.store);
    this.passing = passing(this.pool);
    this.feed = new Feed(options.store, options.batch ?? 1_000, pause);
    this.leader = new Leader(options.url);
    this.log = options.log ?? (() => undefined);
  }

  /** Begins to follow the log, or to stand by for whoever does. */
  start(): void {
    // Every projection waits for the same end, and there may be any number of them.
    setMaxListeners(0, this.stopping.signal);
    if (this.loops.length === 0) this.loops = this.options.projections.map((it) => this.run(it));
  }

  /** Ends after the batches under way; gives the lead to others. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await Promise.all(this.loops);
    await this.leader.close();
    await Promise.all([this.pool.end(), this.writing.end(), this.reading.end()]);
  }

  /** Makes one anew beside its live tables and switches; see rebuildTogether. Throws what stopped it. */
  async rebuild(name: string, onProgress?: (progress: RebuildProgress) => void): Promise<RebuildReport> {
    this.named(name);
    const { reports, failures } = await this.rebuildAll([name], onProgress);
    const [report] = reports;
    if (!report) throw failures[0]?.error ?? new Error(`no report of ${name}`);
    return report;
  }

  /** Makes several anew, or all, in one pass over the log. */
  async rebuildAll(names?: readonly string[], onProgress?: (progress: RebuildProgress) => void): Promise<Rebuilt> {
    const projections = names ? names.map((it) => this.named(it)) : this.options.projections;
    return rebuildTogether({ pool: this.pool, store: this.options.store, url: this.options.url }, projections, onProgress);
  }

  /** Takes the last rebuild of one back; see goBack. Gives where it then stands. */
  async back(name: string): Promise<Position> {
    return goBack(this.pool, this.named(name));
  }

  /** Lets a stopped projection try again at the event where it stopped. */
  async resume(name: string): Promise<void> {
    this.named(name);
    await this.pool.query(
      `update projection_status set state = 'running', error = null, updated_at = now() where name = $1 and state = 'stopped'`,
      [name],
    );
  }

  async health(): Promise<ProjectionHealth[]> {
    return this.healthOf(this.options.projections);
  }

  /** The health of one projection. Refuses: unknown-projection. */
  async healthOfOne(name: string): Promise<ProjectionHealth> {
    const [health] = await this.healthOf([this.named(name)]);
    if (!health) throw new Error(`no health of ${name}`);
    return health;
  }

  /** Those whose rows another release made: until they are made anew, tables and columns that this one reads may not be there. */
  async ofAnotherRelease(): Promise<string[]> {
    const statuses = await readStatuses(
      this.reading,
      this.options.projections.map((it) => it.name),
    );
    return this.options.projections
      .filter(({ version }, i) => statuses[i] && statuses[i].version !== version)
      .map(({ name }) => name);
  }

  /** Where log and rows stand, as text; see Standing. */
  standing(committed?: string): Promise<string> {
    return this.standsAt.now(committed);
  }

  private async healthOf(projections: readonly Projection[]): Promise<ProjectionHealth[]> {
    const names = projections.map((it) => it.name);
    const [head, underWay, statuses] = await Promise.all([
      this.options.store.head(),
      rebuildsUnderWay(this.reading, names),
      readStatuses(this.reading, names),
    ]);
    return projections.map(({ name, version }, i) => {
      const status = statuses[i];
      return {
        name,
        version: status?.version ?? version,
        state: underWay.has(name) ? 'rebuilding' : (status?.state ?? 'running'),
        position: (status?.position ?? 0n).toString(),
        head: head.toString(),
        updatedAt: status?.updatedAt ?? null,
        error: status?.error ?? null,
      };
    });
  }

  /**
   * True when the projection has come to `at`, false when it has not within `timeoutMs`; false at once when nothing was
   * written at `at` yet, or the projection is stopped. For reading one's own writes.
   */
  async waitFor(name: string, at: Position, timeoutMs: number): Promise<boolean> {
    const { name: known } = this.named(name);
    if (at > this.head) {
      const head = await this.heads.ask(null);
      if (head > this.head) this.head = head;
      if (at > head) return false;
    }
    return this.arrivals.get(known)?.reach(at, timeoutMs) ?? false;
  }

  private named(name: string): Projection {
    const found = this.options.projections.find((it) => it.name === name);
    if (found) return found;
    const known = this.options.projections.map((it) => it.name);
    throw new Refusal('unknown-projection', {
      kind: 'not-found',
      vi: `Không có bảng “${name}”; có: ${known.join(', ')}.`,
      en: `There is no projection “${name}”; there are: ${known.join(', ')}.`,
      figures: { name, known },
    });
  }

  /** What following a projection shares with this runner. */
  private get course() {
    const { pool, writing, passing, log, options } = this;
    return {
      pool,
      writing,
      store: options.store,
      passing,
      log,
      ...(options.applied ? { applied: options.applied } : {}),
      came: (name: string, to: Position) => this.arrivals.get(name)?.came(to),
      pause: (ms: number) => this.pause(ms),
    };
  }

  private get stopped(): boolean {
    return this.stopping.signal.aborted;
  }

  private async pause(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: this.stopping.signal }).catch(() => undefined);
  }

  private async run(projection: Projection): Promise<void> {
    let failures = 0;
    while (!this.stopped)
      try {
        if (await this.leader.take(projection.name)) await this.lead(projection);
        else await this.pause(this.options.contendEvery ?? 1_000);
        failures = 0;
      } catch (error) {
        if (this.stopped) return;
        if (!(error instanceof Fenced)) this.log(`projection ${projection.name}: ${String(error)}`);
        // The database is gone, or somebody took over: look again, less and less often.
        await this.pause(Math.min(100 * 2 ** failures++, 3_000));
      }
  }

  /** Follows the log while this process has the lead: a page is folded while the one before it is being written. */
  private async lead(projection: Projection): Promise<void> {
    let status = await this.ready(projection);
    let way = new Following(projection, this.course);
    let waited = false;
    let writing: Writing | null = null;
    try {
      while (!this.stopped && this.leader.holds(projection.name)) {
        if (!status) {
          await this.pause(500);
          status = await this.ready(projection);
          // A stopped projection may have been rebuilt meanwhile: the states in memory are of the tables before.
          way = new Following(projection, this.course);
          continue;
        }
        const from: Position = writing?.to ?? status.position;
        const page = await this.feed.page(from);
        const last = page.at(-1);
        const reads = page.some((it) => readsEvent(projection, it));
        const folded = reads ? await way.fold(status, page) : null;
        if (writing) {
          const landed: Landed = await way.land(status, writing);
          writing = null;
          status = landed.status;
          // The page at hand was folded on states that the page before did not leave behind: it is read and folded again.
          if (!landed.asFolded) continue;
        }
        if (!status) continue;
        if (!last) {
          // Taking a rebuild back moves the checkpoint back without any new event: it shows in the build alone.
          if (waited) await this.sameAs(projection, status);
          await this.moreOrStop(status.position);
          waited = true;
          continue;
        }
        waited = false;
        if (folded) writing = way.write(status, page, last.position, folded);
        else status = await way.past(status, page, last.position);
      }
      if (writing && status) await way.land(status, writing);
    } finally {
      // Nobody else may lead here while a transaction of ours is under way.
      await writing?.done.catch(() => undefined);
    }
  }

  private async sameAs({ name }: Projection, { build, state }: Status): Promise<void> {
    const now = await readStatus(this.pool, name);
    if (now?.build !== build || now.state !== state) throw new Fenced(name);
  }

  /** Listens for the stop only while it waits: a listener for every wait would pile up over the months. */
  private async moreOrStop(after: Position): Promise<void> {
    if (this.stopped) return;
    const waiting = new AbortController();
    const stopped = new Promise<void>((resolve) =>
      this.stopping.signal.addEventListener('abort', () => resolve(), { once: true, signal: waiting.signal }),
    );
    await Promise.race([this.options.store.waitForMore(after, 2_000), stopped]).finally(() => waiting.abort());
  }

  /** Where to go on from; null when there is nothing to do but wait (stopped, or a newer process owns the tables). */
  private async ready(projection: Projection): Promise<Status | null> {
    const { name } = projection;
    let status = await readStatus(this.pool, name);
    if (!status) {
      await inTransaction(this.pool, (sql) => firstStatus(sql, projection));
      const waiting = await this.options.store.readLog({ ...projection.reads, limit: farBehind });
      if (waiting.length === farBehind) await this.rebuildByItself(projection, 'it is new');
      status = await readStatus(this.pool, name);
    }
    if (!status || status.state === 'stopped' || status.version > projection.version) return null;
    if (status.version === projection.version && status.shape === shapeOf(projection))
      return (await this.aheadOfTheLog(projection, status)) ? null : status;
    await this.rebuildByItself(projection, `version ${status.version} became ${projection.version}`);
    const rebuilt = await readStatus(this.pool, name);
    return rebuilt?.state === 'running' && rebuilt.version === projection.version ? rebuilt : null;
  }

  /**
   * An older log was put back in place of the one that the rows follow: what comes now would be passed over in silence, as if it had
   * been seen. Stops it, until a rebuild.
   */
  private async aheadOfTheLog({ name }: Projection, { position: at }: Status): Promise<boolean> {
    const head = await this.options.store.head();
    if (at <= head) return false;
    const message = `its rows are at ${at} and the log ends at ${head}: an older log was put back, rebuild`;
    this.log(`projection ${name} stopped: ${message}`);
    await stopWith(this.pool, name, { message, position: head.toString(), eventId: '', tries: 1 });
    return true;
  }

  private async rebuildByItself(projection: Projection, why: string): Promise<void> {
    this.log(`projection ${projection.name} is rebuilt: ${why}`);
    try {
      const { failures } = await this.withOthers(projection.name);
      const failure = failures.find((it) => it.name === projection.name);
      if (failure) throw failure.error;
    } catch (error) {
      if (error instanceof CannotFold) await stopWith(this.pool, projection.name, errorOf(error, error.event, 1));
      else if (isOutage(error) || wasRolledBack(error) || error instanceof Refusal || this.stopped) throw error;
      // Rows that Postgres refuses: it is not known which event made them.
      else await stopWith(this.pool, projection.name, { message: String(error), position: '0', eventId: '', tries: 1 });
    }
  }

  /** A rebuild for all that ask for one at about the same time, as after a new release. */
  private withOthers(name: string): Promise<Rebuilt> {
    const { gathered } = this;
    if (gathered) {
      gathered.names.push(name);
      return gathered.rebuilt;
    }
    const names = [name];
    const rebuilt = this.pause(gathering).then(() => {
      this.gathered = null;
      // A rebuild may take minutes; being told to stop ends it, and the next process begins it anew.
      return this.rebuildAll(names, () => {
        if (this.stopped) throw new Fenced(name);
      });
    });
    this.gathered = { names, rebuilt };
    return rebuilt;
  }
}

function openPool(url: string, name: string, config: pg.PoolConfig): pg.Pool {
  const pool = new pg.Pool({ connectionString: url, application_name: name, connectionTimeoutMillis: 10_000, ...config });
  pool.on('error', () => undefined);
  // A connection that breaks while it is lent fails the query that runs on it; without a listener it would end the process.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}
