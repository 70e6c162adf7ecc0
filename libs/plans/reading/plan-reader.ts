import { parentPort, workerData } from 'node:worker_threads';
import { Refusal } from '#language';
import type { Told } from './apart.js';
import { readPlan } from './read-plan.js';

// The thread of apart.ts: reads the one file that it was given. A bug ends it with its stack.
const told = await readPlan(workerData as Uint8Array).then(
  (read): Told => ({ read }),
  (error: unknown): Told => {
    if (!(error instanceof Refusal)) throw error;
    const { code, kind, vi, en, field, figures } = error;
    return {
      refused: { code, text: { kind, vi, en, figures, ...(field === undefined ? {} : { field }) }, cause: String(error.cause) },
    };
  },
);
parentPort?.postMessage(told);
