import { type Clock, type Instant, instant } from '#language';
import { type Chance, chance } from '../../../libs/simulation/chance.js';

interface Task {
  readonly at: number;
  /** Breaks ties by lot, so that what happens at one moment happens in any order. */
  readonly lot: number;
  run: (() => void) | null;
}

/**
 * A world with a time of its own: nothing waits, and whatever happens follows from the seed. A step is one thing that
 * happens: a message that arrives, a wait that ends, a crash.
 */
export class World implements Clock {
  readonly chance: Chance;
  steps = 0;
  /** Milliseconds since the world began. What people's clocks say is another matter: see `jump`. */
  time = 0;
  private offset = Date.parse('2025-03-10T03:00:00Z');
  private readonly tasks: Task[] = [];

  constructor(seed: string, name: string) {
    this.chance = chance(seed, name);
  }

  now(): Instant {
    return instant(new Date(this.offset + this.time).toISOString());
  }

  /** Somebody sets the clock, forward or back. */
  jump(ms: number): void {
    this.offset += ms;
  }

  alarm = (ms: number, run: () => void): (() => void) => {
    const task: Task = { at: this.time + ms, lot: this.chance.next(), run };
    this.push(task);
    return () => {
      task.run = null;
    };
  };

  sleep(ms: number): Promise<void> {
    return new Promise((resolve) => this.alarm(ms, resolve));
  }

  /** Lets things happen until there is nothing left, or until so many more have. */
  async run(steps: number): Promise<void> {
    for (const end = this.steps + steps; this.steps < end; ) {
      const task = this.pop();
      if (!task) return;
      if (!task.run) continue;
      this.time = task.at;
      this.steps++;
      task.run();
      // Everything that follows from it at once comes before the next thing.
      await new Promise(setImmediate);
    }
  }

  private push(task: Task): void {
    const heap = this.tasks;
    let at = heap.push(task) - 1;
    while (at > 0) {
      const above = (at - 1) >> 1;
      const parent = heap[above];
      if (!parent || !before(task, parent)) break;
      heap[at] = parent;
      at = above;
    }
    heap[at] = task;
  }

  private pop(): Task | undefined {
    const heap = this.tasks;
    const first = heap[0];
    const last = heap.pop();
    if (!first || !last || first === last) return first;
    let at = 0;
    for (;;) {
      const [left, right] = [heap[2 * at + 1], heap[2 * at + 2]];
      if (!left) break;
      const below = right && before(right, left) ? 2 * at + 2 : 2 * at + 1;
      const child = heap[below];
      if (!child || !before(child, last)) break;
      heap[at] = child;
      at = below;
    }
    heap[at] = last;
    return first;
  }
}

const before = (a: Task, b: Task) => a.at < b.at || (a.at === b.at && a.lot < b.lot);
