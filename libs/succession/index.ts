export { type Carried, CarrySuccessions } from './carrying.js';
export { type Duty, type DutyKind, groundOf, mustShowAll, type Passing, passedOr } from './duties.js';
export { accountOf, predecessorsOf, spansOf } from './responsibility.js';
export { type Responsibility, ResponsibilityOf } from './responsibility.query.js';
export { actFrom, actsIn } from './seed.js';
export { groupChangesOf, heirOf, mustFit } from './succession.act.js';
export { SuccessionCarrier } from './succession.carrier.js';
export * from './succession.commands.js';
export * from './succession.events.js';
export { succession } from './succession.js';
export { successionProjections } from './succession.projection.js';
export {
  type DutyLine,
  OrphanedDuties,
  SuccessionById,
  type SuccessionHead,
  SuccessionList,
  type SuccessionView,
} from './succession.queries.js';
export { agenciesInSuccessionEvent, describeSuccessionEvent, kindWords } from './succession.sentences.js';
export { SuccessionsModule } from './successions.module.js';
