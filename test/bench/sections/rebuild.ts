import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { openDatabase } from '#database';
import { PostgresEventStore, ProjectionRunner } from '#event-store';
import { beginning } from '#language';
import { migrations, projections, upcasters } from '../../../apps/server/rooms.js';
import { emmettRebuild } from '../emmett-rebuild.js';
import { eventsOfATask, fillLog } from '../record.js';
import type { Bench, Section } from '../section.js';

/** COPY of the whole log out of PostgreSQL, thrown away as it comes: nothing that reads the log can be quicker. */
async function copyOut(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const out = client.query(
    copyTo('copy (select position, stream, version, id, type, data, meta, recorded_at from event order by position) to stdout'),
  );
  for await (const _ of out);
  await client.end();
}

/** The log read page after page through the store, as every reader reads it. */
async function readPages(store: PostgresEventStore): Promise<void> {
  let after = beginning;
  for (;;) {
    const page = await store.readLog({ after, limit: 5_000 });
    const last = page.at(-1);
    if (!last) return;
    after = last.position;
  }
}

/** Seconds, and by how many megabytes the memory of this process grew meanwhile. */
async function timed(work: () => Promise<unknown>): Promise<{ seconds: number; megabytes: number }> {
  const before = process.memoryUsage().rss;
  let most = before;
  let going = true;
  const watching = (async () => {
    for (; going; await sleep(50)) most = Math.max(most, process.memoryUsage().rss);
  })();
  const from = performance.now();
  await work();
  const seconds = (performance.now() - from) / 1_000;
  going = false;
  await watching;
  return { seconds, megabytes: (most - before) / 1e6 };
}

export const section: Section = {
  name: 'rebuild',
  async run(bench: Bench) {
    const tasks = Number(process.env.BENCH_REBUILD_TASKS ?? (bench.quick ? 1_000 : 25_000));
    const url = await bench.database();
    await (await openDatabase({ url, migrations })).destroy();
    bench.log(`${tasks} tasks of ${eventsOfATask} events`);
    const events = await fillLog(url, tasks);
    const store = new PostgresEventStore({ url, upcasters });
    const runner = new ProjectionRunner({ store, url, projections });
    const copied = await timed(() => copyOut(url));
    const read = await timed(() => readPages(store));
    const rebuilt = await timed(async () => {
      const { failures } = await runner.rebuildAll();
      for (const { error } of failures) throw error;
    });
    await runner.stop();
    await store.close();
    const peer = await emmettRebuild(await bench.database(), bench.quick ? 10 : 250);
    const peerRate = peer.events / peer.seconds;
    const rate = ({ seconds }: { seconds: number }) => events / seconds;
    const { version } = createRequire(import.meta.url)(
      join(process.cwd(), 'node_modules', 'pg-copy-streams', 'package.json'),
    ) as {
      version: string;
    };
    return {
      title: 'Rebuild of all projections',
      about: `A log of ${events.toLocaleString('en-GB')} events of ${tasks.toLocaleString('en-GB')} tasks, interleaved; all ${projections.length} projections with their real reducers made anew in one pass: rows, states, indexes, comparison and switch. Once, not in rounds.`,
      tables: [
        {
          columns: ['what', 'events/s', 'seconds', 'memory grew by, MB'],
          rows: [
            [`COPY out (pg-copy-streams ${version})`, rate(copied), copied.seconds, copied.megabytes],
            ['pages of 5,000 through the store', rate(read), read.seconds, read.megabytes],
            ['rebuild of all projections', rate(rebuilt), rebuilt.seconds, rebuilt.megabytes],
            [`Emmett’s rebuild of one document a task, ${peer.events} events`, peerRate, peer.seconds, '–'],
          ],
        },
      ],
      goals: [
        { what: 'rebuild, share of COPY out', measured: rate(rebuilt) / rate(copied), atLeast: 0.35 },
        { what: 'rebuild, events a second', measured: rate(rebuilt), unit: '/s', atLeast: 100_000 },
        { what: 'rebuild, memory', measured: rebuilt.megabytes, unit: 'MB', atMost: 400 },
        { what: 'rebuild, times Emmett’s', measured: rate(rebuilt) / peerRate, unit: '×', atLeast: 100 },
      ],
      notes: [
        'Emmett’s own rebuildPostgreSQLProjections with one pongoSingleStreamProjection, which folds each event into one document: less than the rows that are made here, and of a shorter log, for its time grows with the log alone.',
        'An event makes about three rows here (one on the board, one in the record of a task, one in the history with an index of its words); a bare fold into one row a stream is many times quicker.',
      ],
    };
  },
};
