import type { Actor } from './actor.js';
import { instant, type LocalDate, localDate } from './dates.js';
import { type Command, type Decider, decide, fold } from './decider.js';
import type { Event } from './event.js';
import { Refusal } from './refusal.js';

/** const given = specFor(task, {…}); given(...events).on(day).as(actor).when(command).gives(...events) | .isRefused(code) */
export function specFor<State, C extends Command, E extends Event>(
  rules: Decider<State, C, E>,
  defaults: { today: LocalDate; actor: Actor },
) {
  return (...events: E[]) => ({
    today: defaults.today as LocalDate,
    actor: defaults.actor,
    on(day: string) {
      this.today = localDate(day);
      return this;
    },
    as(actor: Actor) {
      this.actor = actor;
      return this;
    },
    when(command: C) {
      const { today, actor } = this;
      const run = () => decide(rules, fold(rules, events), command, { actor, today, now: instant(`${today}T03:00:00Z`) });
      return {
        gives(...expected: E[]) {
          expect(run()).toEqual(expected);
        },
        givesTypes(...types: E['type'][]) {
          expect(run().map((e) => e.type)).toEqual(types);
        },
        leaves(check: (state: State) => void) {
          check(fold(rules, [...events, ...run()]));
        },
        givesNothing() {
          expect(run()).toEqual([]);
        },
        isRefused(code: string) {
          let refusal: unknown;
          try {
            run();
          } catch (error) {
            refusal = error;
          }
          expect(refusal).toBeInstanceOf(Refusal);
          expect((refusal as Refusal).code).toBe(code);
        },
      };
    },
  });
}
