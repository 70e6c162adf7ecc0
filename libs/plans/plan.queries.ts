import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { AGGREGATES, type Aggregates, type Freshness, freshnessOf, ProjectionRunner } from '#event-store';
import { type PlanId, Refusal } from '#language';
import type { Finding, Severity } from './finding.js';
import { type AppendixHead, type PlanFile, planStream } from './plan.events.js';
import { plan } from './plan.js';
import { plans } from './plan.projection.js';
import { workbookOf } from './plan.sheet.js';

export interface PlanCounts {
  readonly items: number;
  readonly tasks: number;
  readonly targets: number;
  readonly results: number;
  readonly projects: number;
  readonly findings: number;
  /** Decisions that nobody has settled. */
  readonly findingsOpen: number;
}

export interface PlanSummary {
  readonly id: string;
  readonly number: string;
  readonly title: string;
  readonly adoptedOn: string;
  readonly year: number;
  readonly issuer: string;
  readonly counts: PlanCounts;
  readonly simulated: boolean;
}

export interface PlanDetail extends PlanSummary {
  readonly place: string;
  readonly signer: string;
  readonly file: PlanFile;
  readonly sha256: string;
  readonly appendices: readonly AppendixHead[];
  readonly sections: readonly {
    readonly appendix: string;
    readonly numeral: string;
    readonly title: string;
    readonly rows: number;
  }[];
}

/** A row as printed with what was read from it; which further fields it has follows from `kind`. */
export interface PlanRowView {
  readonly code: string;
  readonly appendix: string;
  readonly section: string;
  readonly sectionTitle: string;
  readonly title: string;
  readonly line: number;
  readonly [field: string]: unknown;
}

export interface FindingView extends Finding {
  readonly settled: {
    readonly by: string;
    readonly on: string;
    readonly choice: string;
    readonly value: string | null;
    readonly note: string | null;
  } | null;
}

export interface Listed<R> {
  readonly rows: readonly R[];
  readonly freshness: Freshness;
}

export const planRowKinds = ['items', 'targets', 'results', 'projects'] as const;
export type PlanRowKind = (typeof planRowKinds)[number];

/** Every plan on record, newest year first. */
export class PlanList extends Query<Listed<PlanSummary>> {
  constructor(readonly minPosition?: string) {
    super();
  }
}

/** One plan with its sections. Refuses `unknown-plan`. */
export class PlanById extends Query<PlanDetail & { readonly freshness: Freshness }> {
  constructor(
    readonly plan: PlanId,
    readonly minPosition?: string,
  ) {
    super();
  }
}

/** The rows of one kind, in printed order. Refuses `unknown-plan`. */
export class PlanRows extends Query<Listed<PlanRowView>> {
  constructor(
    readonly plan: PlanId,
    readonly kind: PlanRowKind,
    readonly minPosition?: string,
  ) {
    super();
  }
}

export interface FindingFilter {
  readonly severity?: Severity;
  readonly open?: boolean;
  readonly item?: string;
}

/** What is to be settled, in order of weight and line. `open` leaves out (or gives only) what has been settled. Refuses `unknown-plan`. */
export class PlanFindings extends Query<Listed<FindingView>> {
  constructor(
    readonly plan: PlanId,
    readonly filter: FindingFilter = {},
    readonly minPosition?: string,
  ) {
    super();
  }
}

/** The plan in force as an Excel sheet that can be imported again. Refuses `unknown-plan`. */
export class PlanWorkbook extends Query<{ readonly name: string; readonly bytes: Buffer }> {
  constructor(readonly plan: PlanId) {
    super();
  }
}

const summary = `id, number, title, to_char(adopted_on, 'YYYY-MM-DD') as "adoptedOn", year, issuer, counts, simulated`;

@QueryHandler(PlanList)
export class PlanListHandler implements IQueryHandler<PlanList> {
  constructor(
    private readonly source: DataSource,
    private readonly runner: ProjectionRunner,
  ) {}

