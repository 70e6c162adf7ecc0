import { Refusal } from '#language';

/** Anything that runs SQL: a DataSource, or a QueryRunner of one. */
interface Asking {
  // biome-ignore lint/suspicious/noExplicitAny: TypeORM's own signature.
  query(sql: string, values?: unknown[]): Promise<any>;
}

/**
 * A table that is there only while a backup is being restored. As long as it is, nothing else opens the database: what a restore
 * that broke off has left is never taken for the record.
 */
export const beginRestoration = (db: Asking): Promise<unknown> =>
  db.query('create table if not exists restoration (began_at timestamptz not null default now())');

export const endRestoration = (db: Asking): Promise<unknown> => db.query('drop table restoration');

export async function restorationUnderWay(db: Asking): Promise<boolean> {
  const [row] = await db.query(`select to_regclass('restoration') is not null as there`);
  return row.there;
}

/** Refuses: restore-unfinished. */
export async function mustBeRestored(db: Asking): Promise<void> {
  if (await restorationUnderWay(db))
    throw new Refusal('restore-unfinished', {
      kind: 'unavailable',
      vi: 'Một lần khôi phục vào đây đang chạy hoặc đã dừng giữa chừng. Hãy chạy lại: tiendo restore <tệp>, với chính tệp đó.',
      en: 'A restore into this database is under way or broke off. Run it again, with the same file: tiendo restore <file>.',
    });
}
