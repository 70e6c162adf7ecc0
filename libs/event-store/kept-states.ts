import type { Command, Decider, Event, Position } from '#language';

/** A stream's state as this process last knew it. */
export interface KeptState<State> {
  readonly state: State;
  readonly version: number;
  readonly position: Position;
  /** Commands that are known to have written to the stream. */
  readonly commands: Set<string>;
  /** Appends carried on since the stream was read. */
  readonly carried: number;
}

// biome-ignore lint/suspicious/noExplicitAny: the rules of any aggregate.
type Rules = Decider<any, any, any>;
interface Entry extends KeptState<unknown> {
  readonly rules: Rules;
}

/** A state grows with its stream: counted by events, all kept streams together. */
const most = { events: 50_000, ofOne: 2_000 } as const;

/**
 * The newest states of streams that commands were decided on, in memory. Only a guess at what the log says: what is decided on one
 * counts when the append finds the stream at its version, and is thrown away otherwise. Those not asked for longest are let go first.
 */
export class KeptStates {
  private readonly entries = new Map<string, Entry>();
  private events = 0;

  of<State, C extends Command, E extends Event>(rules: Decider<State, C, E>, stream: string): KeptState<State> | undefined {
    const found = this.entries.get(stream);
    if (found?.rules !== rules) return undefined;
    this.entries.delete(stream);
    this.entries.set(stream, found);
    return found as KeptState<State>;
  }

  keep<State, C extends Command, E extends Event>(rules: Decider<State, C, E>, stream: string, it: KeptState<State>): void {
    const known = this.entries.get(stream);
    // Of two answers the later may be about the earlier.
    if (known?.rules === rules && known.version > it.version) return;
    this.forget(stream);
    if (it.version === 0 || it.version > most.ofOne) return;
    this.entries.set(stream, { ...it, rules });
    this.events += it.version;
    for (const oldest of this.entries.keys()) {
      if (this.events <= most.events) break;
      this.forget(oldest);
    }
  }

  forget(stream: string): void {
    this.events -= this.entries.get(stream)?.version ?? 0;
    this.entries.delete(stream);
  }
}
