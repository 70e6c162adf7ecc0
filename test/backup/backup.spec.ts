import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import pg from 'pg';
import { type Answer, tiendoOver } from '../cli/tiendo.js';
import { failures } from '../event-store-double/faults.js';
import { EventStoreDouble } from '../event-store-double/server.js';
import { freshDatabase } from '../postgres.js';
import { type Client, startTestServer, type TestServer } from '../server.js';

const task = '267-2025/IV.IV.1/so-y-te';
const path = `/tasks/${task.split('/').map(encodeURIComponent).join('/')}`;
const folder = mkdtempSync(join(tmpdir(), 'tiendo-backup-'));
const file = join(folder, 'backup.tar.gz');

interface BackupAnswer {
  readonly events: number;
  readonly head: string;
  readonly logDigest: string;
  readonly evidence: { readonly files: number };
  readonly rows: Record<string, number>;
}
interface RestoreAnswer extends BackupAnswer {
  readonly projections: { readonly name: string; readonly same: boolean | null }[];
}

/** A place to restore to: an empty database, an empty folder. */
async function emptySystem(more: Record<string, string> = {}) {
  const database = await freshDatabase();
  const data = mkdtempSync(join(folder, 'data-'));
  return {
    data,
    url: database.url,
    tiendo: tiendoOver({ DATABASE_URL: database.url, TIENDO_DATA: data, ...more }),
    close: () => database.drop(),
  };
}

async function rows<R>(url: string, sql: string): Promise<R[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows as R[];
  } finally {
    await client.end();
  }
}

/** What the command said, when it was done. */
function answered<T>({ status, out, err }: Answer): T {
  expect([status, err]).toEqual([0, '']);
  return JSON.parse(out);
}

const nothingIn = async (url: string) =>
  expect(await rows(url, `select tablename from pg_tables where schemaname = 'public'`)).toEqual([]);

