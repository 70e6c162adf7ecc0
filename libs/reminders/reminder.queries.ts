import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryBus, QueryHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { AgencyNames } from '#agencies';
import { type Freshness, freshnessOf, ProjectionRunner } from '#event-store';
import { UserNames } from '#identity';
import { type AgencyId, CLOCK, type Clock, dayOf, type Instant, type LocalDate, type TaskId, todayOf, userId } from '#language';
import type { Clocks } from '#tasks';
import type { DeliveryResult, Recipient } from './reminder.events.js';
import { reminderRecord } from './reminder.projection.js';

export interface ReminderLine {
  /** A task's id, or a report's: plan, round and whose report it is. */
  readonly subject: string;
  readonly task: string | null;
  /** The round of a report owed; null of a task. */
  readonly round: string | null;
  readonly plan: string;
  readonly agency: { readonly id: string; readonly name: string };
  readonly due: LocalDate;
  readonly step: string;
  /** Working days from the due day. */
  readonly offset: number;
  readonly on: LocalDate;
  readonly recipients: readonly (Recipient & { readonly name: string | null })[];
  readonly results: readonly {
    readonly user: string | null;
    readonly result: DeliveryResult;
    readonly reason: string | null;
    readonly on: LocalDate;
  }[];
  readonly simulated: boolean;
}

export interface ReminderFilter extends Clocks {
  readonly agency?: AgencyId;
  readonly task?: TaskId;
  readonly plan?: string;
  readonly round?: string;
  readonly page?: number;
}

/** What was reminded by a day, newest first, fifty a page; of each what had become of it by then. A reminder is recorded on its day. */
export class ReminderList extends Query<{
  readonly rows: readonly ReminderLine[];
  readonly total: number;
  readonly asOf: LocalDate;
  readonly knownOn: Instant | null;
  readonly freshness: Freshness;
}> {
  constructor(readonly filter: ReminderFilter = {}) {
    super();
  }
}

const size = 50;

@QueryHandler(ReminderList)
export class ReminderListHandler implements IQueryHandler<ReminderList> {
  constructor(
    private readonly source: DataSource,
    private readonly runner: ProjectionRunner,
    private readonly queries: QueryBus,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({ filter }: ReminderList) {
    const { agency, task, plan, round, page = 1, minPosition, knownOn = null } = filter;
    const freshness = await freshnessOf(this.runner, reminderRecord.name, minPosition);
    const known = knownOn && dayOf(knownOn);
    const asOf = filter.asOf ?? known ?? todayOf(this.clock);
    const until = known !== null && known < asOf ? known : asOf;
    const where = `($1::text is null or agency = $1) and ($2::text is null or task = $2)
       and ($3::text is null or plan = $3) and ($4::text is null or round = $4) and reminded_on <= $5::date`;
    const params = [agency ?? null, task ?? null, plan ?? null, round ?? null, until];
    type Row = Omit<ReminderLine, 'agency' | 'recipients'> & { agency: AgencyId; recipients: Recipient[] };
    const found = await this.source.query<Row[]>(
      `select subject, task, round, plan, agency, due::text as due, step, rung as "offset", reminded_on::text as "on", recipients, results, simulated
       from reminder_record where ${where} order by reminded_on desc, subject, rung desc limit ${size} offset $6`,
      [...params, (page - 1) * size],
    );
    const [count] = await this.source.query<{ n: number }[]>(
      `select count(*)::int as n from reminder_record where ${where}`,
      params,
    );
    const agencies = await this.queries.execute(new AgencyNames([...new Set(found.map((it) => it.agency))]));
    const people = await this.queries.execute(
      new UserNames([...new Set(found.flatMap((it) => it.recipients.map((one) => userId(one.user))))]),
    );
    const rows = found.map(
      (it): ReminderLine => ({
        ...it,
        agency: { id: it.agency, name: agencies.get(it.agency) ?? it.agency },
        recipients: it.recipients.map((one) => ({ ...one, name: people.get(one.user) ?? null })),
        results: it.results.filter((one) => one.on <= until),
      }),
    );
    return { rows, total: count?.n ?? 0, asOf, knownOn, freshness };
  }
}
