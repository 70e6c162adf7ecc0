import { beginning, type Position, type Recorded } from '#language';
import type { Bug } from './bugs.js';
import type { Wire } from './wire.js';
import type { World } from './world.js';

/** A durable consumer: what it did and its checkpoint are kept together, over crashes. */
export class Reader {
  readonly seen: Position[] = [];
  readonly parked: Position[] = [];
  private checkpoint = beginning;
  private tries = 0;

  constructor(
    private readonly world: World,
    private readonly wire: Wire,
    /** Longest time that it takes over one event, milliseconds. */
    private readonly slowness: number,
    private readonly bug: Bug | null,
  ) {}

  /** Begins where it had come to; called again after each crash. */
  start(): void {
    const life = this.wire.life;
    const again = () => {
      if (life === this.wire.life) this.start();
    };
    void this.wire.subscribe(
      { after: this.checkpoint, streams: ['counter-'] },
      (it) => this.take(it),
      () => this.world.alarm(500, again),
    );
  }

  private async take(event: Recorded): Promise<void> {
    const { chance } = this.world;
    if (this.slowness > 0) await this.wire.passing(chance.between(0, this.slowness));
    if (event.type === 'spoiled' && ++this.tries < 3) throw new Error('cannot take this');
    if (event.type === 'spoiled') this.parked.push(event.position);
    this.tries = 0;
    this.seen.push(event.position);
    if (this.bug === 'remembers what it saw only now and then' && chance.happens(0.5)) return;
    this.checkpoint = event.position;
  }
}
