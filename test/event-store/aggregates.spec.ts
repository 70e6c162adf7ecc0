import { Inject, Injectable } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { DatabaseModule } from '#database';
import {
  AGGREGATES,
  type Aggregates,
  AggregatesOf,
  answerOf,
  EVENT_STORE,
  type EventStore,
  EventStoreModule,
  eventStoreMigrations,
  newCommandId,
  PostgresEventStore,
  ProjectionRunner,
  projection,
  type Upcaster,
} from '#event-store';
import { type Command, decider, type Event, Refusal } from '#language';
import { freshDatabase } from '../postgres.js';
import { postgresEngine } from './postgres-engine.js';
import { actor, newStream } from './sample.js';

type Counted = Event<'added', { readonly n: number }>;
type Count = Command<'add'> & { readonly n: number };

let decisions = 0;
const counter = decider<number, Count, Counted>({
  initial: 0,
  evolve: { added: (total, { n }) => total + n },
  decide: {
    add: (total, { n }) => {
      decisions++;
      if (total + n > 100) throw new Refusal('full', { vi: 'đầy', en: 'full' });
      return n === 0
        ? []
        : Array.from({ length: n > 10 ? 2 : 1 }, () => ({ type: 'added' as const, data: { n: n > 10 ? n / 2 : n } }));
    },
  },
});
const add = (n: number): Count => ({ type: 'add', n });
const envelope = (more: object = {}) => ({ actor, commandId: newCommandId(), ...more });

