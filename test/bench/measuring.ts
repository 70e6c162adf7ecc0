import type { Bench } from './section.js';

/** One round of one contender: how many a second, and how long one took, in milliseconds. */
export interface Round {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
}

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? Number.NaN) + (sorted[Math.floor(middle)] ?? Number.NaN)) / 2;
};

/** The value that this share of the values does not exceed. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

export const roundOf = (latencies: readonly number[], seconds: number): Round => ({
  perSecond: latencies.length / seconds,
  p50: percentile(latencies, 0.5),
  p99: percentile(latencies, 0.99),
});

/** `concurrent` clients, each asking again as soon as it was answered, until the time is over. */
export async function closedLoop(
  concurrent: number,
  milliseconds: number,
  once: (client: number, nth: number) => Promise<unknown>,
): Promise<Round> {
  const latencies: number[] = [];
  const begin = performance.now();
  await Promise.all(
    Array.from({ length: concurrent }, async (_, client) => {
      for (let nth = 0; performance.now() - begin < milliseconds; nth++) {
        const from = performance.now();
        await once(client, nth);
        latencies.push(performance.now() - from);
      }
    }),
  );
  return roundOf(latencies, (performance.now() - begin) / 1_000);
}

/**
 * Every contender once a round, in turn, so that what disturbs the machine disturbs all alike; each round begins with another
 * one. Gives the median over the rounds of each contender's figures, in the order given. One warm-up round is thrown away.
 * `before` is done before each turn, untimed: what one contender left to be written later is not paid for by the next.
 */
export async function interleaved<T extends { readonly name: string }>(
  { rounds, quick }: Bench,
  contenders: readonly T[],
  measure: (contender: T, round: string) => Promise<Round>,
  before: () => Promise<unknown> = async () => undefined,
): Promise<Map<string, Round>> {
  const measured = new Map<string, Round[]>(contenders.map((it) => [it.name, []]));
  for (let round = quick ? 0 : -1; round < rounds; round++)
    for (let turn = 0; turn < contenders.length; turn++) {
      const contender = contenders[(turn + round + 1) % contenders.length];
      if (!contender) continue;
      await before();
      const figures = await measure(contender, `r${round + 1}`);
      if (round >= 0) measured.get(contender.name)?.push(figures);
    }
  return new Map([...measured].map(([name, rounds]) => [name, medianRound(rounds)]));
}

/** Of each figure the median. */
export function medianRound(rounds: readonly Round[]): Round {
  const over = (what: keyof Round) => median(rounds.map((it) => it[what]));
  return { perSecond: over('perSecond'), p50: over('p50'), p99: over('p99') };
}
