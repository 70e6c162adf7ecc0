import {
  type EventStore,
  eventIdFrom,
  limits,
  newCommandId,
  StoreUnavailable,
  UnknownStream,
  VersionConflict,
} from '#event-store';
import { beginning, instant, type Position, type Recorded, type SetClock } from '#language';
import { events, metaOf, newStream } from './sample.js';

/** One log, and any number of processes' views of it. */
export interface Engine {
  /** Another store over the same log, as another process would have. */
  open(): EventStore;
  /** The clock of the stores that `open` gives. */
  readonly clock: SetClock;
  close(): Promise<void>;
}

/** What every engine promises. Positions are ordered and nothing more: nothing here may assume that they are dense. */
export function keepsTheContract(name: string, start: () => Promise<Engine>): void {
  describe(`the ${name} event store`, () => {
    let engine: Engine;
    let store: EventStore;
    const opened: EventStore[] = [];
    const another = () => {
      const it = engine.open();
      opened.push(it);
      return it;
    };

    beforeAll(async () => {
      engine = await start();
      store = another();
    }, 60_000);
    afterAll(async () => {
      for (const it of opened) await it.close();
      await engine.close();
    });

    const everything = async (after: Position = beginning): Promise<Recorded[]> => {
      const all: Recorded[] = [];
      for (;;) {
        const page = await store.readLog({ after: all.at(-1)?.position ?? after, limit: 700 });
        if (page.length === 0) return all;
        all.push(...page);
      }
    };

    describe('append', () => {
      it('gives versions 1, 2, 3… and the events back as they were written', async () => {
        const stream = newStream();
        const written = events(3, {
          chữ: 'Điều 7 “khoản 2”\n\\u0000 là chữ',
          number: 1.5,
          none: null,
          list: [1, 'hai'],
          emoji: '🏛️',
        });
        const appended = await store.append(stream, 0, written);
        const read = await store.read(stream);
        expect(appended).toEqual({ version: 3, position: read[2]?.position, repeated: false });
        expect(read.map((it) => it.version)).toEqual([1, 2, 3]);
        expect(read.map(({ id, type, data, meta }) => ({ id, type, data, meta }))).toEqual(written);
        expect(read.every((it) => it.stream === stream && it.recordedAt === engine.clock.now())).toBe(true);
      });

      it('refuses a version that is not the stream’s, says which it is, and writes nothing', async () => {
        const stream = newStream();
        await store.append(stream, 0, events(2));
        for (const wrong of [0, 1, 3]) {
          const refusal = await store.append(stream, wrong, events(1)).catch((it: unknown) => it);
          expect(refusal).toBeInstanceOf(VersionConflict);
          expect(refusal).toMatchObject({ code: 'version-conflict', kind: 'conflict', expected: wrong, actual: 2 });
        }
        expect(await store.read(stream)).toHaveLength(2);
      });

      it('of the same events again is answered as before and writes nothing, also when the stream has moved on', async () => {
        const stream = newStream();
        const written = events(2);
        const first = await store.append(stream, 0, written);
        await store.append(stream, 2, events(1));
        expect(await store.append(stream, 0, written)).toEqual({ ...first, repeated: true });
        expect(await store.read(stream)).toHaveLength(3);
      });

      it('of an id that stands for other content, or in another stream, is a conflict and never a success', async () => {
        const stream = newStream();
        const commandId = newCommandId();
        await store.append(stream, 0, events(1, 'one', commandId));
        const other = { code: 'duplicate-with-other-content', kind: 'conflict' };
        await expect(store.append(stream, 0, events(1, 'two', commandId))).rejects.toMatchObject(other);
        await expect(store.append(stream, 1, events(1, 'two', commandId))).rejects.toMatchObject(other);
        await expect(store.append(stream, 1, events(2, 'one', commandId))).rejects.toMatchObject(other);
        const elsewhere = newStream();
        await expect(store.append(elsewhere, 0, events(1, 'one', commandId))).rejects.toMatchObject(other);
        await expect(store.read(elsewhere)).rejects.toBeInstanceOf(UnknownStream);
        expect(await store.read(stream)).toHaveLength(1);
      });

      it('refuses what is too large, by its size and the limit', async () => {
        const tooMany = store.append(newStream(), 0, events(limits.eventsPerAppend + 1));
        await expect(tooMany).rejects.toMatchObject({ code: 'too-large', figures: { what: 'append', limit: 1_000 } });
        const tooBig = store.append(newStream(), 0, events(1, 'x'.repeat(limits.bytesPerEvent)));
        await expect(tooBig).rejects.toMatchObject({ code: 'too-large', figures: { what: 'event' } });
        const tooMuch = store.append(newStream(), 0, events(20, 'x'.repeat(900_000)));
        await expect(tooMuch).rejects.toMatchObject({ code: 'too-large', figures: { what: 'append' } });
        const tooLong = store.append('ữ'.repeat(84), 0, events(1));
        await expect(tooLong).rejects.toMatchObject({ code: 'too-large', figures: { what: 'stream-name', size: 252 } });
        const most = newStream();
        expect((await store.append(most, 0, events(limits.eventsPerAppend))).version).toBe(1_000);
        expect((await store.append(most, 1_000, events(1, 'x'.repeat(990_000)))).version).toBe(1_001);
      });

      it.each([
        ['U+0000', 'a\u0000b'],
        ['half a character', 'a\ud800b'],
      ])('refuses %s in words, and its neighbours are written', async (_, text) => {
        const stream = newStream();
        const [bad, good] = await Promise.allSettled([
          store.append(newStream(), 0, events(1, text)),
          store.append(stream, 0, events(1)),
        ]);
        expect(bad).toMatchObject({ status: 'rejected', reason: { code: 'unstorable-text', kind: 'invalid' } });
        expect(good.status).toBe('fulfilled');
      });

      it('refuses an empty or unreadable stream name and an id that is no UUID', async () => {
        await expect(store.append('', 0, events(1))).rejects.toMatchObject({ code: 'malformed-id' });
        await expect(store.append('a\nb', 0, events(1))).rejects.toMatchObject({ code: 'malformed-id' });
        const [event] = events(1);
        if (event)
          await expect(store.append(newStream(), 0, [{ ...event, id: 'x' }])).rejects.toMatchObject({ code: 'malformed-id' });
      });

      it('never lets the recorded time go back, whatever the clock does', async () => {
        const stream = newStream();
        const before = engine.clock.now();
        await store.append(stream, 0, events(1));
        engine.clock.set(instant('2019-01-01T00:00:00Z'));
        await store.append(stream, 1, events(1));
        engine.clock.set(before);
        const [first, second] = await store.read(stream);
        expect(second?.recordedAt).toBe(first?.recordedAt);
      });

      it('by many at once on one stream lets exactly one win each version', async () => {
        const stream = newStream();
        const stores = [store, another(), another()];
        const results = await Promise.allSettled(
          Array.from({ length: 60 }, (_, n) => stores[n % 3]?.append(stream, 0, events(1, n))),
        );
        const won = results.filter((it) => it.status === 'fulfilled');
        expect(won).toHaveLength(1);
        for (const it of results) if (it.status === 'rejected') expect(it.reason).toBeInstanceOf(VersionConflict);
        expect(await store.read(stream)).toHaveLength(1);
      });

      it('tells winners from losers one by one when both are asked at the same moment', async () => {
        const taken = newStream();
        const again = events(1, 'again');
        await store.append(taken, 0, again);
        const commandId = newCommandId();
        const [stream, fresh] = [newStream(), newStream()];
        const [a, b, c, d, e] = await Promise.allSettled([
          store.append(fresh, 0, events(2)),
          store.append(taken, 5, events(1)),
          store.append(taken, 0, again),
          store.append(stream, 0, events(1, 'x', commandId)),
          store.append(newStream(), 0, events(1, 'y', commandId)),
        ]);
        expect(a).toMatchObject({ status: 'fulfilled', value: { version: 2, repeated: false } });
        expect(b).toMatchObject({ status: 'rejected', reason: { code: 'version-conflict', actual: 1 } });
        expect(c).toMatchObject({ status: 'fulfilled', value: { version: 1, repeated: true } });
        expect(d.status).toBe('fulfilled');
        expect(e).toMatchObject({ status: 'rejected', reason: { code: 'duplicate-with-other-content' } });
      });

      it('in a row without waiting keeps the order in which it was asked', async () => {
        const stream = newStream();
        const all = await Promise.all(Array.from({ length: 20 }, (_, n) => store.append(stream, n, events(1, n))));
        expect(all.map((it) => it.version)).toEqual(Array.from({ length: 20 }, (_, n) => n + 1));
      });
    });

    describe('read', () => {
      it('goes forwards, backwards, from a version and to a limit', async () => {
        const stream = newStream();
        await store.append(stream, 0, events(10));
        const versions = async (options: Parameters<EventStore['read']>[1]) =>
          (await store.read(stream, options)).map((it) => it.version);
        expect(await versions({ from: 8 })).toEqual([8, 9, 10]);
        expect(await versions({ from: 3, limit: 2 })).toEqual([3, 4]);
        expect(await versions({ direction: 'backwards', limit: 3 })).toEqual([10, 9, 8]);
        expect(await versions({ direction: 'backwards', from: 4 })).toEqual([4, 3, 2, 1]);
        expect(await versions({ from: 11 })).toEqual([]);
      });

      it('finds an event by its id in its own stream, and in no other', async () => {
        const [stream, other] = [newStream(), newStream()];
        const written = events(3);
        await store.append(stream, 0, events(2));
        await store.append(stream, 2, written);
        await store.append(other, 0, events(1));
        const id = written[0]?.id ?? '';
        expect(await store.find(stream, id)).toMatchObject({ id, stream, version: 3, data: written[0]?.data });
        expect(await store.find(other, id)).toBeUndefined();
        expect(await store.find(newStream(), id)).toBeUndefined();
        expect(await store.find(stream, newCommandId())).toBeUndefined();
      });

      it('of a stream that never was is refused by name', async () => {
        await expect(store.read('task-nowhere')).rejects.toMatchObject({
          code: 'unknown-stream',
          kind: 'not-found',
          stream: 'task-nowhere',
        });
      });
    });

    describe('the log', () => {
      it('gives every event once, in the order of its position, streams in the order of their versions', async () => {
        const before = await store.head();
        const streams = Array.from({ length: 5 }, () => newStream());
        await Promise.all(streams.flatMap((it, n) => [store.append(it, 0, events(n + 1)), store.append(it, n + 1, events(2))]));
        const all = await everything(before);
        expect(all).toHaveLength(25);
        for (let i = 1; i < all.length; i++) expect((all[i]?.position ?? 0n) > (all[i - 1]?.position ?? 0n)).toBe(true);
        for (const stream of streams) {
          const versions = all.filter((it) => it.stream === stream).map((it) => it.version);
          expect(versions).toEqual(versions.map((_, i) => i + 1));
        }
        expect(all.at(-1)?.position).toBe(await store.head());
        expect(await store.readLog({ after: await store.head(), limit: 10 })).toEqual([]);
      });

      it('is filtered by the beginning of the stream’s name and by type', async () => {
        const before = await store.head();
        const [task, plan, tricky] = [newStream('task'), newStream('plan'), newStream('ta%k')];
        const commandId = newCommandId();
        const typed = (type: string, index: number) => ({
          id: eventIdFrom(commandId, index),
          type,
          data: {},
          meta: metaOf(commandId, ''),
        });
        await store.append(task, 0, [typed('assigned', 0), typed('completed', 1)]);
        await store.append(plan, 0, [typed('adopted', 2), typed('assigned', 3)]);
        await store.append(tricky, 0, [typed('assigned', 4)]);
        const found = async (filter: { streams?: string[]; types?: string[] }) =>
          (await store.readLog({ after: before, limit: 100, ...filter })).map((it) => `${it.stream.slice(0, 4)} ${it.type}`);
        expect(await found({ streams: ['task-'] })).toEqual(['task assigned', 'task completed']);
        expect(await found({ types: ['assigned'] })).toEqual(['task assigned', 'plan assigned', 'ta%k assigned']);
        expect(await found({ streams: ['task-', 'plan-'], types: ['assigned', 'adopted'] })).toEqual([
          'task assigned',
          'plan adopted',
          'plan assigned',
        ]);
        expect(await found({ streams: ['ta%k-'] })).toEqual(['ta%k assigned']);
        expect(await found({ streams: [] })).toEqual([]);
      });
    });

    describe('a reader that waits', () => {
      it('is woken by an append of its own process and of another one', async () => {
        for (const writer of [store, another()]) {
          const head = await store.head();
          const started = Date.now();
          const woken = store.waitForMore(head, 10_000);
          await new Promise((resolve) => setTimeout(resolve, 50));
          await writer.append(newStream(), 0, events(1));
          await woken;
          expect(Date.now() - started).toBeLessThan(3_000);
        }
      });

      it('is let go after the time it gave, and at once when there is more already', async () => {
        const head = await store.head();
        const started = Date.now();
        await store.waitForMore(head, 150);
        expect(Date.now() - started).toBeGreaterThanOrEqual(140);
        await store.append(newStream(), 0, events(1));
        await store.waitForMore(head, 10_000);
        expect(Date.now() - started).toBeLessThan(5_000);
      });
    });

    describe('a subscription', () => {
      it('gives what was there, then what comes, each once, in order, one at a time', async () => {
        const stream = newStream('sub');
        await store.append(stream, 0, events(3));
        const seen: number[] = [];
        let inside = 0;
        const subscription = await store.subscribe({ streams: [stream] }, async (event) => {
          expect(++inside).toBe(1);
          await new Promise((resolve) => setTimeout(resolve, 2));
          seen.push(event.version);
          inside--;
        });
        await another().append(stream, 3, events(4));
        await store.append(newStream(), 0, events(1));
        for (let tries = 0; seen.length < 7 && tries < 300; tries++) await new Promise((resolve) => setTimeout(resolve, 20));
        await subscription.close();
        await store.append(stream, 7, events(1));
        await new Promise((resolve) => setTimeout(resolve, 100));
        expect(seen).toEqual([1, 2, 3, 4, 5, 6, 7]);
      });

      it('starts after the position it is given, and ends with the error that its handler threw', async () => {
        const stream = newStream('sub');
        await store.append(stream, 0, events(3));
        const [, second] = await store.read(stream);
        const seen: number[] = [];
        const error = await new Promise((resolve, reject) => {
          store
            .subscribe(
              { streams: [stream], ...(second ? { after: second.position } : {}) },
              (event) => {
                seen.push(event.version);
                throw new Error('handler fell over');
              },
              resolve,
            )
            .catch(reject);
        });
        expect(seen).toEqual([3]);
        expect(error).toEqual(new Error('handler fell over'));
      });
    });

    it('says which log it is: the same in every process, before and after it grows', async () => {
      const identity = await store.identity();
      await store.append(newStream(), 0, events(1));
      expect(await Promise.all([store, another(), another()].map((it) => it.identity()))).toEqual([identity, identity, identity]);
    });

    it('that was closed says that it is unavailable', async () => {
      const closed = engine.open();
      await closed.close();
      await expect(closed.append(newStream(), 0, events(1))).rejects.toBeInstanceOf(StoreUnavailable);
    });
  });
}
