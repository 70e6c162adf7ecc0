import { setTimeout as sleep } from 'node:timers/promises';
import { DataSource } from 'typeorm';
import { committed } from '#database';
import { freshDatabase } from '../postgres.js';

const opened = (url: string, poolSize: number): Promise<DataSource> =>
  new DataSource({ type: 'postgres', url, poolSize }).initialize();

describe('what is committed', () => {
  let database: Awaited<ReturnType<typeof freshDatabase>>;
  let reader: DataSource;
  let writers: DataSource;

  beforeAll(async () => {
    database = await freshDatabase();
    reader = await opened(database.url, 1);
    writers = await opened(database.url, 4);
    await writers.query('create table thing (id int primary key, n int not null)');
    await writers.query('insert into thing select id, 0 from generate_series(1, 4) as id');
  });
  afterAll(async () => {
    await reader.destroy();
    await writers.destroy();
    await database.drop();
  });

  const sum = async () => Number((await reader.query<{ n: string }[]>('select sum(n) as n from thing'))[0]?.n);

  it('says the same only while what is read is the same, whoever writes meanwhile', async () => {
    const done = new AbortController();
    const write = async (id: number) => {
      while (!done.signal.aborted) {
        await writers.transaction(async (db) => {
          await db.query('update thing set n = n + 1 where id = $1', [id]);
          await sleep((id * 7) % 5);
        });
        await sleep(id * 3);
      }
    };
    const writing = [1, 2, 3, 4].map(write);
    const found = { same: 0, changed: 0 };
    let [said, was] = [await committed(reader), await sum()];
    for (let look = 0; look < 2_000; look++) {
      const now = await committed(reader);
      const is = await sum();
      // Between this text and the sum something may have come; then the text is another by now.
      if ((await committed(reader)) !== now) continue;
      if (now === said) {
        found.same++;
        expect([look, is]).toEqual([look, was]);
      } else if (is !== was) found.changed++;
      [said, was] = [now, is];
    }
    done.abort();
    await Promise.all(writing);
    expect(found.same).toBeGreaterThan(20);
    expect(found.changed).toBeGreaterThan(20);
  }, 120_000);

  it('says something else after a new connection, which may be to a server that was restored', async () => {
    const first = await committed(reader);
    const other = await opened(database.url, 1);
    expect(await committed(other)).not.toBe(first);
    const connections = (text: string) => Number(text.split(' ')[0]);
    expect(connections(await committed(reader))).toBe(connections(first) + 1);
    // From then on the two say the same, as soon as no other database of this server is written between them.
    while ((await committed(reader)) !== (await committed(other))) await sleep(10);
    await other.destroy();
  });
});
