import type pg from 'pg';
import type { DataSource } from 'typeorm';

/** Runs something on one connection of the pool and gives it back. */
export async function onConnection<T>(source: DataSource, run: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const runner = source.createQueryRunner();
  try {
    return await run((await runner.connect()) as pg.PoolClient);
  } finally {
    await runner.release();
  }
}

/** A query that every request asks: PostgreSQL plans it once for each connection and not each time, which takes longer than its answer. */
export const prepared = <Row extends object>(
  source: DataSource,
  query: { readonly name: string; readonly text: string; readonly values: readonly unknown[] },
): Promise<Row[]> =>
  onConnection(source, async (client) => (await client.query<Row>({ ...query, values: [...query.values] })).rows);
