import { DataSource, type DataSourceOptions, type MigrationInterface } from 'typeorm';
import { mustBeUtf8 } from './embedded.js';
import { Fold1763900000000 } from './fold.js';

/** A forward-only migration, one idea each; its class name ends in a 13-digit time that orders it. */
export type Migration = new () => MigrationInterface;

export interface DatabaseOptions {
  readonly url: string;
  readonly migrations?: readonly Migration[];
  /** Connections of this pool. Default 10. */
  readonly connections?: number;
}

/** Never synchronizes: tables come from migrations, and projections' tables from the runner. */
export const dataSourceOptions = ({ url, migrations = [], connections = 10 }: DatabaseOptions) =>
  ({
    type: 'postgres',
    url,
    synchronize: false,
    migrationsRun: false,
    migrationsTableName: 'migration',
    migrations: [Fold1763900000000, ...migrations],
    poolSize: connections,
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
    await migrate(source);
    return source;
  } catch (error) {
    await source.destroy();
    throw error;
  }
}

export async function migrate(source: DataSource): Promise<void> {
  const runner = source.createQueryRunner();
  try {
    await mustBeUtf8({ query: async (sql) => ({ rows: await runner.query(sql) }) });
    await runner.query('select pg_advisory_lock($1)', [migrationLock]);
    try {
      await source.runMigrations({ transaction: 'each' });
    } finally {
      await runner.query('select pg_advisory_unlock($1)', [migrationLock]);
    }
  } finally {
    await runner.release();
  }
}
