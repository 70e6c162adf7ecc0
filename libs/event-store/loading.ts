import { beginning, type Command, type Decider, type Event, evolve, type Position, type Recorded } from '#language';
import { UnknownStream } from './errors.js';
import { type EventStore, limits } from './event-store.js';
import { eventIdFrom } from './identity.js';
import { every, rulesOf, type Snapshots, tail } from './snapshots.js';
import type { Upcaster } from './upcasting.js';

export interface Loaded<State> {
  readonly state: State;
  readonly version: number;
  readonly position: Position;
  /** The events that were read last; all of them when the first is number 1. */
  readonly recent: readonly Recorded[];
}

/** The one place where the log's word is taken for the aggregate's union: its streams hold nothing else. */
export const plain = <E extends Event>(it: Recorded): E => ({ type: it.type, data: it.data }) as E;

const page = 1_000;

/** Loads an aggregate: its last events, and where there are more the snapshot before them, or the whole stream page by page. */
export class Loading {
  constructor(
    private readonly store: EventStore,
    private readonly snapshots: Snapshots | undefined,
    private readonly upcasters: readonly Upcaster[],
  ) {}

  // biome-ignore lint/suspicious/noExplicitAny: the rules of any aggregate.
  private readonly prints = new WeakMap<Decider<any, any, any>, string | null>();

  async load<State, C extends Command, E extends Event>(rules: Decider<State, C, E>, stream: string): Promise<Loaded<State>> {
    const print = this.prints.get(rules) ?? rulesOf(rules, this.upcasters);
    this.prints.set(rules, print);
    const { snapshots } = this;
    const forward = (state: State, events: readonly Recorded[]) =>
      events.reduce((now, it) => evolve(rules, now, plain<E>(it)), state);

    const recent = (await this.read(stream, { direction: 'backwards', limit: tail })).reverse();
    const [first, last] = [recent[0], recent.at(-1)];
    if (!first || !last) return { state: rules.initial, version: 0, position: beginning, recent };
    const loaded = (state: State) => ({ state, version: last.version, position: last.position, recent });
    if (first.version === 1) return loaded(forward(rules.initial, recent));

    const kept = print && snapshots ? await snapshots.of(stream, print) : undefined;
    let [state, next] = [rules.initial, 1];
    if (kept && kept.version <= last.version) {
      const its = recent.find((it) => it.version === kept.version) ?? (await this.between(stream, kept.version, kept.version))[0];
      if (its?.id === kept.event) [state, next] = [kept.state as State, kept.version + 1];
    }
    const behind = last.version - next + 1;
    while (next < first.version) {
      const to = Math.min(next + page, first.version) - 1;
      state = forward(state, await this.between(stream, next, to));
      next = to + 1;
    }
    state = forward(
      state,
      recent.filter((it) => it.version >= next),
    );
    if (print && behind >= every) snapshots?.keep(stream, print, { version: last.version, event: last.id, state });
    return loaded(state);
  }

  /** The events that a command wrote, found among those read or, further back, by the id of its first. */
  async writtenBy(commandId: string, stream: string, recent: readonly Recorded[]): Promise<Recorded[]> {
    const mine = (it: Recorded) => it.meta.commandId === commandId;
    const found = recent.filter(mine);
    if ((recent[0]?.version ?? 1) === 1 || (found.length > 0 && found[0] !== recent[0])) return found;
    const first = await this.store.find(stream, eventIdFrom(commandId, 0));
    return first ? (await this.between(stream, first.version, first.version + limits.eventsPerAppend - 1)).filter(mine) : [];
  }

  private between(stream: string, from: number, to: number): Promise<Recorded[]> {
    return this.store.read(stream, { from, limit: to - from + 1 });
  }

  private async read(stream: string, options: Parameters<EventStore['read']>[1]): Promise<Recorded[]> {
    try {
      return await this.store.read(stream, options);
    } catch (error) {
      if (error instanceof UnknownStream) return [];
      throw error;
    }
  }
}
