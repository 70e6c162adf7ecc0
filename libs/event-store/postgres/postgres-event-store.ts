import pg from 'pg';
import {
  beginning,
  type Clock,
  type Instant,
  type Metadata,
  type Position,
  position,
  type Recorded,
  systemClock,
} from '#language';
import { StoreUnavailable, UnknownStream } from '../errors.js';
import type {
  Appended,
  EventStore,
  LogFilter,
  NewEvent,
  ReadLog,
  ReadStream,
  ReadStreams,
  Subscription,
} from '../event-store.js';
import { besideRows } from '../followed-log.js';
import { subscribeBy } from '../subscribing.js';
import { inOrder, type Upcaster, upcast } from '../upcasting.js';
import { isOutage } from './link.js';
import { StreamReads } from './stream-reads.js';
import { Wakeups } from './wakeups.js';
import { Writer } from './writer.js';

export interface PostgresEventStoreOptions {
  /** A database that eventStoreMigrations have been run on. */
  readonly url: string;
  readonly clock?: Clock;
  readonly upcasters?: readonly Upcaster[];
  /** Default false; see EventStore. */
  readonly besideRows?: boolean;
  /** Connections for reading. Default 6. One more writes and one listens. */
  readonly connections?: number;
}

type EventRow = [
  position: string,
  stream: string,
  version: number,
  id: string,
  type: string,
  data: unknown,
  meta: Metadata,
  recordedAt: number,
];

const columns = 'position, stream, version, id, type, data, meta, (extract(epoch from recorded_at) * 1000)::float8';

/** The log in Postgres. Appends go through one writer (see Writer); reads through a pool. */
export class PostgresEventStore implements EventStore {
  readonly besideRows: boolean;
  private readonly pool: pg.Pool;
  /** For reading streams in their order: whatever is known of the table, PostgreSQL follows the index and does not sort all for a page. */
  private readonly orderly: pg.Pool;
  /** For short parts of streams, a statement at a time: planned once, for to plan it anew takes longer than its answer. */
  private readonly planned: pg.Pool;
  private readonly parts: StreamReads<EventRow>;
  private readonly writer: Writer;
  private readonly wakeups: Wakeups;
  private readonly upcasters: readonly Upcaster[];

  constructor({ url, clock = systemClock, upcasters = [], besideRows = false, connections = 6 }: PostgresEventStoreOptions) {
    this.besideRows = besideRows;
    this.pool = openPool(url, connections);
    this.orderly = openPool(url, 1, '-c enable_sort=off -c enable_incremental_sort=off');
    this.planned = openPool(url, 1, '-c plan_cache_mode=force_generic_plan');
    this.parts = new StreamReads(
      columns,
      async (...asked) => (await this.query<[...EventRow, number]>(...asked, this.planned)).rows,
    );
    this.upcasters = inOrder(upcasters);
    this.wakeups = new Wakeups(url, () => this.head());
    this.writer = new Writer(url, clock, (head) => this.wakeups.grownTo(head));
  }

  append(stream: string, expected: number, events: readonly NewEvent[]): Promise<Appended> {
    return this.writer.append(stream, expected, events);
  }

  async read(stream: string, asked: ReadStream = {}): Promise<Recorded[]> {
    const part = await this.parts.read(stream, asked);
    const rows = part ? (asked.direction === 'backwards' ? part : part.reverse()) : await this.readLong(stream, asked);
    if (rows.length === 0) {
      const there = await this.rows(`select ${columns} from event where stream = $1 limit 1`, [stream]);
      if (there.length === 0) throw new UnknownStream(stream);
    }
    return rows.map((it) => this.recorded(it));
  }

  private readLong(stream: string, { direction = 'forwards', from, limit }: ReadStream): Promise<EventRow[]> {
    const forwards = direction === 'forwards';
    return this.rows(
      `select ${columns} from event where stream = $1 and version ${forwards ? '>=' : '<='} $2
       order by version ${forwards ? 'asc' : 'desc'} limit $3`,
      [stream, from ?? (forwards ? 1 : 2_147_483_647), limit ?? null],
      forwards ? 'read' : 'read-back',
    );
  }

