import type { Logger } from 'pino';
import { startEmbeddedPostgres } from '#postgres';
import type { Configuration } from './configuration.js';

/** Where log and rows are. */
export interface Database {
  readonly url: string;
  stop(): Promise<void>;
}

/** The database that DATABASE_URL names, or the embedded one, started. `whileWaiting`: see EmbeddedOptions. */
export async function openPostgres(
  { databaseUrl, dataDir }: Pick<Configuration, 'databaseUrl' | 'dataDir'>,
  log: Logger,
  whileWaiting?: () => void,
): Promise<Database> {
  if (databaseUrl) return { url: databaseUrl, stop: async () => undefined };
  return startEmbeddedPostgres({
    dataDir,
    log: (line) => log.info({ context: 'postgres' }, line),
    ...(whileWaiting ? { whileWaiting } : {}),
  });
}
