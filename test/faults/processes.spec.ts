import type { ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Configuration } from '../../apps/server/configuration.js';
import { freshDatabase } from '../postgres.js';
import { Client } from '../server.js';
import { rowsThatDoNotFollow } from './servers/rows-follow.js';
import { buildServer, startServerProcess } from './servers/server-process.js';

/** Real processes of the built server over one database. */
describe('several processes over one database', () => {
  let database: Awaited<ReturnType<typeof freshDatabase>>;
  let dataDir: string;
  let sql: pg.Client;
  let children: ChildProcess[] = [];
  let password = '';

  beforeAll(buildServer, 300_000);
  beforeEach(async () => {
    password = '';
    database = await freshDatabase();
    dataDir = await mkdtemp(join(tmpdir(), 'tiendo-processes-'));
    sql = new pg.Client({ connectionString: database.url });
    await sql.connect();
  });
  afterEach(async () => {
    for (const it of children) it.kill('SIGKILL');
    children = [];
    await sql.end();
    await database.drop();
    await rm(dataDir, { recursive: true, force: true });
  });

  async function start(role: Configuration['role']) {
    const server = await startServerProcess(role, { databaseUrl: database.url, dataDir }, (child) => children.push(child));
    password ||= /quantri +(\S+)/.exec(server.said())?.[1] ?? '';
    return server;
  }

  /** Hands that record aliases of agencies through one process, without a pause, until told to stop or the process is gone. */
  async function load(url: string, hands: number) {
    const admin = new Client(url);
    const signedIn = await admin.signIn('quantri', password);
    if (signedIn.status >= 300) throw new Error(signedIn.text);
    const { rows } = await sql.query<{ id: string }>('select id from agencies order by id limit $1', [hands]);
    const acknowledged: string[] = [];
    const refused: number[] = [];
    let going = true;
    const work = Promise.all(
      rows.map(async ({ id }, hand) => {
        for (let n = 0; going; n++) {
          const alias = `Tên gọi ${hand}.${n}`;
          // A process that is gone answers nobody.
          const answer = await admin.post(`/agencies/${id}/aliases`, { alias, source: 'thử' }).catch(() => null);
          if (!answer) return;
          if (answer.status < 300) acknowledged.push(alias);
          else refused.push(answer.status);
          if (answer.status >= 500) return;
        }
      }),
    );
    return {
      acknowledged,
      refused,
      gone: work,
      async stop() {
        going = false;
        await work;
      },
    };
  }

  const recorded = async () =>
    (
      await sql.query<{ alias: string }>(
        `select data ->> 'alias' as alias from event where data ->> 'alias' like 'Tên gọi %' order by position`,
      )
    ).rows.map((it) => it.alias);

  it('go on within ten seconds when the worker that ran the projections is killed, and nothing is lost or there twice', async () => {
    const first = await start('worker');
    const second = await start('worker');
    const api = await start('api');
    const work = await load(api.url, 6);
    while (work.acknowledged.length < 60) await sleep(20);
    first.kill('SIGKILL');
    const killed = Date.now();
    const after = Number((await sql.query('select position from log_head')).rows[0]?.position) + 1;
    const behind = async () => (await sql.query('select 1 from projection_status where position < $1', [after])).rows.length > 0;
    while (await behind()) {
      if (Date.now() - killed > 10_000) throw new Error('nobody took over within ten seconds');
      await sleep(50);
    }
    await work.stop();
    expect(work.refused).toEqual([]);
    for (const it of [api, second]) it.kill('SIGTERM');
    expect(await Promise.all([api.ended, second.ended])).toEqual([0, 0]);
    const there = await recorded();
    expect([...there].sort()).toEqual([...work.acknowledged].sort());
    expect(await rowsThatDoNotFollow(database.url)).toEqual([]);
    const { rows } = await sql.query<{ record: string }>('select record::text from agencies');
    const all = rows.map((it) => it.record).join('\n');
    for (const alias of there) expect(all.split(`"${alias}"`).length).toBe(2);
  }, 120_000);

  it('answer what is under way when told to stop, and end with 0; what was written was answered', async () => {
    const server = await start('all');
    const work = await load(server.url, 12);
    while (work.acknowledged.length < 60) await sleep(20);
    server.kill('SIGTERM');
    expect(await server.ended).toBe(0);
    await work.gone;
    expect([...(await recorded())].sort()).toEqual([...work.acknowledged].sort());
    expect(await rowsThatDoNotFollow(database.url)).toEqual([]);
  }, 120_000);
});
