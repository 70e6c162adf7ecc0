import { setTimeout as sleep } from 'node:timers/promises';
import { openDatabase } from '#database';
import { PostgresEventStore, ProjectionRunner } from '#event-store';
import { migrations, projections, upcasters } from '../../../apps/server/rooms.js';
import { percentile } from '../measuring.js';
import { eventsOfATask, madeEvent } from '../record.js';
import type { Bench, Section } from '../section.js';

const perSecond = 2_000;
/** Appends that are sent together, so many times a second. */
const ticks = 50;

export const section: Section = {
  name: 'lag',
  async run(bench: Bench) {
    const seconds = bench.quick ? 2 : 20;
    const url = await bench.database();
    await (await openDatabase({ url, migrations })).destroy();
    const store = new PostgresEventStore({ url, upcasters });
    // A process of its own would have the runner; a store of its own makes the difference as small as it can be here.
    const followed = new PostgresEventStore({ url, upcasters });
    const runner = new ProjectionRunner({ store: followed, url, projections });
    runner.start();
    const lags = new Map<string, number[]>(projections.map((it) => [it.name, []]));
    const asked: Promise<unknown>[] = [];
    const appended: Promise<unknown>[] = [];
    const tasks = Math.ceil((perSecond * seconds) / eventsOfATask);
    let sent = 0;
    let late = 0;
    const began = performance.now();
    for (let tick = 0; tick < seconds * ticks; tick++) {
      const wait = began + (tick * 1_000) / ticks - performance.now();
      if (wait > 0) await sleep(wait);
      else late++;
      const writes = Array.from({ length: perSecond / ticks }, () => {
        const [step, n] = [Math.floor(sent / tasks), sent % tasks];
        sent++;
        const { at: _, stream, version, ...event } = madeEvent(n, step, tasks);
        return store.append(stream, version - 1, [event]);
      });
      appended.push(...writes);
      // One of each tick is followed into every projection, from the moment it was acknowledged.
      const [probe] = writes;
      asked.push(
        (probe ?? Promise.reject(new Error('nothing was sent'))).then(({ position }) => {
          const from = performance.now();
          return Promise.all(
            projections.map(async ({ name }) => {
              if (!(await runner.waitFor(name, position, 60_000))) throw new Error(`${name} never came to ${position}`);
              lags.get(name)?.push(performance.now() - from);
            }),
          );
        }),
      );
    }
    const sending = (performance.now() - began) / 1_000;
    await Promise.all([...asked, ...appended]);
    await runner.stop();
    for (const it of [store, followed]) await it.close();
    const all = [...lags.values()].flat();
    return {
      title: 'Live projection lag',
      about: `${perSecond.toLocaleString('en-GB')} events a second appended for ${seconds} s, one an append, in the same process as the runner; the time from an append’s answer until its event is in the rows, for one event of each of ${ticks} ticks a second.`,
      tables: [
        {
          columns: ['projection', 'p50 ms', 'p99 ms', 'most ms'],
          rows: [...lags].map(([name, values]) => [
            name,
            percentile(values, 0.5),
            percentile(values, 0.99),
            percentile(values, 1),
          ]),
        },
      ],
      goals: [
        { what: 'lag, p99 over all projections', measured: percentile(all, 0.99), unit: 'ms', atMost: 50 },
        { what: 'events a second really appended', measured: sent / sending, unit: '/s', atLeast: perSecond * 0.95 },
      ],
      notes: late > 0 ? [`${late} of ${seconds * ticks} ticks began late: this process had other work.`] : [],
    };
  },
};
