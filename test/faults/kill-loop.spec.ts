import { setTimeout as sleep } from 'node:timers/promises';
import { PostgresEventStore, ProjectionRunner } from '#event-store';
import { chance } from '../../libs/simulation/chance.js';
import { type Acknowledged, Household, type Victim } from './kill/household.js';
import { tally } from './kill/tally.js';
import { LogWatch, type Placed, patiently } from './log-watch.js';
import { reported, rounds, seed } from './seed.js';

const kills = rounds('KILLS', 100);
/** Rounds between two looks at the figures. */
const figuresEvery = 20;

interface Row extends Placed {
  readonly id: string;
}

/** Writer, worker and PostgreSQL killed at any moment, again and again, under load, over one set of data. */
describe('a server, a worker and a PostgreSQL that are killed at any moment', () => {
  let household: Household;
  let log: LogWatch;
  const chances = chance(seed, 'kills');
  const done = { rounds: 0, acknowledged: 0, events: 0, lost: 0, figures: 0, writer: 0, worker: 0, postgres: 0 };

  beforeAll(async () => {
    household = await Household.found();
    log = new LogWatch(household.postgres.url);
  }, 120_000);
  afterAll(async () => {
    await log.close();
    await household.close();
    reported('kill loop', done);
  }, 60_000);

  const ids = new Set<string>();
  /** Acknowledged, and not found in the log yet. */
  let owed = new Map<string, Acknowledged>();

  /** Reads on from where the last look ended: no id twice, nothing that was told missing. */
  async function nothingIsLost(): Promise<number> {
    const heard = await household.heard();
    for (const it of heard) owed.set(it.id, it);
    done.acknowledged += heard.length;
    const rows = await log.readOn<Row>('id');
    for (const it of rows) {
      expect(ids.has(it.id)).toBe(false);
      const told = owed.get(it.id);
      if (told) expect(told).toEqual({ stream: it.stream, version: it.version, position: it.position, id: it.id });
      owed.delete(it.id);
      ids.add(it.id);
    }
    done.events += rows.length;
    // What was heard before we asked is there when we look; an earlier look may have seen it before it was told.
    const missing = [...owed.values()].filter((it) => !ids.has(it.id));
    done.lost += missing.length;
    expect(missing).toEqual([]);
    owed = new Map();
    return heard.length;
  }

  /** With the log standing still, the rows are what a rebuild makes of it. */
  async function figuresAreWhole(): Promise<void> {
    await household.silence();
    const store = new PostgresEventStore({ url: household.postgres.url });
    const runner = new ProjectionRunner({ store, url: household.postgres.url, projections: [tally] });
    try {
      // PostgreSQL may still be writing what the writer had on its way when it was killed.
      let head = await patiently(() => store.head());
      for (let before = -1n; head !== before; head = await patiently(() => store.head())) {
        before = head;
        await sleep(250);
      }
      for (let tries = 0; !(await patiently(() => runner.waitFor(tally.name, head, 5_000))); tries++)
        if (tries === 12)
          throw new Error(`the worker does not come to the end of the log: ${JSON.stringify(await runner.health())}`);
      expect((await runner.rebuild(tally.name)).same).toBe(true);
      done.figures++;
    } finally {
      await runner.stop();
      await store.close();
    }
    await household.startWriter();
  }

  it(
    'lose nothing that was acknowledged, write nothing twice, and their figures are those of a rebuild',
    async () => {
      for (let round = 1; round <= kills; round++) {
        for (let heard = 0, tries = 0; heard < 50; tries++) {
          if (tries === 1_500) throw new Error('nothing is acknowledged any more');
          await sleep(40);
          heard += await nothingIsLost();
        }
        await sleep(chances.between(0, 150));
        const victims: Victim[] = chances.pick([
          ['writer'],
          ['worker'],
          ['postgres'],
          ['writer', 'postgres'],
          ['postgres', 'worker'],
        ]);
        for (const it of victims) {
          await household.kill(it);
          done[it]++;
        }
        done.rounds++;
        if (process.env.FAULTS_REPORT && round % 100 === 0) process.stderr.write(`kill loop: ${JSON.stringify(done)}\n`);
        if (round % figuresEvery === 0 || round === kills) {
          await figuresAreWhole();
          await nothingIsLost();
        }
      }
      expect(done).toMatchObject({ rounds: kills, lost: 0 });
    },
    60_000 + kills * 6_000,
  );
});
