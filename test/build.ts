import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transform } from '@swc/core';

const here = fileURLToPath(new URL('..', import.meta.url));
const out = join(here, 'test', '.artifacts', 'built');

/**
 * Turns one TypeScript program and what it imports of ours into JavaScript that a plain node runs, and gives its path:
 * for tests that need a process of their own to kill. Under test/.artifacts, so that packages are still found.
 */
export async function build(program: URL): Promise<string> {
  const seen = new Set<string>();
  await emit(fileURLToPath(program), seen);
  return target(fileURLToPath(program));
}

const target = (source: string) => join(out, relative(here, source)).replace(/\.ts$/, '.mjs');

async function emit(source: string, seen: Set<string>): Promise<void> {
  if (seen.has(source)) return;
  seen.add(source);
  const { code } = await transform(await readFile(source, 'utf8'), {
    filename: source,
    sourceMaps: 'inline',
    jsc: {
      target: 'es2022',
      parser: { syntax: 'typescript', decorators: true },
      transform: { legacyDecorator: true, decoratorMetadata: true },
      keepClassNames: true,
    },
    module: { type: 'es6' },
  });
  const imports = new Set<string>();
  const written = code.replace(
    /(from\s+|import\s+|import\()(['"])(#[a-z-]+|\.{1,2}\/[^'"]+)\2/g,
    (_, before, quote, name: string) => {
      const file = name.startsWith('#')
        ? join(here, 'libs', name.slice(1), 'index.ts')
        : resolve(dirname(source), name.replace(/\.js$/, '.ts'));
      if (!existsSync(file)) return `${before}${quote}${name}${quote}`;
      imports.add(file);
      const path = relative(dirname(target(source)), target(file));
      return `${before}${quote}${path.startsWith('.') ? path : `./${path}`}${quote}`;
    },
  );
  const to = target(source);
  await mkdir(dirname(to), { recursive: true });
  // Renamed into place: two suites may build the same file at once.
  const work = `${to}.${randomUUID()}`;
  await writeFile(work, written);
  await rename(work, to);
  for (const file of imports) await emit(file, seen);
}
