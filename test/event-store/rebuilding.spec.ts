import pg from 'pg';
import { type EventStore, eventIdFrom, newCommandId, ProjectionRunner } from '#event-store';
import { instant } from '#language';
import { byTitle, live, notes, ofEvents, scores } from './notes.js';
import { postgresEngine } from './postgres-engine.js';
import { metaOf } from './sample.js';

describe('a rebuild', () => {
  let engine: Awaited<ReturnType<typeof postgresEngine>>;
  let store: EventStore;
  let client: pg.Client;
  beforeAll(async () => {
    engine = await postgresEngine();
    store = engine.open();
    client = new pg.Client({ connectionString: engine.url });
    await client.connect();
  });
  afterAll(async () => {
    await client.end();
    await store.close();
    await engine.close();
  });

  const versions = new Map<string, number>();
  const record = async (stream: string, all: readonly { readonly type: string; readonly data: unknown }[]) => {
    const version = versions.get(stream) ?? 0;
    versions.set(stream, version + all.length);
    const written = all.map((it) => {
      const commandId = newCommandId();
      return { id: eventIdFrom(commandId, 0), ...it, meta: metaOf(commandId, '') };
    });
    await store.append(stream, version, written);
  };
  const table = async (name: string) =>
    (await client.query<{ t: string }>(`select t::text as t from ${name} t order by 1`)).rows.map((it) => it.t);

  it('makes the same of streams in order and of heaps, also of streams longer than a page', async () => {
    await live(10, (stream, type, data, at) => {
      engine.clock.set(instant(at));
      return record(stream, [{ type, data }]);
    });
    for (const stream of ['note-1', 'note-long', 'note-long-too'])
      for (let part = 0; part < 3; part++)
        await record(
          stream,
          Array.from({ length: 900 }, (_, i) => ({ type: 'scored', data: { score: (part + i) % 7 } })),
        );
    const projections = [notes(), scores, byTitle, ofEvents];
    const tables = projections.flatMap((it) => it.tables.map(({ name }) => name));
    const made = async (from: EventStore) => {
      const runner = new ProjectionRunner({ store: from, url: engine.url, projections });
      const { reports, failures } = await runner.rebuildAll();
      await runner.stop();
      expect(failures).toEqual([]);
      const states = await client.query(
        `select projection, key, it.version, it.state::text from projection_state it
         join projection_status s on s.name = projection and s.build = it.build order by projection, key`,
      );
      return { reports, rows: await Promise.all(tables.map(table)), states: states.rows };
    };
    const inOrder = await made(store);
    expect(Object.fromEntries(tables.map((it, i) => [it, inOrder.rows[i]?.length])).events_seen).toBe(8_180);
    expect(inOrder.states.length).toBeGreaterThan(20);
    const asTheyLie = (await client.query<{ id: string }>('select id from events_seen order by ctid')).rows.map((it) => it.id);
    expect(asTheyLie).toEqual([...asTheyLie].sort());
    const withoutOrder: EventStore = new Proxy(store, {
      get: (it, name) => {
        const member: unknown = name === 'readStreams' ? undefined : Reflect.get(it, name, it);
        return typeof member === 'function' ? member.bind(it) : member;
      },
    });
    const byHeaps = await made(withoutOrder);
    expect(byHeaps.rows).toEqual(inOrder.rows);
    expect(byHeaps.states).toEqual(inOrder.states);
    expect(byHeaps.reports.map(({ events }) => events)).toEqual(inOrder.reports.map(({ events }) => events));
  }, 120_000);
});
