import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryBus, QueryHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { namesOf } from '#agencies';
import { type Freshness, freshnessOf, ProjectionRunner, reached } from '#event-store';
import { type Actor, CLOCK, type Clock, dayOf, type Instant, type LocalDate, type PlanId, Refusal, todayOf } from '#language';
import type { EventRef } from '#tasks';
import type { PrintedSums } from './printed-sums.js';
import { type ProjectStatus, projectStatuses } from './project.day.js';
import { permittedOn } from './project.js';
import { type FollowedProject, projects, sums } from './project.projection.js';
import type { ProjectAction } from './project.requests.js';
import { type ProjectRow, projectRow } from './project.rows.js';
import type { Acceptance, Disbursement, Money, Owner } from './project.state.js';
import {
  byOwner,
  bySection,
  type GrandTotal,
  grandTotal,
  type OwnerRollUp,
  type SectionRollUp,
  unitsOf,
} from './project.sums.js';

/** The two clocks as asked: a day (default: the day of knownOn, else today) and what was known. */
export interface ProjectClocks {
  readonly asOf?: LocalDate;
  readonly knownOn?: Instant;
  readonly minPosition?: string;
}

export interface ProjectFilter extends ProjectClocks {
  readonly plan?: PlanId;
  readonly status?: readonly ProjectStatus[];
  readonly owner?: string;
}

export interface ProjectListAnswer {
  readonly rows: readonly ProjectRow[];
  readonly total: number;
  /** Of the filter without its status. */
  readonly counts: Readonly<Record<ProjectStatus, number>>;
  /** Of the plan's whole table, whatever the filter; dropped rows apart. */
  readonly sections: readonly SectionRollUp[];
  /** In which the tables print money. Of several no sums are made: owners are empty and there is no grand total. */
  readonly units: readonly string[];
  readonly owners: readonly OwnerRollUp[];
  readonly grand: GrandTotal | null;
  readonly asOf: LocalDate;
  readonly knownOn: Instant | null;
  readonly freshness: Freshness;
}

/** Projects on a day in printed order, with what their owners and sections come to. */
export class ProjectList extends Query<ProjectListAnswer> {
  constructor(readonly filter: ProjectFilter = {}) {
    super();
  }
}

type WithEvent<T> = T & { readonly event: EventRef | null };

export interface ProjectView extends ProjectRow {
  readonly asOf: LocalDate;
  readonly knownOn: Instant | null;
  readonly listedOn: LocalDate;
  /** In which its table prints money, in the table's words; empty where it prints none. */
  readonly unit: string;
  /** Newest first, those withdrawn among them. */
  readonly payments: readonly WithEvent<Disbursement>[];
  readonly acceptances: readonly WithEvent<Acceptance>[];
  readonly money: readonly WithEvent<Money>[];
  readonly owners: readonly (WithEvent<Owner> & { readonly name: string | null })[];
  readonly may: readonly ProjectAction[];
  readonly freshness: Freshness;
}

/** One project's page. Refuses `unknown-project`. */
export class ProjectById extends Query<ProjectView> {
  constructor(
    readonly id: string,
    readonly filter: ProjectClocks & { readonly actor?: Actor } = {},
  ) {
    super();
  }
}

interface StateRow extends FollowedProject {
  readonly id: string;
}

/** What was known at $1, or is now where that is null. */
const known = `case when $1::timestamptz is null then known_to is null
  else known_from <= $1::timestamptz and (known_to is null or known_to > $1::timestamptz) end`;

/** Reads the states that were known, and says how fresh they are. */
export class ProjectStates {
  constructor(
    private readonly source: DataSource,
    private readonly runner: ProjectionRunner,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  clocksOf({ asOf, knownOn }: ProjectClocks): { readonly asOf: LocalDate; readonly knownOn: Instant | null } {
    return { asOf: asOf ?? (knownOn ? dayOf(knownOn) : todayOf(this.clock)), knownOn: knownOn ?? null };
  }

  situation(actor: Actor) {
    return { actor, today: todayOf(this.clock), now: this.clock.now() };
  }

  async freshness(minPosition?: string): Promise<Freshness> {
    await reached(this.runner, sums.name, minPosition);
    return freshnessOf(this.runner, projects.name, minPosition);
  }

  projects(knownOn: Instant | null, { plan, id }: { readonly plan?: string; readonly id?: string }): Promise<StateRow[]> {
    return this.source.query<StateRow[]>(
      `select project as id, state as project, refs, simulated from project_state
       where ${known} and ($2::text is null or plan = $2) and ($3::text is null or project = $3) order by plan, item_order`,
      [knownOn, plan ?? null, id ?? null],
    );
  }

  async sums(knownOn: Instant | null, plan: string | undefined): Promise<PrintedSums[]> {
    const found = await this.source.query<{ state: PrintedSums }[]>(
      `select state from project_sums where ${known} and ($2::text is null or plan = $2) order by plan, appendix`,
      [knownOn, plan ?? null],
    );
    return found.map(({ state }) => state);
  }
}

@QueryHandler(ProjectList)
export class ProjectListHandler implements IQueryHandler<ProjectList> {
  constructor(
    private readonly states: ProjectStates,
    private readonly queries: QueryBus,
  ) {}

