import pg from 'pg';
import { Waiters } from '../waiters.js';
import { Link } from './link.js';

/** How often the log's end is looked at when no notification comes, milliseconds. */
const pollEvery = 500;

/** Tells readers that the log may have grown: by NOTIFY, by our own writer, and by looking every half second in case both fail. */
export class Wakeups {
  private readonly waiters = new Waiters();
  private timer: NodeJS.Timeout | null = null;
  private closed = false;
  private readonly link: Link;

  constructor(
    url: string,
    private readonly head: () => Promise<bigint>,
  ) {
    this.link = new Link({ connectionString: url, application_name: 'tiendo listener' }, async (client: pg.Client) => {
      client.on('notification', ({ payload }) => this.grownTo(BigInt(payload ?? '0')));
      await client.query('listen tiendo_log');
    });
  }

  grownTo(head: bigint): void {
    this.waiters.grownTo(head);
  }

  async wait(after: bigint, atMost: number): Promise<void> {
    if (this.waiters.isBeyond(after) || this.closed || atMost <= 0) return;
    const grown = this.waiters.wait(after, atMost);
    this.look();
    await grown;
  }

  private look(): void {
    if (this.timer || this.closed || !this.waiters.any) return;
    // The first look is at once: the log may have grown between the reader's last page and now, or while we were not listening.
    const once = async () => {
      await this.link.get(0).catch(() => undefined);
      await this.head().then(
        (head) => this.grownTo(head),
        () => undefined,
      );
    };
    this.timer = setTimeout(() => {
      this.timer = null;
      this.look();
    }, pollEvery);
    void once();
  }

  async close(): Promise<void> {
    this.closed = true;
    if (this.timer) clearTimeout(this.timer);
    this.waiters.wakeAll();
    await this.link.close();
  }
}
