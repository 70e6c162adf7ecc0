import { setTimeout as sleep } from 'node:timers/promises';
import { PostgresEventStore } from '#event-store';
import { eventsOfATask, madeEvent } from './record.js';

/** Tells of one append of each tick, when it was acknowledged: milliseconds since 1970, with fractions. */
export interface Acknowledged {
  readonly position: string;
  readonly at: number;
}

/** At the end: what was really sent in a second, and how many ticks began late. */
export interface Sent {
  readonly perSecond: number;
  readonly late: number;
}

/** A process that appends so many events a second, one an append, for the lag's section. */
const { URL: url = '', RATE = '2000', SECONDS = '20', TICKS = '50' } = process.env;
const [rate, seconds, ticks] = [Number(RATE), Number(SECONDS), Number(TICKS)];
const store = new PostgresEventStore({ url });
const tasks = Math.ceil((rate * seconds) / eventsOfATask);
const appended: Promise<unknown>[] = [];
const began = performance.now();
let [sent, late] = [0, 0];
for (let tick = 0; tick < seconds * ticks; tick++) {
  const wait = began + (tick * 1_000) / ticks - performance.now();
  if (wait > 0) await sleep(wait);
  else late++;
  const writes = Array.from({ length: rate / ticks }, () => {
    const [step, n] = [Math.floor(sent / tasks), sent % tasks];
    sent++;
    const { at: _, stream, version, ...event } = madeEvent(n, step, tasks);
    return store.append(stream, version - 1, [event]);
  });
  appended.push(...writes);
  void writes[0]?.then(({ position }) => {
    const told: Acknowledged = { position: position.toString(), at: performance.timeOrigin + performance.now() };
    process.send?.(told);
  });
}
const perSecond = sent / ((performance.now() - began) / 1_000);
await Promise.all(appended);
await store.close();
const done: Sent = { perSecond, late };
process.send?.(done, () => process.disconnect());
