import { StoreUnavailable } from '#event-store';
import type { Position, Recorded } from '#language';
import { Feed } from '../../../libs/event-store/projections/feed.js';
import type { Bug } from './bugs.js';
import type { MemoryTables } from './rows.js';
import type { Wire } from './wire.js';
import type { World } from './world.js';

class Fenced extends Error {}

/**
 * The protocol of the projection runner over tables in memory: pages of the real feed, the real fold, rows and checkpoint in
 * one commit that is fenced by the checkpoint, three tries at an event that fails, then a stop. Several run at once, as
 * a leader and those that do not know yet that they lost the lead.
 */
export async function runProjection(world: World, wire: Wire, tables: MemoryTables, bug: Bug | null): Promise<void> {
  const { chance } = world;

  const applyBatch = async (from: Position, to: Position, events: readonly Recorded[], known: ReadonlyMap<string, unknown>) => {
    await wire.passing(chance.between(1, 10));
    const fenced = () => tables.position !== from && bug !== 'does not fence a runner that was replaced';
    if (fenced()) throw new Fenced();
    const { states, commit } = tables.prepared(events, known);
    if (bug === 'moves the checkpoint before the rows') tables.position = to;
    // Between rows and checkpoint; a crash in here leaves neither.
    await wire.passing(chance.between(1, 10));
    if (bug !== 'moves the checkpoint before the rows' && fenced()) throw new Fenced();
    commit();
    tables.position = to;
    await wire.passing(chance.between(1, 10));
    if (chance.happens(0.01)) throw new StoreUnavailable('the answer to the commit was lost');
    return states;
  };

  const through = async (from: Position, events: readonly Recorded[], states: Map<string, unknown>): Promise<Position | null> => {
    const last = events.at(-1);
    if (!last) return from;
    for (let tried = 1; ; tried++)
      try {
        for (const [key, state] of await applyBatch(from, last.position, events, states)) states.set(key, state);
        return last.position;
      } catch (error) {
        if (error instanceof Fenced || error instanceof StoreUnavailable) throw error;
        if (events.length === 1) {
          if (tried < 3) continue;
          if (bug === 'skips the event that fails') {
            tables.position = last.position;
            return last.position;
          }
          tables.stopped = last;
          return null;
        }
        const half = Math.ceil(events.length / 2);
        const reached = await through(from, events.slice(0, half), states);
        return reached === null ? null : through(reached, events.slice(half), states);
      }
  };

  for (;;)
    try {
      const feed = new Feed(wire, chance.pick([1, 7, 100]));
      const states = new Map<string, unknown>();
      let position = tables.position;
      while (!tables.stopped) {
        const page = await feed.page(position);
        if (page.length === 0) await wire.waitForMore(position, 5_000);
        const reached = await through(position, page, states);
        if (reached === null) break;
        position = reached;
      }
      await wire.passing(500);
    } catch (error) {
      if (!(error instanceof Fenced) && !(error instanceof StoreUnavailable)) throw error;
      await wire.passing(chance.between(10, 500));
    }
}
