import { setTimeout as sleep } from 'node:timers/promises';
import { chance } from '../../libs/simulation/chance.js';
import { LogWatch, type Placed } from './log-watch.js';
import { reported, rounds, seed } from './seed.js';
import { Fleet, places, type Victim } from './servers/fleet.js';
import { officersOf, Reporting } from './servers/officers.js';
import { rowsThatDoNotFollow } from './servers/rows-follow.js';

const kills = rounds('SERVER_KILLS', 20);
/** Rounds between two looks at all rows. */
const rowsEvery = 20;

interface Row extends Placed {
  readonly said: string | null;
}

/** The whole product as it is run: people report over HTTP, through two servers, on the same tasks; two more project. */
describe('two servers, two workers and a PostgreSQL that are killed at any moment', () => {
  let fleet: Fleet;
  let reporting: Reporting;
  let log: LogWatch;
  const chances = chance(seed, 'servers');
  const done = {
    rounds: 0,
    acknowledged: 0,
    asked: 0,
    reports: 0,
    events: 0,
    lost: 0,
    compared: 0,
    server: 0,
    worker: 0,
    postgres: 0,
  };

  beforeAll(async () => {
    fleet = await Fleet.found();
    log = new LogWatch(fleet.postgres.url);
  }, 300_000);
  afterAll(async () => {
    await log.close();
    await fleet.close();
    reported('servers', done);
  }, 60_000);

  const reports = new Map<string, Row>();
  let told = 0;

  /** Reads on from where the last look ended: no report twice, nothing that was told missing. */
  async function nothingIsLost(): Promise<void> {
    const heard = reporting.acknowledged.slice(told);
    told += heard.length;
    const rows = await log.readOn<Row>(`case type when 'milestone-reported' then data ->> 'narrative' end as said`);
    for (const it of rows) {
      if (it.said === null) continue;
      expect([it.said, reports.has(it.said)]).toEqual([it.said, false]);
      reports.set(it.said, it);
    }
    // What was heard before we asked is there when we look; an earlier look may have seen it before it was told.
    const missing = heard.filter((it) => !reports.has(it.said));
    expect(missing).toEqual([]);
    for (const it of heard) expect(reports.get(it.said)).toEqual(it);
    expect(reporting.wrong).toEqual([]);
    Object.assign(done, { acknowledged: told, asked: reporting.asked, reports: reports.size, lost: done.lost + missing.length });
    done.events += rows.length;
  }

  /** With the log standing still. */
  async function rowsAreWhole(): Promise<void> {
    await fleet.whole();
    expect(await rowsThatDoNotFollow(fleet.postgres.url)).toEqual([]);
    done.compared++;
  }

  it(
    'lose no report that was acknowledged, write none twice, and show what a rebuild shows',
    async () => {
      const officers = await officersOf(fleet, 6);
      reporting = new Reporting(fleet, officers, chance(seed, 'reports'));
      reporting.start();
      for (let round = 1; round <= kills; round++) {
        const before = reporting.acknowledged.length;
        for (let tries = 0; reporting.acknowledged.length < before + 20; tries++) {
          if (tries === 1_500) throw new Error(`nothing is acknowledged any more: ${reporting.wrong.join('\n')}`);
          await sleep(40);
        }
        await sleep(chances.between(0, 150));
        const victims: Victim[] = chances.happens(0.3)
          ? [chances.pick(places), 'postgres']
          : [chances.pick([...places, 'postgres', 'api 1', 'api 2'] as const)];
        for (const it of victims) {
          await fleet.kill(it);
          done[it === 'postgres' ? it : it.startsWith('api') ? 'server' : 'worker']++;
        }
        await nothingIsLost();
        done.rounds++;
        if (process.env.FAULTS_REPORT && round % 50 === 0) process.stderr.write(`servers: ${JSON.stringify(done)}\n`);
        if (round % rowsEvery !== 0 && round !== kills) continue;
        await reporting.stop();
        await nothingIsLost();
        await rowsAreWhole();
        if (round < kills) reporting.start();
      }
      expect(done).toMatchObject({ rounds: kills, lost: 0 });
    },
    120_000 + kills * 12_000,
  );
});
