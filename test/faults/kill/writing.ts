import { openSync, writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventIdFrom, newCommandId } from '../../../libs/event-store/identity.js';
import { PostgresEventStore } from '../../../libs/event-store/postgres/postgres-event-store.js';
import { metaOf } from '../../event-store/meta.js';

/**
 * A process to be killed: fifty hands append at the same time, each to its own stream, without end. Every acknowledgement is
 * put into a file at once, which outlives us: stream, version, position, id.
 */
const [url = '', run = '', file = ''] = process.argv.slice(2);
const heard = openSync(file, 'a');
const store = new PostgresEventStore({ url });

await Promise.all(
  Array.from({ length: 50 }, async (_, hand) => {
    const stream = `hand-${run}-${hand}`;
    for (let version = 0; ; version++) {
      const commandId = newCommandId();
      const event = { id: eventIdFrom(commandId, 0), type: 'done', data: { hand }, meta: metaOf(commandId, '') };
      for (let written = false; !written; )
        try {
          const { position } = await store.append(stream, version, [event]);
          writeSync(heard, `${stream} ${version + 1} ${position} ${event.id}\n`);
          written = true;
        } catch (error) {
          if ((error as { code?: string }).code !== 'store-unavailable') throw error;
        }
      // Load enough to have something on its way at any moment, and not so much that recovery is all there is to see.
      await sleep(20 + hand * 4);
    }
  }),
);