  async find(stream: string, id: string): Promise<Recorded | undefined> {
    const [row] = await this.rows(`select ${columns} from event where id = $1 and stream = $2`, [id, stream], 'find');
    return row && this.recorded(row);
  }

  async readLog({ after = beginning, limit, streams, types }: ReadLog): Promise<Recorded[]> {
    const values: unknown[] = [after.toString(), limit];
    let filter = '';
    if (streams) filter += ` and exists (select from unnest($${values.push(streams)}::text[]) as p where stream ^@ p)`;
    if (types) filter += ` and type = any($${values.push(types)}::text[])`;
    const name = `log${streams ? '-streams' : ''}${types ? '-types' : ''}`;
    const rows = await this.rows(
      `select ${columns} from event where position > $1${filter} order by position limit $2`,
      values,
      name,
    );
    return rows.map((it) => this.recorded(it));
  }

  async readStreams({ streams, after, upTo, limit }: ReadStreams): Promise<Recorded[]> {
    const { stream, version } = after ?? { stream: streams, version: 0 };
    const { rows } = await this.query<EventRow>(
      `select ${columns} from event where (stream, version) > ($1, $2) and stream < $3 and position <= $4
       order by stream, version limit $5`,
      [stream, version, behind(streams), upTo.toString(), limit],
      'streams',
      this.orderly,
    );
    return rows.map((it) => this.recorded(it));
  }

  subscribe(
    options: LogFilter & { after?: Position },
    handler: (event: Recorded) => Promise<void> | void,
    onEnd?: (error?: unknown) => void,
  ): Promise<Subscription> {
    return Promise.resolve(subscribeBy(this, options, handler, onEnd));
  }

  waitForMore(after: Position, atMost: number): Promise<void> {
    return this.wakeups.wait(after, atMost);
  }

  async head(): Promise<Position> {
    const { rows } = await this.query<[string]>('select position from log_head', [], 'head');
    return position(rows[0]?.[0] ?? 0);
  }

  /** It lies beside its rows: no other could be taken for it. */
  identity(): Promise<string> {
    return Promise.resolve(besideRows);
  }

  async close(): Promise<void> {
    await this.writer.close();
    await this.wakeups.close();
    await Promise.all([this.pool, this.orderly, this.planned].map((it) => it.end()));
  }

  private async rows(text: string, values: unknown[], name?: string): Promise<EventRow[]> {
    return (await this.query<EventRow>(text, values, name)).rows;
  }

  private async query<R extends unknown[]>(
    text: string,
    values: unknown[],
    name?: string,
    pool = this.pool,
  ): Promise<{ rows: R[] }> {
    const config = { text, values, rowMode: 'array' as const, ...(name ? { name } : {}) };
    for (let tries = 1; ; tries++)
      try {
        return await pool.query<R>(config);
      } catch (error) {
        if (!isOutage(error)) throw error;
        // Once more at once: a pooled connection may have died while it lay idle.
        if (tries === 2) throw new StoreUnavailable(error instanceof Error ? error.message : String(error), { cause: error });
      }
  }

  private recorded([at, stream, version, id, type, data, meta, recordedAt]: EventRow): Recorded {
    const event: Recorded = {
      id,
      stream,
      version,
      position: position(at),
      type,
      data,
      meta,
      recordedAt: new Date(Math.round(recordedAt)).toISOString() as Instant,
    };
    return this.upcasters.length === 0 ? event : upcast(this.upcasters, event);
  }
}

function openPool(url: string, max: number, options?: string): pg.Pool {
  const application = { application_name: 'tiendo reader', connectionTimeoutMillis: 10_000 };
  const pool = new pg.Pool({ connectionString: url, max, ...application, ...(options ? { options } : {}) });
  // An idle connection that was lost is replaced by the next query.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

/** A name behind all that begin with this: they lie in the order of their bytes. */
const behind = (start: string): string => `${start}\u{10ffff}`;
