import { openDatabase } from '#database';
import { eventStoreMigrations, PostgresEventStore } from '#event-store';
import { instant, SetClock } from '#language';
import { freshDatabase } from '../postgres.js';

/** A fresh log in Postgres. */
export async function postgresEngine() {
  const database = await freshDatabase();
  await (await openDatabase({ url: database.url, migrations: eventStoreMigrations })).destroy();
  const clock = new SetClock(instant('2025-03-10T03:00:00Z'));
  return {
    url: database.url,
    clock,
    open: () => new PostgresEventStore({ url: database.url, clock }),
    close: () => database.drop(),
  };
}