describe('a command on an aggregate', () => {
  let engine: Awaited<ReturnType<typeof postgresEngine>>;
  let store: EventStore;
  let aggregates: Aggregates;
  beforeAll(async () => {
    engine = await postgresEngine();
    store = engine.open();
    aggregates = AggregatesOf({ store, clock: engine.clock });
  });
  afterAll(async () => {
    await store.close();
    await engine.close();
  });
  beforeEach(() => {
    decisions = 0;
  });

  it('is decided on the state and written with who, why and when', async () => {
    const stream = newStream();
    const first = await aggregates.execute(counter, stream, add(20), envelope());
    expect(first).toMatchObject({
      stream,
      version: 2,
      repeated: false,
      events: [{ type: 'added', data: { n: 10 } }, { type: 'added' }],
    });
    const commandId = newCommandId();
    const second = await aggregates.execute(counter, stream, add(5), {
      actor,
      commandId,
      causationId: first.events.length ? newCommandId() : '',
    });
    expect(await aggregates.load(counter, stream)).toEqual({ state: 25, version: 3 });
    const [event] = await store.read(stream, { from: 3 });
    expect(event?.meta).toMatchObject({ actor, commandId, correlationId: commandId });
    expect(event?.meta.digest).toMatch(/^[0-9a-f]{64}$/);
    expect(answerOf(second)).toEqual({
      stream,
      version: 3,
      position: event?.position.toString(),
      repeated: false,
      events: ['added'],
    });
  });

  it('sent again under its id is answered as the first time, without deciding', async () => {
    const stream = newStream();
    const it = envelope();
    const first = await aggregates.execute(counter, stream, add(60), it);
    const again = await aggregates.execute(counter, stream, add(60), it);
    expect(again).toEqual({ ...first, repeated: true });
    expect(decisions).toBe(1);
    expect((await aggregates.load(counter, stream)).state).toBe(60);
  });

  it('sent twice at the same moment under one id happens once', async () => {
    const stream = newStream();
    const it = envelope();
    const both = await Promise.all([1, 2, 3, 4].map(() => aggregates.execute(counter, stream, add(60), it)));
    expect(new Set(both.map((outcome) => outcome.position)).size).toBe(1);
    expect(both.filter((outcome) => !outcome.repeated)).toHaveLength(1);
    expect((await aggregates.load(counter, stream)).state).toBe(60);
  });

  it('under an id that stands for another command, or another record, is refused', async () => {
    const stream = newStream();
    const it = envelope();
    await aggregates.execute(counter, stream, add(1), it);
    const refused = { code: 'duplicate-with-other-content' };
    await expect(aggregates.execute(counter, stream, add(2), it)).rejects.toMatchObject(refused);
    await expect(aggregates.execute(counter, newStream(), add(1), it)).rejects.toMatchObject(refused);
  });

  it('that names the version it saw is refused before anything is decided when the record has moved on', async () => {
    const stream = newStream();
    await aggregates.execute(counter, stream, add(1), envelope());
    decisions = 0;
    await expect(aggregates.execute(counter, stream, add(1), envelope({ expectedVersion: 0 }))).rejects.toMatchObject({
      code: 'version-conflict',
      expected: 0,
      actual: 1,
    });
    expect(decisions).toBe(0);
    expect((await aggregates.execute(counter, stream, add(1), envelope({ expectedVersion: 1 }))).version).toBe(2);
  });

  it('that lost a race decides again on the newer state, and its rule still holds', async () => {
    const stream = newStream();
    const all = await Promise.allSettled(
      Array.from({ length: 4 }, () => aggregates.execute(counter, stream, add(40), envelope())),
    );
    expect(all.filter((it) => it.status === 'fulfilled')).toHaveLength(2);
    for (const it of all) if (it.status === 'rejected') expect(it.reason).toMatchObject({ code: 'full' });
    expect((await aggregates.load(counter, stream)).state).toBe(80);
  });

  describe('decided on a state that this process knows', () => {
    let there: EventStore;
    let elsewhere: Aggregates;
    beforeAll(() => {
      there = engine.open();
      elsewhere = AggregatesOf({ store: there, clock: engine.clock });
    });
    afterAll(() => there.close());

    it('reads nothing, and gives what one who reads gets', async () => {
      const stream = newStream();
      let reads = 0;
      const counting = new Proxy(there, {
        get(target, name) {
          if (name === 'read') reads++;
          const member: unknown = Reflect.get(target, name, target);
          return typeof member === 'function' ? member.bind(target) : member;
        },
      });
      const mine = AggregatesOf({ store: counting, clock: engine.clock });
      await mine.execute(counter, stream, add(1), envelope());
      reads = 0;
      for (let n = 2; n <= 20; n++) expect((await mine.execute(counter, stream, add(1), envelope())).version).toBe(n);
      expect(reads).toBe(0);
      expect(await elsewhere.load(counter, stream)).toEqual({ state: 20, version: 20 });
    });

    it('is decided again when another process has written meanwhile, and its rule holds', async () => {
      const stream = newStream();
      await aggregates.execute(counter, stream, add(10), envelope());
      await elsewhere.execute(counter, stream, add(60), envelope());
      await expect(aggregates.execute(counter, stream, add(40), envelope())).rejects.toMatchObject({ code: 'full' });
      expect((await aggregates.execute(counter, stream, add(20), envelope())).version).toBe(5);
      expect((await elsewhere.load(counter, stream)).state).toBe(90);
    });

    it('is not refused for what is no longer so', async () => {
      const stream = newStream();
      await aggregates.execute(counter, stream, add(50), envelope());
      await aggregates.execute(counter, stream, add(50), envelope());
      await elsewhere.execute(counter, stream, add(-60), envelope());
      expect(await aggregates.execute(counter, stream, add(40), envelope())).toMatchObject({ repeated: false });
      expect((await elsewhere.load(counter, stream)).state).toBe(80);
    });

    it('with nothing to do answers the version that is, not the one known', async () => {
      const stream = newStream();
      await aggregates.execute(counter, stream, add(1), envelope());
      const { position } = await elsewhere.execute(counter, stream, add(1), envelope());
      expect(await aggregates.execute(counter, stream, add(0), envelope())).toMatchObject({ version: 2, position });
    });

    it('and carried out before by another process is answered as the first time, or refused when it says something else', async () => {
      const stream = newStream();
      await aggregates.execute(counter, stream, add(1), envelope());
      const it = envelope();
      const first = await elsewhere.execute(counter, stream, add(2), it);
      expect(await aggregates.execute(counter, stream, add(2), it)).toEqual({ ...first, repeated: true });
      const another = envelope();
      await elsewhere.execute(counter, stream, add(3), another);
      const refused = { code: 'duplicate-with-other-content' };
      await expect(aggregates.execute(counter, stream, add(4), another)).rejects.toMatchObject(refused);
      expect((await elsewhere.load(counter, stream)).state).toBe(6);
    });

    it('that names a version is refused when another process has moved the record on', async () => {
      const stream = newStream();
      await aggregates.execute(counter, stream, add(1), envelope());
      await elsewhere.execute(counter, stream, add(1), envelope());
      const stale = aggregates.execute(counter, stream, add(1), envelope({ expectedVersion: 1 }));
      await expect(stale).rejects.toMatchObject({ code: 'version-conflict', expected: 1, actual: 2 });
      expect((await aggregates.execute(counter, stream, add(1), envelope({ expectedVersion: 2 }))).version).toBe(3);
    });

    it('by several processes at once loses nothing and writes nothing twice', async () => {
      const stream = newStream();
      const ids = Array.from({ length: 24 }, () => envelope());
      const outcomes = await Promise.allSettled(
        [aggregates, elsewhere, aggregates].flatMap((mine) => ids.map((it) => mine.execute(counter, stream, add(1), it))),
      );
      // Who loses five races in a row says so; sent again, all are there once.
      for (const it of outcomes) if (it.status === 'rejected') expect(it.reason).toMatchObject({ code: 'version-conflict' });
      for (const it of ids) await elsewhere.execute(counter, stream, add(1), it);
      expect(await aggregates.load(counter, stream)).toEqual({ state: 24, version: 24 });
    });
  });

  it('with nothing to do answers the present version and writes nothing', async () => {
    const stream = newStream();
    expect(await aggregates.execute(counter, stream, add(0), envelope())).toMatchObject({
      version: 0,
      events: [],
      repeated: false,
    });
    const { position } = await aggregates.execute(counter, stream, add(3), envelope());
    const nothing = await aggregates.execute(counter, stream, add(0), envelope());
    expect(nothing).toEqual({ stream, version: 1, position, events: [], repeated: false });
  });

  it('writes the present shape, and reads old ones through upcasters', async () => {
    const stream = newStream('counter');
    await aggregates.execute(counter, stream, add(3), envelope());
    const upcasters: Upcaster[] = [
      { type: 'added', streams: 'counter-', to: 2, up: (data) => ({ n: (data as { n: number }).n * 10 }) },
    ];
    const newer = new PostgresEventStore({ url: engine.url, clock: engine.clock, upcasters });
    const present = AggregatesOf({ store: newer, clock: engine.clock, upcasters });
    await present.execute(counter, stream, add(4), envelope());
    expect(await present.load(counter, stream)).toEqual({ state: 34, version: 2 });
    expect((await newer.readLog({ streams: [stream], limit: 10 })).map((it) => it.data)).toEqual([{ n: 30 }, { n: 4 }]);
    await newer.close();
  });
});

