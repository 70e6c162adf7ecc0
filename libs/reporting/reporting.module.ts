import { type DynamicModule, Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { PeriodsToOpenHandler, RoundMatrixHandler } from './matrix.query.js';
import { OccurrencesOfHandler, RoundReportOfHandler } from './report.queries.js';
import { reportingCommandHandlers } from './reporting.commands.js';
import { ReportingActionsController, ReportingController } from './reporting.controller.js';
import { RoundByIdHandler, RoundListHandler, RoundReading, SilentForRoundsHandler } from './reporting.queries.js';
import { ReportingRows } from './reporting.rows.js';
import { REPORTING_RULES, type ReportingRules } from './rules.js';
import { RoundSynthesisHandler } from './synthesis.query.js';

/** Reporting rounds. Needs the event store, the database, CLOCK, WORKING_CALENDAR, and the agencies and tasks rooms beside it. */
@Module({})
export class ReportingModule {
  static forRoot(options: { readonly rules: readonly ReportingRules[] }): DynamicModule {
    return {
      module: ReportingModule,
      imports: [CqrsModule],
      controllers: [ReportingController, ReportingActionsController],
      providers: [
        { provide: REPORTING_RULES, useValue: options.rules },
        ReportingRows,
        RoundReading,
        ...reportingCommandHandlers,
        RoundListHandler,
        RoundByIdHandler,
        SilentForRoundsHandler,
        RoundReportOfHandler,
        RoundSynthesisHandler,
        OccurrencesOfHandler,
        RoundMatrixHandler,
        PeriodsToOpenHandler,
      ],
    };
  }
}
