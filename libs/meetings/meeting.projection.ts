import { type Projection, projection } from '#event-store';
import { evolve, type RecordedOf } from '#language';
import type { MeetingEvent } from './meeting.events.js';
import { type Meeting, meeting, notConvened } from './meeting.js';

interface Followed {
  readonly state: Meeting;
  readonly version: number;
  readonly simulated: boolean;
}

/** Meetings, one a row. `waiting`: something was concluded and is not carried to its task yet. */
export const meetings: Projection<Followed, MeetingEvent> = projection<Followed, MeetingEvent>({
  name: 'meetings',
  version: 1,
  reads: { streams: ['meeting-'] },
  initial: () => ({ state: notConvened, version: 0, simulated: false }),
  apply: ({ state, simulated }, event: RecordedOf<MeetingEvent>) => ({
    state: evolve(meeting, state, event),
    version: event.version,
    simulated: simulated || event.meta.simulated === true,
  }),
  tables: [
    {
      name: 'meeting',
      key: ['stream'],
      columns: {
        stream: 'text',
        plan: 'text',
        number: 'int',
        sits_on: 'date',
        waiting: 'boolean',
        state: 'jsonb',
        version: 'int',
        simulated: 'boolean',
      },
      indexes: ['(plan, number)', '(stream) where waiting'],
    },
  ],
  rows: ({ state, version, simulated }, stream) => {
    const { convened, conclusions } = state;
    if (!convened) return { meeting: [] };
    const waiting = conclusions.some((it) => !it.carried && !it.refused);
    const { plan, number, sitsOn } = convened;
    return { meeting: [{ stream, plan, number, sits_on: sitsOn, waiting, state, version, simulated }] };
  },
});

export const meetingProjections = [meetings];
