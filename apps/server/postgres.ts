import type { Logger } from 'pino';
import { startEmbeddedPostgres } from '#postgres';
import type { Configuration } from './configuration.js';
import { mustBeADataFolder } from './data-folder.js';

/** Where log and rows are. */
export interface Database {
  readonly url: string;
  stop(): Promise<void>;
}

/** The database that DATABASE_URL names, or the embedded one, started. `whileWaiting`: see EmbeddedOptions. Refuses: data-folder-not-usable. */
export async function openPostgres(
  { databaseUrl, dataDir }: Pick<Configuration, 'databaseUrl' | 'dataDir'>,
  log: Logger,
  whileWaiting?: () => void,
): Promise<Database> {
  await mustBeADataFolder(dataDir, { make: databaseUrl === null });
  if (databaseUrl) return { url: databaseUrl, stop: async () => undefined };
  return startEmbeddedPostgres({
    dataDir,
    log: (line) => log.info({ context: 'postgres' }, line),
    ...(whileWaiting ? { whileWaiting } : {}),
  });
}
