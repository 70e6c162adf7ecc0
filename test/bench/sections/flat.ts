import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { openDatabase } from '#database';
import { PostgresEventStore, ProjectionRunner } from '#event-store';
import { migrations, projections, upcasters } from '../../../apps/server/rooms.js';
import { closedLoop, median, medianRound, type Round } from '../measuring.js';
import { eventsOfATask, fillLog, madeEvent, taskOf } from '../record.js';
import type { Bench, Section } from '../section.js';

const clients = 32;
/** So often at each length: one time alone varies by a quarter, and with it the longest log's share of the shortest. */
const roundsEach = 3;
/** Tasks that are new have numbers beyond every log's. */
const beyond = 10_000_000;

interface Cost {
  readonly events: number;
  readonly append: Round;
  /** Of streams none of whose pages PostgreSQL held, and of the same ones once more. */
  readonly firstLoad: Round;
  readonly load: Round;
  /** Events a second that come into the rows of all projections. */
  readonly live: number;
}

/** The projections' empty tables, standing at the end of a log: what is appended from now on comes into them live. */
async function standAtTheEnd(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('update projection_status set position = (select position from log_head)');
  await client.end();
}

async function costAt(bench: Bench, size: number): Promise<Cost> {
  const url = await bench.database();
  await (await openDatabase({ url, migrations })).destroy();
  const store = new PostgresEventStore({ url, upcasters });
  const first = new ProjectionRunner({ store, url, projections });
  first.start();
  for (
    let tries = 0;
    (await first.health()).some((it) => it.state === 'rebuilding' || it.updatedAt === null) && tries < 100;
    tries++
  )
    await sleep(50);
  await first.stop();
  const tasks = Math.ceil(size / eventsOfATask);
  const events = await fillLog(url, tasks);
  await standAtTheEnd(url);

  const stream = (nth: number) => `task-${taskOf((nth * 7_919) % tasks)}`;
  const rounds: Omit<Cost, 'events'>[] = [];
  let loaded = 0;
  for (let round = 0; round < (bench.quick ? 1 : roundsEach); round++) {
    const before = await store.head();
    const append = await closedLoop(clients, bench.milliseconds, async (client, nth) => {
      const n = beyond + (round * clients + client) * 100_000 + Math.floor(nth / eventsOfATask);
      const { at: _, stream, version, ...event } = madeEvent(n, nth % eventsOfATask, 2 * beyond);
      await store.append(stream, version - 1, [event]);
    });
    const first = loaded;
    const firstLoad = await closedLoop(1, bench.milliseconds, () => store.read(stream(loaded++)));
    const load = await closedLoop(1, bench.milliseconds, (_, nth) => store.read(stream(first + (nth % (loaded - first)))));

    const runner = new ProjectionRunner({ store, url, projections });
    const head = await store.head();
    const from = performance.now();
    runner.start();
    for (const { name } of projections)
      if (!(await runner.waitFor(name, head, 300_000))) throw new Error(`${name} did not come to ${head}`);
    const live = Number(head - before) / ((performance.now() - from) / 1_000);
    await runner.stop();
    rounds.push({ append, firstLoad, load, live });
  }
  await store.close();
  const client = new pg.Client({ connectionString: new URL('/postgres', url).href });
  await client.connect();
  await client.query(`drop database ${new URL(url).pathname.slice(1)} with (force)`);
  await client.end();
  return {
    events,
    append: medianRound(rounds.map((it) => it.append)),
    firstLoad: medianRound(rounds.map((it) => it.firstLoad)),
    load: medianRound(rounds.map((it) => it.load)),
    live: median(rounds.map((it) => it.live)),
  };
}

export const section: Section = {
  name: 'flat',
  async run(bench: Bench) {
    const most = Number(process.env.BENCH_FLAT_EVENTS ?? (bench.quick ? 20_000 : 5_000_000));
    const sizes = [10_000, 100_000, 1_000_000, 5_000_000].filter((it) => it <= most);
    // The first size once unmeasured: what only warms up is not taken for what a short log saves.
    const costs: Cost[] = [];
    for (const [n, size] of [sizes[0] ?? 10_000, ...sizes].entries()) {
      bench.log(`a log of ${size} events`);
      const cost = await costAt(bench, size);
      if (n > 0) costs.push(cost);
    }
    const [short, long] = [costs[0], costs.at(-1)];
    const times = (of: (it: Cost) => number) => (short && long && long !== short ? of(long) / of(short) : null);
    return {
      title: 'Cost by the length of the log',
      about: `Logs of tasks’ lives, made by COPY. At each length: ${clients} closed-loop clients append lives of new tasks, one event an append; one reader loads streams of ${eventsOfATask} events from all over the log, then the same ones once more; then all ${projections.length} projections, which stood at the end of the log, bring what was appended into their rows. Medians of ${bench.quick ? 1 : roundsEach} round(s) at each length.`,
      tables: [
        {
          columns: [
            'events in the log',
            'appends/s',
            'append p99 ms',
            'first load p50 ms',
            'load p50 ms',
            'load p99 ms',
            'projected/s',
          ],
          rows: costs.map(({ events, append, firstLoad, load, live }) => [
            events,
            append.perSecond,
            append.p99,
            firstLoad.p50,
            load.p50,
            load.p99,
            live,
          ]),
        },
      ],
      goals: [
        {
          what: 'appends/s, the longest log to the shortest',
          measured: times((it) => it.append.perSecond),
          unit: '×',
          atLeast: 0.8,
        },
        { what: 'load p50, the longest log to the shortest', measured: times((it) => it.load.p50), unit: '×', atMost: 1.25 },
        { what: 'live projection, the longest log to the shortest', measured: times((it) => it.live), unit: '×', atLeast: 0.8 },
      ],
      notes: [
        'A first load takes each of a stream’s events from a page of its own that PostgreSQL has to fetch; a short log’s few pages are there after its first streams.',
        'The rows of the events before are not there: what grows with the rows is in the queries’ section and the rebuild’s.',
      ],
    };
  },
};
