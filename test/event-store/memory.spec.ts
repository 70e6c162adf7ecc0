import { instant, SetClock } from '#language';
import { keepsTheContract } from './contract.js';
import { keepsAnyHistory } from './history.js';
import { MemoryEventStore, MemoryLog } from './memory/memory-event-store.js';

/** The engine of the simulation keeps the same contract, or what the simulation shows would say nothing. */
const memory = (step?: () => bigint) => async () => {
  const log = new MemoryLog(step);
  const clock = new SetClock(instant('2025-03-10T03:00:00Z'));
  return { clock, open: () => new MemoryEventStore(log, clock), close: async () => undefined };
};

keepsTheContract('in-memory', memory());
keepsAnyHistory('in-memory', memory());
keepsTheContract(
  'in-memory, with gaps between positions,',
  memory(() => 7n),
);
