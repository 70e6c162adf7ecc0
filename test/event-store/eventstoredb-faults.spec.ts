import { StoreUnavailable, UnknownStream, VersionConflict } from '#event-store';
import { type Recorded, systemClock } from '#language';
import { EventStoreDbStore } from '../../libs/event-store/eventstoredb/eventstoredb-event-store.js';
import { type Fault, failures, type Moment } from '../event-store-double/faults.js';
import { EventStoreDouble } from '../event-store-double/server.js';
import { events, newStream } from './sample.js';

const patience = { oneTry: 250, silence: 400, inAll: 1_500, firstPause: 5, longestPause: 100 };
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const until = async (done: () => boolean) => {
  for (let tries = 0; !done() && tries < 400; tries++) await wait(10);
};

describe('EventStoreDB through a bad connection', () => {
  let double: EventStoreDouble;
  let store: EventStoreDbStore;
  beforeEach(async () => {
    double = await EventStoreDouble.start({ advertisesBatchAppend: true });
    store = new EventStoreDbStore({ url: double.url, patience });
  });
  afterEach(async () => {
    await store.close();
    await double.close();
  });

  const copies = (stream: string) => double.log.stream(stream)?.length ?? 0;

  const troubles: [string, Fault, Moment][] = [
    ['the connection drops before the append', 'cut', 'before'],
    ['the connection drops after the append', 'cut', 'after'],
    ['the server says nothing and has not written', 'silence', 'before'],
    ['the server says nothing and has written', 'silence', 'after'],
    ['the server is not ready', failures.notReady(), 'before'],
    ['the server times out without having written', failures.timeout(), 'before'],
    ['the server times out and has written', failures.timeout(), 'after'],
    ['the deadline passes on the server', failures.deadline(), 'after'],
    ['there is no leader for a moment', failures.noLeader(), 'before'],
  ];

  it.each(troubles)('writes once and says so when %s', async (_, fault, moment) => {
    const stream = newStream();
    await store.append(stream, 0, events(1));
    double.faults.next('append', fault, moment);
    expect(await store.append(stream, 1, events(2))).toMatchObject({ version: 3, repeated: false });
    expect(double.faults.left).toBe(0);
    expect(copies(stream)).toBe(3);
  });

  it.each(troubles)('binds an id to its stream once when %s', async (_, fault, moment) => {
    const stream = newStream();
    double.faults.next('append', fault, moment, /^~claim-/);
    expect(await store.append(stream, 0, events(1))).toMatchObject({ version: 1, repeated: false });
    expect(copies(stream)).toBe(1);
  });

  it('is unavailable when nothing is ever confirmed, and the same events again are answered as written', async () => {
    const stream = newStream();
    const written = events(2);
    for (let n = 0; n < 100; n++) double.faults.next('append', failures.timeout(), 'after');
    const started = Date.now();
    await expect(store.append(stream, 0, written)).rejects.toBeInstanceOf(StoreUnavailable);
    expect(Date.now() - started).toBeLessThan(4_000);
    while (double.faults.left > 0) double.faults.strike('append', 'after', stream);
    const other = new EventStoreDbStore({ url: double.url, patience });
    expect(await other.append(stream, 0, written)).toMatchObject({ version: 2, repeated: true });
    await other.close();
    expect(copies(stream)).toBe(2);
  });

  it('has one patience for all the steps of an append: what the claim used up, the append has not', async () => {
    for (let n = 0; n < 4; n++) double.faults.next('append', 'silence', 'before', /^~claim-/);
    for (let n = 0; n < 50; n++) double.faults.next('append', 'silence', 'before');
    await expect(store.append(newStream(), 0, events(1))).rejects.toBeInstanceOf(StoreUnavailable);
    // Of 1,500 ms the claim took four times 250; alone the append would be tried six times.
    expect(50 - double.faults.left).toBeLessThanOrEqual(3);
  });

  it('is unavailable while the server is gone, and works again when it is back', async () => {
    const stream = newStream();
    await store.append(stream, 0, events(1));
    double.wire.unplug();
    await expect(store.append(stream, 1, events(1))).rejects.toBeInstanceOf(StoreUnavailable);
    await expect(store.read(stream)).rejects.toBeInstanceOf(StoreUnavailable);
    await expect(store.head()).rejects.toBeInstanceOf(StoreUnavailable);
    double.wire.plugIn();
    expect((await store.append(stream, 1, events(1))).version).toBe(2);
  });

  it('gives up a connection that is dead without saying so', async () => {
    const stream = newStream();
    await store.append(stream, 0, events(1));
    double.wire.goDead();
    await expect(store.append(stream, 1, events(1))).rejects.toBeInstanceOf(StoreUnavailable);
    await expect(store.read(stream)).rejects.toBeInstanceOf(StoreUnavailable);
    double.wire.goDead(false);
    expect((await store.append(stream, 1, events(1))).version).toBe(2);
  }, 30_000);

  it('reads whole streams and whole pages although the connection drops in the middle', async () => {
    const stream = newStream();
    await store.append(stream, 0, events(50));
    double.faults.next('read', 'cut', 'after');
    expect(await store.read(stream)).toHaveLength(50);
    double.faults.next('read', 'cut', 'after');
    expect(await store.readLog({ streams: [stream], limit: 50 })).toHaveLength(50);
    double.faults.next('read', 'silence', 'before');
    expect(await store.read(stream)).toHaveLength(50);
  });

  it('says that access is refused, and does not ask again', async () => {
    double.faults.next('append', failures.accessDenied(), 'before');
    await store.append(newStream(), 0, events(1)).then(
      () => expect('written').toBe('refused'),
      (error: unknown) => {
        expect(error).toBeInstanceOf(StoreUnavailable);
        expect(String((error as StoreUnavailable).cause)).toMatch(/refuses access/);
      },
    );
    double.faults.next('subscribe', failures.accessDenied());
    const ended = await new Promise((resolve) => void store.subscribe({}, () => undefined, resolve));
    expect(ended).toBeInstanceOf(StoreUnavailable);
    expect(double.calls.subscribe).toBe(1);
  });

  it('refuses an append that is larger than the server takes, by its size and the limit', async () => {
    const stream = newStream();
    const append = store.append(stream, 0, events(3, 'x'.repeat(500_000)));
    await expect(append).rejects.toMatchObject({ code: 'too-large', figures: { what: 'append', limit: 1_048_576 } });
    await expect(store.read(stream)).rejects.toBeInstanceOf(UnknownStream);
  });

  it('says so when the server deleted a stream', async () => {
    double.faults.next('append', failures.streamDeleted('x'), 'before');
    await expect(store.append(newStream(), 0, events(1))).rejects.toMatchObject({
      cause: { message: expect.stringMatching(/deleted on the server/) },
    });
  });

  it('always names the exact revision and never takes the batch path, though the server offers it', async () => {
    const stream = newStream();
    await store.append(stream, 0, events(1));
    await store.append(stream, 1, events(2));
    await expect(store.append(stream, 1, events(1))).rejects.toBeInstanceOf(VersionConflict);
    expect(double.expected).toEqual(['no-stream', '0', '0']);
    expect(double.calls.batchAppend).toBe(0);
  });

  it('writes once when two processes carry out the same command at the same moment', async () => {
    const other = new EventStoreDbStore({ url: double.url, patience });
    for (let round = 0; round < 20; round++) {
      const stream = newStream();
      const same = events(2);
      const both = await Promise.all([store.append(stream, 0, same), other.append(stream, 0, same)]);
      expect(both.map((it) => it.version)).toEqual([2, 2]);
      expect(both.filter((it) => !it.repeated)).toHaveLength(1);
      expect(copies(stream)).toBe(2);
    }
    await other.close();
  });

  describe('a subscription', () => {
    const follow = async (options: Parameters<EventStoreDbStore['subscribe']>[0], each?: () => Promise<unknown>) => {
      const seen: Recorded[] = [];
      const subscription = await store.subscribe(options, async (event) => {
        await each?.();
        seen.push(event);
      });
      return { seen, subscription };
    };

    it('skips nothing and repeats nothing, however often its connection drops', async () => {
      const stream = newStream('sub');
      const { seen, subscription } = await follow({ streams: [stream] }, () => wait(1));
      for (let n = 0; n < 60; n++) {
        await store.append(stream, n, events(1, n));
        if (n % 6 === 0) double.wire.cut();
        if (n % 10 === 0) double.faults.next('subscribe', failures.tooSlow(), 'after');
        if (n % 15 === 0) double.faults.next('subscribe', 'silence', 'before');
      }
      await until(() => seen.length >= 60);
      await wait(50);
      expect(seen.map((it) => it.version)).toEqual(Array.from({ length: 60 }, (_, n) => n + 1));
      expect(double.calls.subscribe).toBeGreaterThan(8);
      await subscription.close();
    }, 20_000);

    it('comes back after the server was gone for long', async () => {
      const stream = newStream('sub');
      await store.append(stream, 0, events(1));
      const { seen, subscription } = await follow({ streams: [stream] });
      await until(() => seen.length === 1);
      double.wire.unplug();
      await wait(500);
      double.wire.plugIn();
      await store.append(stream, 1, events(2));
      await until(() => seen.length === 3);
      expect(seen.map((it) => it.version)).toEqual([1, 2, 3]);
      await subscription.close();
    });

    it('asks the server to leave out system streams, and sees none', async () => {
      const before = await store.head();
      for (let n = 0; n < 10; n++) await store.append(newStream(), 0, events(1));
      double.log.writeSystemEvent('$settings', '$settingsChanged');
      const { seen, subscription } = await follow({ after: before });
      await until(() => seen.length >= 10);
      await subscription.close();
      expect(seen).toHaveLength(10);
      expect(double.filters.every((it) => !it.endsWith('everything'))).toBe(true);
      expect(await store.readLog({ limit: 100 })).toHaveLength(10);
    });
  });

  it('wakes a waiting reader although the connection dropped meanwhile', async () => {
    const other = new EventStoreDbStore({ url: double.url, patience });
    const head = await store.head();
    const started = Date.now();
    const woken = store.waitForMore(head, 10_000);
    await wait(100);
    double.wire.cut();
    await other.append(newStream(), 0, events(1));
    await woken;
    expect(Date.now() - started).toBeLessThan(5_000);
    await other.close();
  });

  it('leaves out of the log what somebody else wrote, and does not take it for the head', async () => {
    const stream = newStream();
    const { position } = await store.append(stream, 0, events(1));
    const foreign = { id: events(1)[0]?.id ?? '', type: 'noted', contentType: 'application/json', data: Buffer.from('1') };
    double.log.append('theirs', -1, [{ ...foreign, metadata: Buffer.from('{"$maxCount":1}') }]);
    expect((await store.readLog({ limit: 10 })).map((it) => it.stream)).toEqual([stream]);
    expect(await store.head()).toBe(position);
    await expect(store.read('theirs')).rejects.toThrow(/not written by this product/);
  });

  it('never lets the recorded time go back in the log, with many appends on their way and a clock that moves', async () => {
    const ticking = new EventStoreDbStore({ url: double.url, clock: systemClock });
    await Promise.all(
      Array.from({ length: 200 }, async (_, n) => {
        await wait(n * 2);
        await ticking.append(newStream(), 0, events(1));
      }),
    );
    const stamps = (await ticking.readLog({ limit: 500 })).map((it) => it.recordedAt);
    expect(stamps).toHaveLength(200);
    expect(stamps).toEqual([...stamps].sort());
    expect(new Set(stamps).size).toBeGreaterThan(1);
    await ticking.close();
  });
});
