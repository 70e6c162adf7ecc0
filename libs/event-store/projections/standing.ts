import type pg from 'pg';
import { Gathering } from '#database';
import type { Position } from '#language';
import type { EventStore } from '../event-store.js';
import { locks } from './status.js';

/**
 * Where log and rows stand, as text: the log's head and, of every projection, its build, version, position and state. Heads and
 * positions only grow and a switch of tables is a new build, so what was read between two looks that give the same text is still true.
 * One look serves all who came before it began.
 */
export class Standing {
  private readonly looking: Gathering<null, Found>;
  /** What was found last, and what was committed before. */
  private known: { readonly committed: string; readonly found: Found } | null = null;

  constructor(
    private readonly sql: pg.Pool,
    private readonly store: EventStore,
  ) {
    this.looking = new Gathering(async (asked) => {
      const found = await this.look();
      return asked.map(() => found);
    });
  }

  /** `committed`: what the database of the rows said just now (#database). Where it said the same before, it is not asked once more. */
  async now(committed?: string): Promise<string> {
    const { known } = this;
    if (known && known.committed === committed) {
      const { head, rows } = known.found;
      return `${this.store.besideRows ? head : await this.store.head()} ${rows}`;
    }
    const found = await this.looking.ask(null);
    // That a rebuild ends is told by a lock, which leaves no trace in what is committed.
    if (committed !== undefined && found.rebuilds === '') this.known = { committed, found };
    return `${found.head} ${found.rows}`;
  }

  private async look(): Promise<Found> {
    const [head, { rows }] = await Promise.all([
      this.store.head(),
      this.sql.query<[string, string]>({ name: 'standing', text: standing, values: [locks.rebuild], rowMode: 'array' }),
    ]);
    const [of, rebuilds] = rows[0] ?? ['', ''];
    return { head, rows: `${of};${rebuilds}`, rebuilds };
  }
}

interface Found {
  readonly head: Position;
  readonly rows: string;
  /** Empty: nothing is being made anew. */
  readonly rebuilds: string;
}

const standing = `
  select concat((select string_agg(concat_ws(' ', name, version, build, position, state, updated_at), ',' order by name) from projection_status)),
    concat((select string_agg(objid::text, ',' order by objid) from pg_locks where locktype = 'advisory' and granted and classid::bigint = $1
       and database = (select oid from pg_database where datname = current_database())))`;
