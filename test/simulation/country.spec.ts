import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { QueryBus } from '@nestjs/cqrs';
import pg from 'pg';
import { AgencyList, agencyProjections } from '#agencies';
import { copyToPostgres, ProjectionRunner, refillEngine } from '#event-store';
import { beginning, type Recorded, Refusal } from '#language';
import { PlanList } from '#plans';
import { type CountrySize, countryOf, recordOf } from '#simulation';
import { follow, notFollowed, type RecordedTaskEvent, tasksProjections } from '#tasks';
import { configurationFrom } from '../../apps/server/configuration.js';
import { startServer } from '../../apps/server/server.js';
import { EventStoreDbStore } from '../../libs/event-store/eventstoredb/eventstoredb-event-store.js';
import { tiendoOver } from '../cli/tiendo.js';
import { postgresEngine } from '../event-store/postgres-engine.js';
import { EventStoreDouble } from '../event-store-double/server.js';
import { freshDatabase } from '../postgres.js';

const small: CountrySize = { provinces: 2, communes: 7, tasks: 120, events: 1_000, seed: 'một', year: 2025 };
const all = (size: CountrySize): Recorded[] => [...recordOf(countryOf(size), 37)].flat();

describe('a simulated country', () => {
  const events = all(small);

  it('has exactly as many events as asked for, in the order of time, every one marked as simulated', () => {
    expect(events).toHaveLength(1_000);
    expect(events.every((it) => it.meta.simulated === true)).toBe(true);
    expect(events.map((it) => it.recordedAt)).toEqual(events.map((it) => it.recordedAt).sort());
    expect(new Set(events.map((it) => it.id)).size).toBe(1_000);
  });

  it('is the same for the same seed and another for another', () => {
    expect(all(small)).toEqual(events);
    expect(all({ ...small, seed: 'hai' })).not.toEqual(events);
  });

  it('gives no two tasks one id, however many there are', () => {
    const many = all({ ...small, tasks: 3_000, events: 9_100 }).filter((it) => it.type === 'assigned');
    expect(new Set(many.map((it) => it.stream)).size).toBe(3_000);
  });

  it('numbers each stream from 1 without a gap, and every task folds', () => {
    const streams = new Map<string, Recorded[]>();
    for (const it of events) streams.set(it.stream, [...(streams.get(it.stream) ?? []), it]);
    for (const [stream, own] of streams) {
      expect(own.map((it) => it.version)).toEqual(own.map((_, i) => i + 1));
      if (!stream.startsWith('task-')) continue;
      const { task } = (own as RecordedTaskEvent[]).reduce(follow, notFollowed);
      expect(task.version).toBe(own.length);
      // What is decided on was said before.
      for (const it of task.reports) expect(it.report).toMatch(/^[0-9a-f-]{36}$/);
      const accepted = (own as RecordedTaskEvent[]).filter((it) => it.type === 'completion-accepted');
      expect(task.claims.filter((it) => it.state === 'accepted')).toHaveLength(accepted.length);
    }
    expect([...streams.keys()].filter((it) => it.startsWith('task-'))).toHaveLength(120);
  });

  it('refuses a size that no year can hold, saying what would do', () => {
    expect(() => countryOf({ ...small, events: 100 })).toThrow(Refusal);
    expect(() => countryOf({ ...small, tasks: 0 })).toThrow(Refusal);
  });
});

describe('copied into Postgres', () => {
  it('has contiguous positions, a head at their end, and rows of every projection; a second one is refused', async () => {
    const engine = await postgresEngine();
    const into = await copyToPostgres(engine.url);
    for (const batch of recordOf(countryOf(small), 400)) await into.write(batch);
    await into.close();
    const store = engine.open();
    const log = await store.readLog({ after: beginning, limit: 2_000 });
    expect(log.map((it) => it.position)).toEqual(log.map((_, i) => BigInt(i + 1)));
    expect(log).toEqual(all(small));
    expect(await store.head()).toBe(1_000n);
    await expect(copyToPostgres(engine.url)).rejects.toThrow(/already/);

    const runner = new ProjectionRunner({ store, url: engine.url, projections: [...agencyProjections, ...tasksProjections] });
    runner.start();
    expect(await runner.waitFor('task-board', await store.head(), 60_000)).toBe(true);
    const client = new pg.Client({ connectionString: engine.url });
    await client.connect();
    const { rows } = await client.query('select count(*)::int as n, bool_and(simulated) as simulated from task_head');
    expect(rows[0]).toEqual({ n: 120, simulated: true });
    await client.end();
    await runner.stop();
    // Somebody writes after it: the next position is the next number.
    const { position } = await store.append('task-x', 0, [
      { ...log[50], id: '01900000-0000-7000-8000-000000000001' } as Recorded,
    ]);
    expect(position).toBe(1_001n);
    await store.close();
    await engine.close();
  });
});

describe('through the port', () => {
  it('is the same record in EventStoreDB', async () => {
    const tiny = { ...small, tasks: 20, events: 150 };
    const double = await EventStoreDouble.start();
    const into = refillEngine(double.url);
    for (const batch of recordOf(countryOf(tiny))) await into.write(batch);
    await into.close();
    const store = new EventStoreDbStore({ url: double.url });
    const log = await store.readLog({ after: beginning, limit: 1_000 });
    const plain = ({ position: _, ...it }: Recorded) => it;
    expect(log.map(plain)).toEqual(all(tiny).map(plain));
    await store.close();
    await double.close();
  });
});

describe('tiendo simulate', () => {
  it('writes a country into an empty log, answers in JSON, and refuses to mix it into another record', async () => {
    const database = await freshDatabase();
    const folder = mkdtempSync(join(tmpdir(), 'tiendo-simulate-'));
    const tiendo = tiendoOver({ DATABASE_URL: database.url, TIENDO_DATA: folder });
    const asked = ['simulate', '--provinces', '1', '--communes', '3', '--tasks', '10', '--events', '80', '--json'];
    const first = await tiendo(...asked);
    expect(first.status).toBe(0);
    expect(JSON.parse(first.out)).toMatchObject({ events: 80, tasks: 10, bodies: 9, plans: 1 });
    const second = await tiendo(...asked);
    expect(second.status).toBe(1);
    expect(second.err).toContain('log-not-empty');

    // Whatever sample a start would begin with, it leaves the country as it is.
    const settings = { ...configurationFrom({ PORT: '0', TIENDO_LOG: 'silent' }), databaseUrl: database.url, dataDir: folder };
    const signIns: string[] = [];
    const telling = {
      say: () => undefined,
      progress: () => undefined,
      signIns: (accounts: readonly { readonly username: string }[]) => signIns.push(...accounts.map((it) => it.username)),
    };
    const server = await startServer({ ...settings, sample: 'year' }, telling);
    const queries = server.app.get(QueryBus, { strict: false });
    expect((await queries.execute(new PlanList())).rows.map((it) => it.simulated)).toEqual([true]);
    expect((await queries.execute(new AgencyList())).rows).toHaveLength(9);
    expect(signIns).toEqual(['quantri']);
    await server.close();
    rmSync(folder, { recursive: true });
    await database.drop();
  });
});
