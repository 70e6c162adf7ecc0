import { Injectable } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { DataSource, type MigrationInterface, type QueryRunner } from 'typeorm';
import { DatabaseModule, fold, openDatabase } from '#database';
import { freshDatabase } from '../postgres.js';

class Made1763900000009 implements MigrationInterface {
  async up(runner: QueryRunner) {
    await runner.query('create table made (n int)');
    await runner.query('insert into made select 1 from pg_sleep(0.2)');
  }
  async down() {}
}

class Broken1763900000010 implements MigrationInterface {
  async up(runner: QueryRunner) {
    await runner.query('insert into made values (2)');
    await runner.query('select nonsense');
  }
  async down() {}
}

@Injectable()
class Room {
  constructor(readonly source: DataSource) {}
}

describe('the database', () => {
  let database: Awaited<ReturnType<typeof freshDatabase>>;
  beforeEach(async () => {
    database = await freshDatabase();
  });
  afterEach(() => database.drop());

  it('is given to every room by Nest, migrated, on any server that a URL names', async () => {
    const app = await Test.createTestingModule({
      imports: [DatabaseModule.forRoot({ url: database.url, migrations: [Made1763900000009] })],
      providers: [Room],
    }).compile();
    await app.init();
    expect(await app.get(Room).source.query('select n from made')).toEqual([{ n: 1 }]);
    await app.close();
    expect(app.get(DataSource).isInitialized).toBe(false);
  });

  it('is migrated once when several processes boot at the same moment', async () => {
    const options = { url: database.url, migrations: [Made1763900000009] };
    const sources = await Promise.all([openDatabase(options), openDatabase(options), openDatabase(options)]);
    expect(await sources[0]?.query('select count(*)::int as n from made')).toEqual([{ n: 1 }]);
    for (const source of sources) await source.destroy();
  });

  it('refuses to open when a migration fails, and keeps nothing of that migration', async () => {
    const migrations = [Made1763900000009, Broken1763900000010];
    await expect(openDatabase({ url: database.url, migrations })).rejects.toThrow(/nonsense/);
    const source = await openDatabase({ url: database.url, migrations: [Made1763900000009] });
    expect(await source.query('select n from made')).toEqual([{ n: 1 }]);
    await source.destroy();
  });

  it('folds Vietnamese the same in SQL and in memory, composed or decomposed, and searches by an index', async () => {
    const source = await openDatabase({ url: database.url });
    const samples = ['Đẩy mạnh CẢI CÁCH thủ tục hành chính', 'ĐƯỜNG Hồ Chí Minh', 'Ưu tiên – Ở, Ữ, ự', 'đỗ Ngọc', 'café 123'];
    for (const text of samples)
      for (const form of [text.normalize('NFC'), text.normalize('NFD')]) {
        const [row] = (await source.query('select vn_fold($1) as folded', [form])) as { folded: string }[];
        expect(row?.folded).toBe(fold(text));
      }
    expect(fold('Đường Ưu Ữ')).toBe('duong uu u');
    await source.query(`create table page as select n, 'Nhiệm vụ số ' || n as title from generate_series(1, 20000) n`);
    await source.query('create index on page using gin (vn_fold(title) gin_trgm_ops)');
    await source.query('analyze page');
    const plan = JSON.stringify(await source.query(`explain select * from page where vn_fold(title) like '%vu so 19999%'`));
    expect(plan).toContain('Bitmap Index Scan');
    await source.destroy();
  });
});
