import type { DataSource } from 'typeorm';
import { onConnection } from './prepared.js';

const connections = new WeakSet<object>();
/** How many connections were met. */
let met = 0;

/**
 * What is committed, as text: as long as it is the same nothing in the database has changed. Whatever writes takes a transaction id,
 * and a snapshot says which of them have ended. A new connection may speak to a server that was restored or lost its last moments in
 * a crash, where all earlier ones broke off; so the text is another after each. Advisory locks are no part of it. What is read after
 * it and kept under it may be newer, never older.
 */
export const committed = (source: DataSource): Promise<string> =>
  onConnection(source, async (client) => {
    const { rows } = await client.query<[string]>({
      name: 'committed',
      text: 'select pg_current_snapshot()::text',
      rowMode: 'array',
    });
    if (!connections.has(client)) met++;
    connections.add(client);
    return `${met} ${rows[0]?.[0]}`;
  });
