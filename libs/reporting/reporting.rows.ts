import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { EVENT_STORE, type EventStore, type Freshness, freshnessOf, ProjectionRunner } from '#event-store';
import type { AgencyId, Instant, PlanId, TaskId } from '#language';
import type { RoundReport } from './report.js';
import { limits } from './reporting.limits.js';
import { reportingRounds, roundReports } from './reporting.projection.js';
import type { Round } from './round.js';

export interface RoundRow {
  readonly state: Round;
  readonly version: number;
  readonly simulated: boolean;
}

export interface ReportRow {
  readonly plan: PlanId;
  readonly round: string;
  readonly agency: AgencyId;
  readonly state: RoundReport;
  readonly version: number;
  readonly simulated: boolean;
}

const known = (at: number) =>
  `known_from <= coalesce($${at}::timestamptz, 'infinity') and (known_to is null or known_to > coalesce($${at}::timestamptz, 'infinity'))`;

/** Rounds and reports as the projections keep them, as known at a moment (null: now). */
@Injectable()
export class ReportingRows {
  constructor(
    private readonly source: DataSource,
    private readonly runner: ProjectionRunner,
    @Inject(EVENT_STORE) private readonly store: EventStore,
  ) {}

  /** The newest rounds of a plan, or of every plan; one of them when `round` is given. */
  rounds(knownOn: Instant | null, plan?: PlanId, round?: string): Promise<RoundRow[]> {
    return this.source.query<RoundRow[]>(
      `select state, version, simulated from reporting_round
       where ${known(1)} and ($2::text is null or plan = $2) and ($3::text is null or round = $3)
       order by cut_off desc, round limit ${limits.rounds}`,
      [knownOn, plan ?? null, round ?? null],
    );
  }

  /** The reports of some rounds of a plan. */
  reports(knownOn: Instant | null, plan: PlanId, rounds: readonly string[]): Promise<ReportRow[]> {
    return this.source.query<ReportRow[]>(
      `select plan, round, agency, state, version, simulated from round_report
       where ${known(1)} and plan = $2 and round = any($3::text[])`,
      [knownOn, plan, rounds],
    );
  }

  /** The rounds in which a task was owed, oldest first. */
  owed(task: TaskId): Promise<{ plan: PlanId; round: string; agency: AgencyId }[]> {
    return this.source.query('select plan, round, agency from round_owed where task = $1 order by cut_off', [task]);
  }

  /** Waits for a position the reader has written, then says how fresh the rows are: the slower of the two tables. */
  async freshness(minPosition?: string): Promise<Freshness> {
    const [rounds, reports] = await Promise.all([
      freshnessOf(this.runner, reportingRounds.name, minPosition),
      freshnessOf(this.runner, roundReports.name, minPosition),
    ]);
    return BigInt(rounds.position) < BigInt(reports.position) || rounds.state !== 'running' ? rounds : reports;
  }

  /** Waits for everything recorded so far, and gives the position of it. */
  async caughtUp(): Promise<string> {
    const head = String(await this.store.head());
    await this.freshness(head);
    return head;
  }
}
