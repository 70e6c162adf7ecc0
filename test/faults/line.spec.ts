import { setTimeout as sleep } from 'node:timers/promises';
import {
  type EventStore,
  type NewEvent,
  PostgresEventStore,
  ProjectionRunner,
  StoreUnavailable,
  VersionConflict,
} from '#event-store';
import { beginning, instant, type Position, type Recorded } from '#language';
import { chance } from '../../libs/simulation/chance.js';
import { postgresEngine } from '../event-store/postgres-engine.js';
import { events, newStream } from '../event-store/sample.js';
import { tally } from './kill/tally.js';
import { Line } from './line.js';
import { reported, rounds, seed } from './seed.js';

/** How often the line is cut in the middle of a batch. */
const cuts = rounds('CUTS', 60);

describe('the log, when the line or the server is at fault,', () => {
  let engine: Awaited<ReturnType<typeof postgresEngine>>;
  let line: Line;
  let store: EventStore;
  let behindLine: EventStore;
  let runner: ProjectionRunner | undefined;
  beforeEach(async () => {
    engine = await postgresEngine();
    line = await Line.to(engine.url);
    store = engine.open();
    behindLine = new PostgresEventStore({ url: line.url, clock: engine.clock });
  });
  afterEach(async () => {
    line.down(false);
    await runner?.stop();
    runner = undefined;
    await behindLine.close();
    await store.close();
    await line.close();
    await engine.close();
  });

  const whole = async (after: Position = beginning): Promise<Recorded[]> => {
    const all: Recorded[] = [];
    for (let page = await store.readLog({ after, limit: 1_000 }); page.length > 0; ) {
      all.push(...page);
      page = await store.readLog({ after: page.at(-1)?.position ?? after, limit: 1_000 });
    }
    return all;
  };
  const until = async (done: () => boolean) => {
    for (let tries = 0; !done() && tries < 1_000; tries++) await sleep(20);
    expect(done()).toBe(true);
  };
  /** Again and again with the same ids, as a client does whose answer did not come. */
  const insisting = async (on: EventStore, stream: string, expected: number, written: readonly NewEvent[]) => {
    for (let tries = 0; ; tries++)
      try {
        return await on.append(stream, expected, written);
      } catch (error) {
        if (!(error instanceof StoreUnavailable) || tries === 20) throw error;
        await sleep(20);
      }
  };

  it(
    'writes each command of a batch once, wherever in it the connection was cut, going out or coming back',
    async () => {
      const c = chance(seed, 'cuts');
      const told: { id: string; version: number; position: Position }[] = [];
      for (let n = 0; n < cuts; n++) {
        line.cutAfter(c.happens(0.5) ? { up: c.between(0, 12_000) } : { down: c.between(0, 600) });
        await Promise.all(
          Array.from({ length: 20 }, async () => {
            const written = events(c.between(1, 4));
            const { version, position } = await insisting(behindLine, newStream('cut'), 0, written);
            told.push({ id: written.at(-1)?.id ?? '', version, position });
          }),
        );
      }
      const log = await whole();
      expect(log.map((it) => Number(it.position))).toEqual(log.map((_, i) => i + 1));
      expect(new Set(log.map((it) => it.id)).size).toBe(log.length);
      const byId = new Map(log.map(({ id, version, position }) => [id, { id, version, position }]));
      expect(told.filter((it) => byId.get(it.id)?.position !== it.position || byId.get(it.id)?.version !== it.version)).toEqual(
        [],
      );
      expect(told).toHaveLength(cuts * 20);
      reported('cut lines', { cuts, acknowledged: told.length, lost: 0 });
    },
    30_000 + cuts * 2_000,
  );

  it('says that it cannot be reached while the server is gone, and goes on by itself when it is back: appends, readers, figures', async () => {
    runner = new ProjectionRunner({ store: behindLine, url: line.url, projections: [tally], contendEvery: 50 });
    runner.start();
    const write = async (on: EventStore) => (await on.append(newStream('hand'), 0, events(1))).position;
    expect(await runner.waitFor('tally', await write(behindLine), 10_000)).toBe(true);
    line.down(true);
    await expect(behindLine.head()).rejects.toMatchObject({ code: 'store-unavailable' });
    await expect(write(behindLine)).rejects.toMatchObject({ code: 'store-unavailable' });
    // Others, whose line is whole, go on writing meanwhile.
    const meanwhile = await write(store);
    line.down(false);
    const after = await insisting(behindLine, newStream('hand'), 0, events(1));
    expect(after.position > meanwhile).toBe(true);
    let arrived = false;
    for (let tries = 0; !arrived && tries < 200; tries++) {
      arrived = await runner.waitFor('tally', after.position, 1_000).catch(() => false);
      if (!arrived) await sleep(50);
    }
    expect(arrived).toBe(true);
    expect((await runner.rebuild('tally')).same).toBe(true);
  }, 60_000);

  it('gives a slow subscriber every event in order however far the others are ahead, and holds nobody up for it', async () => {
    const before = await store.head();
    const [slow, quick]: [bigint[], bigint[]] = [[], []];
    // It is held up at its third event until the others have all, however slow the machine is.
    let goOn: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const slowly = await behindLine.subscribe({ after: before }, async (it) => {
      if (slow.length === 2) await held;
      await sleep(3);
      slow.push(it.position);
    });
    const quickly = await store.subscribe({ after: before }, (it) => void quick.push(it.position));
    for (let n = 0; n < 40; n++) await store.append(newStream('slow'), 0, events(10));
    await until(() => quick.length === 400);
    expect(slow.length).toBeLessThan(3);
    goOn();
    await until(() => slow.length === 400);
    expect(slow).toEqual(quick);
    expect(slow.map(Number)).toEqual(slow.map((_, i) => Number(before) + i + 1));
    await Promise.all([slowly.close(), quickly.close()]);
  }, 60_000);

  it('lets one of two writers on one stream win each version, and loses nothing of either', async () => {
    const stream = newStream('two');
    const won: string[] = [];
    const writer = async (on: EventStore) => {
      for (let written = 0, version = 0; written < 50; ) {
        const [event] = events(1);
        if (!event) return;
        try {
          version = (await on.append(stream, version, [event])).version;
          won.push(event.id);
          written++;
        } catch (error) {
          if (!(error instanceof VersionConflict)) throw error;
          version = error.actual;
        }
      }
    };
    await Promise.all([writer(store), writer(behindLine)]);
    const read = await store.read(stream);
    expect(read.map((it) => it.version)).toEqual(Array.from({ length: 100 }, (_, i) => i + 1));
    expect(read.map((it) => it.id).sort()).toEqual([...won].sort());
  }, 60_000);

  it('keeps the order of recorded moments when the clock is set back by a year and forward again', async () => {
    for (const moment of ['2025-03-10T00:00:00Z', '2024-03-10T00:00:00Z', '2025-03-09T00:00:00Z', '2025-03-11T00:00:00Z']) {
      engine.clock.set(instant(moment));
      await Promise.all([store, behindLine].map((it) => it.append(newStream('clock'), 0, events(2))));
    }
    const moments = (await whole()).map((it) => it.recordedAt);
    expect(moments).toEqual([...moments].sort());
    expect(moments.at(-1)).toBe('2025-03-11T00:00:00.000Z');
  });
});
