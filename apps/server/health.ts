import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { EVENT_STORE, type EventStore, EventStoreDbStore, type ProjectionHealth, ProjectionRunner } from '#event-store';

export interface HealthNow {
  readonly status: 'ok' | 'degraded' | 'down';
  readonly live: true;
  readonly ready: boolean;
  readonly projections: Omit<ProjectionHealth, 'error'>[];
  readonly store: { readonly engine: string; readonly answers: boolean; readonly head: string | null };
}

/** Whether log, rows and projections answer. Everybody may ask: what stopped a projection is told to those who may mend it. */
@Injectable()
export class Health {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    private readonly runner: ProjectionRunner,
    private readonly source: DataSource,
  ) {}

  async now(): Promise<HealthNow> {
    const [head, rows] = await Promise.all([
      this.store.head().catch(() => null),
      this.source
        .query('select 1')
        .then(() => true)
        .catch(() => false),
    ]);
    const ready = head !== null && rows;
    const projections = ready ? (await this.runner.health()).map(({ error: _, ...open }) => open) : [];
    const stopped = projections.some(({ state }) => state === 'stopped');
    return {
      status: ready ? (stopped ? 'degraded' : 'ok') : 'down',
      live: true,
      ready,
      projections,
      store: {
        engine: this.store instanceof EventStoreDbStore ? 'eventstoredb' : 'postgres',
        answers: head !== null,
        head: head === null ? null : head.toString(),
      },
    };
  }
}