  async execute({ minPosition }: PlanList): Promise<Listed<PlanSummary>> {
    const freshness = await freshnessOf(this.runner, plans.name, minPosition);
    const rows = await this.source.query<PlanSummary[]>(`select ${summary} from plans order by year desc, adopted_on desc, id`);
    return { rows, freshness };
  }
}

@QueryHandler(PlanById)
export class PlanByIdHandler implements IQueryHandler<PlanById> {
  constructor(
    private readonly source: DataSource,
    private readonly runner: ProjectionRunner,
  ) {}

  async execute({ plan, minPosition }: PlanById): Promise<PlanDetail & { freshness: Freshness }> {
    const freshness = await freshnessOf(this.runner, plans.name, minPosition);
    const [found] = await this.source.query<PlanDetail[]>(
      `select ${summary}, place, signer, file, file->>'sha256' as sha256, appendices, sections from plans where id = $1`,
      [plan],
    );
    if (!found) throw unknownPlan(plan);
    return { ...found, freshness };
  }
}

@QueryHandler(PlanRows)
export class PlanRowsHandler implements IQueryHandler<PlanRows> {
  constructor(
    private readonly source: DataSource,
    private readonly runner: ProjectionRunner,
  ) {}

  async execute({ plan, kind, minPosition }: PlanRows): Promise<Listed<PlanRowView>> {
    const freshness = await freshnessOf(this.runner, plans.name, minPosition);
    await mustBeKnown(this.source, plan);
    const found = await this.source.query<{ row: PlanRowView }[]>(
      `select data || jsonb_build_object('code', code, 'appendix', appendix, 'section', section,
         'sectionTitle', section_title, 'title', title, 'line', line) as row
       from plan_${kind} where plan = $1 order by place`,
      [plan],
    );
    return { rows: found.map(({ row }) => row), freshness };
  }
}

@QueryHandler(PlanFindings)
export class PlanFindingsHandler implements IQueryHandler<PlanFindings> {
  constructor(
    private readonly source: DataSource,
    private readonly runner: ProjectionRunner,
  ) {}

  async execute({ plan, filter, minPosition }: PlanFindings): Promise<Listed<FindingView>> {
    const freshness = await freshnessOf(this.runner, plans.name, minPosition);
    await mustBeKnown(this.source, plan);
    const rows = await this.source.query<FindingView[]>(
      `select id, severity, code, item, appendix, line, printed, proposed, vi, en, figures, settled
       from plan_findings
       where plan = $1 and ($2::text is null or severity = $2) and ($3::boolean is null or (settled is null) = $3)
         and ($4::text is null or item = $4)
       order by array_position(array['blocking', 'decision', 'notice'], severity), line, place`,
      [plan, filter.severity ?? null, filter.open ?? null, filter.item ?? null],
    );
    return { rows, freshness };
  }
}

@QueryHandler(PlanWorkbook)
export class PlanWorkbookHandler implements IQueryHandler<PlanWorkbook> {
  constructor(@Inject(AGGREGATES) private readonly aggregates: Aggregates) {}

  async execute({ plan: id }: PlanWorkbook): Promise<{ name: string; bytes: Buffer }> {
    const { state } = await this.aggregates.load(plan, planStream(id));
    if (state.id === null) throw unknownPlan(id);
    return { name: `${id}.xlsx`, bytes: await workbookOf(state) };
  }
}

async function mustBeKnown(source: DataSource, plan: PlanId): Promise<void> {
  const found = await source.query<unknown[]>('select 1 from plans where id = $1', [plan]);
  if (found.length === 0) throw unknownPlan(plan);
}

const unknownPlan = (plan: string) =>
  new Refusal('unknown-plan', {
    kind: 'not-found',
    field: 'plan',
    vi: `Không có kế hoạch “${plan}”.`,
    en: `There is no plan “${plan}”.`,
    figures: { plan },
  });

export const planQueryHandlers = [PlanListHandler, PlanByIdHandler, PlanRowsHandler, PlanFindingsHandler, PlanWorkbookHandler];
