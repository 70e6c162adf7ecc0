import type { DataSource, EntityManager, MigrationInterface, QueryRunner } from 'typeorm';
import { beginning, type Position, position, type Recorded } from '#language';
import type { EventStore, LogFilter } from './event-store.js';

/** How far each durable consumer has come. Dropping rows and rebuilding projections does not touch it. */
export class Consumers1764000010000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query('create table consumer_checkpoint (name text primary key, position numeric not null)');
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}

const page = 100;

/**
 * Hands a durable consumer every event that it has not seen, in order, up to the head. What `handle` writes with `db` and
 * the checkpoint are one transaction: killed in between, the event comes again; committed, it never does. Two processes
 * take turns, because the checkpoint's row is locked. Gives how many events were handled.
 */
export async function consume(
  { source, store }: { readonly source: DataSource; readonly store: EventStore },
  { name, ...filter }: LogFilter & { readonly name: string },
  handle: (event: Recorded, db: EntityManager) => Promise<void>,
): Promise<number> {
  for (let handled = 0; ; ) {
    const found = await source.transaction(async (db) => {
      const seen = await lockedCheckpoint(db, name);
      // The head is asked for before the page: what lies up to it and is not in the page was filtered out, and did not come too late.
      const head = await store.head();
      // The checkpoint lies beyond the log's end where an older copy of the log was put back: all of that copy was seen, what comes now was not.
      const putBack = seen > head;
      const events = await store.readLog({ ...filter, after: putBack ? head : seen, limit: page });
      for (const event of events) await handle(event, db);
      const to = events.at(-1)?.position ?? head;
      await db.query('update consumer_checkpoint set position = $2::numeric where name = $1', [name, String(to)]);
      return events.length;
    });
    handled += found;
    if (found === 0) return handled;
  }
}

async function lockedCheckpoint(db: EntityManager, name: string): Promise<Position> {
  await db.query('insert into consumer_checkpoint values ($1, $2) on conflict do nothing', [name, String(beginning)]);
  const [row] = await db.query<{ position: string }[]>(
    'select position::text from consumer_checkpoint where name = $1 for update',
    [name],
  );
  return row ? position(row.position) : beginning;
}
