import type { Upcaster } from '#event-store';

/**
 * Until schema 2 a report and a claim did not name who made them; the actor in the metadata did. The rule that owner and
 * verifier differ reads the name from the data, so old events get it from there.
 */
const namingTheReporter = (type: 'milestone-reported' | 'completed'): Upcaster => ({
  type,
  streams: 'task-',
  to: 2,
  up: (data, event) =>
    typeof data === 'object' && data !== null && !('by' in data) ? { ...data, by: event.meta.actor.user } : data,
});

export const taskUpcasters: readonly Upcaster[] = [namingTheReporter('milestone-reported'), namingTheReporter('completed')];
