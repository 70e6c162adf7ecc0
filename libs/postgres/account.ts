import { readFile, stat } from 'node:fs/promises';
import { Refusal } from '#language';

/** Who PostgreSQL runs as when we are root, which it refuses to be. */
export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/**
 * Null when we are not root: PostgreSQL then runs as us. As root: the owner of the cluster when there is one, else the
 * machine's `postgres`, else `nobody`, else the first ordinary account (initdb wants one that has a name).
 */
export async function accountFor(cluster: string): Promise<Account | null> {
  if (process.getuid?.() !== 0) return null;
  const accounts = (await readFile('/etc/passwd', 'utf8').catch(() => ''))
    .split('\n')
    .map((line) => line.split(':'))
    .map(([name, , uid, gid]) => ({ name: name ?? '', uid: Number(uid), gid: Number(gid) }))
    .filter((it) => it.name && it.uid > 0);
  const owner = await stat(cluster).catch(() => null);
  if (owner && owner.uid !== 0)
    return accounts.find((it) => it.uid === owner.uid) ?? { name: String(owner.uid), uid: owner.uid, gid: owner.gid };
  const account = accounts.find((it) => it.name === 'postgres') ?? accounts.find((it) => it.name === 'nobody') ?? accounts[0];
  if (account) return account;
  throw new Refusal('no-ordinary-account', {
    kind: 'unavailable',
    vi: 'PostgreSQL không chạy bằng quyền root và máy này không có tài khoản nào khác. Hãy thêm một tài khoản thường, hoặc đặt DATABASE_URL.',
    en: 'PostgreSQL does not run as root and this machine has no other account. Add an ordinary one, or set DATABASE_URL.',
  });
}
