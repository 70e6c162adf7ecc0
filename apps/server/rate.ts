import { Refusal } from '#language';

/** An address that asks more often than it may: 429 with Retry-After. */
export class TooOften extends Refusal {
  constructor(
    readonly retryAfter: number,
    most: number,
  ) {
    super('too-many-requests', {
      kind: 'unavailable',
      vi: `Địa chỉ này gửi quá ${most} yêu cầu trong một phút; hãy thử lại sau ${retryAfter} giây.`,
      en: `This address has sent more than ${most} requests in a minute; try again in ${retryAfter} seconds.`,
      figures: { most, retryAfter },
    });
  }
}

const window = 60_000;

/** Counts requests by address, a minute at a time, in memory: a limit on haste, not a record. Gives the refusal, or undefined. */
export function rateLimit(most: number, now: () => number = Date.now): (address: string) => TooOften | undefined {
  let began = now();
  let counts = new Map<string, number>();
  return (address) => {
    const at = now();
    if (at - began >= window || at < began) {
      began = at;
      counts = new Map();
    }
    const count = (counts.get(address) ?? 0) + 1;
    counts.set(address, count);
    return count > most ? new TooOften(Math.max(1, Math.ceil((began + window - at) / 1_000)), most) : undefined;
  };
}
