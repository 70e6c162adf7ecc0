import { fold } from '#database';
import { type Projection, projection } from '#event-store';
import { evolve, parseTaskId, type RecordedOf } from '#language';
import type { ObstacleEvent } from './obstacle.events.js';
import { notRaised, type Obstacle, obstacle } from './obstacle.js';

interface Followed {
  readonly state: Obstacle;
  readonly version: number;
  readonly simulated: boolean;
}

/** Obstacles, one a row, with every day in them: how one stood on a past day is read from it. */
export const obstacles: Projection<Followed, ObstacleEvent> = projection<Followed, ObstacleEvent>({
  name: 'obstacles',
  version: 1,
  reads: { streams: ['obstacle-'] },
  initial: () => ({ state: notRaised, version: 0, simulated: false }),
  apply: ({ state, simulated }, event: RecordedOf<ObstacleEvent>) => ({
    state: evolve(obstacle, state, event),
    version: event.version,
    simulated: simulated || event.meta.simulated === true,
  }),
  tables: [
    {
      name: 'obstacle',
      history: true,
      key: ['obstacle'],
      columns: {
        obstacle: 'text',
        plan: 'text',
        task: 'text',
        agency: 'text',
        waits_for: 'text',
        raised_on: 'date',
        resolved_on: 'date',
        folded: 'text',
        state: 'jsonb',
        version: 'int',
        simulated: 'boolean',
      },
      indexes: ['(plan, raised_on) where known_to is null', '(task)', '(agency) where known_to is null'],
    },
  ],
  rows: ({ state, version, simulated }, stream) => {
    const { raised } = state;
    if (!raised) return { obstacle: [] };
    const row = {
      obstacle: stream.slice('obstacle-'.length),
      plan: parseTaskId(raised.task).plan,
      task: raised.task,
      agency: raised.agency,
      waits_for: raised.waitsFor,
      raised_on: raised.on,
      resolved_on: state.resolved?.on ?? null,
      folded: fold(`${raised.title} ${raised.description}`),
      state,
      version,
      simulated,
    };
    return { obstacle: [row] };
  },
});

export const obstacleProjections = [obstacles];
