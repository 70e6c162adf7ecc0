import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { engineNamed } from '#event-store';
import { configurationFrom } from '../../apps/server/configuration.js';
import { openLog } from '../../apps/server/log.js';
import { openPostgres } from '../../apps/server/postgres.js';
import { freshDatabase } from '../postgres.js';
import { tiendoOver } from './tiendo.js';

const folder = mkdtempSync(join(tmpdir(), 'tiendo-places-'));
afterAll(() => rmSync(folder, { recursive: true }));

const openStore = async (address: string) => (await engineNamed(address))?.({});

/** Whoever gets as far as the database has not looked where the file is to go. */
const nobodyListens = 'postgresql://tiendo@127.0.0.1:1/tiendo';

describe('tiendo backup', () => {
  const tiendo = tiendoOver({ DATABASE_URL: nobodyListens, TIENDO_DATA: folder });

  it.each([
    ['a folder', () => folder, 'đây là thư mục; hãy nêu tên một tệp trong đó'],
    ['a folder with a stroke after it', () => `${folder}/`, 'đây là thư mục'],
    ['a place that is not there', () => join(folder, 'none', 'x.backup'), 'không có tệp hoặc thư mục này'],
    ['a place below a file', () => join(import.meta.filename, 'x.backup'), 'một phần của đường dẫn là tệp'],
  ])('refuses %s before it reads anything', async (_, path, vi) => {
    const { status, err } = await tiendo('backup', path());
    expect([status, err]).toEqual([3, expect.stringContaining(`“${path()}”`)]);
    expect(err).toContain(vi);
    expect(readdirSync(folder).filter((name) => name.includes('partial'))).toEqual([]);
  });

  it('leaves a file of that name as it is when it then cannot go on', async () => {
    const path = join(folder, 'old.backup');
    writeFileSync(path, 'before');
    expect((await tiendo('backup', path)).err).toContain('DATABASE_URL');
    expect(readFileSync(path, 'utf8')).toBe('before');
  });
});

describe('tiendo export', () => {
  it('refuses a folder, and takes nothing from another export that is under way to the same name', async () => {
    const database = await freshDatabase();
    try {
      const tiendo = tiendoOver({ DATABASE_URL: database.url, TIENDO_DATA: folder });
      const path = join(folder, 'log.ndjson');
      writeFileSync(`${path}.partial`, 'another');
      expect(await tiendo('export', path)).toMatchObject({ status: 0 });
      expect(existsSync(path)).toBe(true);
      expect(readFileSync(`${path}.partial`, 'utf8')).toBe('another');
      const there = join(folder, 'there');
      mkdirSync(there);
      expect(await tiendo('export', there)).toMatchObject({ status: 3, err: expect.stringContaining('đây là thư mục') });
      expect(readdirSync(folder).filter((name) => name.includes('partial'))).toEqual(['log.ndjson.partial']);
    } finally {
      await database.drop();
    }
  }, 60_000);
});

describe('TIENDO_DATA', () => {
  const file = join(folder, 'a-file');
  beforeAll(() => writeFileSync(file, ''));

  it.each([
    ['a file', () => file, 'đây là tệp, không phải thư mục', 'this is a file and no folder'],
    ['a place below a file', () => join(file, 'data'), 'một phần của đường dẫn là tệp', 'a part of the path is a file'],
  ])(
    'that names %s is refused by its name and value, with what would be right',
    async (_, path, vi, en) => {
      const said = `TIENDO_DATA=${path()}`;
      const without: Record<string, string> = { TIENDO_DATA: path() };
      for (const env of [without, { ...without, DATABASE_URL: nobodyListens }]) {
        for (const command of [['watch'], ['backup', join(folder, 'x.backup')]]) {
          const answer = await tiendoOver(env)(...command);
          expect(answer).toMatchObject({ status: 3, err: expect.stringContaining(said) });
          expect(answer.err).toContain(vi);
          expect((await tiendoOver(env)(...command, '--lang', 'en')).err).toContain(en);
        }
        await expect(openPostgres(configurationFrom(env), openLog('silent'))).rejects.toMatchObject({
          code: 'data-folder-not-usable',
          field: 'TIENDO_DATA',
          en: expect.stringContaining('Name a folder that the present account may write to'),
        });
      }
    },
    60_000,
  );
});

describe('EVENT_STORE', () => {
  it.each([
    ['esdb://admin:bi-mat@127.0.0.1:1?tls=maybe', 'ký tự thứ 37', 'its character 37'],
    ['esdb://admin:bi-mat@127.0.0.1:1?userCertFile=/x.pem', 'phải đi cùng nhau', 'go together'],
  ])(
    'that cannot be read is refused by its name, with a right one and without its password: %s',
    async (address, vi, en) => {
      const database = await freshDatabase();
      try {
        const tiendo = tiendoOver({ DATABASE_URL: database.url, TIENDO_DATA: folder, EVENT_STORE: address });
        const answer = await tiendo('watch');
        expect(answer).toMatchObject({ status: 3, err: expect.stringContaining(vi) });
        expect((await tiendo('watch', '--lang', 'en')).err).toContain(en);
        expect(answer.err).toMatch(/EVENT_STORE.*esdb:\/\/tên:mật-khẩu@máy:2113/);
        // The client's own error has the whole address in it, and a start prints what an error has.
        expect(inspect(await openStore(address).catch((error: unknown) => error), { depth: 9 })).not.toContain('bi-mat');
      } finally {
        await database.drop();
      }
    },
    60_000,
  );
});
