import type pg from 'pg';
import { Gathering } from '#database';
import type { EventStore } from '../event-store.js';
import { locks } from './status.js';

/**
 * Where log and rows stand, as text: the log's head and, of every projection, its build, version, position and state. Heads and
 * positions only grow and a switch of tables is a new build, so what was read between two looks that give the same text is still true.
 * One look serves all who came before it began.
 */
export class Standing {
  private readonly looking: Gathering<null, string>;

  constructor(
    private readonly sql: pg.Pool,
    private readonly store: EventStore,
  ) {
    this.looking = new Gathering(async (asked) => {
      const text = await this.look();
      return asked.map(() => text);
    });
  }

  now(): Promise<string> {
    return this.looking.ask(null);
  }

  private async look(): Promise<string> {
    const [head, { rows }] = await Promise.all([
      this.store.head(),
      this.sql.query<[string]>({ name: 'standing', text: standing, values: [locks.rebuild], rowMode: 'array' }),
    ]);
    return `${head} ${rows[0]?.[0] ?? ''}`;
  }
}

const standing = `
  select concat(
    (select string_agg(concat_ws(' ', name, version, build, position, state, updated_at), ',' order by name) from projection_status), ';',
    (select string_agg(objid::text, ',' order by objid) from pg_locks where locktype = 'advisory' and granted and classid::bigint = $1
       and database = (select oid from pg_database where datname = current_database())))`;
