import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { openDatabase } from '#database';
import { PostgresEventStore, ProjectionRunner } from '#event-store';
import { position } from '#language';
import { migrations, projections, upcasters } from '../../../apps/server/rooms.js';
import type { Acknowledged, Sent } from '../appender.js';
import { percentile } from '../measuring.js';
import type { Bench, Section } from '../section.js';

const perSecond = 2_000;
/** Appends that are sent together, so many times a second. */
const ticks = 50;
/** Seconds of the same load before what is counted: a process that has just begun compiles what it runs. They are told apart. */
const warming = 5;

/** A writing process and a projecting one, as `api` and `worker` are; the runner is in this process. */
export const section: Section = {
  name: 'lag',
  async run(bench: Bench) {
    const seconds = warming + (bench.quick ? 2 : 20);
    const url = await bench.database();
    await (await openDatabase({ url, migrations })).destroy();
    const store = new PostgresEventStore({ url, upcasters });
    const runner = new ProjectionRunner({ store, url, projections });
    runner.start();
    while ((await runner.health()).some((it) => it.updatedAt === null)) await sleep(50);
    const lags = new Map<string, number[]>(projections.map((it) => [it.name, []]));
    const whileWarming: number[] = [];
    const asked: Promise<unknown>[] = [];
    let began = Number.POSITIVE_INFINITY;
    const follow = async ({ position: at, at: from }: Acknowledged) => {
      began = Math.min(began, from);
      const counted = from - began >= warming * 1_000;
      await Promise.all(
        projections.map(async ({ name }) => {
          if (!(await runner.waitFor(name, position(at), 60_000))) throw new Error(`${name} never came to ${at}`);
          (counted ? lags.get(name) : whileWarming)?.push(performance.timeOrigin + performance.now() - from);
        }),
      );
    };
    const sent = { perSecond: 0, late: 0 };
    const env = { ...process.env, URL: url, RATE: String(perSecond), SECONDS: String(seconds), TICKS: String(ticks) };
    const appender = fork('dist/test/bench/appender.js', { env, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    appender.on('message', (it: Acknowledged | Sent) => {
      if ('late' in it) Object.assign(sent, it);
      else asked.push(follow(it));
    });
    const [code] = (await once(appender, 'exit')) as [number | null];
    if (code !== 0) throw new Error(`the appending process ended with ${code}`);
    await Promise.all(asked);
    await runner.stop();
    await store.close();
    const all = [...lags.values()].flat();
    const figures = (values: readonly number[]) => [0.5, 0.99, 1].map((share) => percentile(values, share));
    return {
      title: 'Live projection lag',
      about: `${perSecond.toLocaleString('en-GB')} events a second appended for ${seconds} s, one an append, by a process of its own; the runner in another, as with TIENDO_ROLE=api and worker. The time from an append’s answer until its event is in the rows, for one event of each of ${ticks} ticks a second; the first ${warming} s are not counted.`,
      tables: [
        {
          columns: ['projection', 'p50 ms', 'p99 ms', 'most ms'],
          rows: [...lags].map(([name, values]) => [name, ...figures(values)]),
        },
      ],
      goals: [
        { what: 'lag, p99 over all projections', measured: percentile(all, 0.99), unit: 'ms', atMost: 50 },
        { what: 'events a second really appended', measured: sent.perSecond, unit: '/s', atLeast: perSecond * 0.95 },
      ],
      notes: [
        `In the first ${warming} s, while the processes compile what they run: p50 ${percentile(whileWarming, 0.5).toFixed(1)} ms, p99 ${percentile(whileWarming, 0.99).toFixed(1)} ms.`,
        ...(sent.late > 0 ? [`${sent.late} of ${seconds * ticks} ticks began late: the machine had other work.`] : []),
      ],
    };
  },
};
