import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryBus, QueryHandler } from '@nestjs/cqrs';
import { namesOf } from '#agencies';
import { EVENT_STORE, type EventStore, UnknownStream } from '#event-store';
import { UserNames } from '#identity';
import { dayOf, type Recorded, Refusal } from '#language';
import { type EventRef, pointTo } from '#tasks';
import { projectStream, type RecordedProjectEvent } from './project.events.js';
import { agenciesInProjectEvent, describeProjectEvent } from './project.sentences.js';

export interface ProjectHistoryRow extends EventRef {
  readonly vi: string;
  readonly en: string;
  readonly actor: { readonly name: string | null; readonly agency: string | null; readonly role: string };
  readonly simulated: boolean;
}

/** Everything that was ever recorded about a project, in order, in sentences; straight from its stream. */
export class ProjectHistory extends Query<readonly ProjectHistoryRow[]> {
  constructor(readonly id: string) {
    super();
  }
}

@QueryHandler(ProjectHistory)
export class ProjectHistoryHandler implements IQueryHandler<ProjectHistory> {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    private readonly queries: QueryBus,
  ) {}

  async execute({ id }: ProjectHistory): Promise<readonly ProjectHistoryRow[]> {
    const events = await this.eventsOf(id);
    const nameOf = await namesOf(this.queries, events.flatMap(agenciesInProjectEvent));
    const people = await this.queries.execute(new UserNames([...new Set(events.map((it) => it.meta.actor.user))]));
    return events.map((event) => ({
      ...pointTo(event, 'on' in event.data ? event.data.on : dayOf(event.recordedAt)),
      ...describeProjectEvent(event, nameOf),
      actor: { name: people.get(event.meta.actor.user) ?? null, agency: event.meta.actor.agency, role: event.meta.actor.role },
      simulated: event.meta.simulated === true,
    }));
  }

  private async eventsOf(id: string): Promise<readonly RecordedProjectEvent[]> {
    try {
      return (await this.store.read(projectStream(id))).map(ofProject);
    } catch (error) {
      if (!(error instanceof UnknownStream)) throw error;
      throw new Refusal('unknown-project', {
        kind: 'not-found',
        field: 'project',
        vi: `Không có dự án “${id}”.`,
        en: `There is no project “${id}”.`,
        figures: { project: id },
      });
    }
  }
}

/** The log keeps streams apart by name: what is read from a project's stream are a project's events. */
const ofProject = (event: Recorded) => event as RecordedProjectEvent;
