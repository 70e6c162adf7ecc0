import type { DataSource } from 'typeorm';
import { openDatabase } from '#database';
import {
  consume,
  type EventStore,
  eventStoreMigrations,
  follows,
  mustFollow,
  PostgresEventStore,
  ProjectionRunner,
} from '#event-store';
import type { Recorded } from '#language';
import { EventStoreDbStore } from '../../libs/event-store/eventstoredb/eventstoredb-event-store.js';
import { tiendoOver } from '../cli/tiendo.js';
import { DoubleLog } from '../event-store-double/log.js';
import { EventStoreDouble } from '../event-store-double/server.js';
import { freshDatabase } from '../postgres.js';
import { startTestServer } from '../server.js';
import { notes } from './notes.js';
import { events, newStream } from './sample.js';

const other = { code: 'other-log', kind: 'unavailable' };

describe('rows and the log that they follow', () => {
  let database: Awaited<ReturnType<typeof freshDatabase>>;
  let source: DataSource;
  let double: EventStoreDouble;
  const open: EventStore[] = [];
  const kept = <S extends EventStore>(store: S): S => {
    open.push(store);
    return store;
  };
  const esdb = (it = double) => kept(new EventStoreDbStore({ url: it.url }));
  const beside = () => kept(new PostgresEventStore({ url: database.url }));

  beforeEach(async () => {
    database = await freshDatabase();
    source = await openDatabase({ url: database.url, migrations: eventStoreMigrations });
    double = await EventStoreDouble.start();
  });
  afterEach(async () => {
    for (const it of open.splice(0)) await it.close();
    await double.close();
    await source.destroy();
    await database.drop();
  });

  const followed = (runner: ProjectionRunner) => runner.health().then(([it]) => it);
  const readBy = async (store: EventStore): Promise<ProjectionRunner> => {
    const runner = new ProjectionRunner({ store, url: database.url, projections: [notes()], contendEvery: 50 });
    runner.start();
    return runner;
  };
  const opened = (store: EventStore) =>
    store.append(newStream(), 0, [{ ...first(), type: 'opened', data: { title: 'a', on: '2025-06-30' } }]);
  const first = () => {
    const [event] = events(1);
    if (!event) throw new Error('no event');
    return event;
  };

  it('are told apart by name: each log has its own, the same for everybody who asks', async () => {
    const second = await EventStoreDouble.start();
    const names = await Promise.all([esdb(), esdb(), esdb(second), beside()].map((it) => it.identity()));
    expect(names[0]).toBe(names[1]);
    expect(new Set(names).size).toBe(3);
    expect(await esdb().readLog({ limit: 10 })).toEqual([]);
    await second.close();
  });

  it('stay together: rows of the log in PostgreSQL refuse an EventStoreDB, and the other way round, and nothing is changed', async () => {
    const store = beside();
    await mustFollow(source, store);
    await store.append(newStream(), 0, events(1));
    await expect(mustFollow(source, esdb())).rejects.toMatchObject(other);
    await mustFollow(source, store);

    const elsewhere = await freshDatabase();
    const rows = await openDatabase({ url: elsewhere.url, migrations: eventStoreMigrations });
    await mustFollow(rows, esdb());
    await rows.query(`insert into consumer_checkpoint values ('post', 7)`);
    await expect(mustFollow(rows, kept(new PostgresEventStore({ url: elsewhere.url })))).rejects.toMatchObject(other);
    await mustFollow(rows, esdb());
    await rows.destroy();
    await elsewhere.drop();
  });

  it('refuse another EventStoreDB, and the same one when it was emptied', async () => {
    const store = esdb();
    await mustFollow(source, store);
    const runner = await readBy(store);
    expect(await runner.waitFor('note', (await opened(store)).position, 20_000)).toBe(true);
    await runner.stop();
    const emptied = await EventStoreDouble.start({ log: new DoubleLog() });
    await expect(mustFollow(source, esdb(emptied))).rejects.toMatchObject(other);
    await mustFollow(source, esdb());
    await emptied.close();
  });

  it('that follow nothing yet may be put in front of any log, an old one too', async () => {
    await mustFollow(source, beside());
    const store = esdb();
    const { position } = await opened(store);
    await mustFollow(source, store);
    const runner = await readBy(store);
    expect(await runner.waitFor('note', position, 20_000)).toBe(true);
    await runner.stop();
    await expect(mustFollow(source, beside())).rejects.toMatchObject(other);
  });

  it('follow what a restore says', async () => {
    await mustFollow(source, esdb());
    await source.query(`insert into consumer_checkpoint values ('post', 7)`);
    await follows(source, beside());
    await mustFollow(source, beside());
  });

  it('stop when an older state of the log was put back, until they are made anew; consumers go on with what comes', async () => {
    const store = esdb();
    await opened(store);
    await source.query(`insert into consumer_checkpoint values ('post', 999999)`);
    const runner = await readBy(store);
    await runner.waitFor('note', await store.head(), 20_000);
    await runner.stop();
    await source.query('update projection_status set position = 999999');
    const again = await readBy(store);
    while ((await followed(again))?.state !== 'stopped') await new Promise((resolve) => setTimeout(resolve, 20));
    expect((await followed(again))?.error?.message).toMatch(/an older log was put back/);
    await again.rebuild('note');
    expect(await again.waitFor('note', (await opened(store)).position, 20_000)).toBe(true);
    await again.stop();

    const came: Recorded[] = [];
    const reading = () =>
      consume({ source, store }, { name: 'post' }, async (event) => {
        came.push(event);
      });
    await reading();
    expect(came).toEqual([]);
    const { position } = await opened(store);
    await reading();
    expect(came.map((it) => it.position)).toEqual([position]);
  }, 120_000);
});

describe('an installation whose EVENT_STORE was changed', () => {
  it('neither starts nor is backed up as if its log were empty, and goes on when it is set back', async () => {
    const double = await EventStoreDouble.start();
    const server = await startTestServer({ sample: 'empty' });
    await server.running.close();
    const env = { DATABASE_URL: server.databaseUrl, TIENDO_DATA: server.dataDir };
    const wrong = tiendoOver({ ...env, EVENT_STORE: double.url });
    for (const command of [['watch'], ['backup', `${server.dataDir}/wrong.tar.gz`]])
      expect(await wrong(...command)).toMatchObject({ status: 3, err: expect.stringContaining('EVENT_STORE') });
    const over = { databaseUrl: server.databaseUrl, dataDir: server.dataDir };
    await expect(startTestServer({ over: { ...over, eventStore: double.url } })).rejects.toMatchObject(other);
    expect(await double.log.entries.filter((it) => !/^[$~]/.test(it.stream))).toEqual([]);
    const again = await startTestServer({ over });
    expect((await again.client().get('/health')).body.status).toBe('ok');
    await again.close();
    await server.close().catch(() => undefined);
    await double.close();
  }, 120_000);
});
