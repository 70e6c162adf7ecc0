// Puts the built server and command, with the packages that they load, into a few files under dist/run: to find and read four thousand
// files takes longer than everything else that a start does (docs/decisions). What tsc wrote is taken and not the sources, for Nest
// needs the types that tsc's decorators keep.
import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import { build } from 'vite';
import { root } from './prepare.mjs';

const built = (...parts) => join(root, 'dist', ...parts);

/** A server of the last build may still run and read a part that it has not needed yet; parts of builds before that are cleared. */
function clearOldParts() {
  const last = statSync(built('run', 'server.js'), { throwIfNoEntry: false });
  if (!last) return;
  for (const name of readdirSync(built('run', 'parts')))
    if (statSync(built('run', 'parts', name)).mtimeMs < last.mtimeMs - 60_000) rmSync(built('run', 'parts', name));
}

/** So that a stack trace names the lines of the sources. */
const sourceLines = {
  name: 'source-lines',
  load(id) {
    if (!id.startsWith(built('libs') + sep) && !id.startsWith(built('apps') + sep)) return null;
    return { code: readFileSync(id, 'utf8'), map: JSON.parse(readFileSync(`${id}.map`, 'utf8')) };
  },
};

/** pg makes a Response to find out whether it runs at Cloudflare, for which Node 20 reads the whole of its fetch: a tenth of a restart. */
const notAtCloudflare = {
  name: 'not-at-cloudflare',
  transform(code, id) {
    if (!id.endsWith('/pg/lib/stream.js')) return null;
    const asked = 'if (isCloudflareRuntime())';
    if (!code.includes(asked)) throw new Error(`${id} no longer asks where it runs; take this away`);
    return { code: code.replace(asked, 'if (false)'), map: null };
  },
};

/** UNRESOLVED_IMPORT: parts of Nest that are not installed, which it asks for when they are used. The other: a package loads another twice. */
const expected = ['UNRESOLVED_IMPORT', 'INEFFECTIVE_DYNAMIC_IMPORT'];

clearOldParts();
await build({
  root,
  configFile: false,
  logLevel: 'warn',
  publicDir: false,
  plugins: [sourceLines, notAtCloudflare],
  // Native code stays where it is installed.
  ssr: { noExternal: true, external: ['@node-rs/argon2'] },
  build: {
    ssr: true,
    target: 'node20',
    outDir: built('run'),
    emptyOutDir: false,
    sourcemap: true,
    minify: false,
    rolldownOptions: {
      input: { server: built('apps', 'server', 'main.js'), tiendo: built('apps', 'cli', 'main.js') },
      onLog: (level, log, handler) => {
        if (!expected.includes(log.code)) handler(level, log);
      },
      output: {
        // Commands, queries and migrations are known by the names of their classes.
        keepNames: true,
        // A quarter of what Node reads were comments and spaces.
        minify: { compress: false, mangle: false, codegen: { removeWhitespace: true } },
        entryFileNames: '[name].js',
        chunkFileNames: 'parts/[name]-[hash].js',
        sourcemapExcludeSources: true,
      },
    },
  },
});
