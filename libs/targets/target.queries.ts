import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryBus, QueryHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { AgencyRegistry, groupsHaving, membersOn, namesOf } from '#agencies';
import { type Freshness, freshnessOf, ProjectionRunner, reached } from '#event-store';
import { type Actor, CLOCK, type Clock, dayOf, type Instant, type LocalDate, type PlanId, Refusal, todayOf } from '#language';
import type { EventRef } from '#tasks';
import type { Baseline } from './baseline.js';
import { figuresFor, type TargetStatus, targetOn } from './target.day.js';
import { permittedOn, scopesOn } from './target.js';
import { baselines, type FollowedTarget, targets } from './target.projection.js';
import type { TargetAction } from './target.requests.js';
import {
  type BaselineView,
  baselineView,
  countsOf,
  type FigureView,
  figureView,
  lastYearOf,
  rateOf,
  type TargetListAnswer,
  type TargetRow,
  targetRow,
} from './target.rows.js';
import type { Bodies, Judgement, Reading } from './target.state.js';

/** The two clocks as asked: a day (default: the day of knownOn, else today) and what was known. */
export interface TargetClocks {
  readonly asOf?: LocalDate;
  readonly knownOn?: Instant;
  readonly minPosition?: string;
}

export interface TargetFilter extends TargetClocks {
  readonly plan?: PlanId;
  readonly status?: readonly TargetStatus[];
  /** The code before the ordinal, `III.II`. */
  readonly section?: string;
  readonly monitor?: string;
}

/** Targets on a day, in printed order, with how many are met of how many that count. */
export class TargetList extends Query<TargetListAnswer> {
  constructor(readonly filter: TargetFilter = {}) {
    super();
  }
}

export interface TargetView extends TargetRow {
  readonly asOf: LocalDate;
  readonly knownOn: Instant | null;
  readonly setOn: LocalDate;
  /** Every figure of the whole, newest first, those withdrawn among them. */
  readonly figures: readonly FigureView[];
  /** The shares that implementing bodies gave of themselves, by threshold; the newest of each body. */
  readonly shares: readonly FigureView[];
  /** Today's implementing bodies, groups expanded: who may give a share. */
  readonly implementers: readonly { readonly id: string; readonly name: string }[];
  readonly readings: readonly (Reading & { readonly event: EventRef | null })[];
  readonly bodies: readonly (Bodies & { readonly event: EventRef | null })[];
  readonly judgements: readonly (Judgement & { readonly stands: boolean; readonly event: EventRef | null })[];
  readonly may: readonly TargetAction[];
  /** Whose figures this person may give: the whole, the share of the own body. */
  readonly scopes: readonly ('whole' | 'own')[];
  readonly freshness: Freshness;
}

/** One target's page. Refuses `unknown-target`. */
export class TargetById extends Query<TargetView> {
  constructor(
    readonly id: string,
    readonly filter: TargetClocks & { readonly actor?: Actor } = {},
  ) {
    super();
  }
}

/** Last year's results as the plan prints them, with the targets that they are the baseline of. */
export class BaselineList extends Query<{
  readonly rows: readonly BaselineView[];
  readonly lastYear: TargetListAnswer['lastYear'];
  readonly freshness: Freshness;
}> {
  constructor(readonly filter: TargetClocks & { readonly plan?: PlanId } = {}) {
    super();
  }
}

interface StateRow extends FollowedTarget {
  readonly id: string;
}

/** Reads the states that were known, and says how fresh they are. */
export class TargetStates {
  constructor(
    private readonly source: DataSource,
    private readonly runner: ProjectionRunner,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  clocksOf({ asOf, knownOn }: TargetClocks): { readonly asOf: LocalDate; readonly knownOn: Instant | null } {
    return { asOf: asOf ?? (knownOn ? dayOf(knownOn) : todayOf(this.clock)), knownOn: knownOn ?? null };
  }

  today(): LocalDate {
    return todayOf(this.clock);
  }

  now(): Instant {
    return this.clock.now();
  }

  async freshness(minPosition?: string): Promise<Freshness> {
    await reached(this.runner, baselines.name, minPosition);
    return freshnessOf(this.runner, targets.name, minPosition);
  }

  targets(knownOn: Instant | null, { plan, id }: { readonly plan?: string; readonly id?: string }): Promise<StateRow[]> {
    return this.source.query<StateRow[]>(
      `select target as id, state as target, refs, simulated from target_state
       where ${known} and ($2::text is null or plan = $2) and ($3::text is null or target = $3) order by plan, item_order`,
      [knownOn, plan ?? null, id ?? null],
    );
  }

  async baselines(knownOn: Instant | null, day: LocalDate, plan: string | undefined): Promise<BaselineView[]> {
    const found = await this.source.query<{ state: Baseline }[]>(
      `select state from target_baseline where ${known} and ($2::text is null or plan = $2) order by plan, item_order`,
      [knownOn, plan ?? null],
    );
    return found.flatMap(({ state }) => baselineView(state, day) ?? []);
  }
}

/** What was known at $1, or is now where that is null. */
const known = `case when $1::timestamptz is null then known_to is null
  else known_from <= $1::timestamptz and (known_to is null or known_to > $1::timestamptz) end`;

@QueryHandler(TargetList)
export class TargetListHandler implements IQueryHandler<TargetList> {
  constructor(
    private readonly states: TargetStates,
    private readonly queries: QueryBus,
  ) {}

