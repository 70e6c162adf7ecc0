import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { eventsOfATask, madeEvent } from './record.js';

interface Made {
  readonly type: string;
  readonly data: unknown;
}
interface Emmett {
  getPostgreSQLEventStore(url: string): {
    appendToStream(stream: string, events: readonly unknown[]): Promise<unknown>;
    close(): Promise<void>;
  };
  pongoSingleStreamProjection(options: {
    collectionName: string;
    canHandle: readonly string[];
    initialState: () => object;
    evolve: (document: object, event: Made) => object;
  }): object;
  rebuildPostgreSQLProjections(options: { connectionString: string; projections: readonly object[] }): {
    start(): Promise<void>;
    close(): Promise<void>;
  };
}

/** Emmett's own rebuild, by its documentation, of one document a task: the newest data of each kind and how many events. Events a second. */
export async function emmettRebuild(url: string, tasks: number): Promise<{ events: number; seconds: number }> {
  const peers = createRequire(join(process.cwd(), 'test', 'bench', 'peers', 'package.json'));
  const entry = pathToFileURL(peers.resolve('@event-driven-io/emmett-postgresql')).href;
  const { getPostgreSQLEventStore, pongoSingleStreamProjection, rebuildPostgreSQLProjections } = (await import(entry)) as Emmett;
  const store = getPostgreSQLEventStore(url);
  const types = new Set<string>();
  for (let n = 0; n < tasks; n++) {
    const life = Array.from({ length: eventsOfATask }, (_, step) => madeEvent(n, step, tasks));
    for (const { type } of life) types.add(type);
    await store.appendToStream(
      `task-${n}`,
      life.map(({ type, data, meta }) => ({ type, data, metadata: meta })),
    );
  }
  const projection = pongoSingleStreamProjection({
    collectionName: 'tasks',
    canHandle: [...types],
    initialState: () => ({ events: 0 }),
    evolve: (document, { type, data }) => ({
      ...document,
      events: ('events' in document ? Number(document.events) : 0) + 1,
      [type.replaceAll('-', '_')]: data,
    }),
  });
  const consumer = rebuildPostgreSQLProjections({ connectionString: url, projections: [projection] });
  const from = performance.now();
  await consumer.start();
  const seconds = (performance.now() - from) / 1_000;
  await consumer.close();
  await store.close();
  return { events: tasks * eventsOfATask, seconds };
}
