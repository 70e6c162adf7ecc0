export { AddressedRow, RowAt } from './addressed.js';
export { type AttentionRules, limitsOn, type SilenceLimits } from './attention.js';
export { attentionRulesIn } from './attention.rules.js';
export { CountingAhead } from './counting-ahead.js';
export { DeadlineWatch, RunWatch, type WatchRun, watchActor } from './deadline-watch.js';
export { brought } from './evidence-brought.js';
export { type Behind, ExtensionsToDecide, type ExtensionToDecide } from './extensions-to-decide.js';
export { MyTasks, type MyTasksAnswer, TasksCoordinatedBy } from './my-tasks.js';
export { OverdueBoard, type OverdueBoardAnswer, type Rate, rate, ratesOf } from './overdue-board.js';
export * from './task.commands.js';
export { type Segment, segmentsOf, type TaskOnDay, taskOn } from './task.day.js';
export {
  Act,
  Csv,
  Day,
  DocumentDto,
  DocumentedDto,
  Files,
  OptionalAct,
  OptionalDay,
  OptionallyDocumentedDto,
  OptionalWords,
  ReasonDto,
  TaskEvidenceDto,
  Words,
} from './task.dto.js';
export * from './task.events.js';
export { ExcusedTasks } from './task.excused.js';
export { type TaskCounts, TaskFigures, type TaskFiguresAnswer } from './task.figures.js';
export { ClocksDto, clocksFrom, PlanClocksDto, planClocksFrom } from './task.filters.dto.js';
export { agenciesIn, type HistoryRow, TaskHistory } from './task.history.js';
export { permittedActions, task } from './task.js';
export { type JudgedTask, type JudgedTaskWithEvents, TasksOfAgency } from './task.judged.js';
export { limits as taskLimits } from './task.limits.js';
export { type FollowedTask, follow, notFollowed, orderOf, taskBoard, tasksProjections } from './task.projection.js';
export {
  type Clocks,
  type Four,
  type Sort,
  type TallyRow,
  type TaskFilter,
  TaskList,
  type TaskListAnswer,
  TaskTally,
} from './task.queries.js';
export { type Action, actions, type TaskCommand } from './task.requests.js';
export type { BothClocks, TaskRow } from './task.rows.js';
export { causeWords, describeTaskEvent, dueInWords, type NameOf, type Sentence } from './task.sentences.js';
export type { Task } from './task.state.js';
export {
  type Cell,
  cellOf,
  dueSoonHorizon,
  type Status,
  type StatusOn,
  statuses,
  statusLabels,
  statusOn,
} from './task.status.js';
export { addedFour, noFour } from './task.tally.js';
export { taskUpcasters } from './task.upcasting.js';
export { TaskById, type TaskView } from './task.view.js';
export { type EventRef, eventsBehind, pointTo, refOf, type Step, type Why, whyOn } from './task.why.js';
export { TasksModule } from './tasks.module.js';
