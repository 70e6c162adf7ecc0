import { instant, type Recorded, SetClock } from '#language';
import { matches, matchesNothing, serverFilter } from './filter.js';
import { claimPrefix } from './messages.js';
import { pauseAfter, usualPatience } from './patience.js';
import { Stamps } from './stamps.js';
import { Turns } from './turns.js';

const event = (stream: string, type: string): Pick<Recorded, 'stream' | 'type'> => ({ stream, type });
const asRegex = (filter: ReturnType<typeof serverFilter>) => new RegExp('regex' in filter ? filter.regex : '(?!)');

describe('the server-side filter', () => {
  it('leaves out system streams and claims when nothing else is asked', () => {
    const filter = serverFilter({});
    expect(filter.on).toBe('stream');
    for (const [stream, passes] of [
      ['task-1', true],
      ['$stats', false],
      [`${claimPrefix}1`, false],
      ['~claims', true],
    ] as const) {
      expect(asRegex(filter).test(stream)).toBe(passes);
      expect(matches({}, event(stream, 'noted'))).toBe(passes);
    }
  });

  it('asks for whole types, so that one type is not taken for the beginning of another', () => {
    const filter = serverFilter({ types: ['completed', 'a.b'] });
    expect(filter.on).toBe('type');
    expect(['completed', 'a.b', 'completed-late', 'axb'].map((it) => asRegex(filter).test(it))).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  it('asks for streams by prefix when both are given, and takes the types itself', () => {
    const both = { streams: ['task-'], types: ['assigned'] };
    expect(serverFilter(both)).toEqual({ on: 'stream', prefixes: ['task-'] });
    expect(matches(both, event('task-1', 'assigned'))).toBe(true);
    expect(matches(both, event('task-1', 'completed'))).toBe(false);
    expect(matches(both, event('plan-1', 'assigned'))).toBe(false);
  });

  it('asks nobody when nothing can match', () => {
    expect([{ streams: [] }, { types: [] }, {}].map(matchesNothing)).toEqual([true, true, false]);
  });
});

describe('the pause before another try', () => {
  it('doubles, is capped, and is spread by chance so that clients do not come back in step', () => {
    const { firstPause, longestPause } = usualPatience;
    for (const tries of [1, 2, 3, 4, 8, 50]) {
      const whole = Math.min(longestPause, firstPause * 2 ** (tries - 1));
      const pauses = Array.from({ length: 50 }, () => pauseAfter(tries, usualPatience));
      expect(Math.min(...pauses)).toBeGreaterThanOrEqual(whole / 2);
      expect(Math.max(...pauses)).toBeLessThanOrEqual(whole);
      expect(new Set(pauses).size).toBeGreaterThan(1);
    }
  });
});

describe('turns', () => {
  it('do work that shares a key in the order it was asked, and the rest side by side', async () => {
    const turns = new Turns();
    const done: string[] = [];
    const work = (name: string, ms: number) => async () => {
      await new Promise((resolve) => setTimeout(resolve, ms));
      done.push(name);
    };
    await Promise.all([
      turns.take(['a', 'x'], work('first', 40)),
      turns.take(['b', 'x'], work('second', 1)),
      turns.take(['c'], work('aside', 5)),
      turns.take(['a'], work('third', 20)),
    ]);
    expect(done).toEqual(['aside', 'first', 'second', 'third']);
  });

  it('go on after work that failed', async () => {
    const turns = new Turns();
    const failed = turns.take(['a'], () => Promise.reject(new Error('no')));
    const next = turns.take(['a'], () => Promise.resolve('done'));
    await expect(failed).rejects.toThrow('no');
    expect(await next).toBe('done');
  });
});

describe('the recorded time', () => {
  it('is the clock’s, and never earlier than one that was given or read', async () => {
    const clock = new SetClock(instant('2025-03-10T03:00:00Z'));
    const stamps = new Stamps(clock);
    const given = () => stamps.carried((stamp) => Promise.resolve(stamp));
    expect(await given()).toBe('2025-03-10T03:00:00.000Z');
    clock.set(instant('2019-01-01T00:00:00Z'));
    expect(await given()).toBe('2025-03-10T03:00:00.000Z');
    stamps.seen(instant('2025-04-01T00:00:00Z'));
    expect(await given()).toBe('2025-04-01T00:00:00.000Z');
  });

  it('moves on only when all who carry the one before have ended', async () => {
    const clock = new SetClock(instant('2025-03-10T03:00:00Z'));
    const stamps = new Stamps(clock);
    const order: string[] = [];
    const slow = stamps.carried(async (stamp) => {
      await new Promise((resolve) => setTimeout(resolve, 120));
      order.push(stamp);
    });
    await new Promise((resolve) => setTimeout(resolve, 70));
    clock.set(instant('2025-03-11T03:00:00Z'));
    await stamps.carried(async (stamp) => void order.push(stamp));
    await slow;
    expect(order).toEqual(['2025-03-10T03:00:00.000Z', '2025-03-11T03:00:00.000Z']);
  });
});
