import { PostgresEventStore, ProjectionRunner } from '#event-store';
import { projections, upcasters } from '../../../apps/server/rooms.js';

/** What a server writes by itself may come between the end of the log and the switch; then rows stand at two positions and say nothing of each other. */
const tries = 10;

/** Waits until the rows have come to the end of the log, and makes them anew: names the projections whose rows are not what that gives. */
export async function rowsThatDoNotFollow(databaseUrl: string): Promise<readonly string[]> {
  const store = new PostgresEventStore({ url: databaseUrl, upcasters });
  const runner = new ProjectionRunner({ store, url: databaseUrl, projections, contendEvery: 100 });
  try {
    runner.start();
    for (let tried = 1; ; tried++) {
      const head = await store.head();
      for (const { name } of projections)
        if (!(await runner.waitFor(name, head, 60_000))) throw new Error(`${name} does not come to the end of the log`);
      const { reports, failures } = await runner.rebuildAll();
      if (failures.length === 0 && tried < tries && reports.some((it) => it.compared === null)) continue;
      return [...failures.map((it) => it.name), ...reports.filter((it) => it.same !== true).map((it) => it.name)];
    }
  } finally {
    await runner.stop();
    await store.close();
  }
}