  async execute({ filter }: TargetList): Promise<TargetListAnswer> {
    const freshness = await this.states.freshness(filter.minPosition);
    const clocks = this.states.clocksOf(filter);
    const [found, results] = await Promise.all([
      this.states.targets(clocks.knownOn, filter.plan ? { plan: filter.plan } : {}),
      this.states.baselines(clocks.knownOn, clocks.asOf, filter.plan),
    ]);
    const nameOf = await namesOf(this.queries, found.flatMap(namedIn), clocks.asOf);
    const all = found
      .flatMap((it) => targetRow(it.id, it, clocks.asOf, results, nameOf) ?? [])
      .filter((it) => !filter.section || it.item.startsWith(`${filter.section}.`))
      .filter((it) => !filter.monitor || it.monitor?.id === filter.monitor);
    const counts = countsOf(all);
    const rows = filter.status?.length ? all.filter((it) => filter.status?.includes(it.status)) : all;
    return {
      rows,
      total: rows.length,
      counts,
      rate: rateOf(counts),
      alsoItems: all.flatMap((it) => (it.sameAs ? [{ target: it.item, item: it.sameAs }] : [])),
      lastYear: lastYearOf(results),
      ...clocks,
      freshness,
    };
  }
}

/** Ids of the agencies that a target names. */
const namedIn = ({ target }: FollowedTarget): string[] => [
  ...target.bodies.flatMap((it) => it.monitor ?? []),
  ...target.measurements.flatMap((it) => it.body ?? []),
];

@QueryHandler(TargetById)
export class TargetByIdHandler implements IQueryHandler<TargetById> {
  constructor(
    private readonly states: TargetStates,
    private readonly queries: QueryBus,
  ) {}

  async execute({ id, filter }: TargetById): Promise<TargetView> {
    const freshness = await this.states.freshness(filter.minPosition);
    const clocks = this.states.clocksOf(filter);
    const [found] = await this.states.targets(clocks.knownOn, { id });
    const plan = found?.target.set?.plan;
    const nameOf = await namesOf(this.queries, found ? namedIn(found) : [], clocks.asOf);
    const results = await this.states.baselines(clocks.knownOn, clocks.asOf, plan);
    const row = found ? targetRow(id, found, clocks.asOf, results, nameOf) : null;
    if (!found?.target.set || !row) throw unknownTarget(id);
    const { target, refs } = found;
    const setOn = found.target.set.on;
    const until = <T extends { readonly on: LocalDate; readonly at: number }>(all: readonly T[]) =>
      all.filter((it) => it.on <= clocks.asOf).map((it) => ({ ...it, event: refs[it.at - 1] ?? null }));
    const figures = target.measurements.filter((it) => it.on <= clocks.asOf);
    const implementers = await this.implementers(row, clocks.asOf);
    const asked = (key: string) => row.components.find((it) => it.key === key);
    const standing = targetOn(target, clocks.asOf)?.judgement?.at;
    return {
      ...row,
      ...clocks,
      setOn,
      figures: figures
        .filter((it) => it.body === null)
        .map((it) => figureView(it, target.measurements, refs, nameOf, asked(it.threshold)))
        .reverse(),
      shares: row.components.flatMap(({ key }) =>
        [...new Set(figures.flatMap((it) => it.body ?? []))].flatMap((body) => {
          const [newest] = figuresFor(target, key, clocks.asOf, body);
          return newest ? [figureView(newest, target.measurements, refs, nameOf, asked(key))] : [];
        }),
      ),
      implementers,
      readings: until(target.readings),
      bodies: until(target.bodies),
      judgements: until(target.judgements)
        .map((it) => ({ ...it, stands: it.at === standing }))
        .reverse(),
      ...(await this.may(found, filter.actor)),
      freshness,
    };
  }

  private async implementers({ executors }: TargetRow, day: LocalDate): Promise<TargetView['implementers']> {
    const registry = await this.queries.execute(new AgencyRegistry());
    const ids = new Map<string, string>();
    const nameOf = await namesOf(
      this.queries,
      executors.flatMap((it) => (it.kind === 'agency' && it.id ? [it.id] : [])),
      day,
    );
    for (const { kind, id } of executors) {
      if (kind === 'agency' && id) ids.set(id, nameOf(id));
      const group = kind === 'group' ? registry.groups.find((it) => it.id === id) : undefined;
      if (group) for (const member of membersOn(registry, group, day)) ids.set(member.id, member.name);
    }
    return [...ids].map(([id, name]) => ({ id, name }));
  }

  private async may({ target }: FollowedTarget, actor: Actor | undefined): Promise<Pick<TargetView, 'may' | 'scopes'>> {
    if (!actor) return { may: [], scopes: [] };
    const today = this.states.today();
    const memberOf = actor.agency ? await groupsHaving(this.queries, actor.agency, today) : [];
    const situation = { actor, today, now: this.states.now() };
    return { may: permittedOn(target, situation, memberOf), scopes: scopesOn(target, situation, memberOf) };
  }
}

const unknownTarget = (id: string) =>
  new Refusal('unknown-target', {
    kind: 'not-found',
    field: 'target',
    vi: `Không có chỉ tiêu “${id}” vào ngày đã chọn.`,
    en: `There is no target “${id}” on the chosen day.`,
    figures: { target: id },
  });

@QueryHandler(BaselineList)
export class BaselineListHandler implements IQueryHandler<BaselineList> {
  constructor(private readonly states: TargetStates) {}

  async execute({ filter }: BaselineList) {
    const freshness = await this.states.freshness(filter.minPosition);
    const { asOf, knownOn } = this.states.clocksOf(filter);
    const rows = await this.states.baselines(knownOn, asOf, filter.plan);
    return { rows, lastYear: lastYearOf(rows), freshness };
  }
}

export const targetQueryHandlers = [TargetStates, TargetListHandler, TargetByIdHandler, BaselineListHandler];
