export { PeriodsToOpen, RoundMatrix } from './matrix.query.js';
export { RoundDuties } from './report.duties.js';
export * from './report.events.js';
export { roundReport, type Telling } from './report.js';
export { OccurrencesOf, RoundReportOf, type RoundReportView } from './report.queries.js';
export {
  CloseRound,
  ExemptAgency,
  ExtendRound,
  OpenRound,
  PassRoundDuty,
  PrepareRoundReport,
  ReopenRound,
  ReturnRoundReport,
  SignRoundReport,
  SupplementRoundReport,
} from './reporting.commands.js';
export { ReportingModule } from './reporting.module.js';
export { reportingProjections } from './reporting.projection.js';
export { type RoundAgency, RoundById, type RoundLine, RoundList, SilentForRounds } from './reporting.queries.js';
export { agenciesInReporting, describeRoundEvent, describeRoundReportEvent } from './reporting.sentences.js';
export * from './round.events.js';
export { closingDayOf, round } from './round.js';
export { type ReportingRules, reportingRulesIn, reportingRulesOn } from './rules.js';
export { type RoundWithReports, type SilentTask, silentTasks } from './silence.js';
export { figuresOf, type ReportStanding, type Standing, standingOn } from './standing.js';
export { RoundSynthesis, type SynthesisAnswer, type SynthesisEntry, type SynthesisItem } from './synthesis.query.js';
