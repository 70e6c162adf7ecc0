import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryBus, QueryHandler } from '@nestjs/cqrs';
import { AgencyNames } from '#agencies';
import { EVENT_STORE, type EventStore } from '#event-store';
import { type PlanId, position, type Recorded } from '#language';
import { agenciesInObstacleEvent, describeObstacleEvent, type RecordedObstacleEvent } from '#obstacles';
import { agenciesInProjectEvent, describeProjectEvent, type RecordedProjectEvent } from '#projects';
import {
  agenciesInReporting,
  describeRoundEvent,
  describeRoundReportEvent,
  type RecordedRoundEvent,
  type RecordedRoundReportEvent,
} from '#reporting';
import { agenciesInTargetEvent, describeTargetEvent, type RecordedTargetEvent } from '#targets';
import { agenciesIn, describeTaskEvent, type RecordedTaskEvent, type Sentence } from '#tasks';
import { noMeeting } from './meeting.queries.js';
import { MeetingRows } from './meeting.rows.js';

export interface ChangesAnswer {
  /** Positions of the log, the first exclusive; decimal text. */
  readonly from: string;
  readonly to: string;
  /** Of every kind of event, however many lines are shown. */
  readonly counts: Readonly<Record<string, number>>;
  readonly rows: readonly (Sentence & {
    readonly position: string;
    readonly stream: string;
    readonly type: string;
    readonly recordedAt: string;
  })[];
  readonly total: number;
}

/** What changed since the meeting before: everything recorded between the two frozen positions, straight from the log. */
export class ChangesSince extends Query<ChangesAnswer> {
  constructor(
    readonly plan: PlanId,
    readonly number: number,
  ) {
    super();
  }
}

const longestList = 1_000;
const page = 2_000;

/** How a room says its events, and which bodies they name. */
interface Room {
  readonly describe: (event: Recorded, nameOf: (id: string) => string) => Sentence;
  readonly bodies: (event: Recorded) => readonly string[];
}

const room = <E>(
  describe: (event: E, nameOf: (id: string) => string) => Sentence,
  bodies: (event: E) => readonly string[],
): Room => ({
  describe: (event, nameOf) => describe(event as E, nameOf),
  bodies: (event) => bodies(event as E),
});

/** What a committee is told of, by the streams it happens in. What happens to a plan as a whole, to bodies or to people is not. */
const rooms: Readonly<Record<string, Room>> = {
  'task-': room<RecordedTaskEvent>(describeTaskEvent, agenciesIn),
  'obstacle-': room<RecordedObstacleEvent>(describeObstacleEvent, agenciesInObstacleEvent),
  'round-': room<RecordedRoundEvent>(describeRoundEvent, agenciesInReporting),
  'report-': room<RecordedRoundReportEvent>(describeRoundReportEvent, agenciesInReporting),
  'target-': room<RecordedTargetEvent>(describeTargetEvent, agenciesInTargetEvent),
  'project-': room<RecordedProjectEvent>(describeProjectEvent, agenciesInProjectEvent),
};
const streams = Object.keys(rooms);

@QueryHandler(ChangesSince)
export class ChangesSinceHandler implements IQueryHandler<ChangesSince> {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    private readonly rows: MeetingRows,
    private readonly queries: QueryBus,
  ) {}

  async execute({ plan, number }: ChangesSince): Promise<ChangesAnswer> {
    const all = await this.rows.of(plan);
    const it = all.find(({ state }) => state.convened?.number === number);
    if (!it) throw noMeeting(plan, number);
    const { agenda } = it.state;
    const before = all.find(({ state }) => state.agenda && (state.convened?.number ?? number) < number)?.state.agenda;
    const from = position(agenda?.since?.position ?? before?.position ?? 0);
    const to = agenda ? position(agenda.position) : await this.store.head();
    const found: Recorded[] = [];
    const counts: Record<string, number> = {};
    let total = 0;
    const obstacles = new Map<string, Promise<boolean>>();
    for (let after = from, more = true; more; ) {
      const events = await this.store.readLog({ after, streams, limit: page });
      const within = events.filter((event) => event.position <= to);
      for (const event of within) {
        if (!(await this.isAbout(event, plan, obstacles))) continue;
        total += 1;
        counts[event.type] = (counts[event.type] ?? 0) + 1;
        if (found.length < longestList) found.push(event);
      }
      more = events.length === page && within.length === events.length;
      after = events.at(-1)?.position ?? after;
    }
    const names = await this.queries.execute(new AgencyNames(bodiesIn(found)));
    const nameOf = (id: string) => names.get(id) ?? id;
    const rows = found.map((event) => ({
      position: String(event.position),
      stream: event.stream,
      type: event.type,
      recordedAt: event.recordedAt,
      ...inWords(event, nameOf),
    }));
    return { from: String(from), to: String(to), counts, rows, total };
  }

  /** An obstacle says its task in its first event only; the others are asked of its stream, once an obstacle. */
  private isAbout({ stream }: Recorded, plan: PlanId, obstacles: Map<string, Promise<boolean>>): boolean | Promise<boolean> {
    if (!stream.startsWith('obstacle-')) return streams.some((prefix) => stream.startsWith(`${prefix}${plan}/`));
    const known = obstacles.get(stream) ?? this.isOfPlan(stream, plan);
    obstacles.set(stream, known);
    return known;
  }

  private async isOfPlan(stream: string, plan: PlanId): Promise<boolean> {
    const [raised] = await this.store.read(stream);
    return raised !== undefined && String((raised.data as { task?: string }).task).startsWith(`${plan}/`);
  }
}

const roomOf = ({ stream }: Recorded): Room | undefined =>
  Object.entries(rooms).find(([prefix]) => stream.startsWith(prefix))?.[1];

const inWords = (event: Recorded, nameOf: (id: string) => string): Sentence =>
  roomOf(event)?.describe(event, nameOf) ?? { vi: event.type, en: event.type };

const bodiesIn = (events: readonly Recorded[]): string[] => [
  ...new Set(events.flatMap((event) => roomOf(event)?.bodies(event) ?? [])),
];
