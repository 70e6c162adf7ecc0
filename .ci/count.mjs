// Adds up Jest's reports and prints `N passed, M failed`. A suite that could not run, and a report that is not there, count as failed.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { reportNames } from './parts.mjs';

const reports = process.argv[2] ?? fileURLToPath(new URL('../test/.artifacts/reports/', import.meta.url));

let passed = 0;
let failed = 0;
let left = 0;
for (const project of reportNames) {
  const file = `${reports}/${project}.json`;
  if (!existsSync(file)) {
    console.log(`no report of the ${project} tests`);
    failed += 1;
    continue;
  }
  const report = JSON.parse(readFileSync(file, 'utf8'));
  passed += report.numPassedTests;
  failed += report.numFailedTests + report.numRuntimeErrorTestSuites;
  left += report.numPendingTests + report.numTodoTests;
  for (const suite of report.testResults)
    for (const test of suite.assertionResults) if (test.status === 'failed') console.log(`failed: ${test.fullName}`);
  for (const suite of report.testResults)
    if (suite.status === 'failed' && suite.assertionResults.length === 0) console.log(`could not run: ${suite.name}`);
}
if (left > 0) console.log(`${left} left out`);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 || left > 0 || passed === 0 ? 1 : 0);
