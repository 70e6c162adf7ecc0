export { type PrintedSums, printedSums } from './printed-sums.js';
export * from './project.commands.js';
export {
  type Oddity,
  type ProjectOnDay,
  type ProjectStatus,
  projectOn,
  projectStatuses,
  projectStatusLabels,
} from './project.day.js';
export { ProjectDuties } from './project.duties.js';
export * from './project.events.js';
export { ProjectHistory } from './project.history.js';
export { project } from './project.js';
export { projectProjections } from './project.projection.js';
export { ProjectById, type ProjectFilter, ProjectList, type ProjectListAnswer, type ProjectView } from './project.queries.js';
export type { ProjectRow } from './project.rows.js';
export { agenciesInProjectEvent, describeProjectEvent, describeSumsEvent } from './project.sentences.js';
export type { GrandTotal, OwnerRollUp, SectionRollUp } from './project.sums.js';
export { ProjectsModule } from './projects.module.js';
