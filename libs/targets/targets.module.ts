import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { targetCommandHandlers } from './target.commands.js';
import { BaselineActionsController, TargetActionsController, TargetReadingController } from './target.controller.js';
import { TargetHistoryHandler } from './target.history.js';
import { targetQueryHandlers } from './target.queries.js';

/** The targets room. Needs the event store, the database and CLOCK from outside. */
@Module({
  imports: [CqrsModule],
  controllers: [TargetReadingController, TargetActionsController, BaselineActionsController],
  providers: [...targetCommandHandlers, ...targetQueryHandlers, TargetHistoryHandler],
})
export class TargetsModule {}
