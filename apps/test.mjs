// `npm test`: makes the clone ready, then every test. `npm test -- libs/tasks` runs only what matches.
// The fast project (pure rules) on all cores; the whole one (PostgreSQL, HTTP, browser) one file at a time, since it measures, and in
// parts, each a process of its own: modules that Jest loaded are never let go, and one process for all of it outgrows its heap.
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { wholeParts } from '../.ci/parts.mjs';
import { prepare, root } from './prepare.mjs';

prepare();

const reports = join(root, 'test', '.artifacts', 'reports');
rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });
const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
const only = process.argv.slice(2);

const parts = only.length > 0 ? 1 : wholeParts;
const runs = [
  {
    name: 'fast',
    project: 'fast',
    workers: Math.max(1, availableParallelism() - (availableParallelism() > 2 ? 1 : 0)),
    part: '1/1',
  },
  ...Array.from({ length: parts }, (_, n) => ({
    name: `whole-${n + 1}`,
    project: 'whole',
    workers: 1,
    part: `${n + 1}/${parts}`,
  })),
];

const results = runs.map(({ name, project, workers, part }) => {
  const report = ['--json', `--outputFile=${join(reports, `${name}.json`)}`];
  const which = ['--selectProjects', project, '--shard', part, '--maxWorkers', String(workers), '--passWithNoTests'];
  const args = [jest, ...which, ...report, ...only];
  const env = {
    ...process.env,
    NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} --experimental-vm-modules --no-warnings`.trim(),
  };
  // Jest prints its report to standard error; the JSON on standard output is in the file as well.
  return spawnSync(process.execPath, args, { cwd: root, env, stdio: ['ignore', 'ignore', 'inherit'] }).status ?? 1;
});
process.exit(results.every((status) => status === 0) ? 0 : 1);
