import { type DynamicModule, Global, Module, type Type } from '@nestjs/common';
import { CommandBus, CqrsModule, QueryBus } from '@nestjs/cqrs';
import { Test } from '@nestjs/testing';
import { DataSource } from 'typeorm';
import { AgenciesModule, agencyProjections } from '#agencies';
import { WORKING_CALENDAR } from '#calendar';
import { DatabaseModule } from '#database';
import {
  AGGREGATES,
  type Aggregates,
  EVENT_STORE,
  type EventStore,
  EventStoreModule,
  eventStoreMigrations,
  newCommandId,
  ProjectionRunner,
} from '#event-store';
import { type Actor, CLOCK, type Instant, Refusal, SetClock, type TaskId } from '#language';
import {
  attentionRulesIn,
  type TaskCommand,
  type TaskEvent,
  TasksModule,
  task,
  taskStream,
  tasksProjections,
  taskUpcasters,
} from '#tasks';
import { freshDatabase } from '../postgres.js';
import { calendar } from './histories.js';

@Global()
@Module({})
class World {
  static with(clock: SetClock): DynamicModule {
    const providers = [
      { provide: CLOCK, useValue: clock },
      { provide: WORKING_CALENDAR, useValue: calendar },
    ];
    return { module: World, providers, exports: [CLOCK, WORKING_CALENDAR] };
  }
}

/** The tasks room with real Postgres behind it, without HTTP; `more` rooms read from it. */
export async function startTasksRoom(now: Instant, more: readonly (Type | DynamicModule)[] = []) {
  const database = await freshDatabase();
  const clock = new SetClock(now);
  const module = await Test.createTestingModule({
    imports: [
      CqrsModule.forRoot(),
      World.with(clock),
      DatabaseModule.forRoot({ url: database.url, migrations: eventStoreMigrations }),
      EventStoreModule.forRoot({
        url: database.url,
        projections: [...agencyProjections, ...tasksProjections],
        upcasters: taskUpcasters,
      }),
      AgenciesModule,
      TasksModule.forRoot({ attention: attentionRulesIn('seeds/rules/attention.json') }),
      ...more,
    ],
  }).compile();
  module.enableShutdownHooks();
  await module.init();
  const aggregates = module.get<Aggregates>(AGGREGATES, { strict: false });
  const store = module.get<EventStore>(EVENT_STORE, { strict: false });
  const runner = module.get(ProjectionRunner, { strict: false });
  return {
    clock,
    store,
    runner,
    module,
    commands: module.get(CommandBus, { strict: false }),
    queries: module.get(QueryBus, { strict: false }),
    source: module.get(DataSource, { strict: false }),
    /** What happened; nothing when the rules refused. */
    async attempt(id: TaskId, command: TaskCommand, actor: Actor): Promise<readonly TaskEvent[]> {
      try {
        return (await aggregates.execute(task, taskStream(id), command, { actor, commandId: newCommandId() })).events;
      } catch (error) {
        if (error instanceof Refusal) return [];
        throw error;
      }
    },
    /** Waits until the board has seen everything. */
    async caughtUp(): Promise<void> {
      if (!(await runner.waitFor('task-board', await store.head(), 30_000)))
        throw new Error(JSON.stringify(await runner.health()));
    },
    async close(): Promise<void> {
      await module.close();
      await database.drop();
    },
  };
}

export type TasksRoom = Awaited<ReturnType<typeof startTasksRoom>>;
