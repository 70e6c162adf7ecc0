import { type Projection, projection } from '#event-store';
import { evolve, parseTaskId, type RecordedOf } from '#language';
import type { RoundReportEvent } from './report.events.js';
import { notPrepared, type RoundReport, roundReport } from './report.js';
import type { RoundEvent } from './round.events.js';
import { notOpened, type Round, round } from './round.js';

interface Followed<State> {
  readonly state: State;
  readonly version: number;
  readonly simulated: boolean;
}

/** The rounds, each as everything said about it: any past day is read from it. `history` keeps what was known when. */
export const reportingRounds: Projection<Followed<Round>, RoundEvent> = projection<Followed<Round>, RoundEvent>({
  name: 'reporting-rounds',
  version: 3,
  reads: { streams: ['round-'] },
  initial: () => ({ state: notOpened, version: 0, simulated: false }),
  apply: ({ state, simulated }, event: RecordedOf<RoundEvent>) => ({
    state: evolve(round, state, event),
    version: event.version,
    simulated: simulated || event.meta.simulated === true,
  }),
  tables: [
    {
      name: 'reporting_round',
      history: true,
      key: ['plan', 'round'],
      columns: {
        plan: 'text',
        round: 'text',
        cut_off: 'date',
        closes_on: 'date',
        opened_on: 'date',
        state: 'jsonb',
        version: 'int',
        simulated: 'boolean',
      },
      indexes: ['(plan, cut_off) where known_to is null'],
    },
    {
      // Each occurrence of a duty, by task: a continuous task has one for every round (06.8).
      name: 'round_owed',
      key: ['plan', 'round', 'task'],
      columns: { plan: 'text', round: 'text', task: 'text', agency: 'text', cut_off: 'date' },
      indexes: ['(task, cut_off)'],
    },
  ],
  rows: ({ state, version, simulated }) => {
    const { opened } = state;
    if (!opened) return { reporting_round: [], round_owed: [] };
    const { plan, round: id, cutOff, closesOn, on } = opened;
    const owed = new Map(
      opened.expected.flatMap(({ agency, tasks }) =>
        tasks.map(({ task }) => [parseTaskId(task).id, { plan, round: id, task, agency, cut_off: cutOff }]),
      ),
    );
    return {
      reporting_round: [{ plan, round: id, cut_off: cutOff, closes_on: closesOn, opened_on: on, state, version, simulated }],
      round_owed: [...owed.values()],
    };
  },
});

/** The agencies' reports, one a row. */
export const roundReports: Projection<Followed<RoundReport>, RoundReportEvent> = projection<
  Followed<RoundReport>,
  RoundReportEvent
>({
  name: 'round-reports',
  version: 1,
  reads: { streams: ['report-'] },
  initial: () => ({ state: notPrepared, version: 0, simulated: false }),
  apply: ({ state, simulated }, event: RecordedOf<RoundReportEvent>) => ({
    state: evolve(roundReport, state, event),
    version: event.version,
    simulated: simulated || event.meta.simulated === true,
  }),
  tables: [
    {
      name: 'round_report',
      history: true,
      key: ['plan', 'round', 'agency'],
      columns: { plan: 'text', round: 'text', agency: 'text', state: 'jsonb', version: 'int', simulated: 'boolean' },
      indexes: ['(plan, round) where known_to is null'],
    },
  ],
  rows: ({ state, version, simulated }, stream) => {
    const [plan, id, agency] = stream.slice('report-'.length).split('/');
    return { round_report: version === 0 ? [] : [{ plan, round: id, agency, state, version, simulated }] };
  },
});

// biome-ignore lint/suspicious/noExplicitAny: each projection has its own state and events.
export const reportingProjections: readonly Projection<any, any>[] = [reportingRounds, roundReports];
