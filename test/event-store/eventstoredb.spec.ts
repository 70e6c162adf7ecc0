import { instant, SetClock } from '#language';
import { EventStoreDbStore } from '../../libs/event-store/eventstoredb/eventstoredb-event-store.js';
import { EventStoreDouble } from '../event-store-double/server.js';
import { type Engine, keepsTheContract } from './contract.js';

const engineAt = (url: string, close: () => Promise<void>): Engine => {
  const clock = new SetClock(instant('2025-03-10T03:00:00Z'));
  return { clock, open: () => new EventStoreDbStore({ url, clock }), close };
};

keepsTheContract('EventStoreDB (double)', async () => {
  const double = await EventStoreDouble.start();
  return engineAt(double.url, () => double.close());
});

// A real server or cluster, whenever one is named: ESDB_URL='esdb://127.0.0.1:2113?tls=false'. Its password is in no test's name.
const real = process.env.ESDB_URL;
if (real) {
  const hosts = real.replace(/^[a-z+]+:\/\/([^@]*@)?/, '').replace(/[/?].*$/, '');
  keepsTheContract(`EventStoreDB (${hosts})`, async () => engineAt(real, async () => undefined));
}
