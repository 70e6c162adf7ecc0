import { beginning } from '#language';
import { MemoryLog } from '../../event-store/memory/memory-event-store.js';
import { type Bug, storeWith } from './bugs.js';
import { type Told, work } from './clients.js';
import { shelves } from './counter.js';
import { judged } from './judging.js';
import { Reader } from './reader.js';
import { MemoryTables } from './rows.js';
import { runProjection } from './runner.js';
import { type Weather, Wire } from './wire.js';
import { World } from './world.js';

export interface Lived {
  readonly steps: number;
  readonly events: number;
  readonly acknowledged: number;
  readonly crashes: number;
  /** What is wrong; empty when all is well. */
  readonly found: readonly string[];
}

/** Steps within which a world that nothing happens to any more has to come to rest. */
const rest = 30_000;

/** One world from its beginning to rest, the same for the same seed and number: some steps of trouble, then none until all is read. */
export async function live(seed: string, number: number, steps: number, bug: Bug | null = null): Promise<Lived> {
  const world = new World(seed, `life ${number}`);
  const { chance } = world;
  const step = chance.pick([() => 1n, () => BigInt(chance.between(1, 40))]);
  const log = new MemoryLog(step);
  const store = storeWith(bug, log, world);
  const weather: Weather = { lost: 0.03, mute: 0.03, twice: 0.03, slow: 0.03 };
  const wires: Wire[] = [];
  const process = () => {
    const it = new Wire(store, world, weather, bug);
    wires.push(it);
    return it;
  };
  const told: Told = { acknowledged: [], refused: new Set(), furthest: beginning, wrong: [] };
  const mended = new Set<string>();
  const tables = new MemoryTables(shelves(mended), beginning);
  const broken: unknown[] = [];
  const goes = (it: Promise<void>) => void it.catch((error: unknown) => broken.push(error));

  const hands = Array.from({ length: 6 }, (_, n) => ({ wire: process(), name: `hand ${number} ${n}` }));
  for (const { wire, name } of hands) goes(work(world, wire, name, told));
  const readers = [0, 30, 400]
    .map((slowness) => ({ wire: process(), slowness }))
    .map(({ wire, slowness }) => ({ wire, reader: new Reader(world, wire, slowness, bug) }));
  for (const { reader } of readers) reader.start();
  const runners = [process(), process()];
  for (const wire of runners) goes(runProjection(world, wire, tables, bug));

  let crashes = 0;
  let troubled = true;
  const crash = () => {
    if (!troubled) return;
    crashes++;
    const hand = chance.pick(hands);
    const { wire, reader } = chance.pick(readers);
    const runner = chance.pick(runners);
    chance.pick([
      () => {
        hand.wire.crash();
        goes(work(world, hand.wire, `${hand.name} ${crashes}`, told));
      },
      () => {
        wire.crash();
        reader.start();
      },
      () => {
        runner.crash();
        goes(runProjection(world, runner, tables, bug));
      },
    ])();
    world.alarm(chance.between(20, 1_500), crash);
  };
  const clock = () => {
    if (!troubled) return;
    world.jump(chance.pick([-86_400_000, -3_600_000, -1_000, 1_000, 3_600_000, 86_400_000]));
    world.alarm(chance.between(500, 20_000), clock);
  };
  // Somebody looks after what has stopped.
  const mend = () => {
    if (tables.stopped) mended.add(tables.stopped.id);
    tables.stopped = null;
    world.alarm(3_000, mend);
  };
  crash();
  clock();
  mend();

  await world.run(steps);
  troubled = false;
  Object.assign(weather, { lost: 0, mute: 0, twice: 0, slow: 0 });
  for (const { wire } of hands) wire.crash();
  const done = () =>
    tables.position === log.head && readers.every(({ reader }) => reader.seen.at(-1) === log.events.at(-1)?.position);
  // What was on its way for longest arrives within this.
  const quiet = world.time + 30_000;
  for (let used = 0; used < rest && !(done() && world.time > quiet) && broken.length === 0; used += 100) await world.run(100);
  const found = [
    ...broken.map((it) => (it instanceof Error ? (it.stack ?? it.message) : String(it))),
    ...judged(
      log,
      told,
      readers.map(({ reader }) => reader),
      tables,
      shelves('all'),
    ),
  ];
  return { steps: world.steps, events: log.events.length, acknowledged: told.acknowledged.length, crashes, found };
}
