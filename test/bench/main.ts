import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startEmbeddedPostgres } from '#database';
import { appendRound, median, type Round } from './appending.js';
import { type Contender, emmett, messageDb, nodePostgres, tiendo } from './contenders.js';
import { pgbench } from './pgbench.js';

/** `npm run bench`: everything in one run, on one PostgreSQL with fsync on, rounds interleaved, medians; writes docs/benchmarks.md. */
const quick = process.argv.includes('--quick');
const rounds = quick ? 1 : 5;
const seconds = quick ? 0.5 : 2;
const concurrencies = [1, 8, 32, 128];

const folder = mkdtempSync(join(tmpdir(), 'tiendo-bench-'));
const postgres = await startEmbeddedPostgres({ dataDir: folder, settings: { max_connections: '200' } });
const lines: string[] = [];
const say = (line: string) => {
  lines.push(line);
  console.log(line);
};

async function databaseFor(): Promise<string> {
  const name = `bench_${randomBytes(4).toString('hex')}`;
  const client = new pg.Client({ connectionString: postgres.url });
  await client.connect();
  await client.query(`create database ${name}`);
  await client.end();
  const url = new URL(postgres.url);
  url.pathname = `/${name}`;
  return url.href;
}

async function serverVersion(): Promise<string> {
  const client = new pg.Client({ connectionString: postgres.url });
  await client.connect();
  const { rows } = await client.query<{ version: string; fsync: string; sync: string }>(
    `select current_setting('server_version') as version, current_setting('fsync') as fsync, current_setting('synchronous_commit') as sync`,
  );
  await client.end();
  return `PostgreSQL ${rows[0]?.version}, fsync ${rows[0]?.fsync}, synchronous_commit ${rows[0]?.sync}`;
}

const shown = (value: number, digits = 0) =>
  Number.isFinite(value) ? value.toLocaleString('en-GB', { maximumFractionDigits: digits }) : '–';

try {
  say('# Benchmarks\n');
  say(
    `${new Date().toISOString().slice(0, 10)} · ${cpus().length} × ${cpus()[0]?.model ?? 'unknown'} · ${Math.round(totalmem() / 2 ** 30)} GiB · Node ${process.version} · ${await serverVersion()}`,
  );
  say(
    `\n${rounds} interleaved rounds of ${seconds} s each; medians over the rounds. One event an append, with version check and unique id.\n`,
  );
  const contenders: Contender[] = [];
  for (const make of [tiendo, nodePostgres, emmett, messageDb]) contenders.push(await make(await databaseFor()));
  const limit = await pgbench(await databaseFor());
  for (const concurrent of concurrencies) {
    const measured = new Map<string, Round[]>();
    const note = (name: string, round: Round | null) => round && measured.set(name, [...(measured.get(name) ?? []), round]);
    for (let round = 0; round < rounds; round++) {
      for (const contender of contenders)
        note(contender.name, await appendRound(contender, concurrent, seconds * 1_000, `c${concurrent}r${round}x`));
      note('pgbench', limit?.run(concurrent, Math.max(1, Math.round(seconds))) ?? null);
    }
    const of = (name: string, what: keyof Round) => median((measured.get(name) ?? []).map((it) => it[what]));
    say(`\n## Append, ${concurrent} concurrent\n`);
    say('| store | version | appends/s | p50 ms | p99 ms | Tiến Độ is |');
    say('| --- | --- | ---: | ---: | ---: | ---: |');
    const own = of('Tiến Độ', 'perSecond');
    for (const { name, version } of [...contenders, ...(limit ? [{ name: 'pgbench', version: limit.version }] : [])])
      say(
        `| ${name} | ${version} | ${shown(of(name, 'perSecond'))} | ${shown(of(name, 'p50'), 2)} | ${shown(of(name, 'p99'), 2)} | ${name === 'Tiến Độ' ? '' : `${shown(own / of(name, 'perSecond'), 2)} ×`} |`,
      );
  }
  if (!limit) say('\n`pgbench` was not on the PATH; the limit is not in this run.');
  for (const contender of contenders) await contender.close();
  if (!quick) writeFileSync(join('docs', 'benchmarks.md'), `${lines.join('\n')}\n`);
} finally {
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
}
