import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from './root.js';

const cruiser = join(root, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruise.mjs');

/** The names of the rules that are broken in a folder, each as `rule: from → to`. */
function broken(folder: string, configuration = '.dependency-cruiser.cjs'): string[] {
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [cruiser, '--config', join(root, configuration), '--output-type', 'json', 'libs', 'apps'],
    { cwd: folder, env: { ...process.env, TIENDO_DIRECTION_ROOT: folder, NODE_OPTIONS: '' }, encoding: 'utf8', maxBuffer: 1e9 },
  );
  if (!stdout.startsWith('{')) throw new Error(stderr);
  const { summary } = JSON.parse(stdout) as {
    summary: { violations: { from: string; to: string; rule: { name: string } }[] };
  };
  return summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`);
}

/** A small project with these files, beside the real packages. */
function project(files: Readonly<Record<string, string>>): string {
  const artifacts = join(root, 'test', '.artifacts');
  mkdirSync(artifacts, { recursive: true });
  const folder = mkdtempSync(join(artifacts, 'direction-'));
  made.push(folder);
  for (const [path, text] of Object.entries({ ...sound, ...files })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}
const made: string[] = [];
afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true });
});

const sound = {
  'libs/language/index.ts': 'export const decider = <T>(it: T): T => it;\nexport type Day = string;\n',
  'libs/event-store/index.ts': "import pg from 'pg';\nexport const pool = pg;\n",
  'libs/ships/index.ts': "export * from './ship.js';\nexport * from './ship.events.js';\n",
  'libs/ships/ship.events.ts': "import type { Day } from '#language';\nexport type ShipEvent = { on: Day };\n",
  'libs/ships/ship.ts':
    "import { decider } from '#language';\nimport type { ShipEvent } from './ship.events.js';\nexport const ship = decider<ShipEvent[]>([]);\n",
  'libs/ports/index.ts': "import type { ShipEvent } from '#ships';\nexport const port: ShipEvent[] = [];\n",
  'apps/server/main.ts': "import { ship } from '#ships';\nexport const served = ship;\n",
};

/** Each with one bad line, of which the rule must say this. */
const bad: readonly (readonly [what: string, files: Readonly<Record<string, string>>, said: string | RegExp])[] = [
  [
    'an events file that runs something',
    { 'libs/tides/tide.events.ts': "import { port } from '#ports';\nexport type TideEvent = typeof port;\n" },
    'events-import-only-types: libs/tides/tide.events.ts → libs/ports/index.ts',
  ],
  [
    'a room that reaches behind another room’s door',
    { 'libs/docks/index.ts': "import { ship } from '../ships/ship.js';\nexport const dock = ship;\n" },
    'rooms-meet-at-the-door: libs/docks/index.ts → libs/ships/ship.ts',
  ],
  [
    'an application that reaches behind a door',
    { 'apps/cli/main.ts': "import { ship } from '../../libs/ships/ship.js';\nexport const told = ship;\n" },
    'applications-come-in-by-the-door: apps/cli/main.ts → libs/ships/ship.ts',
  ],
  [
    'a room that imports an application',
    { 'libs/cranes/index.ts': "import { served } from '../../apps/server/main.js';\nexport const crane = served;\n" },
    'nothing-imports-an-application: libs/cranes/index.ts → apps/server/main.ts',
  ],
  [
    'a page that shares code with the server',
    { 'apps/web/src/main.ts': "import { served } from '../../server/main.js';\nexport const page = served;\n" },
    'the-page-knows-only-the-api: apps/web/src/main.ts → apps/server/main.ts',
  ],
  [
    'a room that knows which engine runs',
    { 'libs/buoys/index.ts': "import pg from 'pg';\nexport const buoy = pg;\n" },
    /^engines-only-behind-the-port: libs\/buoys\/index\.ts → .*pg\//m,
  ],
  [
    'two rooms that need each other',
    {
      'libs/masts/index.ts': "import type { Sail } from '#sails';\nexport type Mast = { sail: Sail };\n",
      'libs/sails/index.ts': "import type { Mast } from '#masts';\nexport type Sail = { mast: Mast };\n",
    },
    /^no-cycles: libs\/(masts|sails)\/index\.ts → /m,
  ],
  [
    'a product that imports its tests',
    {
      'libs/locks/index.ts': "import { it } from './lock.spec.js';\nexport const lock = it;\n",
      'libs/locks/lock.spec.ts': 'export const it = 1;\n',
    },
    'product-does-not-import-its-tests: libs/locks/index.ts → libs/locks/lock.spec.ts',
  ],
  [
    'an import that leads nowhere',
    { 'libs/fogs/index.ts': "export * from '#nowhere';\n" },
    'imports-resolve: libs/fogs/index.ts → #nowhere',
  ],
];

describe('the direction rule', () => {
  it('lets a sound project pass, so that what it says of another is about the bad line', () =>
    expect(broken(project({}))).toEqual([]));

  describe('finds', () => {
    let said = '';
    beforeAll(() => {
      said = broken(project(Object.assign({}, ...bad.map(([, files]) => files)))).join('\n');
    });
    it.each(bad)('%s', (_, __, expected) => expect(said).toMatch(expected));
  });

  it('finds a decider that reaches a file through what it imports, and forgives a type', () => {
    const reading =
      "import { readFileSync } from 'node:fs';\nexport type Text = string;\nexport const text = () => readFileSync('x');\n";
    const decider = "import { decider } from '#language';\nexport const tide = decider<unknown>(1);\n";
    const folder = project({
      'libs/ships/text.ts': reading,
      'libs/ships/impure.ts': `import { text } from './text.js';\nexport const read = text;\n${decider}`,
      'libs/ships/typed.ts': `import type { Text } from './text.js';\nexport type Name = Text;\n${decider}`,
    });
    expect(broken(folder, '.ci/purity.cjs')).toEqual(['a-decider-is-pure: libs/ships/impure.ts → fs']);
  });

  it('holds for the product', () => expect([...broken(root), ...broken(root, '.ci/purity.cjs')]).toEqual([]));
});
