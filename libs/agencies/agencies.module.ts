import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { agencyCommandHandlers } from './agency.commands.js';
import { AgenciesController } from './agency.controller.js';
import { agencyQueryHandlers } from './agency.queries.js';
import { RegistryRows } from './registry.rows.js';

/** The agencies room. Needs the event store, the database and CLOCK from outside. */
@Module({
  imports: [CqrsModule],
  controllers: [AgenciesController],
  providers: [RegistryRows, ...agencyCommandHandlers, ...agencyQueryHandlers],
})
export class AgenciesModule {}
