import type pg from 'pg';
import type { DataSource } from 'typeorm';

/** A query that every request asks: PostgreSQL plans it once for each connection and not each time, which takes longer than its answer. */
export async function prepared<Row extends object>(
  source: DataSource,
  query: { readonly name: string; readonly text: string; readonly values: readonly unknown[] },
): Promise<Row[]> {
  const runner = source.createQueryRunner();
  try {
    const client = (await runner.connect()) as pg.PoolClient;
    const { rows } = await client.query<Row>({ ...query, values: [...query.values] });
    return rows;
  } finally {
    await runner.release();
  }
}