describe('a backup of a server at work', () => {
  let server: TestServer;
  let officer: Client;
  let password: string;
  let tiendo: ReturnType<typeof tiendoOver>;
  let made: BackupAnswer;
  let evidence: { readonly sha256: string };

  beforeAll(async () => {
    server = await startTestServer();
    await server.watched();
    tiendo = tiendoOver({ DATABASE_URL: server.databaseUrl, TIENDO_DATA: server.dataDir });
    const admin = await server.as('admin');
    const added = await admin.post('/users', { username: 'lan', name: 'Nguyễn Thị Lan', role: 'officer', agency: 'so-y-te' });
    password = added.body.password;
    officer = server.client();
    await officer.signIn('lan', password);
    const form = new FormData();
    form.append('file', new Blob(['%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n']), 'bao-cao.pdf');
    evidence = (await officer.send('POST', '/evidence', { raw: form })).body;

    let writing = true;
    const reports = (async () => {
      for (let n = 0; writing; n++) {
        const answer = await officer.post(`${path}/milestones`, {
          progress: n % 100,
          narrative: `Báo cáo thứ ${n}`,
          evidence: [evidence],
          occurredOn: '2025-03-07',
        });
        if (answer.status >= 300) throw new Error(answer.text);
      }
    })();
    try {
      const backup = await tiendo('backup', file, '--json');
      expect(backup).toMatchObject({ status: 0, err: '' });
      made = JSON.parse(backup.out);
    } finally {
      writing = false;
      await reports;
    }
  }, 180_000);
  afterAll(async () => {
    await server.close();
    rmSync(folder, { recursive: true });
  });

  it('holds every event up to a head that was fixed at its start, while others were being written', async () => {
    const [log] = await rows<{ events: string }>(server.databaseUrl, 'select count(*) as events from event');
    expect(Number(log?.events)).toBeGreaterThan(made.events);
    expect(made.head).toBe(String(made.events));
    expect(made).toMatchObject({ evidence: { files: 1, missing: [] }, rows: { evidence: 1, evidence_brought: 1 } });
  });

  it('can be read by its owner alone, and leaves no half-written file beside it', () => {
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder).filter((name) => name.includes('partial'))).toEqual([]);
  });

  it('has no session and nothing that signs in by itself', () => {
    const text = gunzipSync(readFileSync(file)).toString('latin1');
    expect(text).not.toContain('tables/session');
    expect(text).not.toContain(password);
    expect(text).toContain('$argon2id$');
  });

  it('is restored into an empty system with the same log, the same rows and the same sign-ins', async () => {
    const to = await emptySystem();
    const answer = await to.tiendo('restore', file, '--json');
    expect(answer).toMatchObject({ status: 0, err: '' });
    const restored: RestoreAnswer = JSON.parse(answer.out);
    expect(restored).toMatchObject({ events: made.events, logDigest: made.logDigest });
    expect(restored.projections.map(({ same }) => same)).toEqual(restored.projections.map(() => true));
    expect(restored.projections.map(({ name }) => name)).toEqual(expect.arrayContaining(['task-board', 'plans', 'history']));

    const log = (url: string) =>
      rows(
        url,
        `select position, stream, version, id, type, data, meta, recorded_at from event where position <= ${made.head} order by position`,
      );
    expect(await log(to.url)).toEqual(await log(server.databaseUrl));

    const again = await startTestServer({ over: { databaseUrl: to.url, dataDir: to.data } });
    try {
      const lan = again.client();
      expect((await lan.signIn('lan', password)).status).toBe(201);
      expect((await lan.send('GET', `/evidence/${evidence.sha256}`)).text).toContain('%PDF-1.4');
      const { version } = (await lan.get(path)).body;
      const next = await lan.post(`${path}/milestones`, {
        progress: 99,
        narrative: 'Sau khôi phục',
        evidence: [],
        occurredOn: '2025-03-07',
      });
      expect(next.body).toMatchObject({ version: version + 1, position: String(made.events + 1) });
    } finally {
      await again.close();
    }
    expect((await to.tiendo('restore', file)).status).toBe(1);
    await to.close();
  }, 180_000);

  it('is restored into the other engine with the same digest, and from there into this one again', async () => {
    const double = await EventStoreDouble.start();
    const there = await emptySystem({ EVENT_STORE: double.url });
    const moved: RestoreAnswer = answered(await there.tiendo('restore', file, '--json'));
    expect(moved.logDigest).toBe(made.logDigest);
    expect(moved.projections.map(({ same }) => same)).toEqual(moved.projections.map(() => true));

    const second = join(folder, 'second.tar.gz');
    const taken: BackupAnswer = answered(await there.tiendo('backup', second, '--json'));
    expect(taken).toMatchObject({ events: made.events, logDigest: made.logDigest, rows: made.rows });
    const back = await emptySystem();
    const returned: RestoreAnswer = answered(await back.tiendo('restore', second, '--json'));
    expect(returned.logDigest).toBe(made.logDigest);
    expect(returned.projections.map(({ same }) => same)).toEqual(returned.projections.map(() => true));
    await there.close();
    await back.close();
    await double.close();
  }, 240_000);

  it('goes on where a restore into the other engine broke off, and no server starts before it has', async () => {
    const double = await EventStoreDouble.start();
    const to = await emptySystem({ EVENT_STORE: double.url });
    double.faults.next('append', failures.accessDenied(), 'before', /^task-.*so-y-te$/);
    expect((await to.tiendo('restore', file)).status).toBe(3);
    expect(await to.tiendo('watch')).toMatchObject({ status: 3, err: expect.stringContaining('tiendo restore') });
    const restored: RestoreAnswer = answered(await to.tiendo('restore', file, '--json'));
    expect(restored).toMatchObject({ events: made.events, logDigest: made.logDigest });
    await to.close();
    await double.close();
  }, 240_000);

  it('is not restored over anything: the running system refuses it', async () => {
    const before = await rows(server.databaseUrl, 'select position from log_head');
    expect(await tiendo('restore', file)).toMatchObject({ status: 1, err: expect.stringContaining('hệ thống trống') });
    expect(await rows(server.databaseUrl, 'select position from log_head')).toEqual(before);
    expect((await officer.get(path)).status).toBe(200);
  }, 60_000);

  describe('is refused, and nothing is written,', () => {
    const plain = () => gunzipSync(readFileSync(file));
    /** The same archive with one entry's text changed for another of the same length. */
    const altered = (from: string, to: string) => {
      const bytes = plain();
      const at = bytes.indexOf(from);
      expect(at).toBeGreaterThan(0);
      bytes.write(to, at);
      return gzipSync(bytes);
    };
    it.each<[string, () => Buffer, string]>([
      [
        'when a byte of it was altered',
        () => {
          const bytes = readFileSync(file);
          const middle = bytes.length >> 1;
          bytes[middle] = (bytes[middle] ?? 0) ^ 1;
          return bytes;
        },
        'backup-damaged',
      ],
      ['when its tail was cut', () => readFileSync(file).subarray(0, -2_000), 'backup-damaged'],
      ['when the archive was cut and compressed again', () => gzipSync(plain().subarray(0, 20_480)), 'backup-damaged'],
      [
        'when a word in an event was changed and compressed again',
        () => altered('Báo cáo thứ 1', 'Báo cáo thứ 7'),
        'backup-damaged',
      ],
      ['when a file of evidence was changed', () => altered('%PDF-1.4', '%PDF-1.5'), 'backup-damaged'],
      ['when a newer release made it', () => altered('"format":1,', '"format":9,'), 'backup-newer'],
      ['when it is something else', () => gzipSync('not a backup'), 'backup-damaged'],
    ])(
      '%s',
      async (_, bytes, code) => {
        const other = join(folder, 'other.tar.gz');
        writeFileSync(other, bytes());
        const to = await emptySystem();
        const { status, err } = await to.tiendo('restore', other, '--json');
        const { error } = JSON.parse(err);
        expect([status, error]).toEqual([1, expect.objectContaining({ code })]);
        await nothingIn(to.url);
        expect(readdirSync(to.data)).toEqual([]);
        await to.close();
      },
      60_000,
    );
  });
});
