import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { obstacleCommandHandlers } from './obstacle.commands.js';
import { ObstacleActionsController, ObstacleReadingController } from './obstacle.controller.js';
import { ObstacleByIdHandler, ObstacleListHandler, ObstacleReading, WaitingOfHandler } from './obstacle.queries.js';

/** Obstacles. Needs the event store, the database, CLOCK, WORKING_CALENDAR, and the agencies and tasks rooms beside it. */
@Module({
  imports: [CqrsModule],
  controllers: [ObstacleReadingController, ObstacleActionsController],
  providers: [...obstacleCommandHandlers, ObstacleReading, ObstacleListHandler, ObstacleByIdHandler, WaitingOfHandler],
})
export class ObstaclesModule {}
