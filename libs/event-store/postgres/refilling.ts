import type { Refill } from '../refilling.js';

/** Runs SQL inside the caller's transaction: the log is there whole when that commits, or not at all. */
interface Running {
  query(sql: string, values?: unknown[]): Promise<unknown>;
}

/** Into the tables of PostgresEventStore, past its appends: positions are 1, 2, 3… in the order given. The log must be empty. */
export function refillPostgres(db: Running): Refill {
  let head = 0;
  return {
    async write(events) {
      if (events.length === 0) return;
      await db.query(
        `insert into event (position, stream, version, id, type, data, meta, recorded_at)
         select $1::bigint + nth, stream, version, id, type, data, meta, recorded_at
         from unnest($2::text[], $3::int[], $4::uuid[], $5::text[], $6::json[], $7::json[], $8::timestamptz[])
              with ordinality as n (stream, version, id, type, data, meta, recorded_at, nth)`,
        [
          head,
          events.map((it) => it.stream),
          events.map((it) => it.version),
          events.map((it) => it.id),
          events.map((it) => it.type),
          events.map((it) => JSON.stringify(it.data)),
          events.map((it) => JSON.stringify(it.meta)),
          events.map((it) => it.recordedAt),
        ],
      );
      head += events.length;
      await db.query(
        'update log_head set position = $1, recorded_at = greatest(recorded_at, (select max(m) from unnest($2::timestamptz[]) as m))',
        [head, events.map((it) => it.recordedAt)],
      );
    },
    close: async () => undefined,
  };
}
