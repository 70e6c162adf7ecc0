import { Inject, Injectable } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { type Envelope, EVENT_STORE, type EventStore } from '#event-store';
import { type AgencyId, localDate } from '#language';
import { type Duty, type DutyKind, groundOf, mustShowAll, type Passing, passedOr } from '#succession';
import { ChangeOwner } from './project.commands.js';
import { projectStatusLabels } from './project.day.js';
import { ProjectList } from './project.queries.js';
import type { ProjectRow } from './project.rows.js';

const table = { vi: 'Bảng dự án', en: 'The table of projects' };

/** The projects that a body owns and that nobody has accepted, passed on by the project's own command. */
@Injectable()
export class ProjectDuties implements DutyKind {
  readonly kind = 'project';
  readonly label = { vi: 'Dự án (chủ đầu tư)', en: 'Projects (owner)' };

  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    @Inject(EVENT_STORE) private readonly store: EventStore,
  ) {}

  async openOf(agencies: readonly AgencyId[]): Promise<readonly Duty[]> {
    const minPosition = String(await this.store.head());
    const { rows, freshness } = await this.queries.execute(new ProjectList({ minPosition }));
    mustShowAll(freshness, minPosition, table);
    return rows.flatMap((row) =>
      row.owner && agencies.includes(row.owner.id) && !['accepted', 'dropped'].includes(row.status)
        ? [dutyOf(row, row.owner.id)]
        : [],
    );
  }

  pass({ act, duty, to }: Passing, envelope: Envelope): Promise<'passed' | 'gone'> {
    const body = { to, ...groundOf(act) };
    return passedOr('project-dropped', this.commands.execute(new ChangeOwner(duty.id, body, envelope)));
  }
}

const dutyOf = (row: ProjectRow, agency: AgencyId): Duty => ({
  kind: 'project',
  id: row.id,
  agency,
  title: row.title,
  plan: row.plan,
  dueOn: row.years ? localDate(`${row.years.to}-12-31`) : null,
  state: projectStatusLabels[row.status],
  lateDays: 0,
  waits: false,
});
