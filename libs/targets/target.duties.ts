import { Inject, Injectable } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { namesOf } from '#agencies';
import { type Envelope, EVENT_STORE, type EventStore } from '#event-store';
import { type AgencyId, localDate } from '#language';
import { type Duty, type DutyKind, groundOf, mustShowAll, type Passing, passedOr } from '#succession';
import { SucceedBody } from './target.commands.js';
import { type TargetStatus, targetStatusLabels } from './target.day.js';
import { TargetList } from './target.queries.js';
import type { TargetRow } from './target.rows.js';

const table = { vi: 'Bảng chỉ tiêu', en: 'The table of targets' };

/** Met, out of force or no longer printed: nothing is owed any more. What is missed or cannot be measured yet still is. */
const settled: readonly TargetStatus[] = ['met', 'exempt', 'dropped'];

/** What both kinds share: reading the open targets, and passing a place on by the target's own command. */
abstract class OfTargets {
  abstract readonly kind: string;
  protected abstract readonly as: 'executor' | 'monitor';

  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    @Inject(EVENT_STORE) private readonly store: EventStore,
  ) {}

  protected abstract holdersOf(row: TargetRow): readonly string[];

  async openOf(agencies: readonly AgencyId[]): Promise<readonly Duty[]> {
    const minPosition = String(await this.store.head());
    const { rows, freshness } = await this.queries.execute(new TargetList({ minPosition }));
    mustShowAll(freshness, minPosition, table);
    return rows
      .filter((row) => !settled.includes(row.status))
      .flatMap((row) =>
        agencies.filter((it) => this.holdersOf(row).includes(it)).map((agency) => ({ ...dutyOf(row, agency), kind: this.kind })),
      );
  }

  async pass({ act, duty, from, to }: Passing, envelope: Envelope): Promise<'passed' | 'gone'> {
    const nameOf = await namesOf(this.queries, [to]);
    const place = { as: this.as, from, to, named: nameOf(to) };
    const body = { ...place, ...groundOf(act) };
    return passedOr('target-dropped', this.commands.execute(new SucceedBody(targetOf(duty.id), body, envelope)));
  }
}

/** The targets that a body implements, named itself: a group's membership passes on in the registry. */
@Injectable()
export class TargetDuties extends OfTargets implements DutyKind {
  readonly kind = 'target';
  readonly label = { vi: 'Chỉ tiêu (cơ quan thực hiện)', en: 'Targets (implementing body)' };
  protected readonly as = 'executor';

  protected holdersOf({ executors }: TargetRow) {
    return executors.flatMap((it) => (it.kind === 'agency' && it.id ? [it.id] : []));
  }
}

/** The targets that a body measures and judges. */
@Injectable()
export class MonitoringDuties extends OfTargets implements DutyKind {
  readonly kind = 'target-monitoring';
  readonly label = { vi: 'Chỉ tiêu (cơ quan theo dõi, đánh giá)', en: 'Targets (monitoring body)' };
  protected readonly as = 'monitor';

  protected holdersOf({ monitor }: TargetRow) {
    return monitor ? [monitor.id] : [];
  }
}

/** `267-2025/III.I.4/so-y-te`: bodies of one act may implement the same target, each place is a duty of its own. */
const targetOf = (duty: string): string => duty.slice(0, duty.lastIndexOf('/'));

const dutyOf = (row: TargetRow, agency: AgencyId): Omit<Duty, 'kind'> => ({
  id: `${row.id}/${agency}`,
  agency,
  title: row.title,
  plan: row.plan,
  dueOn: localDate(`${row.plan.slice(-4)}-12-31`),
  state: targetStatusLabels[row.status],
  lateDays: 0,
  waits: false,
});
