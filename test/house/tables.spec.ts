import { openDatabase } from '#database';
import { keptTables, leftOutTables } from '../../apps/server/backed-up.js';
import { migrations } from '../../apps/server/rooms.js';
import { freshDatabase } from '../postgres.js';

describe('every table that a migration makes', () => {
  it('is in a backup or is left out for a reason (apps/server/backed-up.ts), so that nothing is lost by being forgotten', async () => {
    const database = await freshDatabase();
    const source = await openDatabase({ url: database.url, migrations });
    try {
      const rows = await source.query<{ name: string }[]>(
        `select tablename as name from pg_tables where schemaname = current_schema() order by 1`,
      );
      expect(rows.map(({ name }) => name)).toEqual([...keptTables, ...Object.keys(leftOutTables)].sort());
    } finally {
      await source.destroy();
      await database.drop();
    }
  });

  it('is filled in an order in which what it refers to is there', async () => {
    const database = await freshDatabase();
    const source = await openDatabase({ url: database.url, migrations });
    try {
      const rows = await source.query<{ from: string; to: string }[]>(
        `select conrelid::regclass::text as from, confrelid::regclass::text as to from pg_constraint where contype = 'f'`,
      );
      const kept: readonly string[] = keptTables;
      const early = rows.filter((it) => kept.includes(it.from) && kept.indexOf(it.to) >= kept.indexOf(it.from));
      expect(early.filter((it) => it.from !== it.to)).toEqual([]);
    } finally {
      await source.destroy();
      await database.drop();
    }
  });
});
