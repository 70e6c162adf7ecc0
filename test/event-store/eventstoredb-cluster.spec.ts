import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { engineNamed, StoreUnavailable, type Upcaster } from '#event-store';
import { systemClock } from '#language';
import { EventStoreDbStore } from '../../libs/event-store/eventstoredb/eventstoredb-event-store.js';
import { DoubleLog } from '../event-store-double/log.js';
import { EventStoreDouble } from '../event-store-double/server.js';
import { events, newStream } from './sample.js';

const patience = { oneTry: 1_000, silence: 1_000, inAll: 2_500, firstPause: 5, longestPause: 100 };

describe('EventStoreDB in a cluster', () => {
  let leader: EventStoreDouble;
  let follower: EventStoreDouble;
  beforeEach(async () => {
    const log = new DoubleLog();
    leader = await EventStoreDouble.start({ log });
    follower = await EventStoreDouble.start({ log, leader: () => leader });
  });
  afterEach(async () => {
    await follower.close();
    await leader.close();
  });

  it('goes to the leader when the node it was given is none', async () => {
    const store = new EventStoreDbStore({ url: follower.url, patience });
    const stream = newStream();
    expect(await store.append(stream, 0, events(2))).toMatchObject({ version: 2, repeated: false });
    expect(await store.read(stream)).toHaveLength(2);
    expect(leader.calls.append).toBeGreaterThan(0);
    await store.close();
  });

  it('finds the leader by gossip among several nodes', async () => {
    const store = new EventStoreDbStore({
      url: `esdb://127.0.0.1:${follower.port},127.0.0.1:${leader.port}?tls=false`,
      patience,
    });
    expect((await store.append(newStream(), 0, events(1))).version).toBe(1);
    expect(follower.calls.append).toBe(0);
    await store.close();
  });

  it('finds the new leader when the old one is gone, and its subscriptions go on there', async () => {
    const store = new EventStoreDbStore({ url: follower.url, patience });
    const stream = newStream();
    const seen: number[] = [];
    const subscription = await store.subscribe({ streams: [stream] }, (event) => void seen.push(event.version));
    await store.append(stream, 0, events(1));
    const next = await EventStoreDouble.start({ log: leader.log });
    const gone = leader;
    leader = next;
    await gone.close();
    expect((await store.append(stream, 1, events(1))).version).toBe(2);
    for (let tries = 0; seen.length < 2 && tries < 200; tries++) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(seen).toEqual([1, 2]);
    await subscription.close();
    await store.close();
  });
});

describe('EventStoreDB over TLS', () => {
  const path = (name: string) => fileURLToPath(new URL(`../event-store-double/certificates/${name}`, import.meta.url));
  const file = (name: string) => readFileSync(path(name));
  let double: EventStoreDouble;
  const secured = async (asksForCertificate: boolean) => {
    const users = { clerk: 'p@ss:word/1' };
    double = await EventStoreDouble.start({
      secure: { ca: file('ca.pem'), cert: file('server.pem'), key: file('server.key'), users, asksForCertificate },
    });
    return `127.0.0.1:${double.port}?tlsCAFile=${encodeURIComponent(path('ca.pem'))}`;
  };
  afterEach(() => double.close());

  const tried = async (url: string) => {
    const store = new EventStoreDbStore({ url, patience });
    try {
      return await store.append(newStream(), 0, events(1));
    } finally {
      await store.close();
    }
  };

  it('signs in with the user and password of the connection string, on the plain append path too', async () => {
    const rest = await secured(false);
    expect((await tried(`esdb://clerk:p%40ss%3Aword%2F1@${rest}`)).version).toBe(1);
    expect([...double.users]).toEqual(['clerk']);
  });

  it('says that access is refused to a wrong password and to nobody', async () => {
    const rest = await secured(false);
    for (const user of ['clerk:wrong@', '']) {
      const refused = await tried(`esdb://${user}${rest}`).catch((it: unknown) => it);
      expect(refused).toBeInstanceOf(StoreUnavailable);
      expect(String((refused as StoreUnavailable).cause)).toMatch(/refuses access/);
    }
  });

  it('shows the user certificate that the connection string names', async () => {
    const rest = await secured(true);
    const user = 'esdb://clerk:p%40ss%3Aword%2F1@';
    await expect(tried(user + rest)).rejects.toBeInstanceOf(StoreUnavailable);
    const shown = `${rest}&userCertFile=${encodeURIComponent(path('user.pem'))}&userKeyFile=${encodeURIComponent(path('user.key'))}`;
    expect((await tried(user + shown)).version).toBe(1);
  });

  it('does not talk to a server whose certificate it cannot check', async () => {
    const rest = await secured(false);
    await expect(tried(`esdb://clerk:x@${rest.split('?')[0]}`)).rejects.toBeInstanceOf(StoreUnavailable);
    expect(double.calls.append).toBe(0);
  });

  it('refuses a connection string that it cannot follow, at once', async () => {
    await secured(false);
    expect(() => new EventStoreDbStore({ url: `esdb://a:1?userCertFile=${path('user.pem')}` })).toThrow(/go together/);
    expect(() => new EventStoreDbStore({ url: 'esdb://a:1?tlsCAFile=/no/such/file' })).toThrow(/no such file/);
  });
});

describe('EVENT_STORE', () => {
  it('names this engine by its scheme, the default by its name or by nothing, and nothing else', async () => {
    expect(await engineNamed(undefined)).toBeUndefined();
    expect(await engineNamed('postgres')).toBeUndefined();
    const store = (await engineNamed('esdb://127.0.0.1:2113?tls=false'))?.({ clock: systemClock, upcasters: [] });
    expect(store).toBeInstanceOf(EventStoreDbStore);
    await store?.close();
    expect(await engineNamed('esdb+discover://cluster.dns:2113')).toBeDefined();
    await expect(engineNamed('mysql://root:secret@db')).rejects.toThrow(/^(?!.*secret).*esdb:\/\//);
  });

  it('gives old shapes as upcasters read them, everywhere', async () => {
    const double = await EventStoreDouble.start();
    const upcasters: Upcaster[] = [{ type: 'noted', streams: 'note', to: 2, up: (data) => ({ was: data }) }];
    const store = new EventStoreDbStore({ url: double.url, upcasters });
    const stream = newStream();
    const [event] = events(1);
    await store.append(stream, 0, event ? [event] : []);
    const expected = { data: { was: event?.data }, meta: { schema: 2 } };
    expect(await store.read(stream)).toMatchObject([expected]);
    expect(await store.readLog({ limit: 1 })).toMatchObject([expected]);
    const seen = new Promise((resolve) => void store.subscribe({}, resolve));
    expect(await seen).toMatchObject(expected);
    await store.close();
    await double.close();
  });
});
