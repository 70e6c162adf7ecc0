import {
  type DynamicModule,
  Global,
  Inject,
  Logger,
  Module,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
  type OnModuleDestroy,
} from '@nestjs/common';
import { DataSource } from 'typeorm';
import { CLOCK, type Clock, systemClock } from '#language';
import { AGGREGATES } from './aggregates.js';
import type { Engine } from './engine.js';
import { EVENT_STORE, type EventStore } from './event-store.js';
import { AggregatesOf } from './execute.js';
import { mustFollow } from './followed-log.js';
import { type Observer, observed } from './observing.js';
import { PostgresEventStore } from './postgres/postgres-event-store.js';
import { PostgresSnapshots } from './postgres/snapshots.js';
import type { Projection } from './projection.js';
import { ProjectionRunner } from './projections/runner.js';
import type { Upcaster } from './upcasting.js';

export interface EventStoreOptions {
  /** The database of the rows, and of the log when no other engine is given. The same as DatabaseModule's. */
  readonly url: string;
  // biome-ignore lint/suspicious/noExplicitAny: each projection has its own state and events.
  readonly projections?: readonly Projection<any, any>[];
  readonly upcasters?: readonly Upcaster[];
  /** Default: what CLOCK gives when some global module provides it, else the machine's. */
  readonly clock?: Clock;
  /** False in a process that only answers requests: it reads the rows that others write. Default true. */
  readonly runProjections?: boolean;
  /** Is told of appends and of rows written. */
  readonly observer?: Observer;
  /** Another engine over the same contract. Default: PostgresEventStore on `url`. */
  readonly engine?: () => Promise<Engine | undefined>;
}

const OPTIONS = Symbol('EventStoreOptions');

/**
 * EVENT_STORE, AGGREGATES and ProjectionRunner for every room. Needs DatabaseModule with eventStoreMigrations. Projections run
 * from bootstrap on and end before the log is closed.
 */
@Global()
@Module({})
export class EventStoreModule implements OnApplicationBootstrap, OnModuleDestroy, OnApplicationShutdown {
  constructor(
    @Inject(OPTIONS) private readonly options: EventStoreOptions,
    @Inject(EVENT_STORE) private readonly store: EventStore,
    private readonly runner: ProjectionRunner,
    private readonly snapshots: PostgresSnapshots,
  ) {}

  static forRoot(options: EventStoreOptions): DynamicModule {
    const upcasters = options.upcasters ?? [];
    const clock = { token: CLOCK, optional: true };
    return {
      module: EventStoreModule,
      providers: [
        { provide: OPTIONS, useValue: options },
        {
          provide: EVENT_STORE,
          // The DataSource is asked for because it is there only after the migrations.
          inject: [DataSource, clock],
          useFactory: async (source: DataSource, given?: Clock): Promise<EventStore> => {
            const parts = { clock: options.clock ?? given ?? systemClock, upcasters };
            const store =
              (await options.engine?.())?.(parts) ?? new PostgresEventStore({ url: options.url, besideRows: true, ...parts });
            try {
              await mustFollow(source, store);
            } catch (error) {
              await store.close();
              throw error;
            }
            return options.observer ? observed(store, options.observer) : store;
          },
        },
        {
          provide: AGGREGATES,
          inject: [EVENT_STORE, PostgresSnapshots, clock],
          useFactory: (store: EventStore, snapshots: PostgresSnapshots, given?: Clock) =>
            AggregatesOf({ store, clock: options.clock ?? given ?? systemClock, upcasters, snapshots }),
        },
        {
          provide: PostgresSnapshots,
          inject: [DataSource],
          useFactory: (source: DataSource) => new PostgresSnapshots(source),
        },
        {
          provide: ProjectionRunner,
          inject: [EVENT_STORE],
          useFactory: (store: EventStore) => {
            const logger = new Logger('projections');
            return new ProjectionRunner({
              store,
              url: options.url,
              projections: options.projections ?? [],
              log: (line) => logger.log(line),
              ...(options.observer ? { applied: options.observer.applied } : {}),
            });
          },
        },
      ],
      exports: [EVENT_STORE, AGGREGATES, ProjectionRunner],
    };
  }

  onApplicationBootstrap(): void {
    if (this.options.runProjections !== false) this.runner.start();
  }

  async onModuleDestroy(): Promise<void> {
    await this.runner.stop();
    await this.snapshots.close();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.store.close();
  }
}
