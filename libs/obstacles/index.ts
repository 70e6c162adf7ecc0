export { AnswerObstacle, EscalateObstacle, RaiseObstacle, ResolveObstacle } from './obstacle.commands.js';
export * from './obstacle.events.js';
export { type ObstacleState, obstacle } from './obstacle.js';
export { obstacleProjections } from './obstacle.projection.js';
export { ObstacleById, ObstacleList, type ObstacleView, type TaskWaiting, WaitingOf } from './obstacle.queries.js';
export { agenciesInObstacleEvent, describeObstacleEvent } from './obstacle.sentences.js';
export { ObstaclesModule } from './obstacles.module.js';
export { type DaysWaited, daysWaited, waitedWhileLate } from './waiting.js';
