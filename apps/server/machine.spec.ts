import { mkdir, mkdtemp, open, rename, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StoreUnavailable } from '#event-store';
import { refusedByTheMachine } from './machine.js';

const thrownBy = (it: Promise<unknown>): Promise<unknown> =>
  it.then(
    () => null,
    (error: unknown) => error,
  );

describe('what the machine says in its own words', () => {
  it('of a file is told with its path as it was asked for, and what to do', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tiendo-machine-'));
    const missing = join(folder, 'no', 'x.backup');
    const none = refusedByTheMachine(await thrownBy(open(`${missing}.partial-77af03`, 'w')));
    expect(none).toMatchObject({ code: 'file-not-usable', kind: 'unavailable', figures: { code: 'ENOENT', path: missing } });
    expect(none?.vi).toBe(`Không dùng được “${missing}”: không có tệp hoặc thư mục này; hãy kiểm tra đường dẫn.`);
    const there = join(folder, 'there');
    await mkdir(there);
    await writeFile(join(folder, 'x.partial'), '');
    const isFolder = refusedByTheMachine(await thrownBy(rename(join(folder, 'x.partial'), there)));
    expect(isFolder?.en).toBe(`“${there}” cannot be used: this is a folder; name a file in it.`);
    await rm(folder, { recursive: true });
  });

  it('of a database is told with its address, the setting and a right one, and never a password', async () => {
    const error = await thrownBy(
      new Promise((_, reject) => {
        connect({ host: '127.0.0.1', port: 1 }).on('error', reject);
      }),
    );
    const refused = refusedByTheMachine(error);
    expect(refused).toMatchObject({ code: 'database-not-reachable', field: 'DATABASE_URL', figures: { code: 'ECONNREFUSED' } });
    expect(refused?.vi).toMatch(/127\.0\.0\.1:1.*không có PostgreSQL nào nghe.*DATABASE_URL/);
    const wrong = Object.assign(new Error('password authentication failed for user "tiendo"'), { code: '28P01' });
    expect(refusedByTheMachine(wrong)?.en).toMatch(/user "tiendo".*the name or the password is wrong/);
  });

  it('of another log than PostgreSQL is told with EVENT_STORE and its hosts, and nothing of DATABASE_URL or a password', () => {
    const silent = new StoreUnavailable('connect ECONNREFUSED 10.0.0.1:2113');
    const EVENT_STORE = 'esdb://admin:secret@10.0.0.1:2113,10.0.0.2:2113?tls=true';
    const refused = refusedByTheMachine(silent, { EVENT_STORE, DATABASE_URL: 'postgresql://a:b@c/d' });
    expect(refused).toMatchObject({ code: 'store-unavailable', kind: 'unavailable', field: 'EVENT_STORE' });
    for (const text of [refused?.vi, refused?.en]) {
      expect(text).toMatch(/10\.0\.0\.1:2113,10\.0\.0\.2:2113.*EVENT_STORE.*esdb:\/\//);
      expect(text).not.toMatch(/secret|DATABASE_URL/);
    }
    expect(refusedByTheMachine(silent, { DATABASE_URL: 'postgresql://a:b@c/d' })).toBeNull();
  });

  it('and nobody has words for is left as it is', () => {
    expect(refusedByTheMachine(new TypeError('x is not a function'))).toBeNull();
    expect(refusedByTheMachine(Object.assign(new Error('x'), { code: '42P01' }))).toBeNull();
    expect(refusedByTheMachine(null)).toBeNull();
  });
});
