import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

/** What is always read of an event. */
export interface Placed {
  readonly stream: string;
  readonly version: number;
  readonly position: string;
}

/** Reads the log on and on beside processes that are killed, and holds each event to the order that it has to have. */
export class LogWatch {
  private readonly pool: pg.Pool;
  private checked = '0';
  private readonly versions = new Map<string, number>();

  constructor(url: string) {
    this.pool = new pg.Pool({ connectionString: url, max: 2 });
    this.pool.on('error', () => undefined);
  }

  /** What came since the last look, with more columns of it as SQL: no gap, no version out of order. */
  async readOn<Row extends Placed>(columns: string): Promise<readonly Row[]> {
    const { rows } = await patiently(() =>
      this.pool.query<Row>(`select stream, version, position, ${columns} from event where position > $1 order by position`, [
        this.checked,
      ]),
    );
    for (const it of rows) {
      expect(it.position).toBe(String(BigInt(this.checked) + 1n));
      expect([it.stream, it.version]).toEqual([it.stream, (this.versions.get(it.stream) ?? 0) + 1]);
      this.versions.set(it.stream, it.version);
      this.checked = it.position;
    }
    return rows;
  }

  close(): Promise<void> {
    return this.pool.end();
  }
}

/** Asks until PostgreSQL is back. */
export async function patiently<T>(ask: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries++)
    try {
      return await ask();
    } catch (error) {
      if (tries === 600) throw error;
      await sleep(50);
    }
}
