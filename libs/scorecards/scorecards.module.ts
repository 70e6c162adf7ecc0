import { type DynamicModule, Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { SCORECARD_RULES, type ScorecardRules } from './rules.js';
import { ScorecardController } from './scorecard.controller.js';
import { ScorecardOfHandler, ScorecardsHandler } from './scorecard.queries.js';

/** Figures over the tasks' board: this room keeps no rows of its own, so it cannot disagree with it. */
@Module({})
export class ScorecardsModule {
  static forRoot(options: { readonly rules: readonly ScorecardRules[] }): DynamicModule {
    return {
      module: ScorecardsModule,
      imports: [CqrsModule],
      controllers: [ScorecardController],
      providers: [{ provide: SCORECARD_RULES, useValue: options.rules }, ScorecardsHandler, ScorecardOfHandler],
    };
  }
}
