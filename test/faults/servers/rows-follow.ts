import { PostgresEventStore, ProjectionRunner } from '#event-store';
import { projections, upcasters } from '../../../apps/server/rooms.js';

/** Waits until the rows have come to the end of the log, and makes them anew: names the projections whose rows are not what that gives. */
export async function rowsThatDoNotFollow(databaseUrl: string): Promise<readonly string[]> {
  const store = new PostgresEventStore({ url: databaseUrl, upcasters });
  const runner = new ProjectionRunner({ store, url: databaseUrl, projections, contendEvery: 100 });
  try {
    runner.start();
    const head = await store.head();
    for (const { name } of projections)
      if (!(await runner.waitFor(name, head, 60_000))) throw new Error(`${name} does not come to the end of the log`);
    const { reports, failures } = await runner.rebuildAll();
    return [...failures.map((it) => it.name), ...reports.filter((it) => it.same !== true).map((it) => it.name)];
  } finally {
    await runner.stop();
    await store.close();
  }
}
