import {
  type Appended,
  type EventStore,
  type LogFilter,
  type NewEvent,
  type ReadLog,
  type ReadStream,
  StoreUnavailable,
  type Subscription,
  subscribeBy,
} from '#event-store';
import type { Position, Recorded } from '#language';
import type { Bug } from './bugs.js';
import type { World } from './world.js';

/** How often what goes wrong on the way, of one. All zero once the world has been healed. */
export interface Weather {
  lost: number;
  mute: number;
  twice: number;
  slow: number;
}

/** A process's view of the log over a bad line: requests and answers get lost, come late, come twice, overtake one another. */
export class Wire implements EventStore {
  /** Counts up with every crash: who belongs to an earlier life never hears of anything again. */
  life = 0;

  constructor(
    private readonly store: EventStore,
    private readonly world: World,
    private readonly weather: Weather,
    private readonly bug: Bug | null = null,
  ) {}

  crash(): void {
    this.life++;
  }

  /** Time passes; a process that crashed meanwhile does not go on. */
  async passing(ms: number): Promise<void> {
    await this.surviving(() => this.world.sleep(ms));
  }

  private async surviving<T>(work: () => Promise<T>): Promise<T> {
    const { life } = this;
    const settled = await work().then(
      (answer) => () => answer,
      (error: unknown) => () => {
        throw error;
      },
    );
    if (life !== this.life) await new Promise(() => undefined);
    return settled();
  }

  private travel(): Promise<void> {
    const { chance } = this.world;
    return this.world.sleep(chance.happens(this.weather.slow) ? chance.between(100, 8_000) : chance.between(1, 20));
  }

  private there<T>(work: () => Promise<T>): Promise<T> {
    const { chance } = this.world;
    return this.surviving(async () => {
      await this.travel();
      if (chance.happens(this.weather.lost)) throw new StoreUnavailable('the request was lost');
      const answer = await work();
      await this.travel();
      if (chance.happens(this.weather.mute)) throw new StoreUnavailable('the answer was lost');
      return answer;
    });
  }

  append(stream: string, expected: number, events: readonly NewEvent[]): Promise<Appended> {
    const { chance } = this.world;
    const send = () => this.store.append(stream, expected, events);
    return this.there(async () => {
      // The line delivers it once more, whenever: nobody hears that answer.
      if (chance.happens(this.weather.twice))
        this.world.alarm(chance.between(1, 20_000), () => void send().catch(() => undefined));
      if (this.bug === 'acknowledges a lost write' && chance.happens(0.005))
        return { version: expected + events.length, position: await this.store.head(), repeated: false };
      return send();
    });
  }
  read(stream: string, options?: ReadStream): Promise<Recorded[]> {
    return this.there(() => this.store.read(stream, options));
  }
  find(stream: string, id: string): Promise<Recorded | undefined> {
    return this.there(() => this.store.find(stream, id));
  }
  readLog(options: ReadLog): Promise<Recorded[]> {
    return this.there(() => this.store.readLog(options));
  }
  identity(): Promise<string> {
    return this.there(() => this.store.identity());
  }

  head(): Promise<Position> {
    return this.there(() => this.store.head());
  }
  waitForMore(after: Position, atMost: number): Promise<void> {
    return this.surviving(async () => {
      await this.store.waitForMore(after, atMost);
      await this.travel();
    });
  }
  async subscribe(
    options: LogFilter & { after?: Position },
    handler: (event: Recorded) => Promise<void> | void,
    onEnd?: (error?: unknown) => void,
  ): Promise<Subscription> {
    return subscribeBy(this, options, handler, onEnd);
  }
  async close(): Promise<void> {}
}
