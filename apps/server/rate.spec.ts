import { rateLimit } from './rate.js';

describe('haste', () => {
  it('is refused past the limit, for that address alone, until the minute is over', () => {
    let now = 0;
    const limit = rateLimit(2, () => now);
    expect([limit('a'), limit('a'), limit('b')]).toEqual([undefined, undefined, undefined]);
    now = 45_000;
    expect(limit('a')).toMatchObject({ code: 'too-many-requests', retryAfter: 15 });
    expect(limit('b')).toBeUndefined();
    now = 60_000;
    expect(limit('a')).toBeUndefined();
  });
});
