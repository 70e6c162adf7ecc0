import { Inject, Injectable } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { namesOf } from '#agencies';
import { type Envelope, EVENT_STORE, type EventStore } from '#event-store';
import { type AgencyId, CLOCK, type Clock, parseTaskId, Refusal, todayOf } from '#language';
import { Reassign, type Status, SucceedCoordination, statusLabels, TaskList, type TaskRow, TasksCoordinatedBy } from '#tasks';
import { type Duty, type DutyKind, groundOf, mustShowAll, type Passing, passedOr } from './duties.js';

const table = { vi: 'Bảng nhiệm vụ', en: 'The board' };

/** Everything that is neither done nor cancelled. */
const open: readonly Status[] = [
  'overdue',
  'due-soon',
  'awaiting-acceptance',
  'on-track',
  'not-started',
  'no-deadline',
  'continuous',
  'suspended',
];

/** The tasks that a body leads, passed on by the task's own command, reassigned. */
@Injectable()
export class TaskDuties implements DutyKind {
  readonly kind = 'task';
  readonly label = { vi: 'Nhiệm vụ', en: 'Tasks' };

  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(EVENT_STORE) private readonly store: EventStore,
  ) {}

  async openOf(agencies: readonly AgencyId[]): Promise<readonly Duty[]> {
    const minPosition = String(await this.store.head());
    const found: Duty[] = [];
    for (const agency of agencies)
      for (let page = 1; ; page++) {
        const asked = { agency, status: open, asOf: todayOf(this.clock), sort: 'item', page, size: 200, minPosition } as const;
        const { rows, total, freshness } = await this.queries.execute(new TaskList(asked));
        mustShowAll(freshness, minPosition, table);
        found.push(...rows.map(dutyOf));
        if (page * 200 >= total) break;
      }
    return found;
  }

  async pass({ act, duty, to }: Passing, envelope: Envelope): Promise<'passed' | 'waits' | 'gone'> {
    try {
      await this.commands.execute(new Reassign(parseTaskId(duty.id).id, { to, ...groundOf(act) }, envelope));
      return 'passed';
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (error.code === 'same-agency') return 'passed';
      if (error.code === 'not-open') return error.figures.standing === 'awaiting-acceptance' ? 'waits' : 'gone';
      throw error;
    }
  }
}

/** The places of a body, by name, in the lists of coordinating bodies: a merged body is not written to. */
@Injectable()
export class CoordinationDuties implements DutyKind {
  readonly kind = 'coordination';
  readonly label = { vi: 'Phối hợp nhiệm vụ', en: 'Coordination of tasks' };

  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(EVENT_STORE) private readonly store: EventStore,
  ) {}

  async openOf(agencies: readonly AgencyId[]): Promise<readonly Duty[]> {
    const minPosition = String(await this.store.head());
    const found: Duty[] = [];
    for (const agency of agencies) {
      const asked = new TasksCoordinatedBy(agency, { asOf: todayOf(this.clock), minPosition });
      const { rows, freshness } = await this.queries.execute(asked);
      mustShowAll(freshness, minPosition, table);
      // Several bodies of one act may coordinate the same task: each place is a duty of its own. Whoever is late is the lead.
      for (const row of rows)
        found.push({ ...dutyOf(row), kind: this.kind, id: `${row.id}/${agency}`, agency, lateDays: 0, waits: false });
    }
    return found;
  }

  async pass({ act, duty, from, to }: Passing, envelope: Envelope): Promise<'passed' | 'gone'> {
    const nameOf = await namesOf(this.queries, [to]);
    const { id } = parseTaskId(duty.id.slice(0, duty.id.lastIndexOf('/')));
    const body = { from, to, named: nameOf(to), reason: groundOf(act).reason, on: act.on };
    return passedOr('not-in-progress', this.commands.execute(new SucceedCoordination(id, body, envelope)));
  }
}

const dutyOf = (row: TaskRow): Duty => ({
  kind: 'task',
  id: row.id,
  agency: row.agency.id,
  title: row.title,
  plan: row.plan,
  dueOn: row.dueOn,
  state: statusLabels[row.status],
  lateDays: row.status === 'overdue' ? row.lateDays : 0,
  waits: row.status === 'awaiting-acceptance',
});
