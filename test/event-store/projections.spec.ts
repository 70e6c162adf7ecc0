import pg from 'pg';
import { type EventStore, eventIdFrom, freshnessOf, newCommandId, type Projection, ProjectionRunner } from '#event-store';
import { instant, position as positionOf } from '#language';
import { byTitle, live, type Note, type NoteEvent, notes, ofEvents, poison, scores } from './notes.js';
import { postgresEngine } from './postgres-engine.js';
import { metaOf } from './sample.js';

describe('projections', () => {
  let engine: Awaited<ReturnType<typeof postgresEngine>>;
  let store: EventStore;
  let client: pg.Client;
  let runners: ProjectionRunner[] = [];
  let stores: EventStore[] = [];

  beforeEach(async () => {
    poison.taken = false;
    versions.clear();
    engine = await postgresEngine();
    store = engine.open();
    stores = [store];
    client = new pg.Client({ connectionString: engine.url });
    client.on('error', () => undefined);
    await client.connect();
  });
  afterEach(async () => {
    for (const it of runners) await it.stop();
    runners = [];
    for (const it of stores) await it.close();
    await client.end();
    await engine.close();
  });

  const versions = new Map<string, number>();
  const record = async (stream: string, type: string, data: unknown, at?: string) => {
    if (at) engine.clock.set(instant(at));
    const version = versions.get(stream) ?? 0;
    versions.set(stream, version + 1);
    const commandId = newCommandId();
    return store.append(stream, version, [{ id: eventIdFrom(commandId, 0), type, data, meta: metaOf(commandId, '') }]);
  };
  // biome-ignore lint/suspicious/noExplicitAny: as the runner takes them.
  const runner = (projections: Projection<any, any>[], options: { batch?: number; start?: boolean } = {}) => {
    const own = engine.open();
    stores.push(own);
    const it = new ProjectionRunner({
      store: own,
      url: engine.url,
      projections,
      contendEvery: 100,
      ...(options.batch ? { batch: options.batch } : {}),
    });
    runners.push(it);
    if (options.start !== false) it.start();
    return it;
  };
  const table = async (name: string) =>
    (await client.query<{ t: string }>(`select t::text as t from ${name} t order by 1`)).rows.map((it) => it.t);
  const healthOf = async (it: ProjectionRunner, name: string) => (await it.health()).find((health) => health.name === name);
  const until = async (it: ProjectionRunner, name: string, state: string) => {
    for (let i = 0; i < 1_000; i++) {
      const health = await healthOf(it, name);
      if (health?.state === state) return health;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error(`${name} never was ${state}`);
  };
  const life = (streams: number) => live(streams, record);

  it('follow the log, and a reader may wait for what it wrote', async () => {
    const it = runner([notes()]);
    await record('note-1', 'opened', { title: 'Một cửa', on: '2025-06-30' });
    const { position } = await record('note-1', 'scored', { score: 7.5 });
    await record('other-1', 'opened', { title: 'khác', on: '2025-06-30' });
    expect(await it.waitFor('note', position, 20_000)).toBe(true);
    const { rows } = await client.query('select note, title, "on"::text, score, tags, detail from note_now');
    expect(rows).toEqual([
      { note: 'note-1', title: 'Một cửa', on: '2025-06-30', score: '7.5', tags: ['chữ', 'v1'], detail: { a: [7.5], z: 1 } },
    ]);
    expect(await it.waitFor('note', await store.head(), 20_000)).toBe(true);
    expect(await healthOf(it, 'note')).toMatchObject({ state: 'running', position: '3', head: '3', error: null });
    const { position: later } = await record('note-1', 'closed', {});
    expect(await it.waitFor('note', later, 20_000)).toBe(true);
    expect(await table('note_now')).toEqual([]);
  });

  it('give false to a reader who waits too long, and refuse an unknown name', async () => {
    const it = runner([notes()], { start: false });
    const { position } = await record('note-1', 'scored', { score: 1 });
    expect(await it.waitFor('note', position, 50)).toBe(false);
    // What nobody wrote yet will not come by waiting.
    const began = Date.now();
    const far = '9999999999999999999';
    expect(await it.waitFor('note', positionOf(far), 60_000)).toBe(false);
    expect(await freshnessOf(it, 'note', far)).toMatchObject({ projection: 'note', position: '0', head: '1' });
    expect(Date.now() - began).toBeLessThan(5_000);
    await expect(it.waitFor('nothing', position, 50)).rejects.toMatchObject({ code: 'unknown-projection' });
  });

  it('keep every version of a row with the span in which it was the known one', async () => {
    const it = runner([notes()]);
    await record('note-1', 'opened', { title: 'a', on: '2025-06-30' }, '2025-03-01T00:00:00Z');
    await record('note-1', 'scored', { score: 1 }, '2025-03-02T00:00:00Z');
    await record('note-1', 'scored', { score: 1 }, '2025-03-03T00:00:00Z');
    await record('note-1', 'scored', { score: 2 }, '2025-03-04T00:00:00Z');
    await record('note-1', 'scored', { score: 3 }, '2025-03-04T00:00:00Z');
    await record('note-1', 'closed', {}, '2025-03-05T00:00:00Z');
    const { position } = await record('note-1', 'opened', { title: 'b', on: '2025-06-30' }, '2025-03-06T00:00:00Z');
    await it.waitFor('note', position, 20_000);
    const { rows } = await client.query(
      `select score, to_char(known_from, 'DD') as known_from, to_char(known_to, 'DD') as known_to from note_known order by known_from`,
    );
    expect(rows).toEqual([
      { score: null, known_from: '01', known_to: '02' },
      // Scored 1 again on the 3rd: nothing new was known.
      { score: '1', known_from: '02', known_to: '04' },
      // 2 was replaced at the very moment it was recorded: it was never known.
      { score: '3', known_from: '04', known_to: '05' },
      { score: '3', known_from: '06', known_to: null },
    ]);
    const known = await client.query(
      `select score from note_known where known_from <= $1 and (known_to is null or known_to > $1)`,
      ['2025-03-03T12:00:00Z'],
    );
    expect(known.rows).toEqual([{ score: '1' }]);
  });

  it('06.15 replaying writes nothing and gives the same rows byte for byte, live in any batches, and rebuilt', async () => {
    await life(12);
    const single = runner([notes('one')], { batch: 1 });
    const few = runner([notes('few')], { batch: 7 });
    const many = runner([notes('many')], { batch: 1_000 });
    const head = await store.head();
    for (const [it, name] of [
      [single, 'one'],
      [few, 'few'],
      [many, 'many'],
    ] as const)
      expect(await it.waitFor(name, head, 20_000)).toBe(true);
    for (const kind of ['now', 'known', 'tally']) {
      const rows = await table(`one_${kind}`);
      expect(rows.length).toBeGreaterThan(5);
      expect(await table(`few_${kind}`)).toEqual(rows);
      expect(await table(`many_${kind}`)).toEqual(rows);
    }
    const all = async () => [await table('few_now'), await table('few_known'), await table('few_tally')];
    const before = await all();
    const report = await few.rebuild('few');
    expect(report).toMatchObject({ same: true, events: 96, position: head });
    expect(await all()).toEqual(before);
    // The live one goes on from the rebuilt states.
    const { position } = await record('note-1', 'scored', { score: 9 });
    expect(await few.waitFor('few', position, 20_000)).toBe(true);
    expect(await many.waitFor('many', position, 20_000)).toBe(true);
    expect(await table('few_tally')).toEqual(await table('many_tally'));
  }, 60_000);

  it('are rebuilt while events keep coming, and lose none', async () => {
    await life(10);
    const it = runner([notes(), notes('twin')]);
    let writing = true;
    const writer = (async () => {
      for (let i = 0; writing; i++)
        await record(`note-${i % 10}`, i % 2 ? 'scored' : 'opened', { score: i % 5, title: `t${i}`, on: '2025-01-01' });
    })();
    for (let round = 0; round < 5; round++) await it.rebuild('note');
    writing = false;
    await writer;
    const head = await store.head();
    expect(await it.waitFor('note', head, 10_000)).toBe(true);
    expect(await it.waitFor('twin', head, 10_000)).toBe(true);
    const twin = await table('twin_known');
    expect(await table('note_known')).toEqual(twin);
    expect(await table('note_tally')).toEqual(await table('twin_tally'));
    expect((await it.rebuild('note')).same).toBe(true);
  }, 60_000);

  it('are made anew together in one pass, each as it was; one that fails does not hold up the others', async () => {
    await life(40);
    const it = runner([notes('one'), notes('two'), byTitle, ofEvents], { batch: 50 });
    const head = await store.head();
    const names = ['one', 'two', 'by_title', 'of_events'];
    for (const name of names) expect(await it.waitFor(name, head, 20_000)).toBe(true);
    const tables = ['one_now', 'one_known', 'one_tally', 'two_now', 'titles', 'events_seen'];
    const all = async () => {
      const rows: string[][] = [];
      for (const name of tables) rows.push(await table(name));
      return rows;
    };
    const before = await all();
    const steps = new Set<string>();
    const { reports, failures } = await it.rebuildAll(names, ({ step }) => steps.add(step));
    expect(failures).toEqual([]);
    expect(reports.map(({ same, compared }) => ({ same, compared }))).toEqual(
      names.map(() => ({ same: true, compared: 'rows' })),
    );
    expect([...steps]).toEqual(['reading', 'folding', 'indexing', 'switching']);
    expect(await all()).toEqual(before);
    // No state is kept of keys that come once.
    expect((await client.query(`select 1 from projection_state where projection = 'of_events'`)).rows).toEqual([]);
    await record('note-1', 'poison', {});
    const again = await it.rebuildAll(names);
    expect(again.failures.map((failure) => [failure.name, String(failure.error)])).toEqual([
      ['one', 'Error: cannot take this'],
      ['two', 'Error: cannot take this'],
    ]);
    expect(again.reports.map((report) => report.name).sort()).toEqual(['by_title', 'of_events']);
    expect(await table('one_now')).toEqual(before[0]);
  }, 60_000);

  it('can be taken back to the rows before the last rebuild, and go on from there', async () => {
    await life(10);
    const it = runner([notes()]);
    await it.waitFor('note', await store.head(), 10_000);
    await expect(it.back('note')).rejects.toMatchObject({ code: 'nothing-kept' });
    await client.query('update note_tally set times = 99');
    expect((await it.rebuild('note')).same).toBe(false);
    const right = await table('note_tally');
    await record('note-1', 'scored', { score: 3 });
    await it.waitFor('note', await store.head(), 10_000);
    await it.back('note');
    expect(await it.waitFor('note', await store.head(), 10_000)).toBe(true);
    expect((await client.query('select 1 from note_tally where times = 99')).rows.length).toBeGreaterThan(0);
    // Once more: forward again.
    await it.back('note');
    expect(await it.waitFor('note', await store.head(), 10_000)).toBe(true);
    expect((await it.rebuild('note')).same).toBe(true);
    expect(await table('note_tally')).not.toEqual(right);
    expect((await client.query('select 1 from note_tally where times = 99')).rows).toEqual([]);
  }, 120_000);

  it('need of what they keep nothing but the log: states are brought up from the streams after any loss', async () => {
    const all = ['note_now', 'note_known', 'note_tally', 'scores_told', 'scores_last'];
    await life(3);
    let one = runner([notes(), scores], { batch: 3 });
    const first = await store.head();
    for (const name of ['note', 'scores']) expect(await one.waitFor(name, first, 20_000)).toBe(true);
    await one.stop();
    runners = [];
    for (const loss of [
      'delete from projection_state where abs(hashtext(key)) % 2 = 0',
      'update projection_state set version = null',
      'delete from projection_state',
    ]) {
      await client.query(loss);
      await life(3);
      one = runner([notes(), scores], { batch: 3 });
      const head = await store.head();
      for (const name of ['note', 'scores']) expect(await one.waitFor(name, head, 20_000)).toBe(true);
      const live = await Promise.all(all.map(table));
      const { reports } = await one.rebuildAll();
      expect(reports.map(({ name, same }) => [name, same])).toEqual([
        ['note', true],
        ['scores', true],
      ]);
      expect(await Promise.all(all.map(table))).toEqual(live);
      await one.stop();
      runners = [];
    }
    const { rows } = await client.query('select count(*)::int as n from event where type = $1', ['scored']);
    expect((await table('scores_told')).length).toBe(rows[0]?.n);
  }, 120_000);

  it('are switched though PostgreSQL’s own cleaning holds the new tables for longer than readers may wait', async () => {
    await life(2);
    const it = runner([notes()], { start: false });
    const cleaning = new pg.Client({ connectionString: engine.url });
    await cleaning.connect();
    let held: Promise<unknown> = Promise.resolve();
    const { reports, failures } = await it.rebuildAll(undefined, ({ step }) => {
      if (step !== 'switching') return;
      // As autovacuum does, from before the switch; it gives way a second later.
      held = cleaning
        .query('begin; lock table note_now__next in share update exclusive mode; select pg_sleep(1.5); commit')
        .catch(() => undefined);
    });
    await held;
    await cleaning.end();
    expect(failures).toEqual([]);
    expect(reports).toHaveLength(1);
  }, 60_000);

  it('show in a rebuild’s report when the live rows did not follow from the log', async () => {
    const it = runner([notes()]);
    const { position } = await record('note-1', 'scored', { score: 5 });
    await it.waitFor('note', position, 20_000);
    await client.query('update note_tally set times = 99');
    expect((await it.rebuild('note')).same).toBe(false);
    expect((await client.query('select times from note_tally')).rows).toEqual([{ times: 1 }]);
  });

  it('are rebuilt by themselves when their version is raised', async () => {
    const first = runner([notes('note', 1)]);
    const { position } = await record('note-1', 'opened', { title: 'a', on: '2025-06-30' });
    await first.waitFor('note', position, 20_000);
    await first.stop();
    runners = [];
    const second = runner([notes('note', 2)]);
    for (let i = 0; i < 1_000; i++) {
      const { rows } = await client.query<{ tags: string[] }>('select tags from note_now');
      if (rows[0]?.tags.includes('v2')) break;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect((await client.query('select tags from note_now')).rows).toEqual([{ tags: ['chữ', 'v2'] }]);
    expect(await healthOf(second, 'note')).toMatchObject({ version: 2, state: 'running' });
    // A process of the older version stands by and does not write into the newer tables.
    const old = runner([notes('note', 1)]);
    const { position: later } = await record('note-2', 'opened', { title: 'b', on: '2025-06-30' });
    expect(await second.waitFor('note', later, 20_000)).toBe(true);
    expect((await client.query(`select tags from note_now where note = 'note-2'`)).rows).toEqual([{ tags: ['chữ', 'v2'] }]);
    expect(await healthOf(old, 'note')).toMatchObject({ version: 2 });
  }, 120_000);

  it('that meet an event they cannot take stop alone, after three tries, say where, and go on when told', async () => {
    const careful: Projection<Note, NoteEvent> = {
      ...notes('careful'),
      reads: { streams: ['note-'], types: ['opened', 'scored', 'closed'] },
    };
    const it = runner([notes(), careful]);
    for (let i = 0; i < 30; i++) await record(`note-${i % 3}`, 'scored', { score: i });
    const bad = await record('note-1', 'poison', {});
    const { position } = await record('note-2', 'scored', { score: 99 });
    const health = await until(it, 'note', 'stopped');
    const [event] = await store.read('note-1', { direction: 'backwards', limit: 1 });
    expect(health).toMatchObject({
      position: (bad.position - 1n).toString(),
      head: position.toString(),
      error: { message: 'cannot take this', position: bad.position.toString(), eventId: event?.id, tries: 3 },
    });
    expect(await it.waitFor('careful', position, 20_000)).toBe(true);
    expect(await healthOf(it, 'careful')).toMatchObject({ state: 'running', error: null });
    expect(await it.waitFor('note', position, 5_000)).toBe(false);
    // All before it were written, nothing after.
    expect((await client.query('select sum(times)::int as n from note_tally')).rows).toEqual([{ n: 30 }]);
    await it.resume('note');
    await until(it, 'note', 'stopped');
    await expect(it.rebuild('note')).rejects.toThrow('cannot take this');
    poison.taken = true;
    await it.resume('note');
    expect(await until(it, 'note', 'running')).toMatchObject({ error: null });
    for (let i = 0; i < 100 && !(await it.waitFor('note', position, 100)); i++);
    expect(await table('note_tally')).toEqual((await table('careful_tally')).map((row) => row));
  }, 120_000);

  it('stop alone also when Postgres refuses their rows', async () => {
    const it = runner([notes(), notes('twin')]);
    await record('note-1', 'opened', { title: 'a', on: '2025-06-30' });
    await record('note-2', 'opened', { title: 'a', on: 'không phải ngày' });
    const health = await until(it, 'note', 'stopped');
    expect(health.error?.message).toContain('date');
    expect(health.error?.position).toBe('2');
    expect((await client.query('select note from note_now')).rows).toEqual([{ note: 'note-1' }]);
  }, 120_000);

  it('are run by one process at a time, and by another when that one ends', async () => {
    const first = runner([notes()]);
    const leaders = async () =>
      (
        await client.query<{ pid: number }>(
          `select pid from pg_locks where locktype = 'advisory' and classid = 4107268 and granted`,
        )
      ).rows;
    await first.waitFor('note', (await record('note-1', 'scored', { score: 1 })).position, 20_000);
    const second = runner([notes()]);
    await second.waitFor('note', (await record('note-1', 'scored', { score: 1 })).position, 20_000);
    await new Promise((resolve) => setTimeout(resolve, 300));
    const [leader, ...others] = await leaders();
    expect(others).toEqual([]);
    await first.stop();
    runners = [second];
    const { position } = await record('note-1', 'scored', { score: 2 });
    expect(await second.waitFor('note', position, 20_000)).toBe(true);
    expect(await leaders()).not.toEqual([leader]);
    expect((await client.query('select sum(times)::int as n from note_tally')).rows).toEqual([{ n: 3 }]);
  }, 120_000);

  it('write nothing twice when a leader lost the lead without knowing', async () => {
    const a = runner([notes()]);
    const b = runner([notes()]);
    for (let i = 0; i < 60; i++) {
      await record('note-1', 'scored', { score: i % 3 });
      if (i % 10 === 5)
        await client.query(
          `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'tiendo projections' and datname = current_database()`,
        );
    }
    const head = await store.head();
    for (let i = 0; i < 100 && !(await a.waitFor('note', head, 100).catch(() => false)); i++);
    expect((await client.query('select sum(times)::int as n from note_tally')).rows).toEqual([{ n: 60 }]);
    expect((await b.rebuild('note')).same).toBe(true);
  }, 120_000);
});
