import { reported, rounds, seed } from './seed.js';
import { type Bug, bugs } from './simulation/bugs.js';
import { live } from './simulation/life.js';

/** Steps in all, over many short worlds; SEED and LIFE to replay one that failed. */
const steps = rounds('STEPS', 1_000_000);
const perLife = 10_000;
const only = process.env.LIFE === undefined ? undefined : Number(process.env.LIFE);

const replay = (life: number) => `SEED=${seed} LIFE=${life} npm test -- test/faults/simulation`;

describe('a world in which everything goes wrong', () => {
  it(
    'loses nothing that was acknowledged, shows every reader every event once and in order, and its rows are what a rebuild gives',
    async () => {
      const total = { steps: 0, events: 0, acknowledged: 0, crashes: 0, lives: 0 };
      for (let life = only ?? 0; only === undefined ? total.steps < steps : life === only; life++) {
        const { found, ...lived } = await live(seed, life, perLife);
        expect({ replay: replay(life), found: found.slice(0, 10) }).toEqual({ replay: replay(life), found: [] });
        total.lives++;
        for (const it of ['steps', 'events', 'acknowledged', 'crashes'] as const) total[it] += lived[it];
      }
      reported('simulation', { ...total, lost: 0 });
      expect(total.acknowledged).toBeGreaterThan(0);
    },
    60_000 + steps,
  );

  it('goes the same way for the same seed, so that a failure can be looked at again', async () => {
    expect(await live(seed, 0, 2_000)).toEqual(await live(seed, 0, 2_000));
  });

  it.each(Object.entries(bugs) as [Bug, RegExp][])(
    'is found out when the program %s: the control that shows that this test can fail',
    async (bug, told) => {
      const found: string[] = [];
      for (let life = 0; life < 20 && !found.some((it) => told.test(it)); life++)
        found.push(...(await live(seed, life, perLife, bug)).found);
      expect(found).toContainEqual(expect.stringMatching(told));
    },
    120_000,
  );
});
