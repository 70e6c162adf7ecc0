import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

/** SQLSTATE classes that say the server and not the statement: connection, resources, operator intervention, read-only standby. */
const serverStates = /^(08|53|57P|58|25006|55P03)/;

/** True when the same statement may well succeed later: the server is gone, starting, full or shutting down. */
export function isOutage(error: unknown): boolean {
  // Not by class: an error of the socket may come from another realm than ours.
  if (typeof error !== 'object' || error === null || !('message' in error)) return false;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (serverStates.test(code) || /^(ECONN|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENOTFOUND|EAI_AGAIN|EADDRNOTAVAIL)/.test(code))
    return true;
  return /Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect|Query read timeout|Client was closed|not queryable/i.test(
    String(error.message),
  );
}

/** A serialization failure or deadlock: certainly rolled back. */
export const wasRolledBack = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === '40001' || error.code === '40P01');

/** One connection of its own that is made again when it is lost. */
export class Link {
  private client: pg.Client | null = null;
  private connecting: Promise<pg.Client> | null = null;
  private closed = false;

  constructor(
    private readonly config: pg.ClientConfig,
    private readonly onConnected: (client: pg.Client) => Promise<void> = async () => undefined,
  ) {}

  /** The connection as it is, null when there is none just now. */
  get current(): pg.Client | null {
    return this.client;
  }

  /** The live connection; tries for up to `patience` milliseconds. */
  async get(patience: number): Promise<pg.Client> {
    const end = Date.now() + patience;
    for (let wait = 20; ; wait = Math.min(wait * 2, 500)) {
      if (this.closed) throw new Error('Client was closed');
      if (this.client) return this.client;
      try {
        // Those who ask at the same moment share one connection: a second one would hold on to what the first had locked.
        this.connecting ??= this.connect().finally(() => {
          this.connecting = null;
        });
        return await this.connecting;
      } catch (error) {
        if (!isOutage(error) || Date.now() + wait > end) throw error;
        await sleep(wait);
      }
    }
  }

  private async connect(): Promise<pg.Client> {
    const client = new pg.Client({ connectionTimeoutMillis: 5_000, keepAlive: true, ...this.config });
    const lost = () => {
      if (this.client === client) this.client = null;
    };
    client.on('error', lost);
    client.on('end', lost);
    try {
      await client.connect();
      await this.onConnected(client);
    } catch (error) {
      await client.end().catch(() => undefined);
      throw error;
    }
    if (this.closed) {
      await client.end();
      throw new Error('Client was closed');
    }
    this.client = client;
    return client;
  }

  /** Drops a connection that is in doubt; one that took its place in the meantime stays. */
  async drop(client: pg.Client | null): Promise<void> {
    if (this.client === client) this.client = null;
    if (client) await Promise.race([client.end().catch(() => undefined), sleep(200)]);
  }

  async close(): Promise<void> {
    this.closed = true;
    await this.drop(this.client);
  }
}
