import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryBus, QueryHandler } from '@nestjs/cqrs';
import { EVENT_STORE, type EventStore } from '#event-store';
import { UserNames } from '#identity';
import { type Instant, type LocalDate, type Role, type TaskId, type UserId } from '#language';
import { namesOf } from './agency-names.js';
import type { RecordedTaskEvent, TaskEvent } from './task.events.js';
import { describeTaskEvent, type Sentence } from './task.sentences.js';
import { eventsOf } from './task.view.js';
import { refOf } from './task.why.js';

export interface HistoryRow extends Sentence {
  readonly id: string;
  readonly version: number;
  /** Decimal text. */
  readonly position: string;
  readonly type: TaskEvent['type'];
  readonly recordedAt: Instant;
  readonly on: LocalDate;
  readonly actor: { readonly user: UserId; readonly name: string | null; readonly agency: string | null; readonly role: Role };
  readonly data: TaskEvent['data'];
  readonly simulated: boolean;
}

/** Everything that was ever recorded about a task, in order, in sentences; straight from its stream. */
export class TaskHistory extends Query<readonly HistoryRow[]> {
  constructor(readonly id: TaskId) {
    super();
  }
}

@QueryHandler(TaskHistory)
export class TaskHistoryHandler implements IQueryHandler<TaskHistory> {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    private readonly queries: QueryBus,
  ) {}

  async execute({ id }: TaskHistory): Promise<readonly HistoryRow[]> {
    const events = await eventsOf(this.store, id);
    const nameOf = await namesOf(this.queries, events.flatMap(agenciesIn));
    const people = await this.queries.execute(new UserNames([...new Set(events.map((event) => event.meta.actor.user))]));
    return events.map((event) => ({
      id: event.id,
      version: event.version,
      position: String(event.position),
      type: event.type,
      recordedAt: event.recordedAt,
      on: refOf(event).on,
      // People's names are not in events: they come from the directory, where they can be erased.
      actor: { ...event.meta.actor, name: people.get(event.meta.actor.user) ?? null },
      ...describeTaskEvent(event, nameOf),
      data: event.data,
      simulated: event.meta.simulated === true,
    }));
  }
}

/** The agencies that a task event names. */
export function agenciesIn(event: RecordedTaskEvent): readonly string[] {
  if (event.type === 'assigned') return [event.data.agency];
  return event.type === 'reassigned' ? [event.data.from, event.data.to] : [];
}
