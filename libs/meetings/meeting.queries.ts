import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryBus, QueryHandler } from '@nestjs/cqrs';
import { AgencyNames } from '#agencies';
import { EVENT_STORE, type EventStore, type Freshness } from '#event-store';
import { type AgencyId, type LocalDate, type PlanId, parseTaskId, position, type Recorded, Refusal } from '#language';
import { describeObstacleEvent, type RecordedObstacleEvent } from '#obstacles';
import { describeRoundEvent, type RecordedRoundEvent } from '#reporting';
import { describeTaskEvent, type RecordedTaskEvent, type Sentence } from '#tasks';
import type { Becomes } from './meeting.events.js';
import type { Meeting } from './meeting.js';
import { type MeetingRow, MeetingRows } from './meeting.rows.js';

export interface MeetingLine {
  readonly plan: PlanId;
  readonly number: number;
  readonly title: string;
  readonly sitsOn: LocalDate;
  /** Lines of the frozen agenda; null while it is not frozen. */
  readonly agenda: number | null;
  readonly conclusions: number;
  /** Of the conclusions, those that the newest follow-up found done. */
  readonly done: number;
  readonly version: number;
  readonly simulated: boolean;
}

/** A conclusion with what came of it, and what later meetings found. */
export type ConclusionView = Meeting['conclusions'][number] & {
  readonly meeting: number;
  readonly followUps: readonly (Meeting['followUps'][number] & { readonly at: number })[];
};

export interface MeetingView extends Omit<MeetingLine, 'agenda' | 'conclusions' | 'done'> {
  readonly agenda: Meeting['agenda'];
  readonly names: Readonly<Record<string, string>>;
  readonly conclusions: readonly ConclusionView[];
  /** Of the meetings before, to be followed up here. */
  readonly earlier: readonly ConclusionView[];
  readonly freshness: Freshness;
}

export class MeetingList extends Query<{ readonly rows: readonly MeetingLine[]; readonly freshness: Freshness }> {
  constructor(
    readonly plan: PlanId,
    readonly minPosition?: string,
  ) {
    super();
  }
}

export class MeetingByNumber extends Query<MeetingView> {
  constructor(
    readonly plan: PlanId,
    readonly number: number,
    readonly minPosition?: string,
  ) {
    super();
  }
}

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

/** What later meetings found of a conclusion, the newest last: rows come with the newest meeting first. */
const followUpsOf = (all: readonly MeetingRow[], meeting: number, conclusion: number): ConclusionView['followUps'] =>
  [...all]
    .reverse()
    .flatMap(({ state }) =>
      state.followUps
        .filter((found) => found.meeting === meeting && found.conclusion === conclusion)
        .map((found) => ({ ...found, at: state.convened?.number ?? 0 })),
    );

/** The bodies that a conclusion names: who takes over, who must act, whose task it is about. */
function bodiesOf(becomes: Becomes): readonly AgencyId[] {
  if (becomes.kind === 'new-task') return [becomes.agency];
  if (becomes.kind === 'directive') return becomes.next ? [becomes.next] : [];
  const task = 'task' in becomes ? [parseTaskId(becomes.task).agency] : [];
  return becomes.kind === 'reassignment' ? [becomes.to, ...task] : task;
}

@QueryHandler(MeetingList)
export class MeetingListHandler implements IQueryHandler<MeetingList> {
  constructor(private readonly rows: MeetingRows) {}

  async execute({ plan, minPosition }: MeetingList) {
    const freshness = await this.rows.freshness(minPosition);
    const all = await this.rows.of(plan);
    const rows = all.flatMap(({ state, version, simulated }): MeetingLine[] => {
      if (!state.convened) return [];
      const { number, title, sitsOn } = state.convened;
      const { agenda, conclusions } = state;
      return [
        {
          plan,
          number,
          title,
          sitsOn,
          agenda: agenda?.lines.length ?? null,
          conclusions: conclusions.length,
          done: conclusions.filter((it) => followUpsOf(all, number, it.conclusion).at(-1)?.verdict === 'done').length,
          version,
          simulated,
        },
      ];
    });
    return { rows, freshness };
  }
}

@QueryHandler(MeetingByNumber)
export class MeetingByNumberHandler implements IQueryHandler<MeetingByNumber> {
  constructor(
    private readonly rows: MeetingRows,
    private readonly queries: QueryBus,
  ) {}

  async execute({ plan, number, minPosition }: MeetingByNumber): Promise<MeetingView> {
    const freshness = await this.rows.freshness(minPosition);
    const all = await this.rows.of(plan);
    const it = all.find(({ state }) => state.convened?.number === number);
    if (!it?.state.convened) throw noMeeting(plan, number);
    const { title, sitsOn } = it.state.convened;
    const conclusions = all.flatMap(({ state }) =>
      state.conclusions.map((one) => ({
        ...one,
        meeting: state.convened?.number ?? 0,
        followUps: followUpsOf(all, state.convened?.number ?? 0, one.conclusion),
      })),
    );
    const { agenda } = it.state;
    const onAgenda = agenda?.lines.map(({ agency }) => agency) ?? [];
    const bodies = [...onAgenda, ...conclusions.flatMap(({ becomes }) => bodiesOf(becomes))];
    const names = await this.queries.execute(new AgencyNames([...new Set(bodies)]));
    return {
      plan,
      number,
      title,
      sitsOn,
      agenda,
      names: Object.fromEntries(names),
      conclusions: conclusions.filter((one) => one.meeting === number),
      earlier: conclusions.filter((one) => one.meeting < number),
      version: it.version,
      simulated: it.simulated,
      freshness,
    };
  }
}

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
    for (let after = from, more = true; more; ) {
      const events = await this.store.readLog({ after, streams: ['task-', 'obstacle-', 'round-'], limit: page });
      const within = events.filter((event) => event.position <= to);
      for (const event of within) {
        if (!aboutPlan(event, plan)) continue;
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
}

/** An obstacle says its task in its first event only; its later ones are taken along. */
const aboutPlan = ({ stream, type, data }: Recorded, plan: PlanId): boolean =>
  stream.startsWith('obstacle-')
    ? type !== 'obstacle-raised' || String((data as { task?: string }).task).startsWith(`${plan}/`)
    : stream.startsWith(`task-${plan}/`) || stream.startsWith(`round-${plan}/`);

function inWords(event: Recorded, nameOf: (id: string) => string): Sentence {
  if (event.stream.startsWith('task-')) return describeTaskEvent(event as RecordedTaskEvent, nameOf);
  if (event.stream.startsWith('obstacle-')) return describeObstacleEvent(event as RecordedObstacleEvent, nameOf);
  return describeRoundEvent(event as RecordedRoundEvent, nameOf);
}

/** Every word of the events that could be the id of a body; the register says which are. */
const bodiesIn = (events: readonly Recorded[]): string[] => [
  ...new Set(
    events.flatMap(({ data }) =>
      ['agency', 'from', 'to', 'waitsFor', 'next'].flatMap((field) => {
        const value = (data as Readonly<Record<string, unknown>>)[field];
        return typeof value === 'string' ? [value] : [];
      }),
    ),
  ),
];

const noMeeting = (plan: PlanId, number: number) =>
  new Refusal('unknown-meeting', {
    kind: 'not-found',
    field: 'meeting',
    vi: `Kế hoạch ${plan} không có phiên họp số ${number}.`,
    en: `The plan ${plan} has no meeting ${number}.`,
    figures: { plan, number },
  });
