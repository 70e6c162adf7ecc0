import pg from 'pg';
import { openDatabase } from '#database';
import { copyToPostgres, PostgresEventStore, ProjectionRunner } from '#event-store';
import { type CountrySize, countryOf, recordOf } from '#simulation';
import { migrations, projections, upcasters } from '../../apps/server/rooms.js';

/** The country of `tiendo simulate`, in the same proportions whatever its size. */
export const countryOfTasks = (tasks: number): CountrySize => {
  const share = Math.min(1, tasks / 1_000_000);
  const provinces = Math.max(1, Math.round(34 * Math.sqrt(share)));
  return {
    provinces,
    communes: Math.max(4, Math.round(3_321 * share)),
    tasks,
    events: 5 * tasks + provinces * 6,
    seed: 'tiendo',
    year: 2025,
  };
};

/** Fills an empty database with a country's record and its rows; seconds that each took. */
export async function fillCountry(url: string, size: CountrySize): Promise<{ log: number; rows: number; events: number }> {
  await (await openDatabase({ url, migrations })).destroy();
  const from = performance.now();
  const into = await copyToPostgres(url);
  let events = 0;
  for (const batch of recordOf(countryOf(size))) {
    await into.write(batch);
    events += batch.length;
  }
  await into.close();
  const log = (performance.now() - from) / 1_000;
  const store = new PostgresEventStore({ url, upcasters });
  const runner = new ProjectionRunner({ store, url, projections });
  const { failures } = await runner.rebuildAll();
  await runner.stop();
  await store.close();
  for (const { error } of failures) throw error;
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('vacuum analyze');
  await client.end();
  return { log, rows: (performance.now() - from) / 1_000 - log, events };
}
