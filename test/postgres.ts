import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { startEmbeddedPostgres } from '#postgres';

/**
 * A database of its own for one suite, empty (run your migrations), in the one PostgreSQL that a Jest run shares. The first
 * suite to ask starts it, the others adopt it, test/postgres.teardown.mjs stops it. It runs with fsync off for speed:
 * suites about durability start their own with startEmbeddedPostgres, whose default keeps fsync on.
 * With TEST_DATABASE_URL set (a superuser's), databases are made on that server instead.
 */
export async function freshDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
  const server = await sharedServer();
  const name = `t_${randomBytes(8).toString('hex')}`;
  await once(server, `create database ${name} encoding 'UTF8' template template0`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => once(server, `drop database if exists ${name} with (force)`) };
}

async function sharedServer(): Promise<string> {
  if (process.env.TEST_DATABASE_URL) return process.env.TEST_DATABASE_URL;
  const dataDir = process.env.TIENDO_TEST_DATA;
  if (!dataDir) throw new Error('run under Jest: test/postgres.setup.mjs names the data folder');
  const postgres = await startEmbeddedPostgres({
    dataDir,
    settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '200' },
  });
  await postgres.leave();
  return postgres.url;
}

async function once(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
