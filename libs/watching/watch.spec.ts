import { jest } from '@jest/globals';
import { minute, Watch } from './index.js';

/** Runs that end when they are told to, and the milliseconds that they ask for. */
class Rounds extends Watch {
  readonly begun: { end: (next: number) => void; fail: () => void }[] = [];
  run(): Promise<number> {
    return new Promise((end, fail) => this.begun.push({ end, fail: () => fail(new Error('tried in vain')) }));
  }
  override wake(): void {
    super.wake();
  }
  constructor() {
    super();
    jest.spyOn(this.log, 'error').mockImplementation(() => undefined);
  }
}

describe('a watch', () => {
  let watch: Rounds;
  /** So many milliseconds later, with everything done that was due by then. */
  const later = (milliseconds: number) => jest.advanceTimersByTimeAsync(milliseconds);

  beforeEach(() => {
    jest.useFakeTimers();
    watch = new Rounds();
  });
  afterEach(() => jest.useRealTimers());

  it('runs when it is started, and again when its last run said', async () => {
    watch.start();
    await later(0);
    expect(watch.begun).toHaveLength(1);
    watch.begun[0]?.end(500);
    await later(499);
    expect(watch.begun).toHaveLength(1);
    await later(1);
    expect(watch.begun).toHaveLength(2);
  });

  it('tries again in a minute what failed, and says why', async () => {
    watch.start();
    await later(0);
    watch.begun[0]?.fail();
    await later(minute - 1);
    expect(watch.begun).toHaveLength(1);
    await later(1);
    expect(watch.begun).toHaveLength(2);
  });

  it('never runs twice at a time: however often it is woken meanwhile, it runs once more', async () => {
    watch.start();
    await later(0);
    for (let i = 0; i < 5; i++) watch.wake();
    await later(minute);
    expect(watch.begun).toHaveLength(1);
    watch.begun[0]?.end(minute);
    await later(0);
    expect(watch.begun).toHaveLength(2);
    watch.begun[1]?.end(minute);
    await later(minute - 1);
    expect(watch.begun).toHaveLength(2);
  });

  it('that is stopped waits for the run under way, and runs no more', async () => {
    watch.start();
    await later(0);
    let stopped = false;
    void watch.onApplicationShutdown().then(() => {
      stopped = true;
    });
    await later(5_000);
    expect(stopped).toBe(false);
    watch.begun[0]?.end(0);
    await later(minute);
    expect({ stopped, runs: watch.begun.length }).toEqual({ stopped: true, runs: 1 });
  });

  it('does not keep a server from stopping for longer than ten seconds', async () => {
    watch.start();
    await later(0);
    let stopped = false;
    void watch.onApplicationShutdown().then(() => {
      stopped = true;
    });
    await later(10_000);
    expect(stopped).toBe(true);
  });
});
