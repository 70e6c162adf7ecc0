import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { openDatabase } from '#database';
import { eventStoreMigrations, PostgresEventStore, StoreUnavailable } from '#event-store';
import { startEmbeddedPostgres } from '#postgres';
import { postgresEngine } from '../event-store/postgres-engine.js';
import { events, newStream } from '../event-store/sample.js';
import { reported } from './seed.js';

/** A small disk of its own; null where this account may not mount one. */
function smallDisk(folder: string): (() => void) | null {
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=170m', 'tmpfs', folder]);
  return mounted.status === 0 ? () => spawnSync('umount', ['-l', folder]) : null;
}

const page = () => events(1, randomBytes(300_000).toString('base64'));

describe('a disk that is full', () => {
  it('is told as not available; nothing of it is written, and the same command goes through when there is room', async () => {
    const engine = await postgresEngine();
    const store = engine.open();
    const client = new pg.Client({ connectionString: engine.url });
    await client.connect();
    try {
      // What PostgreSQL says when it cannot extend a file, said by a trigger, so that it can be tried by any account.
      await client.query(`create function no_room() returns trigger language plpgsql as $$
        begin raise exception 'could not extend file: No space left on device' using errcode = 'disk_full'; end $$`);
      await client.query('create trigger no_room before insert on event for each statement execute function no_room()');
      const [stream, other] = [newStream(), newStream()];
      const [written, beside] = [events(2), events(1)];
      const refused = await Promise.allSettled([store.append(stream, 0, written), store.append(other, 0, beside)]);
      for (const it of refused)
        expect(it).toMatchObject({ status: 'rejected', reason: { code: 'store-unavailable', kind: 'unavailable' } });
      expect(JSON.stringify(refused.map((it) => it.status === 'rejected' && [it.reason.vi, it.reason.en]))).not.toMatch(
        /space|file/,
      );
      expect(await store.head()).toBe(0n);
      await client.query('drop trigger no_room on event');
      expect(await store.append(stream, 0, written)).toMatchObject({ version: 2, repeated: false });
      expect(await store.append(other, 0, beside)).toMatchObject({ version: 1, position: 3n });
    } finally {
      await client.end();
      await store.close();
      await engine.close();
    }
  });

  it('for real, where a small disk can be mounted, loses nothing that was acknowledged and goes on when there is room again', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'tiendo-disk-'));
    const unmount = smallDisk(dataDir);
    // Without a disk of its own the folder lies on a large one; nothing then fills up, and the rest must hold all the same.
    const ballast = join(dataDir, 'ballast');
    const postgres = await startEmbeddedPostgres({ dataDir, settings: { max_wal_size: '32MB', min_wal_size: '32MB' } });
    await (await openDatabase({ url: postgres.url, migrations: eventStoreMigrations })).destroy();
    await writeFile(ballast, Buffer.alloc(40_000_000));
    const store = new PostgresEventStore({ url: postgres.url });
    try {
      const stream = newStream('full');
      let version = 0;
      let refusal: unknown;
      let waiting = page();
      while (!refusal && version < 300) {
        try {
          version = (await store.append(stream, version, waiting)).version;
          waiting = page();
        } catch (error) {
          refusal = error;
        }
        if (!unmount && version === 20) break;
      }
      if (unmount) expect(refusal).toBeInstanceOf(StoreUnavailable);
      await rm(ballast);
      for (let tries = 0; ; tries++)
        try {
          version = (await store.append(stream, version, waiting)).version;
          break;
        } catch (error) {
          if (!(error instanceof StoreUnavailable) || tries === 60) throw error;
          await sleep(250);
        }
      const read = await store.read(stream);
      expect(read.map((it) => it.version)).toEqual(Array.from({ length: version }, (_, i) => i + 1));
      reported('disk', { full: unmount !== null, acknowledged: version, lost: 0 });
    } finally {
      await store.close();
      await postgres.stop();
      unmount?.();
      await rm(dataDir, { recursive: true, force: true, maxRetries: 5 });
    }
  }, 120_000);
});
