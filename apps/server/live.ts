import type { ServerResponse } from 'node:http';
import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { ProjectionRunner } from '#event-store';
import { Sessions, type SignedInAs } from '#identity';
import { Refusal } from '#language';

/** Open connections: of one person over all their tabs, and of one process. Each holds a socket and no queue. */
export const liveLimits = { perUser: 30, inAll: 2_000 } as const;
/** Milliseconds: between two looks at the rows, between two signs of life, and between two looks whether a session still is. */
const every = { look: 400, beat: 15_000, session: 5_000 } as const;
/** A client that takes nothing for so long is let go, milliseconds. */
const stuck = 60_000;

interface Connection {
  readonly session: SignedInAs;
  readonly out: ServerResponse;
  told: string;
  takesSince: number;
}

/**
 * Tells open pages how far the rows have come, so that they read again. One look a process, however many listen; who is slow
 * misses what lies between and gets the newest, so that nothing piles up. Ends with its session.
 */
@Injectable()
export class Live implements OnModuleDestroy {
  private readonly log = new Logger('live');
  private readonly connections = new Set<Connection>();
  private timer: NodeJS.Timeout | null = null;
  private positions = '';
  private beat = 0;
  private sessionsSeen = 0;

  constructor(
    private readonly runner: ProjectionRunner,
    private readonly sessions: Sessions,
  ) {}

  get open(): number {
    return this.connections.size;
  }

  /** Refuses: too-many-live. */
  mustHaveRoom({ user }: SignedInAs): void {
    const own = [...this.connections].filter((it) => it.session.user === user).length;
    if (own < liveLimits.perUser && this.connections.size < liveLimits.inAll) return;
    const most = own < liveLimits.perUser ? liveLimits.inAll : liveLimits.perUser;
    throw new Refusal('too-many-live', {
      kind: 'unavailable',
      vi: `Đã có ${most} kết nối trực tiếp đang mở; hãy đóng bớt trang.`,
      en: `There are ${most} live connections already; close some pages.`,
      figures: { most },
    });
  }

  listen(session: SignedInAs, out: ServerResponse): void {
    const connection: Connection = { session, out, told: '', takesSince: Date.now() };
    this.connections.add(connection);
    out.on('error', () => undefined);
    out.on('close', () => this.connections.delete(connection));
    out.write('retry: 3000\n\n');
    if (this.positions) this.tell(connection);
    this.timer ??= setTimeout(() => void this.turn(), 0);
  }

  onModuleDestroy(): void {
    if (this.timer) clearTimeout(this.timer);
    for (const { out } of this.connections) out.end();
  }

  private async turn(): Promise<void> {
    const now = Date.now();
    try {
      const rows = await this.runner.health();
      this.positions = JSON.stringify(Object.fromEntries(rows.map(({ name, position }) => [name, position])));
      if (now - this.sessionsSeen > every.session) {
        this.sessionsSeen = now;
        await this.letGoOfEnded();
      }
    } catch (error) {
      // The database is away; the pages keep what they have.
      this.log.debug(String(error));
    }
    const beats = now - this.beat > every.beat;
    if (beats) this.beat = now;
    for (const it of this.connections) this.tell(it, beats);
    this.timer = this.connections.size > 0 ? setTimeout(() => void this.turn(), every.look) : null;
  }

  private tell(it: Connection, beats = false): void {
    if (it.out.writableNeedDrain) {
      if (Date.now() - it.takesSince > stuck) it.out.destroy();
      return;
    }
    it.takesSince = Date.now();
    if (it.told !== this.positions) {
      it.told = this.positions;
      it.out.write(`event: positions\ndata: ${this.positions}\n\n`);
    } else if (beats) it.out.write(':\n\n');
  }

  private async letGoOfEnded(): Promise<void> {
    const alive = await this.sessions.alive([...new Set([...this.connections].map((it) => it.session.session))]);
    for (const it of this.connections) if (!alive.has(it.session.session)) it.out.end();
  }
}
