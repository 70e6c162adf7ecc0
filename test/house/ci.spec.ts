import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './root.js';

const folder = mkdtempSync(join(tmpdir(), 'tiendo-reports-'));
afterAll(() => rmSync(folder, { recursive: true }));

const report = (counts: object) => ({
  numPassedTests: 0,
  numFailedTests: 0,
  numRuntimeErrorTestSuites: 0,
  numPendingTests: 0,
  numTodoTests: 0,
  testResults: [],
  ...counts,
});

/** What the count says of the report of the fast tests and of the last part of the whole ones; null: the report is missing. */
function count(fast: object | null, whole: object | null): { last: string; status: number | null } {
  for (const [name, it] of Object.entries({ fast, 'whole-1': {}, 'whole-2': {}, 'whole-3': {}, 'whole-4': whole }))
    if (it) writeFileSync(join(folder, `${name}.json`), JSON.stringify(report(it)));
    else rmSync(join(folder, `${name}.json`), { force: true });
  const { stdout, status } = spawnSync(process.execPath, [join(root, '.ci', 'count.mjs'), folder], {
    encoding: 'utf8',
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  return { last: stdout.trimEnd().split('\n').at(-1) ?? '', status };
}

describe('.ci/run', () => {
  it('may be run', () => expect(statSync(join(root, '.ci', 'run')).mode & 0o111).toBe(0o111));

  it('adds up all reports', () =>
    expect(count({ numPassedTests: 120 }, { numPassedTests: 34 })).toEqual({ last: '154 passed, 0 failed', status: 0 }));

  it('fails when one test failed', () =>
    expect(count({ numPassedTests: 120, numFailedTests: 1 }, { numPassedTests: 34 })).toEqual({
      last: '154 passed, 1 failed',
      status: 1,
    }));

  it('counts a suite that could not run as failed', () =>
    expect(count({ numPassedTests: 3 }, { numRuntimeErrorTestSuites: 2 })).toEqual({ last: '3 passed, 2 failed', status: 1 }));

  it('counts a report that is not there as failed', () =>
    expect(count({ numPassedTests: 3 }, null)).toEqual({ last: '3 passed, 1 failed', status: 1 }));

  it('fails when tests were left out', () =>
    expect(count({ numPassedTests: 3, numPendingTests: 1 }, { numPassedTests: 1 }).status).toBe(1));

  it('fails when nothing was tested', () => expect(count({}, {}).status).toBe(1));
});
