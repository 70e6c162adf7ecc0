import { position } from '#language';
import type { ProjectionHealth } from './projection.js';
import type { ProjectionRunner } from './projections/runner.js';

/** How far an answer's rows follow the log; every list and page says it, so that a stopped projection is seen where it matters. */
export interface Freshness {
  readonly projection: string;
  /** Decimal text, like `head`. */
  readonly position: string;
  readonly head: string;
  readonly state: ProjectionHealth['state'];
  readonly updatedAt: string | null;
}

/** How long a query waits for the caller's own write before it answers with what it has, milliseconds. */
const patience = 5_000;

/** Waits for `minPosition` (decimal text) when one is given, so that people read their own writes. */
export async function reached(runner: ProjectionRunner, name: string, minPosition?: string): Promise<void> {
  if (minPosition !== undefined) await runner.waitFor(name, position(minPosition), patience);
}

/** Waits in the same way, then says how fresh the rows are. */
export async function freshnessOf(runner: ProjectionRunner, name: string, minPosition?: string): Promise<Freshness> {
  await reached(runner, name, minPosition);
  const { position: at, head, state, updatedAt } = await runner.healthOfOne(name);
  return { projection: name, position: at, head, state, updatedAt };
}
