import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { projectCommandHandlers } from './project.commands.js';
import { ProjectActionsController, ProjectReadingController } from './project.controller.js';
import { ProjectHistoryHandler } from './project.history.js';
import { projectQueryHandlers } from './project.queries.js';

/** The projects room. Needs the event store, the database and CLOCK from outside. */
@Module({
  imports: [CqrsModule],
  controllers: [ProjectReadingController, ProjectActionsController],
  providers: [...projectCommandHandlers, ...projectQueryHandlers, ProjectHistoryHandler],
})
export class ProjectsModule {}
