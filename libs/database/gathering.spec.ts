import { Gathering } from './gathering.js';

describe('questions asked together', () => {
  it('asks one at a time, and what comes meanwhile in the next', async () => {
    const asked: number[][] = [];
    const gathering = new Gathering<number, number>(async (questions) => {
      asked.push([...questions]);
      await new Promise((resolve) => setTimeout(resolve, 5));
      return questions.map((it) => it * 10);
    });
    const first = [gathering.ask(1), gathering.ask(2)];
    const later = first[0]?.then(() => gathering.ask(5));
    while (asked.length === 0) await new Promise((resolve) => setImmediate(resolve));
    const second = [gathering.ask(3), gathering.ask(4)];
    expect(await Promise.all([...first, ...second, later])).toEqual([10, 20, 30, 40, 50]);
    expect(asked).toEqual([
      [1, 2],
      [3, 4, 5],
    ]);
  });

  it('waits a moment after many, for more that come one by one', async () => {
    const asked: number[] = [];
    const gathering = new Gathering<number, number>(async (questions) => {
      asked.push(questions.length);
      return questions;
    }, 20);
    await gathering.ask(0);
    await Promise.all([1, 2, 3, 4].map((it) => gathering.ask(it)));
    const later: Promise<number>[] = [];
    for (let n = 5; n < 9; n++) {
      later.push(gathering.ask(n));
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(await Promise.all(later)).toEqual([5, 6, 7, 8]);
    expect(asked).toEqual([1, 4, 4]);
  });

  it('fails for those who asked together, and answers the next', async () => {
    let broken = true;
    const gathering = new Gathering<string, string>(async (questions) => {
      if (broken) throw new Error('no database');
      return questions;
    });
    const asked = ['a', 'b'].map((it) => gathering.ask(it));
    for (const it of asked) await expect(it).rejects.toThrow('no database');
    broken = false;
    expect(await gathering.ask('c')).toBe('c');
  });
});