@Injectable()
class Room {
  constructor(
    @Inject(AGGREGATES) readonly aggregates: Aggregates,
    @Inject(EVENT_STORE) readonly store: EventStore,
    readonly runner: ProjectionRunner,
  ) {}
}

const totals = projection<number, Counted>({
  name: 'total',
  version: 1,
  reads: { streams: ['counter-'] },
  initial: () => 0,
  apply: (total, event) => total + event.data.n,
  tables: [{ name: 'total', columns: { counter: 'text', total: 'int' }, key: ['counter'] }],
  rows: (total, counter) => ({ total: [{ counter, total }] }),
});

it('the module gives a room its log, its aggregates and its projections, and closes them in order', async () => {
  const database = await freshDatabase();
  const app = await Test.createTestingModule({
    imports: [
      EventStoreModule.forRoot({ url: database.url, projections: [totals] }),
      DatabaseModule.forRoot({ url: database.url, migrations: eventStoreMigrations }),
    ],
    providers: [Room],
  }).compile();
  await app.init();
  const { aggregates, runner } = app.get(Room);
  const { position } = await aggregates.execute(counter, 'counter-1', add(7), envelope());
  expect(await runner.waitFor('total', position, 10_000)).toBe(true);
  expect(await runner.health()).toMatchObject([{ name: 'total', state: 'running', position: position.toString() }]);
  await app.close();
  await database.drop();
});
