import pg from 'pg';
import { type PostgresEventStore, VersionConflict } from '#event-store';
import { keepsTheContract } from './contract.js';
import { keepsAnyHistory } from './history.js';
import { postgresEngine } from './postgres-engine.js';
import { events, newStream } from './sample.js';

keepsTheContract('Postgres', postgresEngine);
keepsAnyHistory('Postgres', postgresEngine);

describe('the Postgres log', () => {
  let engine: Awaited<ReturnType<typeof postgresEngine>>;
  let store: PostgresEventStore;
  let client: pg.Client;
  beforeAll(async () => {
    engine = await postgresEngine();
    store = engine.open();
    client = new pg.Client({ connectionString: engine.url });
    client.on('error', () => undefined);
    await client.connect();
  });
  afterAll(async () => {
    await client.end();
    await store.close();
    await engine.close();
  });

  const positions = async () => {
    const { rows } = await client.query<{ position: string }>('select position from event order by position');
    return rows.map((it) => Number(it.position));
  };

  it('can be added to and never changed or emptied, even by its owner', async () => {
    await store.append(newStream(), 0, events(2));
    for (const change of [
      "update event set type = 'x'",
      'delete from event',
      'truncate event',
      'delete from log_head',
      'truncate log_head',
    ])
      await expect(client.query(change)).rejects.toThrow(/only added to/);
  });

  it('has positions without a gap, also after refused appends', async () => {
    const streams = Array.from({ length: 30 }, () => newStream());
    await Promise.allSettled([
      ...streams.map((it) => store.append(it, 0, events(3))),
      ...streams.map((it) => store.append(it, 7, events(1))),
    ]);
    const all = await positions();
    expect(all).toEqual(all.map((_, i) => i + 1));
  });

  it('writes appends that are asked together in few commits', async () => {
    const commits = async () => {
      const { rows } = await client.query<{ n: number }>(
        `select count(distinct xmin::text)::int as n from event where type = 'noted'`,
      );
      return rows[0]?.n ?? 0;
    };
    const before = await commits();
    await Promise.all(Array.from({ length: 400 }, () => store.append(newStream(), 0, events(1))));
    expect((await commits()) - before).toBeLessThan(10);
  });

  it('gives way for an append whose connection was cut, without writing it twice', async () => {
    for (let round = 0; round < 15; round++) {
      const streams = Array.from({ length: 20 }, () => newStream());
      const asked = streams.map((it) => store.append(it, 0, events(2)));
      const cut = client.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'tiendo writer' and datname = current_database()`,
      );
      const results = await Promise.all(asked);
      await cut;
      expect(results.every((it) => it.version === 2)).toBe(true);
      for (const it of streams) expect(await store.read(it)).toHaveLength(2);
    }
    const all = await positions();
    expect(all).toEqual(all.map((_, i) => i + 1));
  });

  it('gives many streams one after the other, each in order and no further than it is asked, page by page', async () => {
    const start = newStream();
    const names = ['~', 'b', 'a', 'é'].map((it) => `${start}${it}`);
    for (const version of [0, 2, 4]) for (const it of names) await store.append(it, version, events(2));
    const upTo = await store.head();
    for (const it of names) await store.append(it, 6, events(1));
    await store.append(`${start.slice(0, -1)}{`, 0, events(1));
    const read: [stream: string, version: number][] = [];
    for (let after: { stream: string; version: number } | undefined; ; ) {
      const page = await store.readStreams({ streams: start, ...(after ? { after } : {}), upTo, limit: 5 });
      after = page.at(-1);
      if (!after) break;
      read.push(...page.map((it) => [it.stream, it.version] as [string, number]));
    }
    expect(read).toEqual(['a', 'b', '~', 'é'].flatMap((it) => [1, 2, 3, 4, 5, 6].map((version) => [`${start}${it}`, version])));
  });

  it('looks again for the version before, where a new connection may lead to a server that lost it', async () => {
    const stream = newStream();
    await store.append(stream, 0, events(1));
    await store.append(stream, 1, events(1));
    // What a standby that took over without the last commit looks like.
    await client.query('set session_replication_role = replica');
    await client.query('delete from event where stream = $1 and version = 2', [stream]);
    await client.query('set session_replication_role = default');
    await client.query(
      `select pg_terminate_backend(pid, 5000) from pg_stat_activity where application_name = 'tiendo writer' and datname = current_database()`,
    );
    await expect(store.append(stream, 2, events(1))).rejects.toThrow(VersionConflict);
    expect((await store.append(stream, 1, events(1))).version).toBe(2);
  });
});
