import { execFileSync } from 'node:child_process';
import { chmod, cp, lstat, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { accountFor } from '../../libs/postgres/account.js';
import { findBinaries, packageFolder } from '../../libs/postgres/binaries.js';

describe('the PostgreSQL programs', () => {
  let closed: string;
  let native: string;
  beforeEach(async () => {
    closed = await mkdtemp(join(tmpdir(), 'tiendo-programs-'));
    await chmod(closed, 0o700);
    native = join(closed, 'node_modules', 'native');
    // As npm leaves it when install scripts are off: the libraries without their links.
    await cp(packageFolder(), native, {
      recursive: true,
      filter: async (file) => !(await lstat(file)).isSymbolicLink() && !basename(file).endsWith('.a'),
    });
  });
  afterEach(() => rm(closed, { recursive: true, force: true }));

  it('run though npm ran no install script, and from a folder that their account cannot enter', async () => {
    const account = await accountFor(join(closed, 'none'));
    expect(() => execFileSync(join(native, 'bin', 'postgres'), ['--version'], { stdio: 'pipe' })).toThrow();
    const { postgres, initdb } = await findBinaries(account, native);
    for (const program of [postgres, initdb]) {
      const said = execFileSync(program, ['--version'], { cwd: '/', ...(account ? { uid: account.uid, gid: account.gid } : {}) });
      expect(said.toString()).toMatch(/PostgreSQL\) 1[89]/);
    }
    // As root they are a copy that others cannot change; as anybody else they are where npm put them.
    expect(postgres.startsWith(closed)).toBe(account === null);
    expect((await lstat(postgres)).mode & 0o022).toBe(0);
    expect(await findBinaries(account, native)).toEqual({ postgres, initdb });
  });
});
