import { kept } from './kept.js';

describe('what is kept of a thing', () => {
  const counting = () => {
    let times = 0;
    const made = kept((from: { readonly name: string }, ...others: readonly (string | object)[]) => {
      times += 1;
      return `${from.name} ${others.length}`;
    });
    return { made, times: () => times };
  };

  it('is made once for the same arguments, and anew for another thing of the same content', () => {
    const { made, times } = counting();
    const one = { name: 'Sở Y tế' };
    expect([made(one), made(one), times()]).toEqual(['Sở Y tế 0', 'Sở Y tế 0', 1]);
    expect([made({ ...one }), times()]).toEqual(['Sở Y tế 0', 2]);
  });
  it('is made anew when anything else that it was made of is another, and when there is more of it', () => {
    const { made, times } = counting();
    const [one, rules] = [{ name: 'Sở Y tế' }, {}];
    expect([made(one, '2025-06-30', rules), made(one, '2025-06-30', rules), times()]).toEqual(['Sở Y tế 2', 'Sở Y tế 2', 1]);
    made(one, '2025-07-01', rules);
    made(one, '2025-07-01', {});
    expect(times()).toBe(3);
    expect([made(one), made(one, '2025-07-01'), times()]).toEqual(['Sở Y tế 0', 'Sở Y tế 1', 5]);
  });
  it('is remembered also where it is nothing', () => {
    let times = 0;
    const made = kept((_: object) => {
      times += 1;
      return undefined;
    });
    const one = {};
    expect([made(one), made(one), times]).toEqual([undefined, undefined, 1]);
  });
  it('is not made where making it fails: the next who asks tries again', () => {
    let times = 0;
    const made = kept((_: object) => {
      times += 1;
      if (times === 1) throw new Error('not yet');
      return times;
    });
    const one = {};
    expect(() => made(one)).toThrow('not yet');
    expect(made(one)).toBe(2);
  });
});
