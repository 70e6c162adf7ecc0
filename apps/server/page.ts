import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { home } from './configuration.js';

/** A file of the built page, held in memory: there are few, and they never change while the process runs. */
export interface PageFile {
  readonly bytes: Buffer;
  /** Compressed when it is first asked for; null for what is compressed already. */
  readonly gzip: (() => Promise<Buffer>) | null;
  readonly type: string;
  readonly etag: string;
  readonly cache: string;
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml; charset=utf-8',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
  '.webmanifest': 'application/manifest+json',
  '.txt': 'text/plain; charset=utf-8',
};
const compressed = ['.png', '.ico', '.woff', '.woff2'];

/** The files by address, `/index.html`; empty when the page was not built. Files of other kinds, such as source maps, are left out. */
export function pageFiles(folder = join(home, 'dist', 'web')): ReadonlyMap<string, PageFile> {
  if (!existsSync(folder)) return new Map();
  return new Map(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && types[extname(entry.name)] !== undefined)
      .map((entry) => {
        const path = join(entry.parentPath, entry.name);
        const address = `/${relative(folder, path).replaceAll('\\', '/')}`;
        return [address, fileOf(address, readFileSync(path))];
      }),
  );
}

const gzipped = promisify(gzip);

/** Done beside the requests, once, for whoever asks first: to compress all of them would hold up every start. */
function gzipOnce(bytes: Buffer): () => Promise<Buffer> {
  let done: Promise<Buffer> | null = null;
  return () => {
    done ??= gzipped(bytes, { level: 9 });
    return done;
  };
}

function fileOf(address: string, bytes: Buffer): PageFile {
  const extension = extname(address);
  return {
    bytes,
    gzip: compressed.includes(extension) ? null : gzipOnce(bytes),
    type: types[extension] ?? 'application/octet-stream',
    etag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`,
    // Built files carry a hash in their names; the page that names them does not.
    cache: address.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
  };
}

/**
 * Which file an address is. A link into the page (/tasks/…) asked for by a browser is the page itself, which reads the
 * address. Undefined: none of the page's.
 */
export function fileAt(files: ReadonlyMap<string, PageFile>, path: string, accept = ''): PageFile | undefined {
  const file = files.get(path);
  if (file) return file;
  return path === '/' || accept.includes('text/html') ? files.get('/index.html') : undefined;
}
