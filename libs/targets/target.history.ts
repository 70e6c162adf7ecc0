import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryBus, QueryHandler } from '@nestjs/cqrs';
import { namesOf } from '#agencies';
import { EVENT_STORE, type EventStore, UnknownStream } from '#event-store';
import { UserNames } from '#identity';
import { dayOf, type Recorded, Refusal } from '#language';
import { type EventRef, pointTo } from '#tasks';
import { type RecordedTargetEvent, targetStream } from './target.events.js';
import { agenciesInTargetEvent, describeTargetEvent } from './target.sentences.js';

export interface TargetHistoryRow extends EventRef {
  readonly vi: string;
  readonly en: string;
  readonly actor: { readonly name: string | null; readonly agency: string | null; readonly role: string };
  readonly simulated: boolean;
}

/** Everything that was ever recorded about a target, in order, in sentences; straight from its stream. */
export class TargetHistory extends Query<readonly TargetHistoryRow[]> {
  constructor(readonly id: string) {
    super();
  }
}

@QueryHandler(TargetHistory)
export class TargetHistoryHandler implements IQueryHandler<TargetHistory> {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    private readonly queries: QueryBus,
  ) {}

  async execute({ id }: TargetHistory): Promise<readonly TargetHistoryRow[]> {
    const events = await this.eventsOf(id);
    const nameOf = await namesOf(this.queries, events.flatMap(agenciesInTargetEvent));
    const people = await this.queries.execute(new UserNames([...new Set(events.map((it) => it.meta.actor.user))]));
    return events.map((event) => ({
      ...pointTo(event, 'on' in event.data ? event.data.on : dayOf(event.recordedAt)),
      ...describeTargetEvent(event, nameOf),
      actor: { name: people.get(event.meta.actor.user) ?? null, agency: event.meta.actor.agency, role: event.meta.actor.role },
      simulated: event.meta.simulated === true,
    }));
  }

  private async eventsOf(id: string): Promise<readonly RecordedTargetEvent[]> {
    try {
      return (await this.store.read(targetStream(id))).map(ofTarget);
    } catch (error) {
      if (!(error instanceof UnknownStream)) throw error;
      throw new Refusal('unknown-target', {
        kind: 'not-found',
        field: 'target',
        vi: `Không có chỉ tiêu “${id}”.`,
        en: `There is no target “${id}”.`,
        figures: { target: id },
      });
    }
  }
}

/** The log keeps streams apart by name: what is read from a target's stream are a target's events. */
const ofTarget = (event: Recorded) => event as RecordedTargetEvent;
