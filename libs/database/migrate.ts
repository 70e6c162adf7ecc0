import pg from 'pg';
import { DataSource, type DataSourceOptions, type MigrationInterface, type QueryRunner } from 'typeorm';
import { Refusal } from '#language';
import { mustBeUtf8 } from '#postgres';
import { Fold1763900000000 } from './fold.js';
import { mustBeRestored } from './restoration.js';

/** A forward-only migration, one idea each; its class name ends in a 13-digit time that orders it. */
export type Migration = new () => MigrationInterface;

export interface DatabaseOptions {
  readonly url: string;
  readonly migrations?: readonly Migration[];
  /** Connections of this pool. Default 10. */
  readonly connections?: number;
  /** By a restore alone: opens a database that is being restored. */
  readonly restoring?: true;
}

/**
 * PostgreSQL takes a page read out of order for four of those read in order, as on turning disks; then it goes through a country's
 * history backwards rather than look up the few rows of one agency. And what it thinks long it
 * compiles first, for longer than it then runs, or starts processes to help with, which takes 7 ms: only what takes seconds is worth that.
 */
export const readingSettings = '-c random_page_cost=1.1 -c jit=off -c parallel_setup_cost=20000';

/** Never synchronizes: tables come from migrations, and projections' tables from the runner. */
export const dataSourceOptions = ({ url, migrations = [], connections = 10 }: DatabaseOptions) =>
  ({
    type: 'postgres',
    // The one that everything else uses; TypeORM would read a second from node_modules.
    driver: pg,
    url,
    synchronize: false,
    migrationsRun: false,
    migrationsTableName: 'migration',
    migrations: [Fold1763900000000, ...migrations],
    poolSize: connections,
    extra: { options: readingSettings },
    applicationName: 'tiendo',
    // A lost idle connection is replaced by the next query; without this TypeORM logs and the process may end.
    poolErrorHandler: () => undefined,
  }) satisfies DataSourceOptions;

/** Any number will do as long as nobody else takes it. */
const migrationLock = 4_107_267;

/** Opens the database and runs the migrations that it has not been through. Several processes may boot at once: one runs them, the others wait. */
export async function openDatabase(options: DatabaseOptions): Promise<DataSource> {
  const source = await new DataSource(dataSourceOptions(options)).initialize();
  try {
    await migrate(source, options.restoring);
    return source;
  } catch (error) {
    await source.destroy();
    throw error;
  }
}

/** Opens a database as it is, without bringing it up to date. Refuses: nothing-here, database-newer, restore-unfinished. */
export async function openAsItIs(options: DatabaseOptions): Promise<DataSource> {
  const source = await new DataSource(dataSourceOptions(options)).initialize();
  const runner = source.createQueryRunner();
  try {
    const done = await migrationsOf(runner);
    if (done.length === 0) throw nothingHere();
    mustBeKnown(done, namesOf(source.migrations));
    await mustBeRestored(runner);
    return source;
  } catch (error) {
    await runner.release();
    await source.destroy();
    throw error;
  } finally {
    if (!runner.isReleased) await runner.release();
  }
}

const nothingHere = () =>
  new Refusal('nothing-here', {
    kind: 'not-found',
    vi: 'Chưa có dữ liệu nào ở đây; hãy kiểm tra TIENDO_DATA hoặc DATABASE_URL.',
    en: 'There is no data here; check TIENDO_DATA or DATABASE_URL.',
  });

/** Runs what is missing. Refuses: database-newer, restore-unfinished. */
export async function migrate(source: DataSource, restoring?: true): Promise<void> {
  const runner = source.createQueryRunner();
  try {
    await mustBeUtf8({ query: async (sql) => ({ rows: await runner.query(sql) }) });
    await runner.query('select pg_advisory_lock($1)', [migrationLock]);
    try {
      if (!restoring) await mustBeRestored(runner);
      mustBeKnown(await migrationsOf(runner), namesOf(source.migrations));
      await source.runMigrations({ transaction: 'each' });
    } finally {
      await runner.query('select pg_advisory_unlock($1)', [migrationLock]);
    }
  } finally {
    await runner.release();
  }
}

const namesOf = (migrations: readonly MigrationInterface[]): string[] => migrations.map((it) => it.name ?? it.constructor.name);

/** What a database has been through, in order; nothing when it is new. */
export async function migrationsOf(db: Pick<QueryRunner | DataSource, 'query'>): Promise<string[]> {
  const [found]: { there: boolean }[] = await db.query(`select to_regclass('migration') is not null as there`);
  if (!found?.there) return [];
  const rows: { name: string }[] = await db.query('select name from migration order by id');
  return rows.map(({ name }) => name);
}

/** A release that does not know what its tables have been through would write rows that the newer one misreads. */
function mustBeKnown(done: readonly string[], known: readonly string[]): void {
  const unknown = done.filter((it) => !known.includes(it));
  if (unknown.length > 0)
    throw new Refusal('database-newer', {
      kind: 'unavailable',
      vi: `Cơ sở dữ liệu này đã được một bản phần mềm mới hơn nâng cấp (${unknown.join(', ')}); hãy chạy bản đó hoặc bản mới hơn. Không có gì bị thay đổi.`,
      en: `A newer release has upgraded this database (${unknown.join(', ')}); run that release or a later one. Nothing was changed.`,
      figures: { unknown },
    });
}
