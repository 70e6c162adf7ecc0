export type { Figure, FigureKey, FigureTask } from './figures.js';
export { type ScorecardRules, scorecardRulesIn } from './rules.js';
export { type Scorecard, scorecard } from './scorecard.js';
export {
  type AgencyScorecard,
  type ScorecardAnswer,
  type ScorecardFilter,
  ScorecardOf,
  Scorecards,
  type ScorecardsAnswer,
} from './scorecard.queries.js';
export { ScorecardsModule } from './scorecards.module.js';
