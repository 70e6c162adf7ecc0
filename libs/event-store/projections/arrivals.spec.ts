import { position } from '#language';
import { Arrivals } from './arrivals.js';
import type { Status } from './status.js';

const at = (place: number, state: Status['state'] = 'running'): Status => ({
  version: 1,
  shape: '',
  build: 1,
  position: position(place),
  state,
  error: null,
  updatedAt: '2025-03-10T02:00:00.000Z',
});

describe('waiting for a projection', () => {
  it('looks one at a time for everybody, and tells each when their position is there', async () => {
    let place = 0;
    let under = 0;
    let most = 0;
    let looks = 0;
    const arrivals = new Arrivals(async () => {
      most = Math.max(most, ++under);
      looks++;
      await new Promise((resolve) => setTimeout(resolve, 5));
      under--;
      return at(place++);
    });
    const reached: number[] = [];
    const all = Array.from({ length: 500 }, (_, i) =>
      arrivals.reach(position((i % 5) + 1), 5_000).then((arrived) => {
        expect(arrived).toBe(true);
        reached.push(i % 5);
      }),
    );
    await Promise.all(all);
    expect(most).toBe(1);
    expect(looks).toBe(6);
    expect(reached).toEqual([...reached].sort());
  });

  it('ends without arrival when the time is over, and at once when the projection is stopped', async () => {
    expect(await new Arrivals(async () => at(1)).reach(position(2), 60)).toBe(false);
    expect(await new Arrivals(async () => null).reach(position(2), 0)).toBe(false);
    const began = Date.now();
    expect(await new Arrivals(async () => at(1, 'stopped')).reach(position(2), 60_000)).toBe(false);
    expect(Date.now() - began).toBeLessThan(5_000);
  });

  it('tells at once those whose position was reached in this process, and only them', async () => {
    let place = 0;
    const arrivals = new Arrivals(async () => at(place));
    const [first, second] = [arrivals.reach(position(3), 60_000), arrivals.reach(position(4), 60_000)];
    arrivals.came(position(3));
    expect(await first).toBe(true);
    expect(await Promise.race([second, new Promise((resolve) => setTimeout(() => resolve('waits'), 20))])).toBe('waits');
    place = 4;
    expect(await second).toBe(true);
  });

  it('looks once and then seldom where it is told, and finds all the same what it was not told', async () => {
    let place = 0;
    let looks = 0;
    const arrivals = new Arrivals(
      async () => {
        looks++;
        return at(place);
      },
      () => true,
    );
    const [told, untold] = [arrivals.reach(position(1), 60_000), arrivals.reach(position(2), 60_000)];
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(looks).toBe(1);
    arrivals.came(position(1));
    expect(await told).toBe(true);
    place = 2;
    expect(await untold).toBe(true);
  });

  it('fails for those who wait when it cannot look, and looks again for the next', async () => {
    let broken = true;
    const arrivals = new Arrivals(async () => {
      if (broken) throw new Error('no database');
      return at(3);
    });
    await expect(arrivals.reach(position(1), 1_000)).rejects.toThrow('no database');
    broken = false;
    expect(await arrivals.reach(position(1), 1_000)).toBe(true);
  });
});
