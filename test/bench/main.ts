import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { machineMemory, sharedBuffers, startEmbeddedPostgres } from '#postgres';
import { environmentText, isDurable } from './environment.js';
import { goalsText, sectionText, shown } from './report.js';
import type { Bench, Goal, Section } from './section.js';

/**
 * `npm run bench [-- SECTION… --quick]`: everything in one run on one fresh PostgreSQL with fsync on; prints one report and, when all
 * sections ran in full, writes it to docs/benchmarks.md.
 *
 * A section is a file in test/bench/sections, found by its name, that exports
 *   `export const section: Section = { name, run(bench) { … return report } }` (see section.ts).
 * - It gets its databases from `bench.database()`, its rounds and their length from `bench`, and gives back tables and goals;
 *   the frame prints. Closed-loop rounds, interleaving, medians and percentiles are in measuring.ts.
 * - Peers come from test/bench/peers (installed by this command alone, never part of the product); contenders.ts has the event stores.
 * - What lost is in the table like what won; a goal that could not be measured has `measured: null` and is not met.
 * A section that throws is reported as failed, the others go on, and the command ends with 1.
 */
const quick = process.argv.includes('--quick');
const named = process.argv.slice(2).filter((it) => !it.startsWith('--'));
/** The order of the report; sections that are not named here come last. */
const order = ['appending', 'loading', 'flat', 'rebuild', 'lag', 'http', 'queries', 'start'];
const root = process.cwd();

const found = readdirSync(join(root, 'test', 'bench', 'sections'))
  .filter((it) => it.endsWith('.ts'))
  .map((it) => it.slice(0, -'.ts'.length))
  .sort((a, b) => (order.indexOf(a) + 1 || 99) - (order.indexOf(b) + 1 || 99));
const unknown = named.filter((it) => !found.includes(it));
if (unknown.length > 0) throw new Error(`no such section: ${unknown.join(', ')} (there are ${found.join(', ')})`);
const names = found.filter((it) => named.length === 0 || named.includes(it));

const scratch = mkdtempSync(join(tmpdir(), 'tiendo-bench-'));
const folder = () => mkdtempSync(join(scratch, 'f-'));
// The cluster is new, and gets the memory that it would be started with when it holds what is filled into it here.
const settings = { max_connections: '400', shared_buffers: `${sharedBuffers(8 * 2 ** 30, machineMemory())}MB` };
const postgres = await startEmbeddedPostgres({ dataDir: folder(), settings });

const bench: Bench = {
  quick,
  rounds: quick ? 1 : 5,
  milliseconds: quick ? 500 : 2_500,
  folder,
  log: (line) => console.error(`· ${line}`),
  async database() {
    const name = `bench_${randomBytes(4).toString('hex')}`;
    const client = new pg.Client({ connectionString: postgres.url });
    await client.connect();
    await client.query(`create database ${name} encoding 'UTF8' template template0`);
    await client.end();
    const url = new URL(postgres.url);
    url.pathname = `/${name}`;
    return url.href;
  },
};

try {
  if (!(await isDurable(postgres.url))) throw new Error('fsync or synchronous_commit is off: nothing here would mean anything');
  const report: string[] = [];
  const say = (text: string) => {
    report.push(text);
    console.log(`${text}\n`);
  };
  say('# Benchmarks');
  say(
    `What \`npm run bench${[...named, ...(quick ? ['--quick'] : [])].map((it, n) => (n === 0 ? ` -- ${it}` : ` ${it}`)).join('')}\` printed. Figures are medians over ${bench.rounds} interleaved round(s) of ${shown(bench.milliseconds / 1_000)} s unless a section says otherwise.`,
  );
  say(await environmentText(postgres.url));
  const goals: Goal[] = [];
  for (const name of names) {
    bench.log(name);
    try {
      const { section } = (await import(`./sections/${name}.js`)) as { section: Section };
      const result = await section.run(bench);
      goals.push(...result.goals);
      say(sectionText(result));
    } catch (error) {
      process.exitCode = 1;
      console.error(error);
      goals.push({ what: `section “${name}”`, measured: null });
      say(`## ${name}\n\n**Failed:** ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  say(`## All targets\n\n${goalsText(goals)}`);
  say(`Load average after: ${loadavg().map(shown).join(', ')}.`);
  const page = join(root, 'docs', 'benchmarks.md');
  if (!quick && named.length === 0) writeFileSync(page, `${report.join('\n\n')}\n`);
  else if (!existsSync(page)) bench.log('docs/benchmarks.md is written by a full run only');
} finally {
  await postgres.stop();
  rmSync(scratch, { recursive: true, force: true });
}
