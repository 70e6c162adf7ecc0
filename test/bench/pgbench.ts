import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { v7 } from 'uuid';
import { metadata, payload } from './contenders.js';
import { type Round, roundOf } from './measuring.js';
import type { Bench } from './section.js';

/**
 * The limit of single-row INSERTs on this machine: the same row, prepared, its text sent each time, from PostgreSQL's own client in C.
 * Null where `pgbench` is not on the PATH.
 */
export async function pgbench(bench: Bench) {
  const version = spawnSync('pgbench', ['--version'], { encoding: 'utf8' });
  if (version.status !== 0) return null;
  const url = await bench.database();
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(`create table pgb (position bigserial primary key, stream text not null, version int not null, id uuid not null unique,
    type text not null, data json not null, meta json not null, recorded_at timestamptz not null, unique (stream, version))`);
  await client.end();
  const folder = bench.folder();
  const script = join(folder, 'insert.sql');
  // The JSON comes in as a variable: written into the script, its colons would be read as pgbench's own variables.
  writeFileSync(
    script,
    `insert into pgb (stream, version, id, type, data, meta, recorded_at) values (gen_random_uuid()::text, 1, uuidv7(), 'milestone-reported', :data, :meta, now());\n`,
  );
  const variables = ['-D', `data=${JSON.stringify(payload)}`, '-D', `meta=${JSON.stringify(metadata(v7()))}`];
  return {
    name: 'pgbench, one-row INSERT',
    version: version.stdout.trim().replace(/^pgbench \(PostgreSQL\) (\S+).*/, '$1'),
    async run(concurrent: number, milliseconds: number): Promise<Round> {
      const seconds = Math.max(1, Math.round(milliseconds / 1_000));
      const logs = mkdtempSync(join(folder, 'log-'));
      const threads = String(Math.min(2, concurrent));
      const args = ['-n', '-M', 'prepared', '-c', String(concurrent), '-j', threads, '-T', String(seconds), ...variables];
      const { stdout } = await promisify(execFile)('pgbench', [...args, '-l', '-f', script, url], { cwd: logs });
      const tps = Number(/^tps = ([\d.]+)/m.exec(stdout)?.[1]);
      const processed = Number(/actually processed: (\d+)/.exec(stdout)?.[1]);
      if (!Number.isFinite(tps) && processed !== 0) throw new Error(`pgbench said: ${stdout}`);
      // One line a transaction, its third word the microseconds it took.
      const latencies = readdirSync(logs).flatMap((file) =>
        readFileSync(join(logs, file), 'utf8')
          .trim()
          .split('\n')
          .map((line) => Number(line.split(' ')[2]) / 1_000),
      );
      rmSync(logs, { recursive: true });
      return { ...roundOf(latencies, 1), perSecond: Number.isFinite(tps) ? tps : 0 };
    },
  };
}
