import { readdirSync } from 'node:fs';

const rooms = readdirSync(new URL('./libs', import.meta.url)).join('|');

const transform = {
  '^.+\\.ts$': [
    '@swc/jest',
    {
      jsc: {
        target: 'es2022',
        parser: { syntax: 'typescript', decorators: true },
        transform: { legacyDecorator: true, decoratorMetadata: true },
        keepClassNames: true,
      },
      module: { type: 'es6' },
    },
  ],
};

const project = (displayName, testMatch) => ({
  displayName,
  testMatch,
  transform,
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: {
    [`^#(${rooms})$`]: '<rootDir>/libs/$1/index.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
});

/** fast: pure rules beside what they test. whole: what crosses rooms, with real Postgres, HTTP and a browser. */
export default {
  // For what hangs, not for what is slow: a start, or a long form in the browser, takes a minute on a machine that is busy.
  testTimeout: 120_000,
  projects: [
    project('fast', [
      '<rootDir>/libs/**/*.spec.ts',
      '<rootDir>/apps/cli/**/*.spec.ts',
      '<rootDir>/apps/server/**/*.spec.ts',
      '<rootDir>/seeds/**/*.spec.ts',
    ]),
    {
      ...project('whole', ['<rootDir>/test/**/*.spec.ts']),
      globalSetup: '<rootDir>/test/postgres.setup.mjs',
      globalTeardown: '<rootDir>/test/postgres.teardown.mjs',
    },
  ],
};
