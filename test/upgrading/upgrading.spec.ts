import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { type Migration, openDatabase } from '#database';
import { migrations, projections } from '../../apps/server/rooms.js';
import { tiendoOver } from '../cli/tiendo.js';
import { freshDatabase } from '../postgres.js';
import { startTestServer } from '../server.js';

/** What release 0.1.0 left behind: the migrations it had been through, and events as it wrote them (reports without who made them). */
const old: { migrations: string[]; events: Record<string, unknown>[] } = JSON.parse(
  readFileSync(join('test', 'upgrading', '0.1.0.json'), 'utf8'),
);
const task = '267-2025/IV.IV.1/so-y-te';
const path = `/tasks/${task.split('/').map(encodeURIComponent).join('/')}`;
const nameOf = (migration: Migration) => new migration().name ?? migration.name;

/** A database as that release left it, with rows of a projection in a shape of its own. */
async function oldDatabase() {
  const database = await freshDatabase();
  const source = await openDatabase({
    url: database.url,
    migrations: migrations.filter((it) => old.migrations.includes(nameOf(it))),
  });
  await source.query(
    `insert into event (position, stream, version, id, type, data, meta, recorded_at)
     select nth, e ->> 'stream', (e ->> 'version')::int, (e ->> 'id')::uuid, e ->> 'type', e -> 'data', e -> 'meta', (e ->> 'recordedAt')::timestamptz
     from jsonb_array_elements($1::jsonb) with ordinality as u (e, nth)`,
    [JSON.stringify(old.events)],
  );
  await source.query(`update log_head set position = $1, recorded_at = '2025-03-10T02:00:00Z'`, [old.events.length]);
  await source.query(`insert into loaded select unnest(array['agencies', 'plan', 'administrator']), now()`);
  await source.query(
    `insert into projection_status (name, version, shape, position, state) values ('task-board', 0, 'of then', $1, 'running')`,
    [old.events.length],
  );
  await source.query('create table task_board (of_then text)');
  await source.destroy();
  return database;
}

describe('a database of release 0.1.0', () => {
  it('is brought forward by a start: tables migrated, rows made anew, old events read in the shape of today and left as they are', async () => {
    const database = await oldDatabase();
    const server = await startTestServer({ over: { databaseUrl: database.url } });
    try {
      const source = server.running.app.get(DataSource, { strict: false });
      const done = await source.query<{ name: string }[]>('select name from migration order by id');
      expect(done.length).toBe(migrations.length + 1);
      const head = String(old.events.length);
      const auditor = await server.as('auditor');
      expect((await auditor.get(`${path}?after=${head}`)).body).toMatchObject({ progress: 40, version: 2 });
      const today = projections.find(({ name }) => name === 'task-board')?.version;
      const version = async () =>
        (await source.query<{ version: number }[]>(`select version from projection_status where name = 'task-board'`))[0]
          ?.version;
      while ((await version()) !== today) await new Promise((resolve) => setTimeout(resolve, 50));
      expect((await auditor.get('/tasks')).body.rows).toEqual([expect.objectContaining({ id: task, progress: 40 })]);
      const [event] = await source.query<{ data: object }[]>(`select data from event where type = 'milestone-reported'`);
      expect(event?.data).not.toHaveProperty('by');
      const officer = await server.as('officer', 'so-y-te');
      const next = await officer.post(`${path}/milestones`, {
        progress: 60,
        narrative: 'Tiếp.',
        evidence: [],
        occurredOn: '2025-03-07',
      });
      expect(next.body).toMatchObject({ version: 3, position: String(old.events.length + 1) });
    } finally {
      await server.close();
      await database.drop();
    }
  }, 120_000);
});

describe('a backup of release 0.1.0', () => {
  it('is restored by the release of today: tables as they were then, filled, and brought forward', async () => {
    const database = await oldDatabase();
    const to = await freshDatabase();
    const folder = mkdtempSync(join(tmpdir(), 'tiendo-upgrading-'));
    const file = join(folder, 'old.tar.gz');
    const over = (url: string) => tiendoOver({ DATABASE_URL: url, TIENDO_DATA: folder });
    expect(await over(database.url)('backup', file, '--json')).toMatchObject({ status: 0, err: '' });
    const restored = await over(to.url)('restore', file, '--json');
    expect(restored).toMatchObject({ status: 0, err: '' });
    const { events, projections: compared } = JSON.parse(restored.out);
    expect(events).toBe(old.events.length);
    expect(compared).toContainEqual({ name: 'task-board', same: null });
    const shown = await over(to.url)('task', 'show', task, '--json');
    expect(JSON.parse(shown.out)).toMatchObject({ progress: 40 });
    rmSync(folder, { recursive: true });
    await database.drop();
    await to.drop();
  }, 120_000);
});

describe('a database of a newer release', () => {
  it('is refused in words and left as it is', async () => {
    const database = await freshDatabase();
    const source = await openDatabase({ url: database.url, migrations });
    await source.query(`insert into migration (timestamp, name) values (2000000000000, 'Tomorrow2000000000000')`);
    await source.destroy();
    await expect(openDatabase({ url: database.url, migrations })).rejects.toMatchObject({
      code: 'database-newer',
      figures: { unknown: ['Tomorrow2000000000000'] },
    });
    await database.drop();
  });
});
