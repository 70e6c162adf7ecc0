import { PostgresEventStore } from '../../../libs/event-store/postgres/postgres-event-store.js';
import { ProjectionRunner } from '../../../libs/event-store/projections/runner.js';
import { tally } from './tally.js';

/** A worker to be killed: follows the log and keeps rows. */
const [url = ''] = process.argv.slice(2);
new ProjectionRunner({ store: new PostgresEventStore({ url }), url, projections: [tally], contendEvery: 100 }).start();
