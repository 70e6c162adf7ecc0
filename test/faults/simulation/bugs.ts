import { type Appended, type EventStore, type NewEvent, writable } from '#event-store';
import { MemoryEventStore, type MemoryLog } from '../../event-store/memory/memory-event-store.js';
import type { World } from './world.js';

/** Faults of our own, and what has to be said of them: without finding them the simulation would show nothing. */
export const bugs = {
  'acknowledges a lost write': /was acknowledged at .* and is not there/,
  'writes an id twice': /is there twice/,
  'shows a later event before an earlier one': /reader \d saw/,
  'lets the recorded time go back': /was recorded before/,
  'takes any version': /was decided on another state/,
  'moves the checkpoint before the rows': /where a rebuild has/,
  'does not fence a runner that was replaced': /where a rebuild has|the rows are at|no open version|two versions/,
  'skips the event that fails': /where a rebuild has/,
  'remembers what it saw only now and then': /reader \d saw/,
} as const satisfies Readonly<Record<string, RegExp>>;
export type Bug = keyof typeof bugs;

/** The log as the world has it: right, or with a fault planted. */
export function storeWith(bug: Bug | null, log: MemoryLog, world: World): EventStore {
  const right = new MemoryEventStore(log, world, world.alarm);
  const clock = { now: () => world.now() };
  switch (bug) {
    case 'writes an id twice':
      return replaced(right, (stream, expected, events) => {
        const known = events.some(({ id }) => log.byId.delete(id));
        return right.append(stream, known ? (log.streams.get(stream)?.length ?? 0) : expected, events);
      });
    case 'takes any version':
      return replaced(right, (stream, _, events) => right.append(stream, log.streams.get(stream)?.length ?? 0, events));
    case 'lets the recorded time go back':
      return replaced(right, async (stream, expected, events) => {
        const written = await right.append(stream, expected, events);
        if (!written.repeated) for (const it of log.events.slice(-events.length)) Object.assign(it, { recordedAt: clock.now() });
        return written;
      });
    case 'shows a later event before an earlier one':
      return new LateStore(log, world);
    default:
      return right;
  }
}

const replaced = (store: EventStore, append: EventStore['append']): EventStore =>
  new Proxy(store, { get: (it, name) => (name === 'append' ? append : Reflect.get(it, name).bind(it)) });

/** Takes its positions first and commits afterwards, as a sequence does: some readers have then gone past. */
class LateStore extends MemoryEventStore {
  constructor(
    private readonly shared: MemoryLog,
    private readonly world: World,
  ) {
    super(shared, world, world.alarm);
  }

  override async append(stream: string, expected: number, events: readonly NewEvent[]): Promise<Appended> {
    const written = await super.append(stream, expected, events);
    if (written.repeated || !this.world.chance.happens(0.05)) return written;
    const count = writable(stream, expected, events).length;
    const hidden = this.shared.events.splice(-count);
    await this.world.sleep(200);
    const at = hidden[0] ? this.shared.firstAfter(hidden[0].position) : 0;
    this.shared.events.splice(at, 0, ...hidden);
    return written;
  }
}
