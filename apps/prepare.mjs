// Makes a fresh clone ready: packages, the server's build, the page's build. Does nothing that is already done.
// Plain Node on purpose: it runs before anything is installed.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const at = (...parts) => join(root, ...parts);
const modified = (path) => (existsSync(path) ? statSync(path).mtimeMs : 0);

/** Runs a program of the project with its output shown; ends this process with its code when it fails. */
function run(what, command, args) {
  console.error(`▸ ${what}`);
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' });
  if (error) throw error;
  if (status !== 0) {
    console.error(`✗ ${what}: ${command} ${args.join(' ')} (${status})`);
    process.exit(status ?? 1);
  }
}

/** A program installed with the packages, run by this very Node. */
export const program = (name, file) => {
  const manifest = JSON.parse(readFileSync(at('node_modules', name, 'package.json'), 'utf8'));
  const bin = typeof manifest.bin === 'string' ? manifest.bin : manifest.bin[file ?? name];
  return at('node_modules', name, bin);
};

function newest(path) {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.name !== 'node_modules' && entry.name !== 'dist')
    .reduce((most, entry) => Math.max(most, newest(join(path, entry.name))), 0);
}

const minimum = [20, 19];
function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > minimum[0] || (major === minimum[0] && minor >= minimum[1])) return;
  console.error(
    `Cần Node ${minimum.join('.')} trở lên; đang chạy ${process.version}. / Node ${minimum.join('.')} or newer is needed.`,
  );
  process.exit(3);
}

/** Installs when the lock file is newer than what is installed. */
function install() {
  if (modified(at('node_modules/.package-lock.json')) >= modified(at('package-lock.json'))) return;
  run('npm ci', 'npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
}

/** Builds a part when any of its sources is newer than its last finished build. */
function build(what, sources, stamp, file, args) {
  const newer = Math.max(...sources.map((source) => newest(at(source))));
  if (modified(at(stamp)) >= newer) return;
  run(what, process.execPath, [file(), ...args]);
  mkdirSync(dirname(at(stamp)), { recursive: true });
  writeFileSync(at(stamp), `${new Date().toISOString()}\n`);
}

const configuration = ['package.json', 'package-lock.json'];

/** Everything that `npm start` and `npm test` need. `page: false` leaves the web page out. */
export function prepare({ page = true } = {}) {
  checkNode();
  install();
  const server = ['libs', 'apps/server', 'apps/cli', 'tsconfig.json', 'tsconfig.build.json', ...configuration];
  build('build server', server, 'dist/.built', () => program('typescript', 'tsc'), ['-p', 'tsconfig.build.json']);
  build('bundle server', [...server, 'apps/bundle.mjs'], 'dist/run/.built', () => at('apps/bundle.mjs'), []);
  if (page)
    build('build page', ['apps/web', ...configuration], 'dist/web/.built', () => program('vite'), [
      'build',
      'apps/web',
      '--logLevel',
      'warn',
    ]);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) prepare({ page: !process.argv.includes('--no-page') });
