import { Link } from '../postgres/link.js';
import { locks } from './status.js';

/** A machine that is gone without a word: PostgreSQL asks after it, and lets go of its locks within six seconds. */
const noticedSoon = '-c tcp_keepalives_idle=2 -c tcp_keepalives_interval=2 -c tcp_keepalives_count=2';

/**
 * Which projections this process runs. Each is an advisory lock of one session: when the process or its connection dies the
 * database lets go at once and another process takes over. A leader that does not know yet that it lost is fenced off by
 * the checkpoint (see applyFolded).
 */
export class Leader {
  private readonly held = new Map<string, unknown>();
  private readonly link: Link;
  /** One session holds all the locks, and it answers one question at a time. */
  private asked: Promise<unknown> = Promise.resolve();

  constructor(url: string) {
    this.link = new Link({ connectionString: url, application_name: 'tiendo projections', options: noticedSoon });
  }

  holds(name: string): boolean {
    return this.link.current !== null && this.held.get(name) === this.link.current;
  }

  /** Takes the lock when nobody has it; false otherwise. */
  take(name: string): Promise<boolean> {
    const answer = this.asked.then(() => this.ask(name));
    this.asked = answer.catch(() => undefined);
    return answer;
  }

  private async ask(name: string): Promise<boolean> {
    if (this.holds(name)) return true;
    const client = await this.link.get(0);
    const { rows } = await client.query<{ taken: boolean }>('select pg_try_advisory_lock($1, hashtext($2)) as taken', [
      locks.leader,
      name,
    ]);
    if (!rows[0]?.taken) return false;
    this.held.set(name, client);
    return this.holds(name);
  }

  close(): Promise<void> {
    return this.link.close();
  }
}
