import { StoreUnavailable } from '#event-store';
import { EventStoreDbStore } from '../../libs/event-store/eventstoredb/eventstoredb-event-store.js';
import { DoubleLog } from '../event-store-double/log.js';
import { EventStoreDouble } from '../event-store-double/server.js';
import { Wire } from '../event-store-double/wire.js';
import { events, newStream } from './sample.js';

/**
 * What the double and a real server must have in common, through a wire that is cut again and again. Runs on the double always,
 * and on the server that ESDB_URL names when its traffic is plain (`tls=false`).
 */
const real = process.env.ESDB_URL;
const targets: { name: string; open: () => Promise<{ host: string; port: number; close: () => Promise<void> }> }[] = [
  {
    name: 'the double',
    open: async () => {
      const double = await EventStoreDouble.start({ log: new DoubleLog() });
      return { host: '127.0.0.1', port: double.port, close: () => double.close() };
    },
  },
];
if (real && /[?&]tls=false/.test(real)) {
  const { hostname, port } = new URL(real.replace(/,[^?/]*/, ''));
  targets.push({ name: real, open: async () => ({ host: hostname, port: Number(port || 2113), close: async () => undefined }) });
}

describe.each(targets)('EventStoreDB behind a wire that is cut: $name', ({ open }) => {
  it('has every acknowledged event once, and a subscriber sees each once and in order', async () => {
    const target = await open();
    const wire = await Wire.to(() => target.port, target.host);
    const url = `esdb://127.0.0.1:${wire.port}?tls=false`;
    const [store, watcher] = [new EventStoreDbStore({ url }), new EventStoreDbStore({ url })];
    const head = await store.head();
    const prefix = `${newStream('wire')}-`;
    const streams = Array.from({ length: 6 }, (_, n) => `${prefix}${n}`);
    const seen: string[] = [];
    const subscription = await watcher.subscribe({ streams: [prefix], after: head }, (it) => {
      seen.push(`${it.stream} ${it.version}`);
    });
    // What a client does with “try again”: the same ids, until it is confirmed.
    const confirmed = async (stream: string, version: number, same = events(1, version)): Promise<number> => {
      for (;;)
        try {
          return (await store.append(stream, version, same)).version;
        } catch (error) {
          if (!(error instanceof StoreUnavailable)) throw error;
        }
    };
    const cutter = setInterval(() => wire.cut(), 400);
    try {
      await Promise.all(
        streams.map(async (stream) => {
          for (let n = 0; n < 15; n++) expect(await confirmed(stream, n)).toBe(n + 1);
        }),
      );
    } finally {
      clearInterval(cutter);
    }
    for (let tries = 0; seen.length < 90 && tries < 500; tries++) await new Promise((resolve) => setTimeout(resolve, 20));
    const log = await store.readLog({ streams: [prefix], after: head, limit: 1_000 });
    expect(log).toHaveLength(90);
    expect(seen).toEqual(log.map((it) => `${it.stream} ${it.version}`));
    expect(new Set(log.map((it) => it.id)).size).toBe(90);
    await subscription.close();
    await store.close();
    await watcher.close();
    await wire.close();
    await target.close();
  }, 60_000);
});
