import { type DynamicModule, Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { ATTENTION_RULES, type AttentionRules } from './attention.js';
import { CountingAhead } from './counting-ahead.js';
import { DeadlineWatch, RunWatchHandler } from './deadline-watch.js';
import { ExtensionsToDecideHandler } from './extensions-to-decide.js';
import { TasksFreshness } from './freshness.js';
import { MyTasksHandler, TasksCoordinatedByHandler } from './my-tasks.js';
import { OverdueBoardHandler } from './overdue-board.js';
import { taskCommandHandlers } from './task.commands.js';
import { TaskActionsController, TaskReadingController } from './task.controller.js';
import { ExcusedTasksHandler } from './task.excused.js';
import { TaskFiguresHandler } from './task.figures.js';
import { TaskHistoryHandler } from './task.history.js';
import { TasksOfAgencyHandler } from './task.judged.js';
import { TaskBoard, TaskListHandler, TaskTallyHandler } from './task.queries.js';
import { TaskByIdHandler } from './task.view.js';

/** The tasks room. Needs the event store, the database, CLOCK and WORKING_CALENDAR from outside; the server starts DeadlineWatch and CountingAhead. */
@Module({})
export class TasksModule {
  static forRoot({ attention }: { readonly attention: readonly AttentionRules[] }): DynamicModule {
    return {
      module: TasksModule,
      imports: [CqrsModule],
      controllers: [TaskReadingController, TaskActionsController],
      providers: [
        { provide: ATTENTION_RULES, useValue: attention },
        ...taskCommandHandlers,
        TasksFreshness,
        TaskBoard,
        TaskListHandler,
        TaskTallyHandler,
        TaskFiguresHandler,
        ExcusedTasksHandler,
        TasksOfAgencyHandler,
        TaskByIdHandler,
        TaskHistoryHandler,
        OverdueBoardHandler,
        ExtensionsToDecideHandler,
        MyTasksHandler,
        TasksCoordinatedByHandler,
        RunWatchHandler,
        DeadlineWatch,
        CountingAhead,
      ],
      exports: [DeadlineWatch, CountingAhead],
    };
  }
}
