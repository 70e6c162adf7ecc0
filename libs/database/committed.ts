import type pg from 'pg';
import type { DataSource } from 'typeorm';

const connections = new WeakMap<object, number>();
let met = 0;

/**
 * What is committed, as text: as long as it is the same nothing in the database has changed. Whatever writes takes a transaction id,
 * and a snapshot says which of them have ended. Another connection may speak to a server that was restored or lost its last moments in a
 * crash, so the text is of this one. Advisory locks are no part of it. What is read after it and kept under it may be newer, never older.
 */
export async function committed(source: DataSource): Promise<string> {
  const runner = source.createQueryRunner();
  try {
    const client = (await runner.connect()) as pg.PoolClient;
    const { rows } = await client.query<[string]>({
      name: 'committed',
      text: 'select pg_current_snapshot()::text',
      rowMode: 'array',
    });
    const known = connections.get(client) ?? ++met;
    connections.set(client, known);
    return `${known} ${rows[0]?.[0]}`;
  } finally {
    await runner.release();
  }
}