  async execute({ filter }: ProjectList): Promise<ProjectListAnswer> {
    const freshness = await this.states.freshness(filter.minPosition);
    const clocks = this.states.clocksOf(filter);
    const [found, printed] = await Promise.all([
      this.states.projects(clocks.knownOn, filter.plan ? { plan: filter.plan } : {}),
      this.states.sums(clocks.knownOn, filter.plan),
    ]);
    const nameOf = await namesOf(this.queries, found.flatMap(ownersIn), clocks.asOf);
    const all = found.flatMap((it) => projectRow(it.id, it, clocks.asOf, nameOf) ?? []);
    const standing = all.filter((it) => it.status !== 'dropped');
    const wanted = all.filter((it) => !filter.owner || it.owner?.id === filter.owner);
    const rows = filter.status?.length ? wanted.filter((it) => filter.status?.includes(it.status)) : wanted;
    const counts = Object.fromEntries(
      projectStatuses.map((status) => [status, wanted.filter((it) => it.status === status).length]),
    ) as Record<ProjectStatus, number>;
    const units = unitsOf(printed);
    return {
      rows,
      total: rows.length,
      counts,
      sections: bySection(standing, printed),
      units,
      owners: units.length > 1 ? [] : byOwner(standing),
      grand: units.length > 1 ? null : grandTotal(standing, printed),
      ...clocks,
      freshness,
    };
  }
}

const ownersIn = ({ project }: FollowedProject): string[] => project.owners.flatMap((it) => it.owner ?? []);

@QueryHandler(ProjectById)
export class ProjectByIdHandler implements IQueryHandler<ProjectById> {
  constructor(
    private readonly states: ProjectStates,
    private readonly queries: QueryBus,
  ) {}

  async execute({ id, filter }: ProjectById): Promise<ProjectView> {
    const freshness = await this.states.freshness(filter.minPosition);
    const clocks = this.states.clocksOf(filter);
    const [found] = await this.states.projects(clocks.knownOn, { id });
    const nameOf = await namesOf(this.queries, found ? ownersIn(found) : [], clocks.asOf);
    const row = found ? projectRow(id, found, clocks.asOf, nameOf) : null;
    if (!found?.project.listed || !row)
      throw new Refusal('unknown-project', {
        kind: 'not-found',
        field: 'project',
        vi: `Không có dự án “${id}” vào ngày đã chọn.`,
        en: `There is no project “${id}” on the chosen day.`,
        figures: { project: id },
      });
    const { project, refs } = found;
    const until = <T extends { readonly on: LocalDate; readonly at: number }>(all: readonly T[]): WithEvent<T>[] =>
      all.filter((it) => it.on <= clocks.asOf).map((it) => ({ ...it, event: refs[it.at - 1] ?? null }));
    return {
      ...row,
      ...clocks,
      listedOn: found.project.listed.on,
      unit: await this.unitOf(row, clocks.knownOn),
      payments: until(project.disbursements).reverse(),
      acceptances: until(project.acceptances).reverse(),
      money: until(project.money),
      owners: until(project.owners).map((it) => ({ ...it, name: it.owner ? nameOf(it.owner) : null })),
      may: filter.actor ? permittedOn(project, this.states.situation(filter.actor)) : [],
      freshness,
    };
  }

  private async unitOf({ plan, item }: ProjectRow, knownOn: Instant | null): Promise<string> {
    const printed = await this.states.sums(knownOn, plan);
    return printed.find((it) => it.appendix === item.split('.')[0])?.unit ?? '';
  }
}

export const projectQueryHandlers = [ProjectStates, ProjectListHandler, ProjectByIdHandler];
