import { type IQueryHandler, Query, QueryBus, QueryHandler } from '@nestjs/cqrs';
import { AgencyNames } from '#agencies';
import type { Freshness } from '#event-store';
import { type AgencyId, type LocalDate, type PlanId, parseTaskId, Refusal } from '#language';
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

export const noMeeting = (plan: PlanId, number: number) =>
  new Refusal('unknown-meeting', {
    kind: 'not-found',
    field: 'meeting',
    vi: `Kế hoạch ${plan} không có phiên họp số ${number}.`,
    en: `The plan ${plan} has no meeting ${number}.`,
    figures: { plan, number },
  });
