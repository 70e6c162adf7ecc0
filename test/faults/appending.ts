import { openSync, writeSync } from 'node:fs';
import { openDatabase } from '#database';
import { eventIdFrom, eventStoreMigrations, newCommandId, PostgresEventStore } from '#event-store';
import { startEmbeddedPostgres } from '#postgres';
import { metaOf } from '../event-store/sample.js';

/**
 * Run by kill.spec.ts as a process to be killed: a thousand hands append at the same time, each to its own stream, without end.
 * Every acknowledgement is put into a file at once, which outlives us: stream, version, position, id.
 */
const [dataDir = '', run = '', file = ''] = process.argv.slice(2);
const heard = openSync(file, 'a');
const postgres = await startEmbeddedPostgres({ dataDir });
await (await openDatabase({ url: postgres.url, migrations: eventStoreMigrations })).destroy();
const store = new PostgresEventStore({ url: postgres.url });
writeSync(heard, `ready ${postgres.pid}\n`);

await Promise.all(
  Array.from({ length: 1_000 }, async (_, hand) => {
    const stream = `hand-${run}-${hand}`;
    for (let version = 0; ; version++) {
      const commandId = newCommandId();
      const event = { id: eventIdFrom(commandId, 0), type: 'done', data: { hand, version }, meta: metaOf(commandId, '') };
      for (let written = false; !written; )
        try {
          const { position } = await store.append(stream, version, [event]);
          writeSync(heard, `${stream} ${version + 1} ${position} ${event.id}\n`);
          written = true;
        } catch (error) {
          if ((error as { code?: string }).code !== 'store-unavailable') throw error;
        }
    }
  }),
);
