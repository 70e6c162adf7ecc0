// `npm run test:faults`: the tests of test/faults in their long form, and a report of what was tried. A variable that is set
// already stays: `KILLS=5000 npm run test:faults -- kill-loop`.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { prepare, root } from '../../apps/prepare.mjs';

prepare();

const long = {
  KILLS: 1_000,
  SERVER_KILLS: 250,
  KILL_ROUNDS: 10,
  STEPS: 1_000_000,
  REQUESTS: 50_000,
  CUTS: 600,
  SKIP_MS: 20_000,
  HISTORY_RUNS: 200,
};
const folder = join(root, 'test', '.artifacts', 'reports');
const report = join(folder, 'faults.ndjson');
mkdirSync(folder, { recursive: true });
rmSync(report, { force: true });

const only = process.argv.slice(2).map((it) => `test/faults/.*${it}`);
const { status } = spawnSync(
  process.execPath,
  [
    join(root, 'node_modules', 'jest', 'bin', 'jest.js'),
    '--selectProjects',
    'whole',
    '--runInBand',
    ...(only.length > 0 ? only : ['test/faults/']),
  ],
  {
    cwd: root,
    env: {
      ...Object.fromEntries(Object.entries(long).map(([name, value]) => [name, String(value)])),
      ...process.env,
      FAULTS_REPORT: report,
      NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} --experimental-vm-modules --no-warnings`.trim(),
    },
    stdio: 'inherit',
  },
);
for (const line of readFileSync(report, 'utf8').trim().split('\n')) {
  const { what, ...figures } = JSON.parse(line);
  console.log(
    `${what}: ${Object.entries(figures)
      .map(([name, value]) => `${name} ${typeof value === 'object' ? JSON.stringify(value) : value}`)
      .join(', ')}`,
  );
}
process.exit(status ?? 1);
