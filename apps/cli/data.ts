import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { type EventStore, engineNamed, PostgresEventStore, type Upcaster } from '#event-store';
import { KeptEvidence } from '#evidence';
import { type Clock, systemClock } from '#language';
import { startEmbeddedPostgres } from '#postgres';
import { type Configuration, configurationFrom, release } from '../server/configuration.js';
import { mustBeADataFolder } from '../server/data-folder.js';
import type { Surroundings } from './screen.js';

/** The data itself, with none of the rooms: for what has to work beside them, or before there is anything for them to open. */
export interface Data extends Pick<Configuration, 'eventStore' | 'dataDir'> {
  /** Of the database. */
  readonly url: string;
  readonly release: string;
  /** The engine that EVENT_STORE names. Without upcasters it gives events as they were written. */
  openStore(options?: { clock?: Clock; upcasters?: readonly Upcaster[] }): EventStore;
  evidence(source: DataSource): KeptEvidence;
}

/** Opens DATABASE_URL, or the embedded PostgreSQL under TIENDO_DATA, which a running server shares. */
export async function withData<T>(env: Surroundings['env'], use: (data: Data) => Promise<T>): Promise<T> {
  const { databaseUrl, eventStore, dataDir } = configurationFrom(env);
  await mustBeADataFolder(dataDir, { make: databaseUrl === null });
  const database = databaseUrl ? { url: databaseUrl, stop: async () => undefined } : await startEmbeddedPostgres({ dataDir });
  const { url } = database;
  try {
    const engine = await engineNamed(eventStore);
    return await use({
      url,
      eventStore,
      dataDir,
      release,
      openStore: ({ clock = systemClock, upcasters = [] } = {}) =>
        engine?.({ clock, upcasters }) ?? new PostgresEventStore({ url, clock, upcasters }),
      evidence: (source) => new KeptEvidence(source, join(dataDir, 'evidence'), systemClock),
    });
  } finally {
    await database.stop();
  }
}
