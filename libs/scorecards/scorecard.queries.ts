import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryBus, QueryHandler } from '@nestjs/cqrs';
import { type Agency, AgencyRegistry, agenciesOn, unknownAgency } from '#agencies';
import type { Freshness } from '#event-store';
import { type AgencyId, CLOCK, type Clock, dayOf, type Instant, kept, type LocalDate, type PlanId, todayOf } from '#language';
import { ExcusedTasks, type TaskCounts, TaskFigures, type TaskRow, TasksOfAgency } from '#tasks';
import { type Figure, figures } from './figures.js';
import { whyNotRanked } from './ranking.js';
import { rulesOn, SCORECARD_RULES, type ScorecardRules } from './rules.js';
import { type Scorecard, scorecard, scorecardOf } from './scorecard.js';

/** Which plan, on which day, as known when. */
export interface ScorecardFilter {
  readonly plan?: PlanId;
  readonly asOf?: LocalDate;
  readonly knownOn?: Instant;
  /** Decimal position to wait for, up to five seconds. */
  readonly minPosition?: string;
}

export type RatedAgency = Pick<Agency, 'id' | 'name' | 'kind' | 'bloc' | 'ratable'>;

export interface AgencyScorecard extends Scorecard {
  readonly agency: RatedAgency;
  readonly ranked: boolean;
  /** Why it is not ranked: too few obligations, or a body that the province does not rate; null when it is. */
  readonly note: { readonly vi: string; readonly en: string } | null;
  readonly simulated: boolean;
}

export interface ScorecardsAnswer {
  readonly rows: readonly AgencyScorecard[];
  /** All tasks together; the agencies' counts add up to it. */
  readonly total: Scorecard;
  readonly asOf: LocalDate;
  readonly knownOn: Instant | null;
  readonly rules: ScorecardRules;
  readonly freshness: Freshness;
}

export interface ScorecardAnswer extends AgencyScorecard, Omit<ScorecardsAnswer, 'rows' | 'total'> {
  readonly figures: readonly Figure[];
}

/** Every agency that leads a task on the day. */
export class Scorecards extends Query<ScorecardsAnswer> {
  constructor(readonly filter: ScorecardFilter = {}) {
    super();
  }
}

/** One agency, every figure opened to its tasks and events. Refuses an agency that is not in the register. */
export class ScorecardOf extends Query<ScorecardAnswer> {
  constructor(
    readonly agency: AgencyId,
    readonly filter: ScorecardFilter = {},
  ) {
    super();
  }
}

@QueryHandler(Scorecards)
export class ScorecardsHandler implements IQueryHandler<Scorecards> {
  constructor(
    private readonly queries: QueryBus,
    @Inject(SCORECARD_RULES) private readonly rules: readonly ScorecardRules[],
  ) {}

  async execute({ filter }: Scorecards): Promise<ScorecardsAnswer> {
    const { agencies, total, asOf, knownOn, freshness } = await this.queries.execute(new TaskFigures(filter));
    const excused = new Map<AgencyId, TaskRow[]>();
    const all = await this.queries.execute(new ExcusedTasks({ ...filter, asOf }));
    for (const task of all) excused.set(task.agency.id, [...(excused.get(task.agency.id) ?? []), task]);
    const rules = rulesOn(this.rules, asOf);
    const registered = agenciesOn(await this.queries.execute(new AgencyRegistry()), asOf);
    const counted = new Map(agencies.map((it): [AgencyId, TaskCounts] => [it.agency, it.counts]));
    const led = [...registered.values()].filter(({ id }) => counted.has(id));
    const others = agencies.flatMap(({ agency }) => (registered.has(agency) ? [] : unregistered(agency)));
    const rows = [...led, ...others].flatMap((agency) => {
      const counts = counted.get(agency.id);
      if (!counts) return [];
      const tasks = excused.get(agency.id);
      return tasks ? cardOf(agency, scorecardOf(counts, tasks), counts.simulated, rules) : cardOfCounts(counts, agency, rules);
    });
    return { rows: rows.sort(ratedFirst), total: scorecardOf(total, all), asOf, knownOn, rules, freshness };
  }
}

@QueryHandler(ScorecardOf)
export class ScorecardOfHandler implements IQueryHandler<ScorecardOf> {
  constructor(
    private readonly queries: QueryBus,
    @Inject(SCORECARD_RULES) private readonly rules: readonly ScorecardRules[],
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({ agency: id, filter }: ScorecardOf): Promise<ScorecardAnswer> {
    const asOf = filter.asOf ?? (filter.knownOn ? dayOf(filter.knownOn) : todayOf(this.clock));
    const [registry, { tasks, silence, freshness }] = await Promise.all([
      this.queries.execute(new AgencyRegistry()),
      this.queries.execute(new TasksOfAgency(id, { ...filter, asOf })),
    ]);
    const agency = agenciesOn(registry, asOf).get(id);
    if (!agency) throw unknownAgency(id);
    const rules = rulesOn(this.rules, asOf);
    const card = cardOf(
      agency,
      scorecard(tasks),
      tasks.some((task) => task.simulated),
      rules,
    );
    return { ...card, figures: figures(card, tasks, silence), asOf, knownOn: filter.knownOn ?? null, rules, freshness };
  }
}

/** A card of an agency without excused tasks: of a country's thousands hardly any changes between two questions. */
const cardOfCounts = kept((counts: TaskCounts, agency: RatedAgency, rules: ScorecardRules) =>
  cardOf(agency, scorecardOf(counts, []), counts.simulated, rules),
);

function cardOf(agency: RatedAgency, card: Scorecard, simulated: boolean, rules: ScorecardRules): AgencyScorecard {
  const { id, name, kind, bloc, ratable } = agency;
  const note = whyNotRanked(ratable, card, rules);
  return { agency: { id, name, kind, bloc, ratable }, ...card, ranked: note === null, note, simulated };
}

/** A task may name a body that nobody has registered yet; it is shown, and not rated. */
const unregistered = (id: AgencyId): RatedAgency => ({ id, name: id, kind: 'don-vi', bloc: null, ratable: false });

/** Rated bodies first, those of a bloc before those of none; otherwise as the registry lists them. */
const ratedFirst = ({ agency: a }: AgencyScorecard, { agency: b }: AgencyScorecard): number =>
  Number(b.ratable) - Number(a.ratable) || Number(a.bloc === null) - Number(b.bloc === null);
