import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { Round } from './appending.js';
import { payload } from './contenders.js';

/** The limit of single-row INSERTs on this machine, where `pgbench` is on the PATH; null where it is not. */
export async function pgbench(
  url: string,
): Promise<{ version: string; run(concurrent: number, seconds: number): Round | null } | null> {
  const version = spawnSync('pgbench', ['--version'], { encoding: 'utf8' });
  if (version.status !== 0) return null;
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(`create table pgb (position bigserial primary key, stream text not null, version int not null, id uuid not null unique,
    type text not null, data jsonb not null, meta jsonb not null, recorded_at timestamptz not null, unique (stream, version))`);
  await client.end();
  const script = join(mkdtempSync(join(tmpdir(), 'tiendo-bench-')), 'insert.sql');
  // uuidv7() is PostgreSQL 18's own; the stream is new each time.
  writeFileSync(
    script,
    `insert into pgb (stream, version, id, type, data, meta, recorded_at) values (gen_random_uuid()::text, 1, uuidv7(), 'milestone-reported', '${JSON.stringify(payload)}', '{}', now());\n`,
  );
  return {
    version: version.stdout.trim().replace(/^pgbench \(PostgreSQL\) /, ''),
    run: (concurrent, seconds) => {
      const threads = String(Math.min(2, concurrent));
      const args = ['-n', '-M', 'prepared', '-c', String(concurrent), '-j', threads, '-T', String(seconds), '-f', script, url];
      const { stdout } = spawnSync('pgbench', args, { encoding: 'utf8' });
      const perSecond = Number(/tps = ([\d.]+)/.exec(stdout)?.[1]);
      const average = Number(/latency average = ([\d.]+) ms/.exec(stdout)?.[1]);
      return Number.isFinite(perSecond) ? { perSecond, p50: average, p99: Number.NaN } : null;
    },
  };
}
