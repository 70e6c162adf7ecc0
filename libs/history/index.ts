export type { Sentence, StreamReader } from './describing.js';
export { HistoryModule } from './history.module.js';
export { historyOf } from './history.projection.js';
export { History, type HistoryAnswer, type RecordedRow, type Replay, ReplayStream } from './history.queries.js';
