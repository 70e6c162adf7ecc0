import type { Actor } from './actor.js';
import type { Instant, LocalDate } from './dates.js';
import type { Event, Of } from './event.js';

/** What a rule may know besides the state and the command. */
export interface Situation {
  readonly actor: Actor;
  readonly now: Instant;
  /** The day of `now` in the province's zone. */
  readonly today: LocalDate;
}

export interface Command<Type extends string = string> {
  readonly type: Type;
}

/** The rules of one aggregate. Pure: the clock and the actor come in with the command. */
export interface Decider<State, C extends Command, E extends Event> {
  readonly initial: State;
  readonly evolve: { readonly [T in E['type']]: (state: State, data: Of<E, T>['data']) => State };
  /** Gives what happens, or throws a Refusal. No events means: already so, nothing to write. */
  readonly decide: {
    readonly [T in C['type']]: (state: State, command: Of<C, T>, situation: Situation) => E | readonly E[];
  };
  /**
   * Set where the state is a plain JSON value: the states of long streams are then kept now and then, and folding begins there.
   * Raise it when `evolve` comes to give another state for the same events.
   */
  readonly stateVersion?: number;
}

export const decider = <State, C extends Command, E extends Event>(rules: Decider<State, C, E>): Decider<State, C, E> => rules;

/** Applies one event. An event type without a rule is a bug and throws. */
export function evolve<State, C extends Command, E extends Event>(rules: Decider<State, C, E>, state: State, event: E): State {
  const rule = rules.evolve[event.type as E['type']] as ((s: State, d: unknown) => State) | undefined;
  if (!rule) throw new Error(`no evolve rule for event ${event.type}`);
  return rule(state, event.data);
}

export function fold<State, C extends Command, E extends Event>(
  rules: Decider<State, C, E>,
  events: Iterable<E>,
  from: State = rules.initial,
): State {
  let state = from;
  for (const event of events) state = evolve(rules, state, event);
  return state;
}

/** Runs the rule for a command. Always an array; throws a Refusal. */
export function decide<State, C extends Command, E extends Event>(
  rules: Decider<State, C, E>,
  state: State,
  command: C,
  situation: Situation,
): readonly E[] {
  const rule = rules.decide[command.type as C['type']] as unknown as (s: State, c: C, x: Situation) => E | readonly E[];
  const events = rule(state, command, situation);
  return Array.isArray(events) ? (events as readonly E[]) : [events as E];
}
