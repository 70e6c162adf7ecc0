import { type Projection, projection } from '#event-store';
import { dayOf, evolve } from '#language';
import type { SuccessionEvent } from './succession.events.js';
import { type Succession, succession } from './succession.js';

interface Followed {
  readonly it: Succession;
  readonly version: number;
  readonly openedOn: string | null;
  readonly simulated: boolean;
}

/** One row a succession, with its act and its directions. */
export const successionList: Projection<Followed, SuccessionEvent> = projection<Followed, SuccessionEvent>({
  name: 'succession-list',
  version: 1,
  reads: { streams: ['succession-'] },
  initial: () => ({ it: succession.initial, version: 0, openedOn: null, simulated: false }),
  apply: (state, event) => ({
    it: evolve(succession, state.it, event),
    version: event.version,
    openedOn: state.openedOn ?? dayOf(event.recordedAt),
    simulated: state.simulated || event.meta.simulated === true,
  }),
  tables: [
    {
      name: 'successions',
      key: ['succession'],
      columns: {
        succession: 'text',
        takes_effect: 'date',
        phase: 'text',
        opened_on: 'date',
        version: 'int',
        simulated: 'boolean',
        state: 'jsonb',
      },
      indexes: ['(phase, takes_effect)'],
    },
  ],
  rows: ({ it, version, openedOn, simulated }) => ({
    successions: it.act
      ? [
          {
            succession: it.act.succession,
            takes_effect: it.act.on,
            phase: it.phase,
            opened_on: openedOn,
            version,
            simulated,
            state: it,
          },
        ]
      : [],
  }),
});

export const successionProjections: readonly Projection<Followed, SuccessionEvent>[] = [successionList];
