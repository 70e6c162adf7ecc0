/**
 * decide and evolve are pure: a decider reaches no store, framework, file or clock, not even through what it imports.
 * Apart from the direction rule because types do not count here, and there they do.
 */
const { readdirSync, readFileSync } = require('node:fs');
const { join, relative } = require('node:path');
const direction = require('../.dependency-cruiser.cjs');

const root = process.env.TIENDO_DIRECTION_ROOT ?? join(__dirname, '..');
const libs = join(root, 'libs');

/** Found by what it does, not by what it is called: a file that calls `decider(…)` of #language. */
const deciders = readdirSync(libs, { recursive: true })
  .map((file) => join(libs, String(file)))
  .filter((file) => /(?<!\.spec|\.d)\.ts$/.test(file) && !relative(libs, file).startsWith('language'))
  .filter((file) => /\bdecider(<[^;]*?>)?\(/s.test(readFileSync(file, 'utf8')))
  .map((file) => relative(root, file).replaceAll('\\', '/'));

module.exports = {
  forbidden: [
    {
      name: 'a-decider-is-pure',
      comment: 'The clock and the actor come in with the command; everything else is in the events.',
      severity: 'error',
      from: { path: `^(${deciders.map((path) => path.replaceAll('.', '\\.')).join('|') || '-'})$` },
      to: {
        path: [
          '^libs/(event-store|database)/',
          '^apps/',
          '(^|/)node_modules/(?!temporal-|@js-temporal|jsbi)',
          '^(node:)?(fs|fs/promises|net|http|https|child_process|timers)$',
        ],
        reachable: true,
      },
    },
  ],
  options: { ...direction.options, tsPreCompilationDeps: false },
};
